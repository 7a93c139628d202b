"""Laws, dahirs, decrees and orders as they are named in a folded text, and laws that have a name.

A text is folded letter for letter (`folded_letters`), so that places in it are places in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from indexer.analysis.numbers import DASHES

_FOLDED = (
    *(("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ٱ", "ا"), ("ى", "ي"), ("ة", "ه")),
    *(("\u00a0", " "), ("\u202f", " ")),
    *((chr(zero + digit), str(digit)) for zero in (0x660, 0x6F0) for digit in range(10)),
)


def folded_letters(text: str) -> str:
    """`text` with variants of letters and digits merged; it stays as long as it is."""
    for letter, folded in _FOLDED:  # quicker than str.translate, as most are not there
        text = text.replace(letter, folded)
    return text


@dataclass(frozen=True, slots=True)
class Act:
    """A law at a place of a text: `key` names it (`law 31.13`, `named قانون المسطره المدنيه`).

    It is one of `several` where its word says so: القانونين, les lois.
    """

    kind: str
    key: str
    start: int
    end: int
    several: bool = False


_SIGN = rf"[./٫٬{DASHES}-]"
_NUMBER = (
    rf"(?P<number>\d{{1,5}}(?:{_SIGN}\d{{1,5}}){{1,2}})(?!\d|{_SIGN}\d)"
    r"|(?P<of_year>\d{1,4})\s+(?:ل?سنه|ل?عام)\s+(?P<year>[12]\d{3})(?!\d)"
)
_KINDS = {
    **{"قانون": "law", "قوانين": "law", "ظهير": "dahir", "ظهائر": "dahir"},
    **{"مرسوم": "decree", "مراسيم": "decree", "قرار": "order"},
}
# Words that do not stand between the name of an act and its number.
_OTHER = (
    r"(?:و|ف|ب|ك|ل)?(?:ال|لل|ل)?(?:قانون|ظهير|مرسوم|قرار|ماده|مواد|فصل|فصول|جريده|دستور)(?![ء-ي])"
    r"|(?:ب|ل|ال)?(?:تنفيذ|صادر|مورخ|تاريخ|رقم|عدد|جدول|ملحق|يوم|سنه|صفحه|بند|فقره)"
)
_ALIKE = (
    r"(?:\s-?(?:ال)?(?:تنظيمي|اطار|شريف|مالي)(?:ين|ان|ه)?"
    r"|\s-?بمثابه قانون|\sبقانون|\sملكي|\sمشترك)*"
)
_SAID = r"رقم|عدد|ارقام|ذ(?:وي|ات)\s+ال(?:رقمين|ارقام)"  # before a number
_WORDS = rf"(?:\s+(?!{_OTHER})[ء-ي]+){{0,9}}?"
_ACT = re.compile(
    rf"(?:ال|لل|ل)?(?P<kind>{'|'.join(_KINDS)})(?P<many>ين|ان|ات)?(?![ء-ي]){_ALIKE}"
    rf"(?:(?P<words>{_WORDS})\s*(?:{_SAID})[\s.:]*\(?|\s+)(?:{_NUMBER})"
)
_FRENCH_ACT = re.compile(
    r"(?P<kind>loi|law|dahir|d[ée]cret|decree|arr[êe]t[ée])(?P<many>s)?"
    r"(?:[- ](?:organiques?|cadres?|lois?|portant loi))?"
    rf"(?:\s(?:n[°ºo]s?\.?|numbers?))?\s*(?:{_NUMBER})",
    re.IGNORECASE,
)
# The next number of acts under one word: القانونين رقم 88.13 و89.13, lois n° 88-13 et 89-13.
_NEXT = re.compile(
    r"(?P<sign>\s*[،,]\s*(?:و\s*|et\s+|and\s+)?|\s*و\s*|\s+(?:et|and)\s+)"
    rf"(?P<said>(?:{_SAID}|n[°ºo]s?\.?)\s*)?\(?"
    rf"(?P<number>\d{{1,5}}{_SIGN}\d{{2}}(?:{_SIGN}\d{{1,5}})?)(?!\d|{_SIGN}\d)"
    # no number of an act: 2.50 مليون درهم
    r"(?!\s*(?:[%٪]|في\sالم|بالم|(?:مليون|مليار|درهم|دراهم|دولار|دينار|يورو|اورو|متر|كيلو|كلم|هكتار|طن"
    r"|million|milliard|dirham|euro|dollar)))",
    re.IGNORECASE,
)
_FRENCH_KINDS = {
    "lo": "law",
    "la": "law",
    "da": "dahir",
    "dé": "decree",
    "de": "decree",
    "ar": "order",
}
_PARTS_OF_DAHIR = 3
_PLURALS = ("قوانين", "ظهائر", "مراسيم")

# A law with a name: its head, then words with the article, of which the first may lack it.
_HEADS = r"قانون|مدونه|نظام|مجموعه القانون|اتفاقيه|معاهده|ميثاق|بروتوكول"
_NO_NAME = (
    r"(?:و?ال)?(?:ماده|مواد|فصل|فصول|قانون|ظهير|مرسوم|قرار|جريده|متعلق|مشار|مذكور|سالف|سابق|صادر|جاري|مصادق|قاضي|محدث|معدل|ملغي|حالي|جديد|منظم|بشان|رقم|تنظيمي"
    r"|اطار|شريف|نظامي|اساسي(?!\sال)|داخلي(?!\sال)|هذا|هذه|معني|معمول|نافذ|خاص|اعلاه|ادناه|من|في|على|الي|التي|الذي|واحد)"
)
_NAME_WORD = rf"\s(?!{_NO_NAME})"
_NAMED = re.compile(
    rf"(?:(?:ال)?مجموعه\s)?(?P<name>(?:ال|لل)(?:قانون){_NAME_WORD}ال[ء-ي]{{3,}}"
    rf"|(?:{_HEADS})(?:{_NAME_WORD}(?!ال)[ء-ي]{{3,}}(?=\s(?!{_NO_NAME})ال))?"
    rf"{_NAME_WORD}ال[ء-ي]{{3,}}(?:{_NAME_WORD}(?:وال|ال)[ء-ي]{{3,}}){{0,4}})(?![ء-ي])"
)
# French names of codes → those of the Arabic texts, folded.
_CODES = {
    "code pénal": "القانون الجنائي",
    "code de procédure pénale": "قانون المسطره الجنائيه",
    "code de procédure civile": "قانون المسطره المدنيه",
    "code de la famille": "مدونه الاسره",
    "code du travail": "مدونه الشغل",
    "code de commerce": "مدونه التجاره",
    "code des obligations et des contrats": "قانون الالتزامات والعقود",
}
_CODE = re.compile("|".join(sorted(_CODES, key=len, reverse=True)), re.IGNORECASE)


def act_at(text: str, at: int) -> Act | None:
    """The numbered act whose name begins at the place `at` of a folded `text`."""
    if (found := _ACT.match(text, at)) is not None:
        kind = _KINDS[found["kind"]]
        if kind == "order" and "الجمعيه العامه" in found[0] and found["number"]:
            symbol = found["number"].replace("-", "/")
            return Act("symbol", f"un a/res/{symbol}", found.start(), found.end())
    elif (found := _FRENCH_ACT.match(text, at)) is not None:
        kind = _FRENCH_KINDS[found["kind"][:2].lower()]
    else:
        return None
    number = (
        act_number(found["number"]) if found["number"] else f"{found['of_year']}.{found['year']}"
    )
    parts = number.count(".") + 1
    if parts == _PARTS_OF_DAHIR and kind == "law":
        kind = {"1": "dahir", "2": "decree"}.get(number[0], "law")
    if kind == "dahir" and parts != _PARTS_OF_DAHIR:
        return None
    several = found["many"] is not None or found["kind"] in _PLURALS
    return Act(kind, f"{kind} {number}", found.start(), found.end(), several)


def acts_after(text: str, act: Act) -> Iterator[Act]:
    """The acts whose numbers follow that of `act`, under the same word, in a folded `text`.

    Of one act (القانون رقم 88.13 و89.13) another number follows after و or with a word for it.
    """
    first = act.key.partition(" ")[2].split(".")
    while (found := _NEXT.match(text, act.end)) is not None:
        number = act_number(found["number"])
        parts = number.split(".")
        alike = len(parts) == len(first) and (len(parts) == 2 or parts[0] == first[0])
        if not (alike and (act.several or found["said"] or found["sign"].strip() == "و")):
            return
        start = found.start("said") if found["said"] else found.start("number")
        act = replace(act, key=f"{act.kind} {number}", start=start, end=found.end())
        yield act


def act_number(written: str) -> str:
    """The number under which all writings of it are found: 65.13 for 065-13, 9.08 for 09/08.

    The last part but one of three, and the last of two, is a year, of two digits at least.
    """
    parts = re.split(_SIGN, written)
    year = 1
    return ".".join(
        f"{int(part):02}" if place == year else str(int(part)) for place, part in enumerate(parts)
    )


def named_act_at(text: str, at: int) -> Act | None:
    """The law named without a number that begins at the place `at` of a folded `text`."""
    if (code := _CODE.match(text, at)) is not None:
        return Act("named", f"named {_CODES[code[0].lower()]}", code.start(), code.end())
    found = _NAMED.match(text, at)
    if found is None:
        return None
    return Act("named", f"named {name_of(found['name'])}", found.start(), found.end())


def name_of(written: str) -> str:
    """The folded name of a law with one space between words, as its key has it."""
    name = " ".join(written.split())
    name = f"ا{name}" if name.startswith("لل") else name
    return re.sub(r"^اللقانون", "القانون", name)
