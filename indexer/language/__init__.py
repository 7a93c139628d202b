"""Text → tokens → terms: everything the archive knows about Arabic.

One folding, one tokenizer and one lexicon of word families serve the index, the queries and the
highlights, so that a word meets itself however it was written.
"""

from indexer.language.analysis import (
    FIELDS,
    PARTS,
    document_spellings,
    document_terms,
    document_words,
    field_of,
    fingerprint,
    title_key,
)
from indexer.language.families import ARTICLES, Families, Step
from indexer.language.folding import folded
from indexer.language.lexicon import Lexicon, families_of, write_lexicon
from indexer.language.tokens import Token, places, tokens

__all__ = [
    "ARTICLES",
    "FIELDS",
    "PARTS",
    "Families",
    "Lexicon",
    "Step",
    "Token",
    "document_spellings",
    "document_terms",
    "document_words",
    "families_of",
    "field_of",
    "fingerprint",
    "folded",
    "places",
    "title_key",
    "tokens",
    "write_lexicon",
]
