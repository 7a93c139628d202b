"""Text → Tokens → terms: everything the archive knows about Arabic.

One folding, one tokenizer and one stemmer serve the index, the queries and the highlights, so that
a word meets itself however it was written.
"""

from indexer.language.analysis import (
    FIELDS,
    PARTS,
    document_terms,
    field_of,
    fingerprint,
    term_at,
    title_key,
)
from indexer.language.folding import folded, folded_text
from indexer.language.stemming import ARTICLES, stem
from indexer.language.tokens import Token, places, tokens

__all__ = [
    "ARTICLES",
    "FIELDS",
    "PARTS",
    "Token",
    "document_terms",
    "field_of",
    "fingerprint",
    "folded",
    "folded_text",
    "places",
    "stem",
    "term_at",
    "title_key",
    "tokens",
]
