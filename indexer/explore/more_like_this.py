"""Documents that speak of the same things as one."""

from __future__ import annotations

from collections import Counter
from heapq import nlargest
from itertools import islice
from math import log

from indexer.analysis import field_of, tokens
from indexer.engine.protocol import AnyOf, Term
from indexer.engine.requests import stored_document
from indexer.model import Document, Filters, Sort, Width
from indexer.model.answers import SUMMARY_FIELDS, DocumentSummary
from indexer.search.session import Documents, Session

_WORDS = 20  # that stand for a document
_READ, _READ_CHARACTERS = 5_000, 100_000  # of a long text: words, and what they stand in
_LEAST_LETTERS = 3
_COMMON = 0.2  # of the documents: a word that so many hold tells nothing


def related(session: Session, document_id: str, most: int) -> tuple[DocumentSummary, ...] | None:
    """The documents nearest to `document_id` by their rarest frequent words; None if there is none.

    Itself is not among them.
    """
    document = stored_document(session.searcher, document_id, ("title", "text"), _READ_CHARACTERS)
    if document is None:
        return None
    weights = _weights(document, session)
    terms = tuple(
        Term(field_of("text", Width.WORD), family, boost=weight)
        for family, weight in nlargest(_WORDS, weights.items(), key=lambda row: (row[1], row[0]))
    )
    near = session.searcher.search(
        AnyOf(terms), Filters(), Sort.RELEVANCE, 0, most + 1, fields=SUMMARY_FIELDS
    )
    documents = Documents(near.ids, near.documents, optional=True)
    others = (document for document in documents if document.id != document_id)
    return tuple(map(DocumentSummary.of, islice(others, most)))


def _weights(document: Document, session: Session) -> dict[str, float]:
    """family → what it tells about `document` among the others (tf · idf)."""
    lexicon, searcher = session.lexicon, session.searcher
    key_of = lexicon.key_of
    words = Counter(key_of(token.written) for token in tokens(document.title))
    of_text = islice(tokens(document.text[:_READ_CHARACTERS]), _READ)
    words.update(key_of(token.written) for token in of_text)
    families: Counter[str] = Counter()
    for word, count in words.items():
        if len(word) >= _LEAST_LETTERS and not word.isdecimal():
            families[lexicon.family(word)] += count
    documents = session.generation.manifest.documents
    frequencies = searcher.frequencies(field_of("text", Width.WORD), tuple(families))
    weights: dict[str, float] = {}
    for family, count in families.items():
        held = frequencies[family]
        if 1 < held <= max(2, _COMMON * documents):
            weights[family] = (1 + log(count)) * log(documents / held)
    return weights
