"""Text → tokens → terms: everything the archive knows about Arabic.

One normalization, one tokenizer and one set of word families serve the index, the queries and the
highlights, so that a word meets itself however it was written.
"""

from indexer.language.addresses import also_addressed
from indexer.language.affixes import ARTICLES
from indexer.language.analysis import (
    BOUNDARY,
    FIELDS,
    FIELDS_WITH_POSITIONS,
    PARTS,
    field_of,
    fingerprint,
)
from indexer.language.evidence import Evidence
from indexer.language.families import Families, Step, families_of
from indexer.language.folding import folded, is_plain_word, spelled, written
from indexer.language.particles import is_particle
from indexer.language.plain import odd_places
from indexer.language.roots import roots_of, shown_root
from indexer.language.titles import title_key, value_key
from indexer.language.tokens import Token, places, tokens

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
