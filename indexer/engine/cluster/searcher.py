"""The searcher of one generation in a cluster: each method is one request, or two."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from math import inf
from pathlib import Path
from typing import Any

import numpy as np

from indexer.engine.checksums import CHECKSUM, Checksums, content_digest
from indexer.engine.cluster.client import Cluster
from indexer.engine.cluster.copies import (
    GroupedDocuments,
    GroupedHit,
    counted_too_often,
    hidden_copies,
)
from indexer.engine.cluster.known_counts import KnownCounts, counting_each
from indexer.engine.cluster.mapping import BEGINNING, Json, document_of_source, key_of, server_id
from indexer.engine.cluster.queries import (
    filter_of,
    occurrences_in,
    passing,
    phrase_counts,
    ranked,
    scored,
    terms_of,
)
from indexer.engine.copies import copies_in
from indexer.engine.protocol import NO_FACETS, Node, Ranking, SearchAnswer, TallyQuery
from indexer.engine.records import failures_in
from indexer.engine.tally import NO_VALUE, Tallies, Tally
from indexer.errors import IndexDamaged
from indexer.model import Document, Filters, Sort
from indexer.model.copies import COPY_FIELDS, MOST_COPIES, Copies
from indexer.model.values import with_fields

_MOST_ROWS = 10_000  # that a server gives at once
_READ_AT_ONCE = 200
_BY_ID: list[Any] = [{"id": "asc"}]
_LAST = {"missing": "_last"}
_BY_SCORE: list[Any] = [{"_score": "desc"}, *_BY_ID]
_ORDERS: dict[Sort, list[Any]] = {
    Sort.RELEVANCE: _BY_SCORE,
    Sort.NEWEST: [{"last_day": {"order": "desc", **_LAST}}, *_BY_SCORE],
    Sort.OLDEST: [{"first_day": {"order": "asc", **_LAST}}, *_BY_SCORE],
    Sort.TITLE: [{"title_key": "asc"}, *_BY_ID],
    Sort.ADDED: [{"added": "desc"}, *_BY_ID],
}
_COUNT_ALL: Json = {"size": 0, "track_total_hits": True}


class ClusterSearcher:
    """Searches the index `name`; its other files are in `folder`. All threads may share it."""

    def __init__(self, cluster: Cluster, name: str, folder: Path) -> None:
        self._cluster = cluster
        self._name = name
        self._kept_since = failures_in(folder).kept_since
        self._groups = GroupedDocuments(cluster, name, copies_in(folder))
        self._known = KnownCounts(cluster, name)

    def close(self) -> None:
        """Connections are the cluster's."""

    def search(
        self,
        node: Node,
        filters: Filters,
        sort: Sort,
        offset: int,
        limit: int,
        seconds: float = inf,
        ranking: Ranking | None = None,
        facets: Mapping[str, int | None] = NO_FACETS,
        fields: Collection[str] | None = (),
        characters: int | None = None,
        after: str | None = None,
    ) -> SearchAnswer:
        if seconds <= 0:
            return SearchAnswer(0, (), {name: {} for name in facets}, partial=True)
        passes = passing(filters)
        query = scored(node)
        if ranking is not None:
            query = ranked(node, ranking, self._known.statistics([*terms_of(ranking)]))
        body: Json = {
            **_COUNT_ALL,
            "query": query,
            "sort": _ORDERS[sort],
            "track_scores": True,
            "docvalue_fields": ["id"],
            "_source": _kept(fields, characters) if fields != () else False,
        }
        grouped: list[GroupedHit] = []
        if filters.copies_hidden:
            grouped = self._groups.hits(node, filters, [*facets])
        stands_for = hidden_copies(grouped)
        hidden = [*chain.from_iterable(stands_for.values())]
        if passes or hidden:
            left_out = [{"terms": {"id": hidden}}] if hidden else []
            kept = {"filter": list(passes.values()), "must_not": left_out}
            body["post_filter"] = {"bool": kept}
        if facets:
            body["aggs"] = {name: _facet(name, passes) for name in facets}
        begun, last = json.loads(after) if after else (0, None)
        while offset + limit > _MOST_ROWS:  # a server gives no more: go there by cursors
            page = self.search(
                node, filters, sort, 0, min(offset, _MOST_ROWS), seconds, ranking, after=after
            )
            if page.after is None:
                return replace(page, rows=())
            after = page.after
            offset -= len(page.rows)
            begun, last = json.loads(after)
        body["size"] = limit + offset if last else limit
        body |= {"search_after": last} if last else {"from": offset}
        answer = self._cluster.search(self._name, body, None if seconds == inf else seconds)
        hits = answer["hits"]["hits"][offset if last else 0 :]
        total, end = answer["hits"]["total"]["value"], begun + offset + len(hits)
        documents = [] if fields == () else [self._document(hit, fields) for hit in hits]
        return SearchAnswer(
            total=total,
            rows=tuple((_id(hit), hit["_score"]) for hit in hits),
            facets={
                name: self._counted(name, answer, most, counted_too_often(grouped, name))
                for name, most in facets.items()
            },
            partial=answer["timed_out"],
            documents=tuple(documents),
            after=json.dumps([end, hits[-1]["sort"]]) if hits and end < total else None,
            hidden=len(hidden),
            copies=self._copies(hits, stands_for) if documents else {},
        )

    def _copies(
        self, hits: Sequence[Any], stands_for: Mapping[str, Sequence[str]]
    ) -> dict[str, Copies]:
        """id → the copies that each of `hits` stands for."""
        names = [name for name in map(_id, hits) if name in stands_for]
        wanted = [*chain.from_iterable(stands_for[name][:MOST_COPIES] for name in names)]
        read = dict(zip(wanted, self.read(wanted, COPY_FIELDS), strict=True))
        return {
            name: Copies(
                len(stands_for[name]),
                tuple(
                    document
                    for one in stands_for[name][:MOST_COPIES]
                    if isinstance(document := read[one], Document)
                ),
            )
            for name in names
        }

    def counts(
        self, queries: Sequence[tuple[Node, Filters]], seconds: float = inf
    ) -> tuple[int | None, ...]:
        if seconds <= 0 or not queries:
            return (None,) * len(queries)
        wanted = {
            str(at): {"bool": {"filter": [filter_of(node), *passing(filters).values()]}}
            for at, (node, filters) in enumerate(queries)
        }
        body = {"size": 0, "track_total_hits": False, "aggs": counting_each(wanted)}
        answer = self._cluster.search(self._name, body, None if seconds == inf else seconds)
        if answer["timed_out"]:
            return (None,) * len(queries)
        found = answer["aggregations"]["each"]["buckets"]
        return tuple(
            found[str(at)]["doc_count"] - self._hidden(node, filters)
            for at, (node, filters) in enumerate(queries)
        )

    def _hidden(self, node: Node, filters: Filters) -> int:
        """The number of hits that are hidden as copies of others."""
        if not filters.copies_hidden:
            return 0
        return sum(map(len, hidden_copies(self._groups.hits(node, filters)).values()))

    # Documents

    def read(
        self,
        ids: Sequence[str],
        fields: Collection[str] | None = None,
        characters: int | None = None,
    ) -> Iterator[Document | IndexDamaged | None]:
        kept = _kept(fields, characters)
        for start in range(0, len(ids), _READ_AT_ONCE):
            rows = [{"_id": server_id(name)} for name in ids[start : start + _READ_AT_ONCE]]
            path, source = f"/{self._name}/_mget", ",".join(kept)
            answer = self._cluster.ask("POST", path, {"docs": rows}, _source_includes=source)
            for row in answer["docs"]:
                yield self._document(row, fields) if row.get("found") else None

    def _document(
        self, hit: Mapping[str, Any], fields: Collection[str] | None
    ) -> Document | IndexDamaged:
        try:
            document = document_of_source(hit["_source"])
        except (KeyError, TypeError, ValueError) as error:
            return IndexDamaged(f"A document of {self._name} cannot be read: {error!r}")
        since = self._kept_since.get(document.id)
        document = replace(document, kept_since=since) if since else document
        return with_fields(document, fields)

    def text(self, document_id: str) -> Iterator[str] | None:
        (found,) = self.read((document_id,), ("text",))
        if isinstance(found, IndexDamaged):
            raise found
        if found is None:
            return None
        starts = range(0, len(found.text), BEGINNING)
        return (found.text[start : start + BEGINNING] for start in starts)

    def scan(self, fields: Collection[str] | None = None) -> Iterator[Document]:
        for hit in self._every(_kept(fields, None)):
            document = self._document(hit, fields)
            if isinstance(document, IndexDamaged):
                raise document
            yield document

    def _every(self, kept: Sequence[str]) -> Iterator[Any]:
        """Every document in the order of ids, with the `kept` fields."""
        body: Json = {"size": _READ_AT_ONCE, "sort": _BY_ID, "_source": kept}
        body["docvalue_fields"] = ["id"]
        while hits := self._cluster.search(self._name, body)["hits"]["hits"]:
            yield from hits
            body["search_after"] = hits[-1]["sort"]

    def faults(self) -> Iterator[str]:
        answer = self._cluster.ask("GET", f"/_cat/shards/{self._name}", format="json")
        for shard in answer:
            if shard["state"] != "STARTED":
                yield f"shard {shard['shard']} of {self._name} is {shard['state'].lower()}"

    def checksums(self) -> tuple[list[str], Checksums]:
        ids, rows = [], []
        for hit in self._every(("head", "beginning", "rest", "proof")):
            source = hit["_source"]
            kept = source["head"] + source["beginning"] + source["rest"]
            title, words, total = json.loads(source["proof"])
            text = content_digest(kept.encode("utf-8", "surrogatepass"))
            ids.append(_id(hit))
            rows.append((title, words, total, text))
        return ids, np.array(rows, CHECKSUM)

    def named(self, beginning: str) -> tuple[str, ...]:
        body: Json = {"size": _MOST_ROWS, "sort": [{"whole_name": "asc"}], "_source": False}
        body |= {"query": {"prefix": {"whole_name": beginning}}, "docvalue_fields": ["id"]}
        names: list[str] = []
        while hits := self._cluster.search(self._name, body)["hits"]["hits"]:
            names += map(_id, hits)
            body["search_after"] = hits[-1]["sort"]
        return tuple(names)

    # Terms

    def values(self, facet: str) -> tuple[tuple[str, ...], ...]:
        return self._known.values(facet)

    def _counted(
        self, name: str, answer: Json, most: int | None, too_often: Mapping[str, int]
    ) -> dict[str, int]:
        """usual value of a facet → documents, as the server counted its keys, less `too_often`."""
        spellings = self._known.spellings(name)
        rows = answer["aggregations"][name]["keys"]["buckets"]
        counts = [
            (spellings[row["key"]][0], row["doc_count"] - too_often.get(row["key"], 0))
            for row in rows
        ]
        return dict(sorted(counts, key=lambda row: (-row[1], row[0]))[:most])

    def frequencies(self, field: str, texts: Sequence[str]) -> Mapping[str, int]:
        found = self._known.frequencies([(field, text) for text in texts])
        return {text: found[field, text] for text in texts}

    def tallies(
        self, queries: Sequence[TallyQuery], facets: Collection[str], seconds: float = inf
    ) -> tuple[tuple[Tallies, ...], bool]:
        if seconds <= 0:
            return tuple({name: {} for name in facets} for _ in queries), True
        sums = {"words": {"sum": {"field": "words"}}, **_SUM}
        aggs: Json = {}
        for name in facets:
            keys = {"field": key_of(name), "size": _MOST_ROWS}
            aggs[name] = {"terms": keys, "aggs": sums}
            aggs[f"{name} {NO_VALUE}"] = {"missing": {"field": key_of(name)}, "aggs": sums}
        bodies = []
        for node, filters, field, texts in queries:
            found = {"bool": {"filter": [filter_of(node), *passing(filters).values()]}}
            bodies.append({"size": 0, "query": occurrences_in(found, field, texts), "aggs": aggs})
        answers = self._ask_all(bodies, seconds)
        told = tuple(
            {name: self._tallies(name, answer["aggregations"]) for name in facets}
            for answer in answers
        )
        return told, any(answer["timed_out"] for answer in answers)

    def _tallies(self, name: str, found: Json) -> dict[str, Tally]:
        """usual value, or NO_VALUE → tally, as the server counted the keys of a facet."""
        spellings = self._known.spellings(name)
        rows = {spellings[row["key"]][0]: row for row in found[name]["buckets"]}
        rows[NO_VALUE] = found[f"{name} {NO_VALUE}"]
        return {
            value: Tally(row["doc_count"], int(row["words"]["value"]), int(row["sum"]["value"]))
            for value, row in rows.items()
            if row["doc_count"]
        }

    def _ask_all(self, bodies: Sequence[Json], seconds: float = inf) -> list[Json]:
        """The answers to several searches, which are one request."""
        limit = None if seconds == inf else seconds
        return self._cluster.searches(self._name, bodies, limit) if bodies else []

    def following(
        self, field: str, clauses: Sequence[Sequence[str]], texts: Sequence[str]
    ) -> Mapping[str, int]:
        words = (*chain.from_iterable(clauses), *texts)
        statistics = self._known.statistics([(field, text) for text in words])
        bodies = [
            {
                "size": 0,
                "query": phrase_counts(field, (*clauses, (text,)), statistics),
                "aggs": _SUM,
            }
            for text in texts
        ]
        answers = self._ask_all(bodies)
        counts = (int(answer["aggregations"]["sum"]["value"]) for answer in answers)
        return {text: count for text, count in zip(texts, counts, strict=True) if count}


_SUM: Json = {"sum": {"sum": {"script": {"source": "_score"}}}}


def _facet(name: str, passes: Mapping[str, Json]) -> Json:
    """The aggregation of a facet, the filter on itself left aside."""
    others = [query for facet, query in passes.items() if facet != name]
    keys = {"terms": {"field": key_of(name), "size": _MOST_ROWS}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"keys": keys}}


def _kept(fields: Collection[str] | None, characters: int | None) -> list[str]:
    """The kept fields of an index in which `fields` of a document are."""
    if fields is not None and "text" not in fields:
        return ["head"]
    if characters is not None and characters <= BEGINNING:
        return ["head", "beginning"]
    return ["head", "beginning", "rest"]


def _id(hit: Mapping[str, Any]) -> str:
    return str(hit["fields"]["id"][0])
