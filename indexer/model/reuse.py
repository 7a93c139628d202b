"""Passages that stand in several documents: data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PassagePlace:
    """A place of a passage: `text[start:end]` of the document `id`.

    `anchor` is the address of the paragraph or heading in which it begins, by its number: `p12`.
    """

    id: str
    start: int
    end: int
    anchor: str = "p1"


@dataclass(frozen=True, slots=True)
class PassageFamily:
    """The places of one passage in an archive, the oldest first, those without a date last.

    `number` counts the families of a generation from 0, in the order of their oldest date.
    """

    number: int
    places: tuple[PassagePlace, ...]
