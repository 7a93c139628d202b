"""A mention: a place in a text that names a law, an article, a symbol or a day."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: `text[start:end]` is what the author wrote.

    `kind` says what is mentioned. `keys` are the terms under which the document is found by it,
    the narrowest first: `un a/res/61/177`.
    """

    start: int
    end: int
    kind: str
    keys: tuple[str, ...]
