"""Where forms may stand, found without reading every word."""

from __future__ import annotations

import pytest

from indexer.analysis import irregular_offsets
from indexer.highlight.prefilter import Prefilter, cores


@pytest.mark.parametrize(
    ("forms", "found"),
    [
        (["الأمن", "أمن", "والأمن"], ("أمن",)),  # it is in all of them
        (["أمن", "امن"], ("أمن", "امن")),
        (["سجن", "سجون", "السجن"], ("سجن", "سجون")),
        ([], ()),
        (["و", "أمن"], None),  # stands everywhere
        (["8", "2018", "a"], ("8", "a")),  # in few words of Arabic texts
        # of many, letters they share
        ([f"كلم{number:02}" for number in range(49)], ("لم",)),
        ([f"{word}{n:02}" for word in ("كل", "بع") for n in range(30)], ("كل", "بع")),
        ([f"{chr(0x627 + n)}{chr(0x641 + m)}" for n in range(10) for m in range(6)], None),
    ],
)
def test_cores(forms: list[str], found: tuple[str, ...] | None) -> None:
    assert cores(forms) == found


def chunks(text: str, *forms: str) -> list[str]:
    return [text[start:end] for start, end in Prefilter(forms).chunks(text)]


PLAIN = " وكلام آخر لا يعني أحدا" * 9


def test_only_what_may_hold_a_form_is_found() -> None:
    text = "الأمن، الحكامة\nالأمنية\tشرطة/أمن" + PLAIN
    assert chunks(text, "أمن", "الأمن") == ["الأمن،", "الأمنية", "شرطة/أمن"]


@pytest.mark.parametrize(
    "odd", ["الأمـــن", "الأ\u200cمن", "الأُمَّن", "DGSN", "٢٠١١", "ﺍﻷﻣﻦ", "ok\u0301"]
)
def test_what_may_be_written_otherwise_is_found_as_well(odd: str) -> None:
    assert chunks(f"هذا {odd} هنا{PLAIN}", "شرطة") == [odd]


def test_where_that_is_too_often_everything_is_found() -> None:
    vowelled = "المُحْتَسِبُّ يَأْمُرُّ بِالمَعْرُوفِّ"
    assert irregular_offsets(vowelled) is None
    assert chunks(vowelled, "شرطة") == vowelled.split()
    beyond = f"شرطة 𐤀 أمن{PLAIN}"  # two units in UTF-16
    assert chunks(beyond, "شرطة") == beyond.split()


def test_in_a_short_text_no_more_is_found_than_may_hold_a_form() -> None:
    assert chunks("شرطة 𐤀 أمن", "شرطة") == ["شرطة", "𐤀"]
    assert chunks("Loi de 2011, dahir", "dahir") == ["Loi", "dahir"]


def test_an_empty_text_has_none() -> None:
    assert chunks("", "شرطة") == chunks(" \n", "شرطة") == []


def test_the_neighbours_of_what_is_looked_for_are_read() -> None:
    text = f"أول {'كلام ' * 20}قدر 1 – 200 درهم ثم{' كلام' * 20} آخر"
    read = [text[start:end] for start, end in Prefilter(["200"], around=1).chunks(text)]
    assert read == ["أول", "كلام", "1", "–", "200", "درهم", "كلام", "آخر"]


def test_single_digits_and_latin_letters_are_found() -> None:
    text = f"المادة 8 والفقرة a{PLAIN}"
    assert chunks(text, "8", "a") == ["8", "a"]
    assert chunks("a man and a", "a") == ["a", "man", "and", "a"]  # too many to look for
