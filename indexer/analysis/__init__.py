"""Text → tokens → terms: everything the archive knows about Arabic.

One normalization, one tokenizer and one set of word families serve the index, the queries and the
highlights, so that a word meets itself however it was written.
"""

from indexer.analysis.collation import title_key, value_key
from indexer.analysis.fields import (
    BOUNDARY,
    FIELDS,
    FIELDS_WITH_POSITIONS,
    PARTS,
    field_of,
    fingerprint,
)
from indexer.analysis.function_words import is_particle
from indexer.analysis.honorifics import also_addressed
from indexer.analysis.morphology.affixes import ARTICLES
from indexer.analysis.morphology.corpus_statistics import Evidence
from indexer.analysis.morphology.roots import roots_of, shown_root
from indexer.analysis.morphology.stemmer import Families, Step, families_of
from indexer.analysis.normalize import folded, is_plain_word, spelled, written
from indexer.analysis.plain_words import odd_places
from indexer.analysis.tokenizer import Token, places, tokens

__all__ = [
    "ARTICLES",
    "BOUNDARY",
    "FIELDS",
    "FIELDS_WITH_POSITIONS",
    "PARTS",
    "Evidence",
    "Families",
    "Step",
    "Token",
    "also_addressed",
    "families_of",
    "field_of",
    "fingerprint",
    "folded",
    "is_particle",
    "is_plain_word",
    "odd_places",
    "places",
    "roots_of",
    "shown_root",
    "spelled",
    "title_key",
    "tokens",
    "value_key",
    "written",
]
