"""A Reading → the Document, whatever format it was read from."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import partial

from indexer.ingest.cleaning import CleanText, clean_value
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source
from indexer.model import ArchiveDate, Document, Page

_BETWEEN_PAGES = "\n\n"
_MAX_VALUES = 100
_MAX_CHARACTERS = 5_000
_MAX_ID_CHARACTERS = 200
_MAX_TITLE_LINE = 150  # characters of a first line that may serve as title

_WESTERN_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")  # the shape of a BCP 47 tag
_HEADING_MARK = re.compile(r"^#+ +")
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)


def document_of(reading: Reading, source: Source) -> Document:
    """The document of `reading`, with the fields that it declares.

    A value is a text, a whole number or a list of them. Empty ones count as absent, unknown fields
    are not looked at. Raises ValueError naming the field at fault, or saying that there is no text.
    """
    fields = reading.fields
    text, pages = _paged(reading.pages) if reading.pages else (reading.text, ())
    if not text:
        reasons = dict.fromkeys(page.reason for page in reading.pages if page.reason)
        raise ValueError("; ".join(reasons) or "empty")
    identifier = _identifier(_single(fields, "id") or reading.id)
    value = partial(_text, fields)
    date, language = value("date"), value("language")
    return Document(
        id=identifier,
        title=value("title") or _first_line(text) or identifier.rpartition("/")[2],
        text=text,
        title_fr=value("title_fr"),
        title_en=value("title_en"),
        title_note=value("title_note"),
        author=value("author"),
        publisher=value("publisher"),
        date=parse_date(date) if date else None,
        date_note=value("date_note"),
        place=value("place"),
        kind=value("kind"),
        topics=_texts(fields, "topics"),
        language=parse_language(language) if language else "ar",
        source=value("source"),
        source_url=_web_address(fields, "source_url"),
        sources=_texts(fields, "sources"),
        licence=value("licence"),
        licence_url=_web_address(fields, "licence_url"),
        text_note=value("text_note"),
        pages=pages,
        member=reading.member or None,
        attached_to=reading.attached_to or None,
        path=source.name,
        digest=reading.digest,
        line=reading.line,
        offset=reading.offset,
        length=reading.length,
    )


def _paged(readings: Sequence[PageReading]) -> tuple[CleanText, tuple[Page, ...]]:
    """The text of all pages, an empty line between them, and where each begins in it."""
    texts: list[str] = []
    pages: list[Page] = []
    offset = 0
    for reading in readings:
        if reading.text and texts:
            offset += len(_BETWEEN_PAGES)
        pages.append(
            Page(
                offset,
                reading.number,
                reading.label,
                reading.origin,
                reading.health,
                reading.width,
                reading.height,
                reading.reason,
            )
        )
        if reading.text:
            texts.append(reading.text)
            offset += len(reading.text)
    return CleanText(_BETWEEN_PAGES.join(texts)), tuple(pages)


def parse_date(text: str) -> ArchiveDate:
    """The date written in Western, Arabic or Persian digits; raises ValueError past next year."""
    try:
        date = ArchiveDate.parse(text.translate(_WESTERN_DIGITS))
    except ValueError as error:
        raise ValueError(f"date: {error}") from error
    if date.year > datetime.date.today().year + 1:
        raise ValueError(f"date: {date} is in the future")
    return date


def parse_language(text: str) -> str:
    """The language tag in lower case; raises ValueError when it does not have the shape of one."""
    tag = text.lower()
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError(f"language: “{text}” is not a tag such as ar or ar-MA")
    return tag


def _identifier(given: str) -> str:
    """The id `given`, in Unicode normal form C; raises ValueError when it cannot be an address."""
    identifier = unicodedata.normalize("NFC", given)
    if len(identifier) > _MAX_ID_CHARACTERS:
        raise ValueError(f"id: longer than {_MAX_ID_CHARACTERS} characters; give it a shorter one")
    if identifier != clean_value(identifier) or "\t" in identifier or "\\" in identifier:
        raise ValueError("id: has control characters, backslashes or outer spaces")
    if not {"", ".", ".."}.isdisjoint(identifier.split("/")):
        raise ValueError("id: has an empty, . or .. part between slashes")
    return identifier


def _first_line(body: str) -> str | None:
    """The first line, without heading marks; None when too long for a title."""
    line = clean_value(_HEADING_MARK.sub("", body.partition("\n")[0]))
    return line if len(line) <= _MAX_TITLE_LINE else None


def _web_address(fields: Mapping[str, object], name: str) -> str | None:
    address = _text(fields, name)
    if address and not _WEB_ADDRESS.fullmatch(address):
        raise ValueError(f"{name}: only http and https addresses are accepted")
    return address


def _text(fields: Mapping[str, object], name: str) -> str | None:
    if fields.get(name) is None:
        return None
    given = _single(fields, name)
    return (clean_value(given) or None) if given else None


def _texts(fields: Mapping[str, object], name: str) -> tuple[str, ...]:
    """The cleaned values of the field, each once, in their order."""
    texts = (clean_value(value) for value in _values(fields, name))
    return tuple(dict.fromkeys(text for text in texts if text))


def _single(fields: Mapping[str, object], name: str) -> str:
    """The one value of the field as it was given; empty when absent."""
    values = _values(fields, name)
    if len(values) > 1:
        raise ValueError(f"{name}: takes one value, not a list")
    return values[0] if values else ""


def _values(fields: Mapping[str, object], name: str) -> list[str]:
    """The values of the field as they were given."""
    given = fields.get(name)
    if given is None:
        return []
    items = given if isinstance(given, list) else [given]
    if len(items) > _MAX_VALUES:
        raise ValueError(f"{name}: more than {_MAX_VALUES} values")
    values = []
    for item in items:
        if item is None:
            continue
        if isinstance(item, bool) or not isinstance(item, str | int):
            raise ValueError(f"{name}: must be a text or a list of texts")
        values.append(str(item))
        if len(values[-1]) > _MAX_CHARACTERS:
            raise ValueError(f"{name}: longer than {_MAX_CHARACTERS:,} characters")
    return values
