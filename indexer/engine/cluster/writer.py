"""Documents → the index of a generation, in bulks that wait where the cluster is busy."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from indexer.engine.checksums import word_sum
from indexer.engine.cluster.client import Cluster
from indexer.engine.cluster.mapping import Json, sent_row, server_id
from indexer.engine.cluster.queries import filter_of
from indexer.engine.protocol import AllOf, SpanNear, Term
from indexer.engine.term_batch import TermBatch
from indexer.errors import IndexDamaged
from indexer.model import Document

_PROVED = 1_000  # documents, at most, of which some words are looked for in their order
_WORDS = 8


class ClusterWriter:
    """Writes the index `name`, which no reader knows of yet."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self._cluster = cluster
        self._name = name
        self._added: set[str] = set()
        self._gone: list[str] = []
        self._proofs: list[tuple[str, Sequence[str]]] = []  # the id of a document, words in a row

    def add(
        self,
        documents: Sequence[Document],
        terms: Mapping[str, TermBatch],
        title_keys: Sequence[str],
    ) -> None:
        self._delete()
        for lines in self._cluster.parts(self._lines(documents, terms, title_keys)):
            self._cluster.bulk(self._name, lines)

    def _lines(
        self,
        documents: Sequence[Document],
        terms: Mapping[str, TermBatch],
        title_keys: Sequence[str],
    ) -> Iterator[bytes]:
        """The action of each document and the document, two lines."""
        fields = {field: [*batch.rows()] for field, batch in terms.items()}
        for at, (document, title_key) in enumerate(zip(documents, title_keys, strict=True)):
            own = {field: rows[at] for field, rows in fields.items()}
            words = own["text_exact"]
            proof = (len(own["title_exact"]), len(words), word_sum(words))
            row = sent_row(document, own, title_key, proof)
            action = {"index": {"_id": server_id(document.id)}}
            yield f"{json.dumps(action)}\n{json.dumps(row)}\n".encode()
            self._added.add(document.id)
            if len(words) > _WORDS and len(self._proofs) < _PROVED:
                middle = (len(words) - _WORDS) // 2
                self._proofs.append((document.id, words[middle : middle + _WORDS]))

    def delete(self, document_id: str) -> None:
        if document_id not in self._added:
            self._gone.append(document_id)

    def _delete(self) -> None:
        """Takes away what is gone: a bulk of one line each, which tells of none that is absent."""
        actions: list[Json] = [{"delete": {"_id": server_id(name)}} for name in self._gone]
        lines = (f"{json.dumps(action)}\n".encode() for action in actions)
        for some in self._cluster.parts(lines):
            self._cluster.bulk(self._name, some)
        self._gone = []

    def commit(self) -> None:
        self._delete()
        path = f"/{self._name}"
        # What is deleted counts in scores, and what was sent is kept, until all is merged.
        self._cluster.ask("POST", f"{path}/_refresh")
        self._cluster.ask("POST", f"{path}/_forcemerge", max_num_segments=1, request_timeout=3600)
        self._cluster.ask("POST", f"{path}/_refresh")
        self._prove()

    def _prove(self) -> None:
        """Raises IndexDamaged where some words of a document do not stand in a row in the index."""
        for start in range(0, len(self._proofs), 100):
            some = self._proofs[start : start + 100]
            nodes = [
                AllOf((Term("id", name), SpanNear("text_exact", tuple((word,) for word in words))))
                for name, words in some
            ]
            each = {str(at): filter_of(node) for at, node in enumerate(nodes)}
            body: Json = {"size": 0, "aggs": {"each": {"filters": {"filters": each}}}}
            found = self._cluster.search(self._name, body)["aggregations"]["each"]["buckets"]
            for at, (name, _) in enumerate(some):
                if found[str(at)]["doc_count"] != 1:
                    raise IndexDamaged(f"The words of {name} do not stand in the new index.")

    def cancel(self) -> None:
        self._added, self._gone = set(), []
