"""The lines of a text that may begin a part: headings, and lines such as «المادة 12»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice

from indexer.highlight.anchors import Anchor
from indexer.highlight.parts import headings_of
from indexer.highlight.passages import Passage, numbered
from indexer.highlight.sections import Text, TextSection
from indexer.structure.numbers import WrittenNumber, folded_line, number_at, places_in

MOST_LINES = 10_000  # of a text, that are looked at: with more it is no tree
NO_HEADING = 7  # the level of a line of the text, below that of every heading
_LONGEST = 300  # characters of a line that are read
_LONGEST_PASSAGE = 100_000  # characters of a paragraph whose lines begin parts
_LONGEST_LINE = 90  # characters of a line of the text that is like a heading

# Letter of an address → the words of a part of that kind, folded.
KINDS = {
    "k": ("كتاب", "livre", "book"),
    "j": ("جزء", "partie", "part"),
    "t": ("titre", "title"),
    "q": ("قسم", "section"),
    "b": ("باب", "chapitre", "chapter"),
    "f": ("فصل",),
    "r": ("فرع",),
    "u": ("sous-section", "sub-section", "subsection"),
    "m": ("ماده", "article"),
}
_LETTERS = {word: letter for letter, words in KINDS.items() for word in words}
_AROUND = ' \t:-\u2013\u2014|.*()[]«»"“”'
_MARKS = "[\u0640\u064b-\u0652]*"
_ARABIC = "|".join(
    _MARKS.join(word).replace("ه", "[هة]") + _MARKS
    for words in KINDS.values()
    for word in words
    if not word.isascii()
)
_LATIN = (
    "article|art\\.|chapitre|chapter|titre|title|livre|book|partie|part|"
    "(?:sous|sub)-?section|section"
)
_LINE = re.compile(
    rf"^[ \t\u200e\u200f]*[«\"“*(\[]{{0,2}}(?:(?:ا{_MARKS}ل{_MARKS})?(?:{_ARABIC})|(?i:{_LATIN}))"
    rf"(?=[ \t\u00a0:(\[])[^\n]{{0,{_LONGEST}}}",
    re.MULTILINE,
)
_KIND = re.compile(
    r"[\s«\"“*(\[]*(?P<kind>(?:ال)?(?P<arabic>[^\W\d_]+)|[a-z-]+\.?)(?P<sub>\s+الفرعي)?[\s:(\[]+"
)
_SEPARATED = re.compile(r"\s*(?:$|[])]?\s*[:\u2013\u2014|*.\u061b-]|\s-|\s*\[\d+]\s*$)")
_NOTE = re.compile(r"\s*[(\[]?(?P<figure>\d{1,4})[)\]]?\s*$")
# A line that goes on with one of these speaks of an article.
_CITING = re.compile(
    r"\s*(?:[,\u060c;)\]»\"”]|(?:و\s?\d|and\b|et\b|or\b|ou\b|of\b|du\b|de\b|des\b|to\b|a\b|is\b|"
    r"من|في|و|او|الي|اعلاه|ادناه|المذكور\w*|المشار|المتعلق\w*|السابق\w*|اللاحق\w*|السالف\w*|التي|"
    r"الذي|تنص|نص|ينص|نصت|علي|عن|هو|هي|لا|لم|بان|ان|[يت]تعلق|كما|الوارد\w*|تقول|تنظم|تعطي|قد)"
    r"(?![^\W\d_]))"
)
_NOTES = re.compile(r"(?:ال)?(?:هوامش|حواشي)\b|(?:foot)?notes?\b")


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """A line at `start` of a text that may begin a part.

    `kind` is a letter of KINDS, or "" where it is a heading of no kind; `level` is that of a
    heading, or NO_HEADING. `alone` is false where text follows the number in the same line.
    `mentions` is true of a heading that only mentions a part: «الباب السابع من القانون رقم 09.08».
    `notes` is true of the heading of the notes.
    """

    start: int
    level: int
    anchor: str
    words: str
    kind: str = ""
    written: WrittenNumber | None = None
    alone: bool = True
    mentions: bool = False
    notes: bool = False
    named_to: int = 0  # where the name of its kind ends, in its folded words
    numbered_to: int = 0  # and its number

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of the text."""
        return self.level < NO_HEADING

    def renamed(self, number: object, *, whole: bool) -> str:
        """Its words with `number` in place of the number; `whole` with those after it too."""
        places = places_in(self.words[:_LONGEST])
        name = self.words[: places[self.named_to]].strip(_AROUND)
        after = self.words[places[self.numbered_to] :].strip(_AROUND) if whole else ""
        return f"{name} {number}" + (f": {after}" if after else "")


def division_lines(text: Text) -> Iterator[DivisionLine]:
    """The lines of `text` that may begin a part, in order: at most one more than MOST_LINES."""
    return islice(_every_line(text), MOST_LINES + 1)


def _every_line(text: Text) -> Iterator[DivisionLine]:
    for section in text.sections():
        yield from merge(_headings(section), _lines(section), key=lambda line: line.start)


def _headings(section: TextSection) -> Iterator[DivisionLine]:
    for passage, number in headings_of(section.text):
        words = section.text[passage.start : passage.end]
        anchor = _anchor(section, passage, number)
        yield _read(words, section.start + passage.start, passage.level, anchor)


def _lines(section: TextSection) -> Iterator[DivisionLine]:
    """The lines of the text that begin as the heading of a part does."""
    matches = _LINE.finditer(section.text)
    found = next(matches, None)
    for passage, number in numbered(section.text) if found else ():
        while found and found.start() < passage.end:
            indent = len(found[0]) - len(found[0].lstrip())
            line = _read(found[0], section.start + found.start() + indent, NO_HEADING, "")
            if line.kind and passage.end - passage.start <= _LONGEST_PASSAGE:
                yield replace(line, anchor=_anchor(section, passage, number))
            found = next(matches, None)
        if not found:
            return


def _anchor(section: TextSection, passage: Passage, number: int) -> str:
    words = section.text[passage.start : passage.end]
    return str(Anchor.of(words, passage.level, section.number(passage.level, number)))


def _read(words: str, start: int, level: int, anchor: str) -> DivisionLine:
    """The line `words`, read as the heading of a part if it is one."""
    words = words.strip()
    line = folded_line(words[:_LONGEST])
    plain = DivisionLine(start, level, anchor, words, notes=bool(_NOTES.match(line)))
    kind = _KIND.match(line)
    letter = _letter(kind) if kind else None
    number = number_at(line, kind.end()) if kind and letter else None
    if not kind or not letter or number is None:
        return plain
    end = number.end
    separated = bool(_SEPARATED.match(line, end))
    note = _NOTE.match(line, end) if not separated else None
    if note:
        end, separated = note.end(), True
    if not separated and _CITING.match(line, end):
        return replace(plain, mentions=True)
    if not separated and level == NO_HEADING and len(words) > _LONGEST_LINE and letter not in "mf":
        return plain
    named_to = kind.end("sub") if kind["sub"] else kind.end("kind")
    alone = separated or (level < NO_HEADING and letter in "mf")
    return DivisionLine(
        start, level, anchor, words, letter, number, alone, named_to=named_to, numbered_to=end
    )


def _letter(kind: re.Match[str]) -> str | None:
    """The letter of the kind of part that `kind` names, if it names one."""
    word = kind["kind"].rstrip(".")
    if word == "art":
        return "m"
    letter = _LETTERS.get(word) or _LETTERS.get(kind["arabic"] or "")
    return "u" if letter and kind["sub"] else letter
