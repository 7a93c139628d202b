"""A document → the terms it is indexed under, and the fingerprint of how that is done."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from importlib import metadata

from indexer.fingerprint import package_digest
from indexer.language.folding import folded, written
from indexer.language.tokens import places, tokens
from indexer.model import Document, Width

# The indexed fields: each part of a document under each width. Terms of one part stand at the same
# positions in those of its fields that have positions: phrases are not searched for by roots.
PARTS = ("title", "text")
FIELDS = tuple(f"{part}_{width}" for part in PARTS for width in Width)
FIELDS_WITH_POSITIONS = frozenset(field for field in FIELDS if not field.endswith(Width.ROOT))
_LEADING = re.compile(r"^\W+")


def field_of(part: str, width: Width) -> str:
    """The name of the field that holds `part` ("title" or "text") at `width`."""
    return f"{part}_{width}"


def document_writings(document: Document) -> Counter[str]:
    """How often each written form stands in the parts of `document`."""
    texts = (getattr(document, part) for part in PARTS)
    return Counter(written(text[start:end]) for text in texts for start, end in places(text))


def document_words(document: Document) -> Counter[str]:
    """How often each folded word stands in the parts of `document`."""
    return folded_counts(document_writings(document))


def folded_counts(writings: Mapping[str, int]) -> Counter[str]:
    """How often each folded word occurs, by how often its written forms do."""
    words: Counter[str] = Counter()
    for form, count in writings.items():
        words[folded(form)] += count
    return words


def document_terms(
    document: Document, families: Mapping[str, str], roots: Mapping[str, str]
) -> dict[str, list[str]]:
    """The terms of `document` in each of FIELDS, in order of position.

    `families` gives the family of every folded word of it, `roots` the root key of every family.
    """
    terms: dict[str, list[str]] = {}
    for part in PARTS:
        found = [token.written for token in tokens(getattr(document, part))]
        families_found = [families[folded(form)] for form in found]
        terms[field_of(part, Width.EXACT)] = found
        terms[field_of(part, Width.WORD)] = families_found
        terms[field_of(part, Width.ROOT)] = [roots[family] for family in families_found]
    return terms


def title_key(title: str) -> str:
    """What titles are ordered by: folded, without the article or signs before the first letter."""
    words = [folded(word) for word in _LEADING.sub("", title).split()]
    if words:
        words[0] = words[0].removeprefix("ال") or words[0]
    return " ".join(words)


def fingerprint() -> str:
    """A digest of the analysis, its letter tables included.

    An index bears the fingerprint it was built under, and is refused under another.
    """
    return package_digest(
        "indexer.language", unicodedata.unidata_version, metadata.version("pyarabic")
    )
