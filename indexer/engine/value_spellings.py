"""The values of the facets of one generation, however a reader spells them."""

from __future__ import annotations

from collections.abc import Mapping

from indexer.analysis import value_key
from indexer.engine.protocol import Searcher


def spellings_of(written: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """value_key → the spellings of a value, the one that most documents have first.

    `written` maps each spelling → documents.
    """
    alike: dict[str, list[str]] = {}
    for value in sorted(written, key=lambda value: (-written[value], value)):
        alike.setdefault(value_key(value), []).append(value)
    return {key: tuple(values) for key, values in alike.items()}


class ValueSpellings:
    """The values of each facet and their spellings; a facet is asked of the searcher once."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self._values: dict[str, tuple[tuple[str, ...], ...]] = {}
        self._usual: dict[str, Mapping[str, str]] = {}  # facet → value_key → usual spelling

    def of(self, facet: str) -> tuple[tuple[str, ...], ...]:
        """Each value of `facet` as its spellings, the usual one first."""
        if facet not in self._values:
            self._values[facet] = self._searcher.values(facet)
        return self._values[facet]

    def usual(self, facet: str, value: str) -> str:
        """The spelling of `value` of `facet` in most documents; `value` itself if none has it."""
        if facet not in self._usual:
            self._usual[facet] = {value_key(alike[0]): alike[0] for alike in self.of(facet)}
        return self._usual[facet].get(value_key(value), value)
