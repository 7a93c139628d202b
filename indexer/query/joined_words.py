"""Small words that are written together or apart, as writers were taught: فيما, في ما.

The list is closed: joining any two words that stand side by side would make words of their own of
them (الا is both ألا, أن لا, and إلا, so it is not here). Each row has its reason, and after it how
often the two spellings stand in 199 documents of an archive of laws, news and reports.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from indexer.analysis import folded, is_function_word

_Words = tuple[str, ...]

# One row: spellings of the same, separated by =.
_SPELLINGS = """
في ما = فيما                 -- ما is joined to a preposition, relative ما apart: 25, 389
عن ما = عما                  -- as above, with the ن assimilated: 1, 35
من ما = مما                  -- 2, 150
من من = ممن                  -- 0, 47
عن من = عمن                  -- both are taught
في من = فيمن                 -- 1, 4
كل ما = كلما                 -- whenever and all that, often confused: 39, 96
أين ما = أينما               -- 0, 12
حيث ما = حيثما               -- 1, 15
بين ما = بينما               -- 1, 45
كيف ما = كيفما               -- 0, 39
عند ما = عندما               -- 0, 205
بعد ما = بعدما               -- 2, 11
قبل ما = قبلما               -- spoken, in hearings and letters
حين ما = حينما               -- 0, 21
مثل ما = مثلما               -- 4, 3
طال ما = طالما               -- 0, 8
ريث ما = ريثما               -- 0, 3
وقت ما = وقتما               -- 0, 1
إن ما = إنما                 -- 10, 63
كأن ما = كأنما               -- 0, 3
كي لا = كيلا                 -- 0, 11
لكي لا = لكيلا               -- 2, 3
لأن لا = لئلا                -- 1, 15
لا سيما = لاسيما             -- one word in newspapers: 121, 76
لا بد = لابد                 -- 31, 20
لا شك = لاشك                 -- 4, and newspapers
لا يزال = لايزال             -- the space is forgotten after a letter that does not join: 15, 1
لا تزال = لاتزال             -- as above
لا زال = لازال               -- as above: 5
لا زالت = لازالت             -- as above
لا يجوز = لايجوز             -- as above: 206, 3
لا يمكن = لايمكن             -- as above: 228, 2
ما زال = مازال               -- as above: 5, 2
ما زالت = مازالت             -- as above: 13, 2
ما زالوا = مازالوا           -- as above
ما دام = مادام               -- as above: 4, 2
ما دامت = مادامت             -- as above: 8, 3
ما عدا = ماعدا               -- as above: 29, 4
ما هو = ماهو                 -- as above: 41, 2
ما هي = ماهي                 -- as above: 9, 3
ما في = مافي                 -- as above: 12, 1
ها هنا = هاهنا               -- 0, 2
آن ذاك = آنذاك               -- 0, 14
يا أيها = ياأيها = ياايها    -- in Quranic spelling joined: 4
إن شاء الله = إنشاء الله = إنشاءالله = ان شاءالله -- taken for إنشاء, creation
ما شاء الله = ماشاء الله = ماشاءالله = ما شاءالله -- as above
الحمد لله = الحمدلله         -- 18, and readers' letters
بسم الله = بسمالله           -- 2, and scanned title pages
رأس مال = رأسمال             -- a compound: 3, 14
رأس المال = الرأسمال         -- as above: 5, 2
حضر موت = حضرموت             -- as above: 0, 2
"""
# Hundreds: ثلاثمائة, ثلاث مئة. One row: the spellings of a unit.
_UNITS = ("ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني,ثمان", "تسع")


def _hundreds(units: str) -> str:
    return "=".join(
        f"{unit}{space}{hundred}"
        for unit in units.split(",")
        for space in ("", " ")
        for hundred in ("مائة", "مئة")
    )


def _rows() -> Iterator[tuple[_Words, ...]]:
    for line in (*_SPELLINGS.strip().splitlines(), *map(_hundreds, _UNITS)):
        spellings = line.split("--")[0].split("=")
        yield tuple(dict.fromkeys(tuple(map(folded, text.split())) for text in spellings))


_GLUED = ("", *map(folded, ("و", "ف")))
_OTHERS: dict[_Words, tuple[_Words, ...]] = {
    spelling: tuple(other for other in row if other != spelling)
    for row in _rows()
    for spelling in row
}
_LONGEST = max(map(len, _OTHERS))


def joined_or_apart(words: Sequence[str]) -> tuple[_Words, tuple[_Words, ...]]:
    """The spelling of the list that `words` begin with, and the others of its row; else ((), ()).

    The spelling is given without و or ف before it. The longest is taken: إن شاء الله, not إن شاء.
    """
    for size in range(min(_LONGEST, len(words)), 0, -1):
        for letter in _GLUED:
            if words[0].startswith(letter):
                spelling = (words[0][len(letter) :], *words[1:size])
                if others := _OTHERS.get(spelling):
                    return spelling, others
    return (), ()


def glued(word: str) -> tuple[str, ...]:
    """`word` as it may begin a spelling of the list: itself, and after و or ف."""
    return tuple(letter + word for letter in _GLUED)


def has_content(words: Sequence[str]) -> bool:
    """Whether one of the folded `words` is more than a function word."""
    return not all(map(is_function_word, words))
