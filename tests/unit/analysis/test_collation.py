"""The order of titles, one row a rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import title_key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("الأمن الوطني", "امن الوطني"),  # without the first article
        ("«الأمن» الوطني", "امن الوطني"),  # nor signs
        ("ال", "ال"),  # not to nothing
        ("…", ""),
        ("Sécurité", "securite"),
        ("الفصل 2", "فصل 012"),  # a number after how many digits it has
        ("الفصل ٠٠٢", "فصل 012"),  # in any digits, without the first zeros
        ("الفصل ۱۰", "فصل 0210"),
        ("الفصل 0", "فصل 00"),
        ("المادة 3-1", "ماده 013 011"),
    ],
)
def test_what_titles_are_ordered_by(title: str, key: str) -> None:
    assert title_key(title) == key


@pytest.mark.parametrize(
    ("letters", "base"),
    [
        ("پٻڀ", "ب"),
        ("چڇ", "ج"),
        ("ڈ", "د"),
        ("ڑ", "ر"),
        ("ژ", "ز"),
        ("ڤڥڢڡ", "ف"),
        ("ڧڨٯ", "ق"),
        ("کگڭݣڪ", "ك"),
        ("ں", "ن"),
        ("ہھۀة", "ه"),
        ("ۋۆ", "و"),
        ("یېےى", "ي"),
    ],
)
def test_letters_stand_with_those_they_were_made_of(letters: str, base: str) -> None:
    assert {title_key(letter) for letter in letters} == {base}


@pytest.mark.parametrize(
    "titles",
    [
        ("الفصل", "الفصل الأول"),  # the shorter first
        ("الفصل ١", "الفصل 2", "الفصل ۱۰", "الفصل 100"),
        ("العدد 9 لسنة 2001", "العدد 10 لسنة 1999"),
        ("تقرير 2", "تقرير 2011", "تقرير الأمن"),  # numbers before letters
        ("1. مقدمة", "2. باب", "10. خاتمة"),
        ("قفصة", "گرسيف", "كلميم", "ڭنفودة", "لوكوس", "يفرن"),
        ("پاريس", "تطوان"),
    ],
)
def test_titles_stand_in_the_order_of_their_keys(titles: tuple[str, ...]) -> None:
    keys = [title_key(title) for title in titles]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@given(st.integers(0), st.integers(0))
def test_numbers_stand_in_the_order_of_their_values(first: int, second: int) -> None:
    keys = title_key(f"فصل {first}"), title_key(f"فصل {second}")
    assert (keys[0] < keys[1]) == (first < second)
