"""Hits with the same text, of a cluster: which are hidden, and what facets count less for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from indexer.engine.cluster.client import Cluster
from indexer.engine.cluster.mapping import Json, key_of
from indexer.engine.cluster.queries import filter_of, passing
from indexer.engine.copies import Groups, standing_for
from indexer.engine.protocol import Node
from indexer.model import Filters

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class GroupedHit:
    """A document of a group that answers: `age` orders those of a group, the oldest first.

    `failed` are the names of the filters that it does not pass; `keys` maps facet → value keys.
    """

    id: str
    group: int
    age: int
    failed: frozenset[str]
    keys: Mapping[str, Sequence[str]]


class GroupedDocuments:
    """The groups of documents of the index `name` that have the same text."""

    def __init__(self, cluster: Cluster, name: str, groups: Groups) -> None:
        self._cluster = cluster
        self._name = name
        members = [(at, member) for at, group in enumerate(groups) for member in group]
        self._places = {member: (at, age) for age, (at, member) in enumerate(members)}

    def hits(self, node: Node, filters: Filters, facets: Sequence[str] = ()) -> list[GroupedHit]:
        """The documents of groups that answer `node`, the oldest of each group first."""
        passes = passing(filters)
        names = [*self._places]
        found = (
            self._hit(row, passes, facets)
            for start in range(0, len(names), _AT_ONCE)
            for row in self._rows(node, names[start : start + _AT_ONCE], passes, facets)
        )
        return sorted(found, key=lambda hit: hit.age)

    def _rows(
        self, node: Node, names: Sequence[str], passes: Mapping[str, Json], facets: Sequence[str]
    ) -> Iterator[Any]:
        told = [{"bool": {"filter": [query], "_name": name}} for name, query in passes.items()]
        among = [filter_of(node), {"terms": {"id": list(names)}}]
        body: Json = {
            "size": _AT_ONCE,
            "query": {"bool": {"filter": among, "should": told}},
            "_source": False,
            "docvalue_fields": ["id", *map(key_of, facets)],
        }
        yield from self._cluster.search(self._name, body)["hits"]["hits"]

    def _hit(self, row: Any, passes: Mapping[str, Json], facets: Sequence[str]) -> GroupedHit:
        values = row["fields"]
        name = values["id"][0]
        failed = passes.keys() - set(row.get("matched_queries", ()))
        keys = {facet: values.get(key_of(facet), ()) for facet in facets}
        return GroupedHit(name, *self._places[name], frozenset(failed), keys)


def hidden_copies(hits: Sequence[GroupedHit]) -> dict[str, list[str]]:
    """The id of each hit that passes all filters and stands for others → their ids."""
    return standing_for((hit.group, hit.id) for hit in hits if not hit.failed)


def counted_too_often(hits: Sequence[GroupedHit], facet: str) -> Counter[str]:
    """value key → by how much it is counted too often where each group counts once."""
    held = [(hit.group, key) for hit in hits if hit.failed <= {facet} for key in hit.keys[facet]]
    return Counter(key for _, key in held) - Counter(key for _, key in set(held))
