"""The documents of a new generation, one after another → its Survey."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import PurePosixPath

import numpy as np
from numpy.typing import NDArray

from indexer.engine.protocol import Searcher
from indexer.errors import IndexDamaged
from indexer.model import Document, PageOrigin
from indexer.model.health import TextQuality, text_quality
from indexer.model.survey import Finding, FindingKind, Survey

MOST_LISTED = 1_000  # findings of a kind
_LEAST_CHARACTERS = 100  # of texts that are compared: short ones are often the same


class Surveyor:
    """Counts documents and their pages, and notes what an archivist should know of."""

    def __init__(self) -> None:
        self._paths: set[int] = set()  # hashes of those met
        self._files: Counter[str] = Counter()  # by suffix
        self._documents: Counter[str] = Counter()  # by suffix
        self._origins: Counter[str] = Counter()
        self._qualities: Counter[str] = Counter()
        self._of_documents: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._findings: dict[FindingKind, list[Finding]] = {kind: [] for kind in FindingKind}
        self._digests: list[int] = []  # of the bytes of each document: its first 64 bits
        self._short: list[bool] = []  # whether the text of each is too short to be compared

    def add(self, document: Document) -> None:
        """Takes the next document of the generation."""
        suffix = PurePosixPath(document.path).suffix.lower()
        self._documents[suffix] += 1
        path = hash(document.path)
        if path not in self._paths:
            self._paths.add(path)
            self._files[suffix] += 1
        self._digests.append(int(document.digest[:16] or "0", 16))
        self._short.append(len(document.text) < _LEAST_CHARACTERS)
        for page in document.pages:
            self._origins[page.origin] += 1
            if quality := text_quality(page.health):
                self._qualities[quality] += 1
        quality = text_quality(document.health)
        if quality:
            self._of_documents[quality] += 1
        unread = [page for page in document.pages if page.origin is PageOrigin.UNREAD]
        if unread:
            reasons = tuple(dict.fromkeys(page.reason for page in unread if page.reason))
            pages = tuple(page.number for page in unread)
            self._note(FindingKind.UNREAD_PAGES, document, reasons, pages)
        if quality is TextQuality.UNREADABLE:
            self._note(FindingKind.UNREADABLE, document)
        if document.dropped:
            self._note(FindingKind.DROPPED_FIELD, document, document.dropped)
        if document.title_origin:
            self._note(FindingKind.DERIVED_TITLE, document, (document.title_origin,))

    def survey(self, searcher: Searcher, ids: list[str], texts: NDArray[np.uint64]) -> Survey:
        """The survey, once all documents were added: those with `ids`, in their order.

        `texts`, uint64[documents], has a digest of the text of each.
        """
        alike = _first_alike(np.array(self._digests, np.uint64), ids)
        alike_texts = _first_alike(np.where(self._short, np.uint64(0), texts), ids)
        pairs = [(FindingKind.SAME_FILE, *pair) for pair in alike.items()]
        pairs += [
            (FindingKind.SAME_TEXT, *pair) for pair in alike_texts.items() if pair[0] not in alike
        ]
        for kind, at, first in pairs:
            self._counts[kind] += 1
            if len(self._findings[kind]) < MOST_LISTED:
                document = _outline(searcher, ids[at])
                self._findings[kind].append(_finding(kind, document, (ids[first],)))
        files = sorted(self._files.items(), key=lambda row: (-row[1], row[0]))
        return Survey(
            formats=tuple((suffix, count, self._documents[suffix]) for suffix, count in files),
            origins=dict(self._origins),
            qualities=dict(self._qualities),
            documents=dict(self._of_documents),
            counts=dict(self._counts),
            findings=tuple(chain.from_iterable(self._findings.values())),
        )

    def _note(
        self,
        kind: FindingKind,
        document: Document,
        told: tuple[str, ...] = (),
        pages: tuple[int, ...] = (),
    ) -> None:
        self._counts[kind] += 1
        if len(self._findings[kind]) < MOST_LISTED:
            self._findings[kind].append(_finding(kind, document, told, pages))


def _finding(
    kind: FindingKind,
    document: Document,
    told: tuple[str, ...] = (),
    pages: tuple[int, ...] = (),
) -> Finding:
    path = "/".join(filter(None, (document.path, document.member)))
    return Finding(kind, document.id, document.title, path, pages, told)


def _first_alike(digests: NDArray[np.uint64], ids: list[str]) -> dict[int, int]:
    """Index of each digest that several documents have → index of the first of these, by its id.

    The first itself is left out; the others come in the order of their ids. 0 is like none.
    """
    _, group, counts = np.unique(digests, return_inverse=True, return_counts=True)
    alike = np.flatnonzero((counts[group] > 1) & (digests != 0))
    firsts: dict[int, int] = {}
    others: dict[int, int] = {}
    for at in sorted(alike.tolist(), key=ids.__getitem__):
        first = firsts.setdefault(int(group[at]), at)
        if first != at:
            others[at] = first
    return others


def _outline(searcher: Searcher, document_id: str) -> Document:
    (found,) = searcher.read((document_id,), ("id", "title", "path", "member"))
    if isinstance(found, IndexDamaged):
        raise found
    if found is None:
        raise IndexDamaged(f"The new index does not hold {document_id}.")
    return found
