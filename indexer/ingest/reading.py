"""A reading: the content that a reader found in a file, before its metadata are decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple

from indexer.ingest.cleaning import CleanText
from indexer.model import PageOrigin

_NO_TEXT = CleanText("")


class WordBox(NamedTuple):
    """The place of a word on the picture of its page.

    `start` and `end` are its offsets in the text of the page. The edges are in thousandths of the
    width and of the height of the page, from its top left corner. `confidence` is from 0 to 100, as
    the recognition of the text says; -1 where it says nothing. A `doubtful` word may be another.
    """

    start: int
    end: int
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: int = -1
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page as a reader found it.

    `text` is searched; it is clean (see `clean_text`), so that the offsets of its `boxes` stay
    true, and an empty line separates its paragraphs. `margin` holds running heads, footers and page
    numbers, which are not searched. Of a page that is not read, `reason` says why. `mended` counts
    what was mended, by a name for each kind.
    """

    number: int  # from 1
    text: CleanText
    label: str = ""  # of the file: "xii"; empty where it is the number
    origin: PageOrigin = PageOrigin.TEXT
    width: float = 0.0  # points
    height: float = 0.0
    margin: str = ""
    boxes: tuple[WordBox, ...] = ()
    reason: str = ""
    mended: Mapping[str, int] = field(default_factory=dict)
    health: float | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The content of a file, of a line of one, or of a member of one.

    It has a `text`, which is clean, or `pages`. `fields` are those that the file itself declares,
    named as the fields of Document, with values of any type; `dropped` names those that could not
    be read, each with the reason ("tags: is not YAML"). `titles` are titles that were derived from
    headings or from typography, the best first. `digest` is the SHA-256, in hex, of the bytes
    it was read from; in a file of many documents they stand on `line`, `length` bytes from
    `offset`.

    A reader of pages yields each PageReading when it is done, so that it is kept even if the reader
    does not come to the end, and at last the Reading, without them; `read_file` puts them in.

    `read_file` sets what it knows of the Source: `format`, the name of its format, and `id`,
    `member` and `attached_to` as of the Source.
    """

    fields: Mapping[str, object]
    text: CleanText = _NO_TEXT
    pages: tuple[PageReading, ...] = ()
    dropped: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    digest: str = ""
    line: int | None = None
    offset: int | None = None
    length: int | None = None
    format: str = ""
    id: str = ""
    member: str = ""
    attached_to: str = ""


_READING = tuple(entry.name for entry in fields(Reading))
_PAGE = tuple(entry.name for entry in fields(PageReading))


def reading_values(reading: Reading) -> dict[str, Any]:
    """`reading` as values that JSON can hold; values of fields that it cannot are texts."""
    row = {name: value for name in _READING if (value := getattr(reading, name))}
    row["fields"] = json.loads(json.dumps(dict(reading.fields), default=str))
    if reading.pages:
        row["pages"] = list(map(page_values, reading.pages))
    return row


def reading_of_values(row: Mapping[str, Any]) -> Reading:
    """The Reading that `reading_values` made `row` of."""
    values = dict(row)
    if "pages" in values:
        values["pages"] = tuple(map(page_of_values, values["pages"]))
    if "titles" in values:
        values["titles"] = tuple(values["titles"])
    return Reading(**values)


def page_values(page: PageReading) -> dict[str, Any]:
    """`page` as values that JSON can hold."""
    row = {name: value for name in _PAGE if (value := getattr(page, name)) not in (None, "", ())}
    if page.boxes:
        row["boxes"] = [list(box) for box in page.boxes]
    return row | {"text": page.text, "mended": dict(page.mended)}


def page_of_values(row: Mapping[str, Any]) -> PageReading:
    """The PageReading that `page_values` made `row` of."""
    values = dict(row)
    values["boxes"] = tuple(WordBox(*box) for box in values.get("boxes", ()))
    values["origin"] = PageOrigin(values.get("origin", PageOrigin.TEXT))
    return PageReading(**values)
