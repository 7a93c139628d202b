"""The numbers of articles in a folded text: 7, (7), 82-1, الأولى, 4 و5, من 3 إلى 7, 23 à 27."""

from __future__ import annotations

import re

from indexer.analysis.numbers import DASHES

_UNITS = ["واحد", "ثاني", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر"]
_TENS = ["عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"]
_MOST = 200  # articles of a range; a longer one is none
_MOST_ITEMS = 40


def _ordinals() -> dict[str, int]:
    """Folded ordinal with the article, of both genders → its number, from 1 to 99."""
    units = {form: number for number, form in enumerate(_UNITS, start=1)}
    found = {"اولي": 1, "اول": 1, "حادي": 1, "فريد": 1}
    both = {f"ال{form}{end}": n for form, n in (units | found).items() for end in ("", "ه")}
    both |= {form: n for form, n in both.items() if n > 1 or form.startswith("الا")}
    tens = {
        f"ال{form}{end}": 10 * n for n, form in enumerate(_TENS, start=2) for end in ("ون", "ين")
    }
    teens = {f"{form} عشر{end}": 10 + n for form, n in both.items() if n < 10 for end in ("", "ه")}
    joined = {
        f"{form} و{ten}": n + m for form, n in both.items() if n < 10 for ten, m in tens.items()
    }
    return {**both, **tens, **teens, **joined}


_ORDINALS = _ordinals()
_ITEM = re.compile(
    rf"\(?(?:(?P<digits>\d{{1,4}}(?:[{DASHES}-]\d{{1,3}}){{0,2}})(?![\d/]|[.٫]\d)(?:er|ère)?"
    r"(?P<again>\s?مكرر|\s?bis\b)?"
    r"|(?P<words>ال[ا-ي]{3,7}(?:\s(?:عشره?|وال[ا-ي]{4,7}))?)(?![ء-ي])"
    r"|(?P<first>premier|première)\b)"
    r"(?P<closed>\))?(?:\s?\(ال(?:فقر|بند)[^)\n]{0,40}\))?"
)
_RANGE = re.compile(r"\s+(?:الي غايه|الي|حتي|à|to)\s+(?:الماده\s+)?")
_SEPARATOR = re.compile(r"\s*(?:[،,]\s*(?:و\s*|et\s+|and\s+)?|و\s*|et\s+|and\s+)")
_FROM = re.compile(r"من\s+|from\s+")


def articles_at(text: str, at: int, most: int) -> tuple[tuple[str, ...], int] | None:
    """The numbers of articles at the place `at` of a folded `text`, `most` items, and their end."""
    start = _FROM.match(text, at)
    found = _item(text, start.end() if start else at)
    if found is None:
        return None
    numbers, end = [found[0]], found[1]
    for _ in range(_MOST_ITEMS):
        if (step := _RANGE.match(text, end)) and most > 1 and (last := _item(text, step.end())):
            between = _between(numbers[-1], last[0])
            if not between:
                break
            numbers += between
        elif (
            len(numbers) < most
            and (step := _SEPARATOR.match(text, end))
            and (last := _item(text, step.end()))
        ):
            numbers.append(last[0])
        else:
            break
        end = last[1]
    if text.startswith("(", at) and text.startswith(")", end):
        end += 1
    return tuple(dict.fromkeys(numbers)), end


def _item(text: str, at: int) -> tuple[str, int] | None:
    """The number of one article at `at`, and where it ends."""
    found = _ITEM.match(text, at)
    if found is None:
        return None
    end = found.end()
    if found["closed"] and not found[0].startswith("("):
        end = found.start("closed")  # it closes what was opened before
    if found["digits"]:
        digits = re.sub(rf"[{DASHES}]", "-", found["digits"])
        return digits + ("bis" if found["again"] else ""), end
    if found["first"]:
        return "1", end
    words = " ".join(found["words"].split())
    if words in _ORDINALS:
        return str(_ORDINALS[words]), end
    first = words.split()[0]
    if first in _ORDINALS:
        return str(_ORDINALS[first]), found.start("words") + len(first)
    return None


def _between(first: str, last: str) -> list[str]:
    """The numbers after `first` up to `last`; none where they are no range."""
    if not (first.isdecimal() and last.isdecimal() and 0 < int(last) - int(first) <= _MOST):
        return []
    return [str(number) for number in range(int(first) + 1, int(last) + 1)]
