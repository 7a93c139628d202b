"""Whoosh's view of our segments: its queries, collectors and readers run on them as on its own."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from copy import copy
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.formats import Positions
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo
from whoosh.scoring import BM25F, BM25FScorer

from indexer.engine.scoring.bm25 import K1, LENGTHS, B, inverse_frequency, length_step
from indexer.engine.segment.postings import Postings
from indexer.engine.segment.segment import Segment
from indexer.engine.segment.stored_fields import row_of
from indexer.engine.whoosh.toc import ReadOnlySegment


class LuceneBm25(BM25F):  # type: ignore[misc]
    """Whoosh's BM25F, counted as Lucene counts it (`indexer/engine/scoring/bm25.py`).

    Whoosh's own inverse document frequency never falls below 1, and so lets common words count for
    much: on the development collections that costs up to 3 % of nDCG@10 (docs/relevance.md).
    """

    def __init__(self) -> None:
        super().__init__(B=B, K1=K1)
        self._documents: dict[str, int] = {}

    def documents(self, searcher: Any, fieldname: str) -> int:
        """The number of documents that have a term in the field; a weighting serves one index."""
        if fieldname not in self._documents:
            reader = searcher.get_parent().reader()
            lengths = (
                reader.doc_field_length(number, fieldname)
                for number in range(reader.doc_count_all())
            )
            self._documents[fieldname] = sum(bool(length) for length in lengths)
        return self._documents[fieldname]

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        holders = np.array(searcher.get_parent().doc_frequency(fieldname, text))
        return float(inverse_frequency(holders, self.documents(searcher, fieldname)))

    def scorer(self, searcher: Any, fieldname: str, text: bytes, qf: int = 1) -> Any:
        if not searcher.schema[fieldname].scorable:
            return super().scorer(searcher, fieldname, text, qf)
        return _LuceneScorer(searcher, fieldname, text, B, K1, qf)


class _LuceneScorer(BM25FScorer):  # type: ignore[misc]
    """The scores of one term, by the mean length of the documents that have the field."""

    def setup(self, searcher: Any, fieldname: str, text: bytes) -> None:
        parent = searcher.get_parent()
        documents = parent.weighting.documents(parent, fieldname)
        self.avgfl = parent.field_length(fieldname) / (documents or 1) or 1
        super().setup(searcher, fieldname, text)


class ArraySegment(ReadOnlySegment):
    """One of our segments, as Whoosh's table of contents lists it; only its codec is another."""

    def __init__(self, indexname: str) -> None:
        super().__init__(None, indexname)

    def codec(self) -> ArrayCodec:
        return ArrayCodec()

    def opened(self, folder: Path) -> Segment:
        """The files of the segment, which are in `folder`."""
        return Segment(folder, self.segment_id(), self._deleted or ())

    def should_assemble(self) -> bool:
        return False


class ArrayCodec(base.Codec):  # type: ignore[misc]
    """Reads segments; they are written by `writer`."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> _Terms:
        return _Terms(segment.opened(Path(storage.folder)))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> _Documents:
        return _Documents(segment.opened(Path(storage.folder)), segment)


class _Terms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment and their postings."""

    def __init__(self, segment: Segment) -> None:
        self._fields = {
            name: field for name, field in segment.fields.items() if len(field.documents)
        }

    def _number(self, fieldname: str, btext: bytes) -> int:
        field = self._fields.get(fieldname)
        return -1 if field is None else field.dictionary.numbers((btext,))[0]

    def _found(self, fieldname: str, btext: bytes) -> tuple[Postings, int]:
        number = self._number(fieldname, btext)
        if number < 0:
            raise KeyError(f"No term {fieldname}:{btext!r}")
        return self._fields[fieldname], number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) >= 0

    def indexed_field_names(self) -> list[str]:
        return sorted(self._fields)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for name in self.indexed_field_names():
            yield from ((name, text) for text in self._fields[name].dictionary.terms())

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return (term for term in self.terms() if term >= (fieldname, prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(
        self, fieldname: str, prefix: bytes
    ) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        return _Cursor(self._fields.get(fieldname), fieldobj)

    def term_info(self, fieldname: str, btext: bytes) -> TermInfo:
        field, number = self._found(fieldname, btext)
        documents, counts = field.documents[number], field.counts_of(number)
        lengths = field.lengths[documents] if field.scored else np.zeros(1, np.int64)
        return TermInfo(
            weight=float(counts.sum()),
            df=len(documents),
            minlength=_quantised(lengths.min()),
            maxlength=_quantised(lengths.max()),
            maxweight=float(counts.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, btext: bytes) -> float:
        return float(self.term_info(fieldname, btext).weight())

    def doc_frequency(self, fieldname: str, btext: bytes) -> int:
        field, number = self._found(fieldname, btext)
        start, end = field.documents.bounds(number)
        return end - start

    def matcher(self, fieldname: str, btext: bytes, format_: Any, scorer: Any = None) -> _Matcher:
        field, number = self._found(fieldname, btext)
        return _Matcher(
            field.documents[number].tolist(),
            field.counts_of(number).astype(float).tolist(),
            _Positions(field, number) if field.positional else None,
            format_,
            scorer=scorer,
            term=(fieldname, btext),
            terminfo=self.term_info(fieldname, btext),
        )


def _quantised(length: Any) -> int:
    """`length` as it is scored: one of 256 lengths."""
    return int(LENGTHS[length_step(length)])


class _Positions:
    """The positions of a term, in Whoosh's encoding, for the documents that hold it."""

    def __init__(self, field: Postings, number: int) -> None:
        self._field = field
        self._number = number

    def __getitem__(self, posting: int) -> bytes:
        positions, _ = self._field.positions_of(self._number, np.array([posting]))
        encoded: bytes = Positions().encode(positions.tolist())
        return encoded


class _Matcher(ListMatcher):  # type: ignore[misc]
    """The postings of one term. Whoosh's own, which forgets its term when it is copied."""

    format = property(lambda self: self._format)

    def copy(self) -> _Matcher:
        return copy(self)

    def block_max_weight(self) -> float:
        return float(self._terminfo.max_weight())

    def spans(self) -> list[Any]:
        from whoosh.query.spans import Span

        return [Span(place) for place in self.value_as("positions")]


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """A place among the terms of a field, for Whoosh's automata."""

    def __init__(self, field: Postings | None, fieldobj: Any) -> None:
        self._terms = field.dictionary.terms() if field else []
        self._decoded = fieldobj.from_bytes
        self._at = 0

    def first(self) -> str | None:
        return self.find(b"")

    def find(self, text: bytes | str) -> str | None:
        term = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        self._at = bisect_left(self._terms, term)
        return self.text()

    def next(self) -> str | None:
        self._at += 1
        return self.text()

    def text(self) -> str | None:
        return self._decoded(self._terms[self._at]) if self._at < len(self._terms) else None

    term = text


class _Documents(base.PerDocumentReader):  # type: ignore[misc]
    """The documents of a segment: their stored values and lengths."""

    def __init__(self, opened: Segment, segment: ArraySegment) -> None:
        self._opened = opened
        for told in ("doc_count", "has_deletions", "is_deleted", "deleted_docs"):
            setattr(self, told, getattr(segment, told))

    def doc_count_all(self) -> int:
        return self._opened.count

    def _lengths(self, fieldname: str, start: int = 0, stop: int | None = None) -> Any:
        """The lengths of a field in some documents; none of a field that is not scored."""
        field = self._opened.fields.get(fieldname)
        stop = self._opened.count if stop is None else stop
        return field.lengths.slice(start, stop) if field and field.scored else np.zeros(0, np.int64)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        lengths = self._lengths(fieldname, docnum, docnum + 1)
        return _quantised(lengths[0]) if len(lengths) else default

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).sum())

    def min_field_length(self, fieldname: str) -> int:
        lengths = self._lengths(fieldname)
        return _quantised(lengths.min()) if len(lengths) else 0

    def max_field_length(self, fieldname: str) -> int:
        return _quantised(self._lengths(fieldname).max(initial=0))

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return {"document": row_of(self._opened.stored(docnum))}
