"""The counts that a searcher of a cluster asks for once: values of facets, frequencies of terms."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from functools import cached_property

from indexer.analysis import PARTS
from indexer.engine.cluster.client import Cluster
from indexer.engine.cluster.mapping import Json
from indexer.engine.cluster.queries import Statistics
from indexer.engine.value_spellings import spellings_of

_VALUES_AT_ONCE = 10_000
_TERMS_AT_ONCE = 1_000
_REMEMBERED = 100_000  # frequencies of terms


class KnownCounts:
    """The counts of the index `name`, which never change. All threads may share them."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self._cluster = cluster
        self._name = name
        self._frequencies: dict[tuple[str, str], int] = {}
        self._spellings: dict[str, Mapping[str, tuple[str, ...]]] = {}
        self._guard = threading.Lock()

    def values(self, facet: str) -> tuple[tuple[str, ...], ...]:
        """Each value of `facet` as its spellings, the one that most documents have first."""
        return tuple(self.spellings(facet).values())

    def spellings(self, facet: str) -> Mapping[str, tuple[str, ...]]:
        """value_key → the same."""
        with self._guard:
            if facet not in self._spellings:
                self._spellings[facet] = spellings_of(self._written(facet))
            return self._spellings[facet]

    def _written(self, facet: str) -> dict[str, int]:
        """Each spelling of a value of `facet` → the documents that have it."""
        written: dict[str, int] = {}
        source: Json = {
            "size": _VALUES_AT_ONCE,
            "sources": [{"value": {"terms": {"field": facet}}}],
        }
        while True:
            body = {"size": 0, "aggs": {"values": {"composite": source}}}
            found = self._cluster.search(self._name, body)["aggregations"]["values"]
            written |= {row["key"]["value"]: row["doc_count"] for row in found["buckets"]}
            if "after_key" not in found:
                break
            source["after"] = found["after_key"]
        return written

    def frequencies(self, terms: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], int]:
        """(field, text) → how many documents hold it; what is not known yet is asked."""
        with self._guard:
            if len(self._frequencies) > _REMEMBERED:
                self._frequencies = {}
            new = [term for term in dict.fromkeys(terms) if term not in self._frequencies]
            for start in range(0, len(new), _TERMS_AT_ONCE):
                some = new[start : start + _TERMS_AT_ONCE]
                each = {str(at): {"term": {field: text}} for at, (field, text) in enumerate(some)}
                body = {"size": 0, "track_total_hits": False, "aggs": counting_each(each)}
                found = self._cluster.search(self._name, body)["aggregations"]["each"]["buckets"]
                counts = (found[str(at)]["doc_count"] for at in range(len(some)))
                self._frequencies |= dict(zip(some, counts, strict=True))
            return {term: self._frequencies[term] for term in terms}

    def statistics(self, terms: Sequence[tuple[str, str]]) -> Statistics:
        """The counts by which scripts score `terms`; nothing is asked when there are none."""
        return Statistics(self._lengths, self.frequencies(terms)) if terms else Statistics({}, {})

    @cached_property
    def _lengths(self) -> Mapping[str, tuple[int, int]]:
        """Part → the documents that have words there, and the words of all."""
        sums = {part: {"sum": {"field": f"{part}_words"}} for part in PARTS}
        holding: dict[str, Json] = {part: {"range": {f"{part}_words": {"gt": 0}}} for part in PARTS}
        body = {"size": 0, "track_total_hits": False, "aggs": {**counting_each(holding), **sums}}
        found = self._cluster.search(self._name, body)["aggregations"]
        each = found["each"]["buckets"]
        return {part: (each[part]["doc_count"], int(found[part]["value"])) for part in PARTS}


def counting_each(wanted: Mapping[str, Json]) -> Json:
    """The aggregation `each`, which counts the documents of each query."""
    return {"each": {"filters": {"filters": dict(wanted)}}}
