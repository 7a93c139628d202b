"""A Reading → the Document, whatever format it was read from.

A field is taken from the first that gives it: the sidecars of the file, the table of metadata of
its folder, the file itself, which declares it in its front matter or its head or has it as a
property. What none of them gives is told from the text and the name. A value that cannot be read is
dropped and reported, and never costs the text.
"""

from __future__ import annotations

import hashlib
import re
import reprlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from indexer.ingest.cleaning import CleanText, clean_value
from indexer.ingest.metadata import values
from indexer.ingest.metadata.dates import ReadDate, read_date
from indexer.ingest.metadata.field_names import field_named, named_fields
from indexer.ingest.metadata.languages import contradicts, text_language
from indexer.ingest.metadata.titles import is_own_title, own_name, title_of
from indexer.ingest.metadata.written_dates import TEXT, written_date
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source
from indexer.model import Document, Page, TitleOrigin

_BETWEEN_PAGES = "\n\n"
_DEFAULT_LANGUAGE = "ar"
_SHOWN = 80  # characters of a value that is dropped
_ENDS = 5_000  # characters of the beginning of a text, and of its end
_WORDS, _YEAR = re.compile(r"\w+"), re.compile(r"\d{4}")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "0123456789" * 2)
_SPOKEN = frozenset({"subtitles"})  # formats whose first line is no title
# Formats whose fields are properties, which programs fill in: a title there may be anything.
_PROPERTIES = frozenset({"pdf", "docx", "doc", "odt", "rtf", "pptx", "ppt", "xlsx", "xls", "ods"})
_BY_PROGRAMS = _PROPERTIES | {"html", "epub", "odp"}  # what writes a language unasked
# Field of Document → what a value of it is made with.
_VALUES: Mapping[str, Callable[[object], Any]] = {
    "id": values.identifier,
    "title": values.one_text,
    "title_fr": values.one_text,
    "title_en": values.one_text,
    "title_note": values.one_text,
    "authors": values.author_names,
    "publisher": values.one_text,
    "date": read_date,
    "date_note": values.one_text,
    "place": values.one_text,
    "kind": values.one_word,
    "topics": values.topic_names,
    "language": values.language_tag,
    "source": values.one_text,
    "source_url": values.web_address,
    "sources": values.many_texts,
    "licence": values.one_text,
    "licence_url": values.web_address,
    "text_note": values.one_text,
}
PROPERTIES = "properties"  # where fields came from that programs wrote into a file
_EMPTY: tuple[object, ...] = (None, "", (), [])

Given = tuple[str, Mapping[str, object]]  # the name of a sidecar, and the fields it gives


@dataclass(slots=True)
class _Fields:
    """The fields of one document as they are taken over, from the first that gives each."""

    values: dict[str, Any] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    origins: dict[str, str] = field(default_factory=dict)  # field → the sidecar it came from

    def take(self, given: Mapping[str, object], origin: str = "") -> None:
        """Takes the fields in `given` that are not there yet and can be read."""
        for name, value in named_fields(given, _VALUES).items():
            if name not in _VALUES or name in self.values or value in _EMPTY:
                continue
            try:
                made = _VALUES[name](value)
            except ValueError as error:
                self.drop(name, value, str(error), origin)
                continue
            if made not in _EMPTY:
                self.values[name] = made
                if origin:
                    self.origins[name] = origin

    def drop(self, name: str, value: object, reason: str, origin: str = "") -> None:
        """Reports that the `value` of a field was not taken."""
        shown = clean_value(value if isinstance(value, str) else reprlib.repr(value))
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        shown = "" if f"“{shown}”" in reason else f"“{shown}” "
        self.dropped.append(f"{name}: {shown}{reason}" + (f" ({origin})" if origin else ""))


def document_of(reading: Reading, source: Source, beside: Iterable[Given] = ()) -> Document:
    """The document of `reading`, with the fields that it declares and those given `beside` it.

    Of a line of a file of many, its own fields come first: what stands beside the file is about
    all of them. Raises ValueError when there is no text.
    """
    text, pages = _paged(reading.pages) if reading.pages else (reading.text, ())
    if not text:
        reasons = dict.fromkeys(page.reason for page in reading.pages if page.reason)
        raise ValueError("; ".join(reasons) or "empty")
    fields = _Fields()
    if reading.line is not None:
        fields.take(reading.fields)
    for origin, given in beside:
        fields.take(given, origin)
    if reading.line is None:
        # A row of a sheet has an id; properties have none.
        if reading.format in _PROPERTIES and "id" not in reading.fields:
            fields.take(_borne_out(reading.fields, text), PROPERTIES)
        else:
            fields.take(reading.fields)
    found = fields.values
    identifier = found.pop("id", None) or _usable_id(reading.id)
    name, named = _name_of(reading, source, identifier)
    opening = "" if reading.format in _SPOKEN else text
    title = title_of(_given_title(fields), reading.titles, opening, name, named=named)
    found["title"] = title.text
    _set_language(fields, reading, text)
    date: ReadDate | None = found.pop("date", None)
    stated = date is not None or any(told.startswith("date: ") for told in fields.dropped)
    if not stated and (written := written_date(title.text, text)):
        date = ReadDate(written.date, written.words)
        fields.origins["date"] = TEXT
    if date and date.note:
        found.setdefault("date_note", date.note)
    return Document(
        id=identifier,
        text=text,
        title_origin=title.origin.value if title.origin else None,
        date=date.date if date else None,
        pages=pages,
        member=reading.member or None,
        attached_to=reading.attached_to or None,
        dropped=(*map(_told, reading.dropped), *fields.dropped),
        fields_from=tuple(f"{name}: {origin}" for name, origin in fields.origins.items()),
        path=source.name,
        digest=reading.digest,
        line=reading.line,
        offset=reading.offset,
        length=reading.length,
        **found,
    )


def _told(sentence: str) -> str:
    """A `sentence` of a reader on a field that it left out, with the name of the field here."""
    name, colon, reason = sentence.partition(": ")
    return f"{field_named(name) or name}{colon}{reason}"


def _borne_out(fields: Mapping[str, object], text: str) -> dict[str, object]:
    """Properties without an author and a date that the beginning or the end of `text` lacks.

    Programs write them: they are often who used the computer, and when.
    """
    ends = f"{text[:_ENDS]} {text[-_ENDS:]}".translate(_DIGITS).casefold()
    standing = frozenset(_WORDS.findall(ends))

    def stands(author: object) -> bool:
        words = _WORDS.findall(str(author).casefold())
        return bool(words) and standing.issuperset(words)

    kept: dict[str, object] = {}
    for name, value in fields.items():
        if field_named(name) == "authors":
            authors = value if isinstance(value, list | tuple) else [value]
            kept[name] = [author for author in authors if stands(author)]
        elif field_named(name) != "date" or any(year in ends for year in _YEAR.findall(str(value))):
            kept[name] = value
    return kept


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


def name_title(document: Document) -> tuple[str, str]:
    """The title of `document` by its name, and the origin of such a title."""
    source = document.member or document.path
    named = document.line is None
    title = own_name(_last(source if named else document.id), named=named)
    return title.text, TitleOrigin.FILE_NAME if named else TitleOrigin.ID


def _last(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]


def _name_of(reading: Reading, source: Source, identifier: str) -> tuple[str, bool]:
    """(name, True) of the file or the member; (the end of its id, False) of one of many in it."""
    if reading.line is not None:
        return _last(identifier), False
    return _last(reading.member or source.member or source.name), True


def _given_title(fields: _Fields) -> str | None:
    """The title that is given; not one that a program wrote and that says nothing of this file."""
    title: str | None = fields.values.get("title")
    if title and fields.origins.get("title") == PROPERTIES and not is_own_title(title):
        del fields.origins["title"]
        return None
    return title


def _set_language(fields: _Fields, reading: Reading, text: str) -> None:
    """Tells the language from the text where it is not given.

    It is not given by a property, or by the head of a page of the web or of a book, that
    contradicts it: programs write it there.
    """
    given = fields.values.get("language")
    if given and reading.format in _BY_PROGRAMS and contradicts(given, text):
        fields.drop("language", given, "is not the language of the text")
        fields.origins.pop("language", None)
        given = None
    fields.values["language"] = given or text_language(text) or _DEFAULT_LANGUAGE


def _usable_id(path: str) -> str:
    """The id that the path of a file is: shortened where it is too long for an address."""
    try:
        return values.identifier(path)
    except ValueError:
        plain = clean_value(path).replace("\\", "_").replace("\t", " ")
        digest = hashlib.sha256(path.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        return values.identifier(f"{plain[:180].strip(' /.')}-{digest}")
