"""The title of a document that is given none: a heading, its subject, its first line, or its name.

The head of a letter («المملكة المغربية، وزارة …»), a date, a greeting, a line of signs or of fields
is no title, wherever it stands. A first line is one only where it reads like a title; and not where
the file has a name of several words of which the line has none. That several documents have one
first line is seen when the archive is built (`build.shared_titles`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple
from urllib.parse import unquote

from indexer.ingest.cleaning import clean_value
from indexer.model import TitleOrigin

_MOST_CHARACTERS = 150
_FIRST_LINES = 12  # in which a title is looked for below the head of a letter
_SUBJECT_LINES = 40  # in which the subject of a letter may stand
_LOOKED_AT = 8_000  # characters of a text


class Title(NamedTuple):
    """A title, and where it was derived from; None where it was given."""

    text: str
    origin: TitleOrigin | None


# Words that the names of offices and bodies begin with, as `_folded` writes them, with and without
# their article. A short line that is such a name alone is the head of a letter.
_BODIES = """
مملكه جمهوريه دوله سلطنه اماره ملكي وزاره كتابه رئاسه ديوان مديريه مندوبيه مفتشيه قياده امانه كاتب
ولايه عماله اقليم جهه جماعه بلديه دائره قياده باشويه مقاطعه مجلس برلمان محكمه نيابه وكاله مكتب قسم
مصلحه شعبه اداره هيئه هياه لجنه جامعه كليه معهد مدرسه اكاديميه مركز مؤسسه موسسه جمعيه نقابه حزب
اتحاد منظمه رابطه عصبه شركه بنك صندوق غرفه سفاره قنصليه مطبعه دار خزانه جريده وكاله امم
royaume republique ministere direction secretariat prefecture province commune wilaya conseil
universite faculte departement institut ecole association tribunal cour chambre office agence
societe service division delegation inspection cabinet parlement municipalite region centre
kingdom republic ministry department office university faculty association council court bureau
secretariat agency committee embassy company institute
"""
_BODY = frozenset(_BODIES.split())
_MOST_BODY_WORDS = 8
# A name is no sentence and no theme: with one of these words in it, a line says more than who wrote
_THEME = """
في حول بين منذ عن بشان كيف لماذا ام رقم تقرير
sur dans entre depuis comment pourquoi rapport numero n
on in between since about how why report
"""
_THEME_WORDS = frozenset(_THEME.split())
# Beginnings of lines that are no title
_NO_TITLE = re.compile(
    r"بسم الله|الحمد لله|باسم جلاله|السلام عليكم|سلام تام|تحيه طيبه|وبعد|اما بعد"
    r"|(?:الي )?(?:السيد|السيده|الساده|حضره|سياده|معالي|سعاده|جناب)\b|من (?:السيد|الساده)\b"
    r"|(?:صفحه|page|ص)\b[\s.]*\d|(?:هاتف|الهاتف|فاكس|الفاكس|tel|fax|e-?mail|email|www|http)\b"
    r"|(?:cher|chere|monsieur|madame|messieurs|dear|a monsieur)\b"
    r"|(?:التاريخ|تاريخ|المرجع|مرجع|الرقم|عدد|رقم|المرفقات|date|ref|reference|n°|no)\s*[:.°]"
    r"|شعار المملكه|الجريده الرسميه\s*$"
)
_SUBJECT = re.compile(
    r"\s*(?:الموضوع|موضوع|objet|subject|sujet|re|obj)\s*[:：]\s*(.+)", re.IGNORECASE
)
_DATE_LINE = re.compile(
    r"[^\d]{0,30}\d{1,4}\s*[-/.\s]\s*(?:\d{1,2}|[^\W\d_]+)\s*[-/.\s]\s*\d{2,4}\W*"
)
_HEADING = re.compile(r"#{1,6} ")
_MARK = re.compile(r"#{1,6}\s+|[*_]{1,3}(?=\S)|>\s+")
_CLOSING_MARK = re.compile(r"[*_]{1,3}$")
_HEADING = re.compile(r"#{1,6} ")
_NOT_WORDS = re.compile(r"^[a-z_]+:\s|[<>{}\[\]|=\\@~^]|#\w|::|//|-{3}|={3}|_{3}|\*{2}")
_SENTENCE_ENDS = (".", "؛", "،", ",", ";", ":", "…", "؟!", "!")
_WORD = re.compile(r"[^\W\d_]+")
_ENDS_ABBREVIATED = re.compile(r"\b\w\.$")

_NAMELESS = """
scan scanned img image photo picture pic doc document file page untitled unnamed new copy copie
nouveau sans titre fichier download unknown noname dsc dscn whatsapp screenshot capture numerisation
ملف مستند وثيقه صوره مسح جديد نسخه بدون عنوان صفحه
"""
_NAMELESS_WORDS = frozenset(_NAMELESS.split())
_PROGRAM_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel|office)\b.*|untitled.*|document\s*\d*|sans titre.*"
    r"|présentation powerpoint|powerpoint presentation|عرض تقديمي في powerpoint|بدون عنوان.*"
    r"|slide 1|title|titre"
    r"|.*\.(?:do[ct][mx]?|pdf|odt|rtf|indd|pptx?|xlsx?|pages|key|ods|odp|qxp|pub|tex|dvi|ps|html?))",
    re.IGNORECASE,
)
_DATE_IN_NAME = re.compile(r"\d{4}-\d\d(?:-\d\d)?|\d{1,2}-\d{1,2}-\d{4}")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$")


def title_of(
    given: str | None, headings: tuple[str, ...], text: str, name: str, *, named: bool = True
) -> Title:
    """The title of a document: the one `given`, else the best there is.

    `headings` are those of its first page, best first; `name` is that of its file, or, where it is
    one of many in a file and so not `named` by it, its id.
    """
    if given:
        return Title(given, None)
    for heading in map(_line, headings):
        if reads_like_title(heading):
            return Title(heading, TitleOrigin.HEADING)
    own = own_name(name, named=named)
    beginning = text[:_LOOKED_AT]
    if subject := _subject(beginning):
        return Title(subject, TitleOrigin.SUBJECT)
    if line := _opening(beginning, own.text if named and is_telling(own.text) else None):
        return Title(line, TitleOrigin.FIRST_LINE)
    return own


def own_name(name: str, *, named: bool) -> Title:
    """The name of a document as its title: of its file, or its id where it is not `named` so."""
    if named:
        return Title(readable_name(name), TitleOrigin.FILE_NAME)
    return Title(clean_value(name), TitleOrigin.ID)


def is_own_title(title: str) -> bool:
    """True if the `title` that a program wrote into a file is one of this file.

    Not the name of the program, of a file, or of the office alone.
    """
    return (
        _PROGRAM_TITLE.fullmatch(title) is None
        and any(map(str.isalpha, title))
        and not is_letterhead(title)
    )


def readable_name(name: str) -> str:
    """The words of a file name, without folders and suffix: `كتاب_الأسواق.txt` → كتاب الأسواق."""
    last = unicodedata.normalize("NFC", unquote(name).rpartition("/")[2])
    stem = _SUFFIX.sub("", last) or last
    dates: list[str] = []

    def kept(found: re.Match[str]) -> str:
        dates.append(found[0])
        return " \0 "

    plain = _DATE_IN_NAME.sub(kept, stem.replace("_", " "))
    if " " not in stem.strip():  # words joined by hyphens; else a hyphen is one of a word
        plain = re.sub(r"(?<=[^\W\d])-|-(?=[^\W\d])", " ", plain)
    for date in dates:
        plain = plain.replace("\0", date, 1)
    return " ".join(clean_value(plain).split()) or stem


def is_telling(name: str) -> bool:
    """True if a readable name has two words that may say what the file is about."""
    words = (word.removeprefix("ال") for word in _WORD.findall(_folded(name)))
    return sum(len(word) > 1 and word not in _NAMELESS_WORDS for word in words) >= 2


def reads_like_title(line: str) -> bool:
    """True if `line` may be a title: words that are no sentence, no letter's head, no field."""
    folded = _folded(line)
    words = _WORD.findall(folded)
    if not line or len(line) > _MOST_CHARACTERS or not any(len(word) > 1 for word in words):
        return False
    letters = sum(map(len, words))
    if letters < 0.5 * len(line.replace(" ", "")) or _NOT_WORDS.search(line):
        return False
    if line.endswith(_SENTENCE_ENDS) and not _ENDS_ABBREVIATED.search(line):
        return False
    if _NO_TITLE.match(folded) or _DATE_LINE.fullmatch(folded):
        return False
    return not is_letterhead(line)


def is_letterhead(line: str) -> bool:
    """True if `line` is no more than the name of an office or a body."""
    words = _WORD.findall(_folded(line))
    if not words or len(words) > _MOST_BODY_WORDS or any(c.isdecimal() for c in line):
        return False
    first = words[0].removeprefix("ال") if len(words[0]) > 4 else words[0]
    return first in _BODY and not any(word in _THEME_WORDS for word in words)


def _opening(text: str, telling_name: str | None) -> str | None:
    """The first line of `text` that is a title, before its prose begins; None: there is none.

    Under a telling name the very first line alone is looked at. It must be marked as a heading or
    have a word of the name.
    """
    for number, written in enumerate(_lines(text)):
        if number == _FIRST_LINES:
            return None
        line = _line(written)
        if reads_like_title(line):
            own = telling_name is None or _HEADING.match(written) or _akin(line, telling_name)
            return line if own else None
        prose = len(line) > _MOST_CHARACTERS or line.endswith(_SENTENCE_ENDS)
        if telling_name is not None or prose:
            return None
    return None


def _subject(text: str) -> str | None:
    """The subject that a letter states («الموضوع: …»)."""
    for line in islice(_lines(text), _SUBJECT_LINES):
        found = _SUBJECT.match(line)
        if found and reads_like_title(subject := clean_value(found[1]).rstrip(" .")):
            return subject
    return None


def _lines(text: str) -> Iterator[str]:
    """The lines of `text` that are not empty."""
    return (line for line in text.splitlines() if line.strip())


def _line(written: str) -> str:
    return clean_value(_CLOSING_MARK.sub("", _MARK.sub("", written.strip(), count=1)))


def _akin(line: str, name: str) -> bool:
    """True if a long word of `line` stands in `name` too, with or without its article."""

    def words(text: str) -> set[str]:
        found = _WORD.findall(_folded(text))
        return {word.removeprefix("و").removeprefix("ال") for word in found if len(word) > 3}

    return not words(line).isdisjoint(words(name))


def _folded(text: str) -> str:
    """`text` in small letters without accents, vowel marks and kashida; ه for ة, ي for ى."""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text)).casefold()
    kept = (c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    return "".join(kept).translate(str.maketrans("ةىیک", "هييك", "ـ"))
