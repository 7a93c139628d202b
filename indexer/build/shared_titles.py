"""Derived titles that several documents have, which are no titles: these go by their names.

A line that opens thirty files is the head of a letter, whether it is known as one or not. That is
seen only when all documents are known. A document keeps the title that it shares, with its origin
(`Document.shared_title`), so that it gets it back when it is the only one again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from indexer.ingest import name_title
from indexer.model import Document, TitleOrigin

_OF_NAME = frozenset({TitleOrigin.FILE_NAME, TitleOrigin.ID})
_BETWEEN = ": "


def derived_title(document: Document) -> str | None:
    """`origin: title`, as it was derived from the text; None where it was not."""
    if document.shared_title:
        return document.shared_title
    if document.title_origin is None or document.title_origin in _OF_NAME:
        return None
    return f"{document.title_origin}{_BETWEEN}{document.title}"


def shared(titles: Iterable[str]) -> frozenset[str]:
    """The derived `titles` that several documents have."""
    return frozenset(title for title, times in Counter(titles).items() if times > 1)


def retitled(document: Document, shared_titles: frozenset[str]) -> Document:
    """`document` with its derived title, or with its name where the title is shared."""
    derived = derived_title(document)
    if derived is None or (derived in shared_titles) == bool(document.shared_title):
        return document
    if derived in shared_titles:
        title, origin = name_title(document)
        return replace(document, title=title, title_origin=origin, shared_title=derived)
    origin, _, title = derived.partition(_BETWEEN)
    return replace(document, title=title, title_origin=origin, shared_title=None)
