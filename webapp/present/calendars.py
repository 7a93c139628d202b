"""The date of a document as JSON has it beside `date`: in the other calendar, and its origin."""

from __future__ import annotations

from indexer import Document, in_hijri


def date_values(document: Document) -> dict[str, str | None]:
    """`date_hijri`: its Hijri day, of a month or a year the first and the last with `..`.

    `date_origin`: "text" where the date is the one that the text bears; None where it was given.
    """
    return {
        "date_hijri": (in_hijri(document.date) or None) if document.date else None,
        "date_origin": "text" if document.date_is_of_text else None,
    }
