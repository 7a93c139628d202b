"""Text → tokens → terms: the rules of Arabic.

The index, the queries and the highlights use the same normalization, the same tokenizer and the
same word families, so that they agree on every word.
"""

from indexer.analysis.chunk_search import ChunkSearch
from indexer.analysis.collation import title_key, value_key, word_key
from indexer.analysis.fields import (
    BOUNDARY,
    FIELDS,
    FIELDS_WITH_POSITIONS,
    MENTION,
    PARTS,
    TERM_FIELDS,
    WIDTHS_OF_FIELDS,
    field_of,
    fingerprint,
)
from indexer.analysis.function_words import is_function_word
from indexer.analysis.honorifics import honorific_variants
from indexer.analysis.morphology.affixes import ARTICLES
from indexer.analysis.morphology.corpus_statistics import CorpusStatistics
from indexer.analysis.morphology.decisions import joined_plurals
from indexer.analysis.morphology.derivations import derivations_of
from indexer.analysis.morphology.family_list import NO_LIST, FamilyList, read_family_list
from indexer.analysis.morphology.homograph_pairs import homographs_of
from indexer.analysis.morphology.homographs import NO_HOMOGRAPHS, Homographs
from indexer.analysis.morphology.lasting_letters import lasting_letters
from indexer.analysis.morphology.learnt_families import RunningText, learnt_families
from indexer.analysis.morphology.roots import roots_of, shown_root
from indexer.analysis.morphology.stemmer import Families, families_of
from indexer.analysis.morphology.step import Step
from indexer.analysis.names import in_one_spelling
from indexer.analysis.normalize import folded, is_plain_word, spelled, written
from indexer.analysis.numbers import GROUPERS, SEPARATORS, beginnings_of_number, reversed_number
from indexer.analysis.plain_words import irregular_offsets, irregular_places
from indexer.analysis.tokenizer import Token, last_word_break, tokens, word_break, word_spans

__all__ = [
    "ARTICLES",
    "BOUNDARY",
    "FIELDS",
    "FIELDS_WITH_POSITIONS",
    "GROUPERS",
    "MENTION",
    "NO_HOMOGRAPHS",
    "NO_LIST",
    "PARTS",
    "SEPARATORS",
    "TERM_FIELDS",
    "WIDTHS_OF_FIELDS",
    "ChunkSearch",
    "CorpusStatistics",
    "Families",
    "FamilyList",
    "Homographs",
    "RunningText",
    "Step",
    "Token",
    "beginnings_of_number",
    "derivations_of",
    "families_of",
    "field_of",
    "fingerprint",
    "folded",
    "homographs_of",
    "honorific_variants",
    "in_one_spelling",
    "irregular_offsets",
    "irregular_places",
    "is_function_word",
    "is_plain_word",
    "joined_plurals",
    "last_word_break",
    "lasting_letters",
    "learnt_families",
    "read_family_list",
    "reversed_number",
    "roots_of",
    "shown_root",
    "spelled",
    "title_key",
    "tokens",
    "value_key",
    "word_break",
    "word_key",
    "word_spans",
    "written",
]
