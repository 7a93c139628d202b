"""OpenITI mARkdown: its marks are headings, paragraphs, verses and pages, and never words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.cleaning import clean_text
from indexer.ingest.markup.openiti import ClassicalText, openiti_content

HEADER = "######OpenITI#\n\n#META# 020.BookTITLE\t:: كتاب\n#META#Header#End#\n\n"


def content(body: str) -> ClassicalText:
    return openiti_content(clean_text(HEADER + body))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("# أول\n~~وتتمته\n# ثان", "أول وتتمته\n\nثان"),
        ("### | باب\n# نص\n### || فصل\n### ||| مطلب", "## باب\n\nنص\n\n### فصل\n\n### مطلب"),
        ("### |EDITOR|\n# نص\n### |PARATEXT|", "نص"),
        ("### $ ١- محمد\n# نص", "### ١- محمد\n\nنص"),
        ("### $BIO_MAN$ محمد\n### $$ زينب\n### @ RAW ح", "### محمد\n\n### زينب\n\n### ح"),
        ("### $ محمد بن أحمد\n~~ولد بفاس", "محمد بن أحمد ولد بفاس"),  # the first line of an entry
        ("# قفا %~% نبك\n# بسقط %~% اللوى\n# نثر", "قفا … نبك\nبسقط … اللوى\n\nنثر"),
        ("# نص ms12 بعد ms0013A\n~~آخر Milestone300", "نص بعد آخر"),
        ("# قال @PER02 محمد @TOP@ بفاس @YD310 و@P01 ب", "قال محمد بفاس و ب"),
        ("# @JMG@per_m@ علي @PER@PERSON@auto@-@0t@ ب", "علي ب"),
        ("# $RWY$ حدثنا @MATN@ المتن @HUKM@ صحيح", "حدثنا المتن صحيح"),
        ("#$#FROM طنجة #$#TOWA فاس", "طنجة فاس"),
        ("نص بلا علامة", "نص بلا علامة"),
        ("# #عنوان", "#عنوان"),
    ],
)
def test_marks_are_structure(body: str, text: str) -> None:
    found = content(body)
    assert (found.text, found.pages) == (text, ())


def test_a_mark_of_a_page_ends_it() -> None:
    found = content("### | باب PageV01P011\n# نص PageV01P012 قديم\nPageV00P000\n# آخر\nPageV02P001")
    assert [(page.number, page.label, page.text) for page in found.pages] == [
        (1, "ج 1 ص 11", "## باب"),
        (2, "ج 1 ص 12", "نص"),
        (3, "", "قديم"),
        (4, "ج 2 ص 1", "آخر"),
    ]
    assert content("# نص PageV00P007 بعد").pages[1].label == "ص 8"


def test_the_header_gives_the_fields() -> None:
    text = """######OpenITI#
#META# 010.AuthorAKA\t:: الجاحظ
#META# 010.AuthorNAME\t:: عمرو بن بحر
#META# 011.AuthorDIED\t:: 0255
#META# 020.BookTITLE\t:: البخلاء
#META# 021.BookSUBJ\t:: أدب :: تاريخ
#META# 030.LibURI\t:: NODATA
#META# 040.EdEDITOR\t:: أحمد
#META# 043.EdPUBLISHER\t:: NOTGIVEN
#META# 045.EdYEAR\t:: 1410
#META#Header#End#
# نص"""
    assert openiti_content(clean_text(text)).fields == {
        "title": "البخلاء",
        "author": "عمرو بن بحر",
        "topics": ["أدب", "تاريخ"],
        "text_note": "تحقيق أحمد، سنة 1410",
        "date_note": "توفي المؤلف سنة 255 هـ",
    }
    raw = "######OpenITI#\n#META# الكتاب : البخلاء\n#META# المؤلف : الجاحظ\n\n# نص"
    assert openiti_content(clean_text(raw)).fields == {"title": "البخلاء", "author": "الجاحظ"}


MARKS = st.sampled_from(
    [
        "# ",
        "~~",
        "### | ",
        "### $ ",
        "\n",
        "\n",
        " ",
        "PageV01P001",
        "ms1",
        "%~%",
        "@PER02",
        "أب",
        "#",
    ]
)


@given(st.lists(MARKS, max_size=60).map("".join))
def test_any_body_is_read_and_no_mark_is_a_word(body: str) -> None:
    found = content(body)
    text = "\n\n".join(page.text for page in found.pages) or found.text
    assert not re.search(r"\x01|~~|%~%|(?<![^\W_])ms1(?![^\W_])", text)
    assert [page.number for page in found.pages] == list(range(1, len(found.pages) + 1))
