"""The indexed fields of a document, and the fingerprint of the analysis that fills them."""

from __future__ import annotations

import unicodedata
from importlib import metadata

from indexer.fingerprint import Fingerprint, modules_of
from indexer.model import Width

# The indexed fields: each part of a document under each width. Fields of "text" hold the words of
# the title too, then BOUNDARY, then those of the text: so a word of the title counts among those of
# the whole, as BM25F has it, and a search of all needs one field. Terms stand at the same positions
# in all fields of a part that have positions: phrases are not searched for by roots.
PARTS = ("title", "text")
BOUNDARY = "\n"  # a term that no word has
# Near derivatives are searched as families, and have no field of their own.
WIDTHS_OF_FIELDS = (Width.EXACT, Width.WORD, Width.ROOT)
FIELDS = tuple(f"{part}_{width}" for part in PARTS for width in WIDTHS_OF_FIELDS)
# The field of what a text mentions (`indexer.mentions`): keys as whole values, each once.
MENTION = "mention"
TERM_FIELDS = (*FIELDS, MENTION)  # the fields that the build fills
FIELDS_WITH_POSITIONS = frozenset(field for field in FIELDS if not field.endswith(Width.ROOT))
# The modules that make the words of an index. Others of this package serve queries and pages alone.
MODULES_OF_TERMS = tuple(
    f"indexer.analysis.{name}"
    for name in (
        "batch_tokenizer",
        "collation",
        "fields",
        "morphology.affixes",
        "morphology.broken_plurals",
        "morphology.corpus_statistics",
        "morphology.decisions",
        "morphology.derivations",
        "morphology.family_list",
        "morphology.grammar_words",
        "morphology.homograph_pairs",
        "morphology.homographs",
        "morphology.irregular_plurals",
        "morphology.latin_forms",
        "morphology.learnt_families",
        "morphology.loan_words",
        "morphology.neighbours",
        "morphology.noun_dictionary",
        "morphology.patterns",
        "morphology.plural_evidence",
        "morphology.plural_features",
        "morphology.plural_patterns",
        "morphology.prefixes",
        "morphology.roots",
        "morphology.spelling_classes",
        "morphology.spelling_variants",
        "morphology.stemmer",
        "morphology.step",
        "morphology.suffixes",
        "morphology.verbs",
        "names",
        "normalize",
        "numbers",
        "signs",
        "tokenizer",
    )
)


def field_of(part: str, width: Width) -> str:
    """The name of the field that holds `part` ("title" or "text") at `width`."""
    return f"{part}_{width}"


def fingerprint() -> Fingerprint:
    """The fingerprint of the analysis: MODULES_OF_TERMS, mentions, names, and libraries.

    An index bears the fingerprint it was built under, and is refused under another.
    """
    packages = map(metadata.version, ("pyarabic", "snowballstemmer"))
    versions = (unicodedata.unidata_version, *packages)
    calendars = ("indexer.model.hijri", "indexer.model.month_names")
    modules = (
        *MODULES_OF_TERMS,
        *modules_of("indexer.mentions"),
        *modules_of("indexer.names"),
        *calendars,
    )
    return Fingerprint(modules, versions)
