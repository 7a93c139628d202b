"""The properties that an office file or a book declares: title, authors, date, language, …"""

from __future__ import annotations

import datetime
import re
import struct
from collections.abc import Iterable, Mapping
from contextlib import suppress

from indexer.ingest.office.package import Package, XmlElement, local_name

# Name of a property, without its namespace → field of Document.
_CORE = {"title": "title", "creator": "authors", "created": "date", "language": "language"}
# In OpenDocument, creator is who changed the file last.
_META = {"title": "title", "initial-creator": "authors", "creation-date": "date"}
_META |= {"language": "language"}
BOOK = {"title": "title", "creator": "authors", "date": "date", "language": "language"}
BOOK |= {"publisher": "publisher", "rights": "licence"}
_SUMMARY = {2: "title", 4: "authors", 12: "date"}  # number of a property → field of Document
_CODE_PAGE, _MOST_PROPERTIES = 1, 100
_TEXT_KIND, _WIDE_KIND, _TIME_KIND = 30, 31, 64
_TICKS_OF_DAY = 24 * 3600 * 10_000_000
_NO_YEAR = 1980  # of a file without a time of creation: 1601
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)T")  # of creation, of which the day counts
_MANY = frozenset({"authors"})


def core_properties(package: Package) -> dict[str, object]:
    """The fields in the core properties of an Office file (ECMA-376, part 2, 11)."""
    return _properties(package, "docProps/core.xml", _CORE)


def meta_properties(package: Package) -> dict[str, object]:
    """The fields in the properties of an OpenDocument file."""
    return _properties(package, "meta.xml", _META)


def summary_properties(stream: bytes) -> dict[str, object]:
    """The fields in the stream SummaryInformation of an old Office file ([MS-OLEPS])."""
    found: dict[str, object] = {}
    with suppress(struct.error, LookupError, OverflowError):
        (start,) = struct.unpack_from("<I", stream, 44)
        _, number = struct.unpack_from("<II", stream, start)
        places = dict(
            struct.unpack_from("<II", stream, start + 8 + 8 * at)
            for at in range(min(number, _MOST_PROPERTIES))
        )
        page = 1252
        if _CODE_PAGE in places:
            (page,) = struct.unpack_from("<H", stream, start + places[_CODE_PAGE] + 4)
        encoding = "utf-8" if page == 65_001 else "utf-16-le" if page == 1200 else f"cp{page}"
        for number, field in _SUMMARY.items():
            if number in places:
                value = _summary_value(stream[start + places[number] :], encoding)
                if value:
                    found[field] = [value] if field in _MANY else value
    return found


def _summary_value(content: bytes, encoding: str) -> str:
    """A text, or the day of a time; empty when it is neither."""
    kind, size = struct.unpack_from("<II", content)
    if kind == _TIME_KIND:
        (ticks,) = struct.unpack_from("<Q", content, 4)
        day = datetime.date(1601, 1, 1) + datetime.timedelta(days=ticks // _TICKS_OF_DAY)
        return day.isoformat() if day.year > _NO_YEAR else ""
    if kind not in (_TEXT_KIND, _WIDE_KIND):
        return ""
    text = content[8 : 8 + size * (2 if kind == _WIDE_KIND else 1)]
    decoded = text.decode("utf-16-le" if kind == _WIDE_KIND else encoding, "replace")
    return " ".join(decoded.partition("\0")[0].split())


def _properties(package: Package, name: str, names: Mapping[str, str]) -> dict[str, object]:
    """The fields in a part; none where it is broken, because the text is what counts."""
    try:
        tree = package.tree(name)
    except ValueError:
        return {}
    return {} if tree is None else declared_fields(tree.iter("{*}*"), names)


def declared_fields(elements: Iterable[XmlElement], names: Mapping[str, str]) -> dict[str, object]:
    """The fields that `elements` declare by `names`: all authors, of the others the first value."""
    found: dict[str, list[object]] = {}
    for element in elements:
        field = names.get(local_name(element))
        value = " ".join((element.text or "").split())
        if field == "date" and (day := _TIME.match(value)):
            value = day[1]
        if field and value and value not in found.setdefault(field, []):
            found[field].append(value)
    return {
        name: values if name in _MANY else values[0] for name, values in found.items() if values
    }
