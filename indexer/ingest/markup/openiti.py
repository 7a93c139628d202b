"""OpenITI mARkdown, in which the classical texts of OpenITI are: its marks are structure, no words.

    ######OpenITI#
    #META# 020.BookTITLE    :: كتاب الأسواق
    #META#Header#End#
    ### | باب في السوق
    # قال صاحب الكتاب PageV01P012 في وصفه
    ~~وأبوابه ms1

The mark of a page stands where the page ends (volume 1, page 12), and may stand in a sentence. The
name of what follows the last mark is that of the next page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.ingest.cleaning import CleanText, clean_part
from indexer.ingest.reading import PageReading

MAGIC = "######OpenITI#"
_HEADER_LINE = "#META#"
_HEADER_END = "#META#Header#End#"
_NOTHING = re.compile(r"NO[A-Z]{3,}|N/?A|-+|null|None", re.IGNORECASE)

_META = re.compile(r"#META#[ \t]*(?:[0-9]{3}\.)?(\S[^:\t]*?)[ \t]*(?:\t|::|:)[ \t:]*(.*)")
# Field of Document → names of the header, the best first. Raw files of Shamela have Arabic names.
_FIELDS = {
    "title": ("BookTITLE", "الكتاب", "العنوان"),
    "author": ("AuthorNAME", "AuthorAKA", "المؤلف"),
    "publisher": ("EdPUBLISHER", "الناشر"),
    "place": ("EdPLACE",),
    "topics": ("BookSUBJ",),
    "source": ("LibURI", "LibNAME", "LibSOURCE"),
}
# Names of the header → how a note on the edition says them.
_NOTES = {
    "EdEDITOR": "تحقيق {}",
    "المحقق": "تحقيق {}",
    "EdNUMBER": "الطبعة {}",
    "الطبعة": "الطبعة {}",
    "EdYEAR": "سنة {}",
}
_DEATH = "AuthorDIED"

_PAGE = re.compile(r"[ \t]*Page(?:End)?V([0-9]{1,6})P([0-9]{1,6})[A-Za-z]?[ \t]*")
_MILESTONE = re.compile(r"(?<![^\W_])(?:ms[A-Z]?\d{1,7}[A-Z]?|Milestone\d+)(?![^\W_])")
_TAG = re.compile(
    r"@[A-Za-z]+@[A-Za-z]+_[A-Za-z_]+@|@[A-Z]{3}@[A-Z]{3,}@[A-Za-z]+@(?:-@[0tf][ftalmr]@)?"
    r"|@[A-Z][A-Z_]*(?:@|\d+)?(?![a-z])|#\$#[A-Z]+\d*|\$[A-Z]{3}(?:_[A-Z]{3})?\$"
)
_HALVES = re.compile(r"[ \t]*%~%[ \t]*")  # between the halves of a verse
_HALF_SIGN = " … "
_HEADING = re.compile(r"### (\|+)(?!\w+\|)[ \t]*(.*)")
_SECTION = re.compile(
    r"###[ \t]+(?:\|[A-Z]+\||AUTO\b|[$@]+(?:[A-Z_]+\$)?[ \t]*(?:RAW\b)?|%+)?[ \t]*(.*)"
)
_PATTERN = re.compile(r"#~:[^:\n]*:?")
_SPACES = re.compile(r"[ \t]{2,}")
_MOST_HEADING = 150  # characters; a longer one is the first line of an entry
_PAGE_END = re.compile(r"\x01(\d+),(\d+)\x01")


class ClassicalText(NamedTuple):
    """The fields of an OpenITI file, and its text, or its pages where it has marks of pages."""

    fields: dict[str, object]
    text: CleanText
    pages: tuple[PageReading, ...]


def is_openiti(text: str) -> bool:
    """True if `text` begins as OpenITI mARkdown does."""
    return text.startswith(MAGIC)


def openiti_content(text: CleanText) -> ClassicalText:
    """The content of an OpenITI file."""
    lines = text.split("\n")
    start, meta = _header(lines)
    body = "\n\n".join(_blocks(lines[start:]))
    pages = tuple(_pages(body))
    whole = CleanText("") if pages else clean_part(body)
    return ClassicalText(_fields(meta), whole, pages)


def _header(lines: list[str]) -> tuple[int, dict[str, list[str]]]:
    """(the line after the header, name → values)."""
    meta: dict[str, list[str]] = {}
    for number, line in enumerate(lines):
        line = line.strip()
        if line.startswith(_HEADER_END):
            return number + 1, meta
        if line.startswith(_HEADER_LINE):
            found = _META.match(line)
            if found and found[2].strip() and not _NOTHING.fullmatch(found[2].strip()):
                meta.setdefault(found[1], []).append(found[2].strip())
        elif line and not line.startswith(MAGIC):
            return number, meta
    return len(lines), meta


def _fields(meta: dict[str, list[str]]) -> dict[str, object]:
    """The fields of Document in a header."""
    fields: dict[str, object] = {}
    for field, names in _FIELDS.items():
        given = next((meta[name] for name in names if name in meta), [])
        values = [part.strip() for value in given for part in value.split(" :: ") if part.strip()]
        if field == "topics" and values:
            fields[field] = values
        elif values:
            fields[field] = values[0]
    notes = [form.format(meta[name][0]) for name, form in _NOTES.items() if name in meta]
    if notes:
        fields["text_note"] = "، ".join(notes)
    died = next((value for value in meta.get(_DEATH, ()) if value.isdigit()), None)
    if died and int(died):
        fields["date_note"] = f"توفي المؤلف سنة {int(died)} هـ"
    return fields


def _blocks(lines: list[str]) -> Iterator[str]:
    """The headings, paragraphs and poems of the body, without their marks.

    The end of a page stays in its place as `\\x01volume,page\\x01`.
    """
    held: list[str] = []  # lines of the block that is open
    verses = heading = False
    for line in lines:
        line = line.strip()
        if line.startswith("~~"):
            words = _words(line[2:])
            if held and words:
                held[-1] = f"{held[-1]} {words}"
                heading = False
            elif words:
                held.append(words)
            continue
        is_verse = "%~%" in line and not line.startswith("###")
        if not (is_verse and verses):
            if held:
                yield _block(held, heading)
            held, heading = [], False
        verses = is_verse
        if line.startswith("###"):
            found = _HEADING.match(line)
            section = _SECTION.match(line)
            words = _words(found[2] if found else section[1] if section else line.lstrip("# "))
            heading = len(words) <= _MOST_HEADING
            level = len(found[1]) if found else 3
            held = [f"{'##' if level == 1 else '###'} {words}"] if words else []
            if found and words and not _PAGE_END.fullmatch(words):
                yield _block(held, True)
                held = []
        elif words := _words(_PATTERN.sub("", line) if line.startswith("#~:") else line):
            held.append(words)
    if held:
        yield _block(held, heading)


def _block(lines: list[str], heading: bool) -> str:
    """The text of a block; one that is no heading loses the sign of one."""
    text = "\n".join(lines)
    if not heading:
        return re.sub(r"^##+ ", "", text)
    if ends := _PAGE_END.findall(text):  # a heading has no page end within
        marks = "".join(f"\x01{volume},{page}\x01" for volume, page in ends)
        words = _SPACES.sub(" ", _PAGE_END.sub(" ", text)).strip()
        return f"{words}\n\n{marks}" if words.strip("# ") else marks
    return text


def _words(line: str) -> str:
    """The words of a line, and the ends of pages in it."""
    line = re.sub(r"^#(?!\$#)[ \t]*", "", line.replace("~~", " ").strip())
    line = _TAG.sub(" ", line) if "@" in line or "$" in line else line
    line = _HALVES.sub(_HALF_SIGN, line).strip(" …") if "%~%" in line else line
    line = _PAGE.sub(lambda found: f" \x01{found[1]},{found[2]}\x01 ", line)
    line = _MILESTONE.sub(" ", line)
    return _SPACES.sub(" ", line).strip()


def _pages(body: str) -> Iterator[PageReading]:
    """The pages of `body`, from the marks that end them; none where it has no marks."""
    start = number = 0
    volume = page = 0
    for found in _PAGE_END.finditer(body):
        volume, page = int(found[1]), int(found[2])
        number += 1
        yield PageReading(number, clean_part(body[start : found.start()]), _label(volume, page))
        start = found.end()
    rest = clean_part(body[start:])
    if number and rest:
        yield PageReading(number + 1, rest, _label(volume, page + 1) if page else "")


def _label(volume: int, page: int) -> str:
    """The label of a page: ج 1 ص 12; empty where the page is not known (P000)."""
    if not page:
        return ""
    return f"ج {volume} ص {page}" if volume else f"ص {page}"
