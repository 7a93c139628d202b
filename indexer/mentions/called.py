"""The names of numbered laws, as texts tell them: القانون رقم 22.01 المتعلق بالمسطرة الجنائية.

القانون رقم 22.01 المتعلق بالمسطرة الجنائية          law 22.01 is called قانون المسطرة الجنائية
… الصادر بتنفيذه الظهير الشريف رقم 1.02.255         and is promulgated by dahir 1.02.255
القانون الجنائي المصادق عليه بالظهير رقم 1.59.413    dahir 1.59.413 is called القانون الجنائي
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.mentions.acts import Act, act_at, name_of, named_act_at

# Codes that everyone names by their names → their numbers, which count as one more text that tells
# so, where the archive mentions the number (Bulletin officiel, as amended).
KNOWN = {
    "named قانون المسطره الجنائيه": "law 22.01",
    "named القانون الجنائي": "dahir 1.59.413",
    "named قانون المسطره المدنيه": "dahir 1.74.447",
    "named مدونه الاسره": "law 70.03",
    "named مدونه الشغل": "law 65.99",
    "named مدونه التجاره": "law 15.95",
    "named مدونه الحقوق العينيه": "law 39.08",
    "named مدونه المحاكم الماليه": "law 62.99",
}
_NUMBERS = frozenset(KNOWN.values())
_LONGEST = 160  # characters of a name
_HEAD = re.compile(
    r"[\s،]*(?P<title>(?:ال)?(?:متعلقه?|يتعلق|تتعلق|قاضي|قاضيه|يقضي)\s+ب|(?:بشان|بمثابه)\s+)"
)
_END = re.compile(
    r"[،؛:!?؟\n\"«»(){}|\[\]*_#]|\.(?!\d)|(?<!رقم )(?<![\d./-])\d"
    r"|\sب(?:ال)?(?:قانون|ظهير|مرسوم)|\s[–—-]"
    r"|\s(?:و?ال|و)?(?:صادر|مشار|مغير|متمم|معدل|منشور|مذكور|منصوص|سالف|سابق)"
    r"|\s(?:ليس|مطابق|للدستور|بالماده|قسم|باب|الباب|احكام عامه|مقتضيات عامه|يعلم|مرفوق)"
    r"|\s(?:كما|وكما|الحمد|حسبما|ولا|ولاسيما|لاسيما|وخاصه|وبخاصه|وعلي|وذلك|التي|الذي|هذا|هذه|مع|بعد|قبل|اعلاه|ادناه"
    r"|من|و(?:ال)?قانون|و(?:ال)?ظهير|و(?:ال)?مرسوم)(?![ء-ي])"
)
_BARE = ("مدونه", "نظام", "ميثاق", "القانون")  # names that need no قانون before them
_SAME = r"(?:(?!رقم)[^.\n؛])"  # a character of the same sentence, before another number
_PROMULGATED = re.compile(rf"{_SAME}{{0,180}}?صادر[ء-ي]*\s+بتنفيذ[ء-ي]*\s+(?=(?:ال)?ظهير)")
_AMENDED = re.compile(r"تغيير|تتميم|تعديل|نسخ|تغير|تتمم|مغير|متمم|معدل")
_BEFORE = 80  # characters in which they stand
_APPROVED = re.compile(
    rf"{_SAME}{{0,60}}?(?:مصادق\s+علي[ء-ي]+|صادر[ء-ي]*)\s+(?:بموجب\s+|بمقتضي\s+|ب)(?=(?:ال)?ظهير)"
)
_APPROVES = re.compile(rf"{_SAME}{{0,120}}?بالمصادقه\s+علي\s+(?:نص\s+)?")


@dataclass(frozen=True, slots=True)
class Called:
    """A text tells that the law `key` also goes by the key `other`, and that it is `written` so.

    Either is empty where it is not told. It is `own` of the document that is this law.
    """

    key: str
    other: str = ""
    written: str = ""
    own: bool = False


def called_after(folded: str, text: str, act: Act) -> Iterator[Called]:
    """The names that a text gives to `act`, which stands in it; `folded` is the same text."""
    if act.kind == "named":
        if (found := _APPROVED.match(folded, act.end)) is not None:
            dahir = act_at(folded, found.end())
            if dahir is not None and dahir.kind == "dahir":
                yield Called(dahir.key, act.key)
        return
    if act.key in _NUMBERS:
        yield Called(act.key)
    if act.kind == "dahir" and (found := _APPROVES.match(folded, act.end)) is not None:
        named = named_act_at(folded, found.end())
        if named is not None:
            yield Called(act.key, named.key)
    if (head := _HEAD.match(folded, act.end)) is not None:
        start, last = head.start("title"), head.end() + _LONGEST
        end = _END.search(folded, head.end(), last)
        if end is not None or last >= len(folded):
            stop = end.start() if end else len(folded)
            written = " ".join(text[start:stop].split())
            yield Called(act.key, _name(folded[head.end() : stop], act), written)
    if act.kind != "law" or _AMENDED.search(folded, max(0, act.start - _BEFORE), act.start):
        return  # the dahir may be that of the law that amends it
    if (found := _PROMULGATED.match(folded, act.end)) is not None:
        dahir = act_at(folded, found.end())
        if dahir is not None and dahir.kind == "dahir":
            yield Called(act.key, dahir.key)


def _name(about: str, act: Act) -> str:
    """The key of the name of a law that is `about` this; empty for an act that is no law."""
    name = " ".join(about.split()).removeprefix("مجموعه ")
    if act.kind != "law" or not name or _AMENDED.match(name):
        return ""
    return f"named {name_of(name if name.startswith(_BARE) else f'قانون {name}')}"
