"""Decisions on single words that go before the rules of families."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """The next step from a word, or that there is none where `after` is empty.

    `why` is a pattern with its evidence, or a line of the archive's list. What is `listed` goes
    before every rule; other decisions are on broken plurals alone.
    """

    after: str
    why: str
    listed: bool = False

    def __str__(self) -> str:
        return f"{self.after}\t{'=' * self.listed}\t{self.why}"


Decided = Callable[[str], Decision | None]


def no_decision(_: str) -> None:
    """None, for every word: the rules alone decide."""


def joined_plurals(
    decisions: Mapping[str, Decision], families: Mapping[str, str]
) -> dict[str, str]:
    """Broken plural → its family, for the `decisions` that join one. `families`: key → family."""
    joined = ((word, one.after) for word, one in decisions.items() if one.after and not one.listed)
    found = ((word, families.get(word) or families.get(noun)) for word, noun in joined)
    return {word: family for word, family in found if family is not None}


def decision_lines(decisions: Mapping[str, Decision]) -> Iterable[str]:
    """The line of each decision, as `decision_in` reads it after the word."""
    return (f"{word}\t{decision}" for word, decision in decisions.items())


def decision_in(line: str) -> Decision:
    """The decision that `line` tells."""
    after, listed, why = line.split("\t")
    return Decision(after, why, bool(listed))
