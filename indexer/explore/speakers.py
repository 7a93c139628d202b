"""Who speaks in a text: names at the beginnings of lines, and names after a verb of saying.

    10:05 سعاد: متى الموعد؟      a line of a conversation, an interview, minutes, a chat, subtitles
    قال وزير العدل: «…»          a speech in prose, to its closing sign or the end of the paragraph

A name at the beginning of a line counts where it begins two lines or more of the document, and so
does another: the label of a field (المصدر:) is no speaker. Who goes on after an empty line is not
told.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.analysis import folded, value_key

_WORD = r"[^\W\d_][\w\u064b-\u0652\u0670'’.-]*"
_TIME = r"\[?\d{1,2}:\d\d(?::\d\d)?\]?(?: ?[AaPp]\.?[Mm]\.?| ?[صم])?"
_LABEL = re.compile(
    rf"^(?:[-–—*] ?)?(?:{_TIME} (?:- )?)?(?P<name>{_WORD}(?: {_WORD}){{0,4}}) ?: ?(?=\S)", re.M
)
_VERBS = (
    "قال قالت يقول تقول أضاف أضافت صرح صرحت أكد أكدت أوضح أوضحت أعلن أعلنت "
    "تساءل تساءلت أجاب أجابت رد ردت علق علقت كتب كتبت"
)
_SAYING = re.compile(
    rf"(?<!\w)[وف]?(?:{'|'.join(_VERBS.split())}) (?P<name>{_WORD}(?: {_WORD}){{0,4}}) ?: ?"
)
_HEADING = re.compile(r"^#{1,6} ", re.M)
_END = re.compile(r"\n\s*\n")
_CLOSING = {"«": "»", "“": "”", '"': '"'}
_MOST_LETTERS = 40
_INSIDE = 20  # speeches that are looked at, of those that begin before a place
_LEAST_LINES = _LEAST_SPEAKERS = 2
# Words that begin no name: after a verb of saying, and before a colon.
_NOT_BEGINNING = (
    "في إن أن إنه أنه إنها عن له لها لهم من على إلى ما هذا هذه ذلك تلك التي الذي "
    "بعد قبل كما ثم لا لم لن هو هي هم مثلا أيضا أولا ثانيا ثالثا رابعا خامسا "
    "ملاحظة تنبيه المصدر المصادر التاريخ المكان الموضوع المرجع المراجع الاسم "
    "العنوان الهاتف البريد المؤلف الناشر الرقم رقم النوع اللغة السنة اليوم "
    "الساعة المادة الفصل الباب القسم الفرع الجدول الصفحة انظر راجع الحل الهدف "
    "الأهداف النتيجة الخلاصة التعريف المعنى مثال السبب الأسباب الشروط"
)
_NO_NAME = frozenset(map(folded, _NOT_BEGINNING.split()))


@dataclass(frozen=True, slots=True)
class Speech:
    """The characters from `start` to `end` of a text are said by `name`, as it is written there."""

    start: int
    end: int
    name: str


class Speakers:
    """The speeches of a text, which comes in stretches, each with where it begins."""

    def __init__(self, stretches: Iterable[tuple[int, str]]) -> None:
        lines: list[Speech] = []
        said: list[Speech] = []
        for start, text in stretches:
            lines += _lines(text, start)
            said += _said(text, start)
        times = Counter(value_key(one.name) for one in lines)
        known = {name for name, lines_of in times.items() if lines_of >= _LEAST_LINES}
        known = known if len(known) >= _LEAST_SPEAKERS else set()
        self._speeches = [one for one in lines if value_key(one.name) in known]
        self._speeches += said
        self._speeches.sort(key=lambda one: one.start)
        self._starts = [one.start for one in self._speeches]

    def of(self, place: int) -> str | None:
        """The name of who says what stands at `place`; None where the text does not tell."""
        at = bisect_right(self._starts, place)
        around = reversed(self._speeches[max(0, at - _INSIDE) : at])  # the innermost begins last
        return next((one.name for one in around if place < one.end), None)


def _lines(text: str, at: int) -> Iterator[Speech]:
    """The speeches of `text`, which begins `at`, that a name at the beginning of a line opens."""
    found = [label for label in _LABEL.finditer(text) if _may_be_name(label["name"])]
    for number, label in enumerate(found, start=1):
        end = _paragraph_end(text, label.end())
        if number < len(found):
            end = min(end, found[number].start())
        yield Speech(at + label.end(), at + end, label["name"])


def _said(text: str, at: int) -> Iterator[Speech]:
    """The speeches of `text`, which begins `at`, that a verb of saying introduces."""
    for saying in _SAYING.finditer(text):
        if _may_be_name(saying["name"]):
            end = _paragraph_end(text, saying.end())
            closing = _CLOSING.get(text[saying.end() : saying.end() + 1])
            if closing:
                closed = text.find(closing, saying.end() + 1, end)
                end = closed if closed >= 0 else end
            yield Speech(at + saying.end(), at + end, saying["name"])


def _may_be_name(name: str) -> bool:
    return len(name) <= _MOST_LETTERS and folded(name.split(" ", 1)[0]) not in _NO_NAME


def _paragraph_end(text: str, at: int) -> int:
    """Where the paragraph ends in which `at` stands."""
    gap = _END.search(text, at)
    end = gap.start() if gap else len(text)
    heading = _HEADING.search(text, at, end)
    return heading.start() if heading else end
