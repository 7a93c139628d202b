"""A document → the terms it is indexed under, and the fingerprint of how that is done."""

from __future__ import annotations

import re
import unicodedata
from importlib import metadata

from indexer.fingerprint import package_digest
from indexer.language.folding import folded
from indexer.language.stemming import stem
from indexer.language.tokens import tokens
from indexer.model import Document, Width

# The indexed fields: each part of a document under each width. Terms of one part stand at the same
# positions in all its fields.
PARTS = ("title", "text")
FIELDS = tuple(f"{part}_{width}" for part in PARTS for width in Width)
_LEADING = re.compile(r"^\W+")


def field_of(part: str, width: Width) -> str:
    """The name of the field that holds `part` ("title" or "text") at `width`."""
    return f"{part}_{width}"


def term_at(surface: str, width: Width) -> str:
    """The term under which the folded word `surface` is found at `width`."""
    return surface if width is Width.EXACT else stem(surface)


def document_terms(document: Document) -> dict[str, list[str]]:
    """The terms of `document` in each of FIELDS, in order of position."""
    terms: dict[str, list[str]] = {}
    for part in PARTS:
        surfaces = [token.surface for token in tokens(getattr(document, part))]
        for width in Width:
            terms[field_of(part, width)] = [term_at(surface, width) for surface in surfaces]
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
