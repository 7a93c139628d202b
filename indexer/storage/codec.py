"""The segments of arrays as a codec of Whoosh: its own readers and queries run on them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from whoosh import fields
from whoosh.analysis import IDTokenizer
from whoosh.codec.base import PerDocumentReader, TermsReader
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.matching import ListMatcher, NullMatcher
from whoosh.query.spans import Span
from whoosh.reading import TermInfo, TermNotFound
from whoosh.scoring import BM25F

from indexer.language import FIELDS, FIELDS_WITH_POSITIONS
from indexer.model import FACETS
from indexer.storage.postings import Postings
from indexer.storage.segments import ID, Segment

EXTENSION = ".khz"
B, K1 = 0.75, 1.2


def schema() -> Any:
    """Whoosh's schema: terms arrive analysed, so no field has an analyser of its own."""
    whole = IDTokenizer()
    texts = {
        name: fields.TEXT(analyzer=whole, phrase=name in FIELDS_WITH_POSITIONS) for name in FIELDS
    }
    facets = {
        name: fields.KEYWORD(analyzer=whole) if name == "topic" else fields.ID() for name in FACETS
    }
    return fields.Schema(id=fields.ID(unique=True), document=fields.STORED(), **texts, **facets)


class Bm25(BM25F):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's BM25F with the inverse document frequency of Robertson and Lucene.

    Whoosh's own never falls below 1, and so lets common words count too much: on the development
    collections that costs up to 3 % of nDCG@10 (docs/relevance.md).
    """

    def __init__(self) -> None:
        super().__init__(B=B, K1=K1)

    def idf(self, searcher: Any, fieldname: str, text: bytes) -> float:
        parent = searcher.get_parent()
        return inverse_frequency(parent.doc_frequency(fieldname, text), parent.doc_count_all())


def inverse_frequency(holders: int, documents: int) -> float:
    """How much a term says that `holders` of `documents` hold."""
    return math.log(1 + (documents - holders + 0.5) / (holders + 0.5))


class ArrayCodec(W3Codec):  # type: ignore[misc]
    """Reads segments of arrays. They are written by storage.writer, not through Whoosh."""

    def terms_reader(self, storage: Any, segment: ArraySegment) -> _TermsReader:
        return _TermsReader(segment.opened(storage))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> _DocumentReader:
        return _DocumentReader(segment.opened(storage), segment)


class ArraySegment(W3Segment):  # type: ignore[misc]
    """A segment in Whoosh's table of contents, whose file is one of arrays."""

    def path(self, folder: Path) -> Path:
        """Its file in `folder`."""
        return folder / str(self.make_filename(EXTENSION))

    def opened(self, storage: Any) -> Segment:
        """Its arrays."""
        return Segment(self.path(Path(storage.folder)))


class _TermsReader(TermsReader):  # type: ignore[misc]
    """Terms and their postings."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def _found(self, field: str, term: bytes) -> tuple[Postings, int]:
        if field not in (*FIELDS, ID, *FACETS):
            raise TermNotFound(f"No field {field}")
        postings = self._segment.postings(field)
        return postings, postings.find(term)

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._found(*term)[1] >= 0

    def terms(self) -> Iterator[tuple[str, bytes]]:
        for field in self.indexed_field_names():
            yield from self.terms_from(field, b"")

    def terms_from(self, field: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        return ((field, term) for term in self._found(field, b"")[0].terms_from(prefix))

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, field: str, prefix: bytes) -> Iterator[Any]:
        return ((term, self.term_info(*term)) for term in self.terms_from(field, prefix))

    def term_info(self, field: str, term: bytes) -> TermInfo:
        postings, number = self._found(field, term)
        if number < 0:
            raise TermNotFound(f"No term {field}:{term!r}")
        freqs = postings.freqs_of(number)
        docs = postings.docs_of(number)
        lengths = self._segment.lengths(field)[docs] if field in FIELDS else np.ones(1)
        return TermInfo(
            weight=int(freqs.sum(dtype=np.int64)),
            df=postings.holders(number),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=int(freqs.max()),
            minid=int(docs[0]),
            maxid=int(docs[-1]),
        )

    def frequency(self, field: str, term: bytes) -> int:
        postings, number = self._found(field, term)
        return int(postings.freqs_of(number).sum(dtype=np.int64)) if number >= 0 else 0

    def doc_frequency(self, field: str, term: bytes) -> int:
        postings, number = self._found(field, term)
        return postings.holders(number) if number >= 0 else 0

    def matcher(self, field: str, term: bytes, format_: Any, scorer: Any = None) -> Any:
        postings, number = self._found(field, term)
        if number < 0:
            return NullMatcher()
        return _Matcher(postings, number, format_, scorer, (field, term))

    def indexed_field_names(self) -> tuple[str, ...]:
        return (*FIELDS, ID, *FACETS)

    def close(self) -> None:
        pass


class _Matcher(ListMatcher):  # type: ignore[misc]
    """The postings of one term, positions looked up only when they are asked for."""

    def __init__(
        self, postings: Postings, number: int, format_: Any, scorer: Any, term: Any, at: int = 0
    ) -> None:
        self._postings, self._number = postings, number
        super().__init__(
            postings.docs_of(number).tolist(),
            postings.freqs_of(number).tolist(),
            format=format_,
            scorer=scorer,
            term=term,
            position=at,
        )

    def copy(self) -> _Matcher:
        return _Matcher(
            self._postings, self._number, self._format, self._scorer, self._term, self._i
        )

    @cached_property
    def _positions(self) -> list[list[int]]:
        places = self._postings.occurrences(self._number) & ((1 << 24) - 1)
        return [part.tolist() for part in np.split(places, np.cumsum(self._weights)[:-1])]

    def supports(self, astype: str) -> bool:
        return astype in ("frequency", "weight", "positions")

    def value_as(self, astype: str) -> Any:
        return self._positions[self._i] if astype == "positions" else self.weight()

    def spans(self) -> list[Span]:
        return [Span(position) for position in self._positions[self._i]]

    def supports_block_quality(self) -> bool:
        return False

    def max_quality(self) -> float:
        return float(self._scorer.max_quality())


class _DocumentReader(PerDocumentReader):  # type: ignore[misc]
    """What is stored of documents, their lengths and which of them are deleted."""

    def __init__(self, segment: Segment, listed: ArraySegment) -> None:
        self._segment = segment
        self._listed = listed

    def doc_count(self) -> int:
        return self.doc_count_all() - int(self._listed.deleted_count())

    def doc_count_all(self) -> int:
        return self._segment.documents

    def has_deletions(self) -> bool:
        return bool(self._listed.has_deletions())

    def is_deleted(self, number: int) -> bool:
        return bool(self._listed.is_deleted(number))

    def deleted_docs(self) -> Any:
        return self._listed.deleted_docs()

    def supports_columns(self) -> bool:
        return False

    def has_column(self, _: str) -> bool:
        return False

    def doc_field_length(self, number: int, field: str, default: int = 0) -> int:
        if field not in FIELDS:
            return default
        return int(self._segment.lengths(field)[number])

    def field_length(self, field: str) -> int:
        return self._segment.totals.get(field, 0)

    def min_field_length(self, field: str) -> int:
        return int(self._segment.lengths(field).min()) if field in FIELDS else 0

    def max_field_length(self, field: str) -> int:
        return int(self._segment.lengths(field).max()) if field in FIELDS else 0

    def has_vector(self, *_: Any) -> bool:
        return False

    def stored_fields(self, number: int) -> dict[str, Any]:
        return {"id": self._segment.id_of(number), "document": self._segment.document(number)}
