"""A document as plain values, which JSON can hold, and back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from indexer.model.document import ArchiveDate, Document
from indexer.model.pages import Page, PageOrigin

NAMES = tuple(field.name for field in fields(Document))
_NOTHING = (None, ())
_SEQUENCES = frozenset(field.name for field in fields(Document) if field.default == ())


def _kind(annotation: str) -> type | tuple[type, ...]:
    """The type that JSON makes of the values of a field of this type."""
    if "tuple" in annotation:
        return list
    if "float" in annotation:
        return (float, int)
    return int if "int" in annotation else str


_KINDS = {field.name: _kind(str(field.type)) for field in fields(Document)}


def plain_values(document: Document) -> dict[str, Any]:
    """The fields of `document` that say something, as JSON values by name."""
    row = {name: value for name in NAMES if (value := getattr(document, name)) not in _NOTHING}
    if document.date is not None:
        row["date"] = str(document.date)
    if document.pages:
        row["pages"] = [_page_values(page) for page in document.pages]
    return row


def document_of_values(row: Mapping[str, Any]) -> Document:
    """The document that `plain_values` made `row` of.

    Raises ValueError, TypeError or KeyError if it did not.
    """
    for name, value in row.items():
        if not isinstance(value, _KINDS[name]):
            raise TypeError(f"{name} is {value!r}")
    values = dict(row)
    for name in _SEQUENCES & row.keys():
        values[name] = tuple(values[name])
    if "date" in values:
        values["date"] = ArchiveDate.parse(values["date"])
    if "pages" in values:
        values["pages"] = tuple(_page(page) for page in values["pages"])
    return Document(**values)


def with_fields(document: Document, fields: Collection[str] | None) -> Document:
    """`document` with no more than `fields`."""
    if fields is None:
        return document
    kept = {name: getattr(document, name) for name in fields}
    return Document(**{"id": "", "title": "", "text": "", **kept})


def _page_values(page: Page) -> list[Any]:
    return [
        page.start,
        page.number,
        page.label,
        page.origin.value,
        page.health,
        round(page.width, 1),
        round(page.height, 1),
        page.reason,
    ]


def _page(values: Any) -> Page:
    start, number, label, origin, health, width, height, reason = values
    return Page(
        int(start),
        int(number),
        str(label),
        PageOrigin(origin),
        None if health is None else float(health),
        float(width),
        float(height),
        str(reason),
    )
