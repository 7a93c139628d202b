"""The text of a page of MediaWiki (Wikisource, Wikipedia), without its signs and templates.

    wiki_content("== باب ==\\nنص '''مهم''' و[[صفحة|رابط]].{{قالب}}")  # ## باب / نص مهم ورابط.

A template whose text cannot be known leaves nothing; those that only set off words or verses leave
the words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import NamedTuple

from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.office.flow import CELL_SEPARATOR, note_mark

# Lengths are bounded, so that many beginnings without an end cost little.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_PLAIN = re.compile(r"<nowiki\s*/>|<nowiki>(.{0,5000}?)</nowiki>", re.DOTALL | re.IGNORECASE)
_NOTE = re.compile(r"<ref(\s[^<>]{0,300}?)?(?:/>|>(.{0,5000}?)</ref>)", re.DOTALL | re.IGNORECASE)
_NOTE_NAME = re.compile(r"name\s*=\s*[\"']?([^\"'/>]+)", re.IGNORECASE)
_BRACES = re.compile(r"\{\{|\}\}")
_BAR = re.compile(r"\|(?![^\[\]]*\]\])")
_NAMED = re.compile(r"\s*([^=<>|\[\]]{1,60}?)\s*=(.*)", re.DOTALL)
_LINK = re.compile(r"\[\[([^\[\]]*)\]\]")
_OUTER_LINK = re.compile(r"\[(?:https?:|ftp:|mailto:)?//[^\s\]]+(?:[ \t]+([^\]\n]*))?\]")
_QUOTES = re.compile(r"'{2,5}")
_SWITCH = re.compile(r"__[A-Z]{3,}__|__[\u0621-\u064a]{3,}__")
_BREAK = re.compile(r"<br\b[^<>]{0,100}>", re.IGNORECASE)
_UNSEEN = re.compile(
    r"<(templatestyles|score|timeline|mapframe|graph|syntaxhighlight)\b[^<>]{0,300}?"
    r"(?:/>|>.{0,5000}?</\1>)",
    re.DOTALL | re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,500}>")
_HEADING = re.compile(r"(={1,6})[ \t]*(.+?)[ \t]*\1[ \t]*$")
_ITEM = re.compile(r"([*#:;]+)[ \t]*(.*)")
_CELL_STYLE = re.compile(r"^[^|\[\]{}]{0,300}=[^|\[\]{}]{0,300}\|(?!\|)")
_REDIRECT = re.compile(r"\s*#(?:redirect|تحويل)", re.IGNORECASE)

_FILES_NAMES = "file image ملف صورة fichier media وسائط"
_FILES = frozenset(_FILES_NAMES.split())
_CATEGORIES = frozenset(["category", "تصنيف", "catégorie"])
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]{2,8})?")  # of another wiki
_PICTURE_OPTION = re.compile(
    r"\s*(?:(?:\d+x?\d*|x\d+) ?(?:px|بك)|(?:upright|alt|link|lang|page|بديل|وصلة)\b.*"
    r"|thumb(?:nail)?|frame(?:d|less)?|border|left|right|center|none|baseline|middle|top|bottom"
    r"|تصغير|مصغر|إطار|بإطار|بدون|لاإطار|حدود|يمين|يسار|مركز|وسط|بلا)\s*",
    re.IGNORECASE,
)
# Templates that set off words: the last of their unnamed values is text.
_WORDS_NAMES = (
    "lang center centre small smaller big large larger block_center c sc smallcaps right"
    " left nowrap quote cquote blockquote اقتباس وسط توسيط صغير كبير أكبر خط قرآن حديث"
    " لغة يسار يمين"
)
_WORDS = frozenset(_WORDS_NAMES.split()) | frozenset(
    ("حجم كبير", "حجم صغير", "حجم الخط", "نص مركزي", "قرآن مصور", "اقتباس مضمن")
)
_VERSES = frozenset(["بيت", "قصيدة", "شعر", "أبيات", "verse", "poem"]) | frozenset(
    ("بداية قصيدة", "بيت شعر")
)
_HALF_SIGN = " … "
# Templates that stand above a work: what they name are fields.
_HEADS = frozenset(["ترويسة", "رأسية", "header"]) | frozenset(("معلومات الكتاب", "ترويسة صفحة"))
_HEAD_FIELDS = {
    "عنوان": "title",
    "title": "title",
    "مؤلف": "author",
    "المؤلف": "author",
    "author": "author",
    "سنة": "date",
    "تاريخ": "date",
    "year": "date",
}


class WikiText(NamedTuple):
    """The fields that a page names, and its text."""

    fields: dict[str, object]
    text: CleanText


def is_redirect(text: str) -> bool:
    """True if a page only leads to another one."""
    return _REDIRECT.match(text) is not None


def wiki_content(text: str) -> WikiText:
    """The content of a page, as its source has it."""
    reader = _Reader()
    text = reader.stripped(text)
    body = "\n".join(_lines(text))
    notes = [f"{note_mark(n)} {words}" for n, words in enumerate(reader.notes, 1) if words]
    whole = "\n\n".join((body, *notes))
    return WikiText(reader.fields, clean_text(reader.restored(whole)))


class _Reader:
    """Takes the signs out of a page, and keeps the fields and the notes that it finds."""

    def __init__(self) -> None:
        self.fields: dict[str, object] = {}
        self.notes: list[str] = []
        self._names: dict[str, int] = {}
        self._kept: list[str] = []  # words between <nowiki> tags
        self._topics: list[str] = []

    def stripped(self, text: str) -> str:
        """`text` without all signs but those at the head of lines."""
        text = text.replace("\x01", "")
        text = _COMMENT.sub("", text)
        text = _PLAIN.sub(self._keep, text)
        text = _UNSEEN.sub("", text)
        text = _NOTE.sub(self._note, text)
        text = self._inline(text)
        self.notes = [" ".join(self._inline(note).split()) for note in self.notes]
        if self._topics:
            self.fields["topics"] = list(dict.fromkeys(self._topics))
        return text

    def restored(self, text: str) -> str:
        """`text` with the words that stood between <nowiki> tags."""
        return re.sub("\x01(\\d+)\x01", lambda found: self._kept[int(found[1])], text)

    def _inline(self, text: str) -> str:
        text = _templates(text, self._template)
        for _ in range(3):  # links stand in the captions of pictures
            text, found = _LINK.subn(self._link, text)
            if not found:
                break
        text = _OUTER_LINK.sub(lambda found: found[1] or "", text)
        text = _SWITCH.sub("", _QUOTES.sub("", text))
        return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).replace("\x01\x01", "")

    def _keep(self, found: re.Match[str]) -> str:
        if not found[1]:
            return ""
        self._kept.append(found[1])
        return f"\x01{len(self._kept) - 1}\x01"

    def _note(self, found: re.Match[str]) -> str:
        """The mark of a note, whose text is kept; one name is one note."""
        name = _NOTE_NAME.search(found[1] or "")
        key = name[1].strip() if name else ""
        number = self._names.get(key) if key else None
        if number is None:
            self.notes.append("")
            number = len(self.notes)
            if key:
                self._names[key] = number
        if found[2]:
            self.notes[number - 1] = found[2]
        return note_mark(number)

    def _template(self, content: str) -> str:
        name, *values = _BAR.split(content) if "[[" in content else content.split("|")
        name = name.strip().replace("_", " ").lower()
        if name in _HEADS:
            for value in values:
                named = _NAMED.fullmatch(value)
                field = _HEAD_FIELDS.get(named[1].strip().lower()) if named else None
                if named and field:
                    words = " ".join(_TAG.sub("", _LINK.sub(self._link, named[2])).split())
                    if words:
                        self.fields.setdefault(field, words)
            return ""
        plain = [value for value in values if not _NAMED.fullmatch(value)]
        if name in _VERSES:
            halves = [value.strip() for value in plain if value.strip()]
            pairs = (halves[at : at + 2] for at in range(0, len(halves), 2))
            return "\n".join(_HALF_SIGN.join(pair) for pair in pairs)
        return plain[-1].strip() if name in _WORDS and plain else ""

    def _link(self, found: re.Match[str]) -> str:
        """The words of a link; a picture's caption; nothing of a category, which is a topic."""
        target, *words = found[1].split("|")
        target = target.strip()
        space, colon, name = target.partition(":")
        space = space.strip().lower()
        if colon and space in _FILES:
            captions = [one for one in words if not _PICTURE_OPTION.fullmatch(one)]
            return f"\n\n{captions[-1].strip()}\n\n" if captions else ""
        if colon and space in _CATEGORIES:
            self._topics.append(name.strip())
            return ""
        if colon and not words and _LANGUAGE.fullmatch(space):
            return ""
        if words:
            return words[-1]
        return target.lstrip(":").partition("#")[0] or target.lstrip("#")


def _templates(text: str, rendered: Callable[[str], str]) -> str:
    """`text` with each template replaced, the inner ones first; braces without an end are dropped.

    Linear: each character is taken once into each template that holds it, of which 40 are allowed.
    """
    open_pieces: list[list[str]] = [[]]
    at = 0
    for found in _BRACES.finditer(text):
        open_pieces[-1].append(text[at : found.start()])
        at = found.end()
        if found[0] == "{{":
            if len(open_pieces) <= 40:
                open_pieces.append([])
        elif len(open_pieces) > 1:
            content = "".join(open_pieces.pop())
            open_pieces[-1].append(rendered(content))
    open_pieces[-1].append(text[at:])
    return "".join(piece for pieces in open_pieces for piece in pieces)


def _lines(text: str) -> list[str]:
    """The lines of a page: headings, items of lists, rows of tables, and text."""
    result: list[str] = []
    row: list[str] = []
    counts: dict[int, int] = {}
    in_table = False

    def end_row() -> None:
        if any(row):
            result.append(CELL_SEPARATOR.join(cell for cell in row if cell))
        row.clear()

    for written in text.split("\n"):
        line = written.strip()
        if line.startswith("{|"):
            in_table = True
            result.append("")
            continue
        if in_table:
            if line.startswith(("|}", "|-", "|+")):
                end_row()
                in_table = not line.startswith("|}")
                result += [""] if not in_table else []
                result += [_cell(line[2:])] if line.startswith("|+") else []
            elif line.startswith(("|", "!")):
                row += map(_cell, re.split(r"\|\||!!" if line[0] == "!" else r"\|\|", line[1:]))
            elif line and row:
                row[-1] = f"{row[-1]} {line}".strip()
            continue
        heading = _HEADING.fullmatch(line)
        item = _ITEM.fullmatch(line)
        if heading:
            result += ["", f"{'##' if len(heading[1]) < 3 else '###'} {heading[2]}", ""]
        elif item:
            depth = len(item[1])
            counts = {level: count for level, count in counts.items() if level <= depth}
            counts[depth] = counts.get(depth, 0) + 1 if item[1][-1] == "#" else 0
            sign = {"*": "- ", "#": f"{counts[depth]}. "}.get(item[1][-1], "")
            result.append(f"{sign}{item[2]}")
            continue
        else:
            result.append("* * *" if line.startswith("----") else line)
        counts = {}
    end_row()
    return result


def _cell(text: str) -> str:
    return " ".join(_CELL_STYLE.sub("", text.strip(), count=1).split())
