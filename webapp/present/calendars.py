"""The date of a document as JSON and files have it beside `date`: in the other calendar."""

from __future__ import annotations

from indexer import ArchiveDate, Document, in_hijri


def hijri_value(date: ArchiveDate | None) -> str | None:
    """The Hijri day of `date`, `1439-07-27`; of a month or a year the first and the last with `..`.

    None without a date, or before the first Hijri year.
    """
    found = in_hijri(date) if date else None
    return str(found) if found else None


def hijri_note(date: ArchiveDate | None) -> str | None:
    """The same with the name of the calendar, for formats that have one date: `1439-07-27 AH`."""
    value = hijri_value(date)
    return f"{value} AH" if value else None


def date_values(document: Document) -> dict[str, str | None]:
    """`date_hijri`: its `hijri_value`.

    `date_origin`: "text" where the date is the one that the text bears; None where it was given.
    """
    return {
        "date_hijri": hijri_value(document.date),
        "date_origin": "text" if document.date_is_of_text else None,
    }
