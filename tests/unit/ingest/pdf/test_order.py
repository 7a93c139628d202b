"""The order of a line, undone from how it is shown."""

from __future__ import annotations

import pytest
from bidi.algorithm import get_display
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.pdf.order import logical, logical_order

ARABIC = st.text("ابتثجحخدرسشعفقكلمنهويةى", min_size=1, max_size=7)
LATIN = st.text("abcdefgXYZé", min_size=1, max_size=7)
DIGITS = st.text("0123456789", min_size=1, max_size=4)
ARABIC_DIGITS = st.text("٠١٢٣٤٥٦٧٨٩", min_size=1, max_size=4)
NUMBER = st.builds(
    str.join, st.sampled_from([".", ",", ":", "/"]), st.lists(DIGITS, min_size=1, max_size=3)
)
LATIN_WORDS = st.builds(" ".join, st.lists(LATIN, min_size=1, max_size=3))
PIECE = st.one_of(
    ARABIC,
    LATIN_WORDS,
    NUMBER,
    ARABIC_DIGITS,
    NUMBER.map("{}%".format),
    st.builds("{}-{}".format, DIGITS, DIGITS),
    st.builds("({})".format, ARABIC),
    st.builds("({})".format, NUMBER),
    st.builds("«{}»".format, ARABIC),
    st.builds("{} ({})".format, LATIN_WORDS, LATIN),
    st.builds("{}،".format, ARABIC),
)
# A line in Arabic: two pieces of another kind have Arabic words between them.
LINE = st.builds(
    lambda first, rest: " ".join((first, *(f"{piece} {word}" for piece, word in rest))),
    ARABIC,
    st.lists(st.tuples(PIECE, ARABIC), max_size=6),
)


def shown(line: str) -> str:
    return str(get_display(line, base_dir="R"))


@given(LINE)
def test_a_line_read_is_the_line_that_was_shown(line: str) -> None:
    assert logical(shown(line)) == line
    assert shown(logical(shown(line))) == shown(line)


@given(st.text("اب ab12.,:/()[]%-–٣٤«»", max_size=30), st.booleans())
def test_every_place_of_a_line_is_read_once(line: str, right_to_left: bool) -> None:
    order, forward = logical_order(line, right_to_left=right_to_left)
    assert sorted(order) == list(range(len(line)))
    assert len(forward) == len(line)


@pytest.mark.parametrize(
    "line",
    [
        "مرسوم رقم 2.88.51 صادر في 9 جمادى الآخرة 1408 (29 يناير 1988) بختم الدورة",
        "منظمة Human Rights Watch (HRW) أن عدد الضحايا بلغ 1.234,56 شخصا",
        "الصفحة 25-27، والموقع www.cndh.ma للمزيد",
        "سنة ١٩٥٦ بلغ ١٢٬٣٤٥ نسمة",
        "بتاريخ 15-07-2019",
    ],
)
def test_lines_of_laws(line: str) -> None:
    assert logical(shown(line)) == line


@pytest.mark.parametrize(
    ("visual", "read"),
    [
        ("عقوملاو ،25-27", "25-27، والموقع"),  # shown as the numbers of a paragraph that begins
        ("عقوملاو ،27-25", "25-27، والموقع"),  # shown as those of an Arabic paragraph
        (".15-07-2019", "15-07-2019."),
        (".2019-07-15", "15-07-2019."),
    ],
)
def test_numbers_that_begin_a_line_are_read_so_that_they_rise(visual: str, read: str) -> None:
    assert logical(visual) == read


def test_arabic_words_inside_a_latin_line() -> None:
    line = "The word كتاب جديد means a new book"
    visual = str(get_display(line, base_dir="L"))
    assert logical(visual, right_to_left=False) == line
