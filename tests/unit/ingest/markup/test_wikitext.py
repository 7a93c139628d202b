"""Pages of a wiki: their signs and templates are no words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.markup.wikitext import is_redirect, wiki_content


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("نص '''مهم''' و''مائل'' و[[صفحة|رابط]] و[[باب#فصل]].", "نص مهم ومائل ورابط وباب."),
        ("= أ =\nنص\n== ب ==\n=== ت ===\nنص", "## أ\n\nنص\n\n## ب\n\n### ت\n\nنص"),
        ("* أ\n** ب\n# ت\n# ث\n: ج\n; ح\n----", "- أ\n- ب\n1. ت\n2. ث\nج\nح\n* * *"),
        ("أ{{قالب|س=1|{{آخر|x}}}} ب{{Lang|fr|mot}} {{بيت|صدر|عجز}}", "أ بmot صدر … عجز"),
        ("أ {{ب", "أ ب"),
        ("أ}} ب", "أ ب"),
        ("[http://a.ma كلمة] [http://a.ma] http://b.ma", "كلمة  http://b.ma"),
        ("[[ملف:a.jpg|تصغير|يسار|200بك|قصر [[فاس]]]]نص", "قصر فاس\n\nنص"),
        ("[[File:a.jpg|thumb]]نص [[fr:Page]] [[:تصنيف:أ]]", "نص  تصنيف:أ"),
        ("أ<!-- خفي --> ب__لافهرس__<br/>ت &amp; <math>x</math>", "أ ب\nت & x"),
        ("<nowiki>'''[[أ]]'''</nowiki> ب", "'''[[أ]]''' ب"),
        (
            'أ<ref name="x">حاشية {{قالب}}[[أ|ب]]</ref> ب<ref name=x/> ت<ref>ثانية</ref>',
            "أ¹ ب¹ ت²\n\n¹ حاشية ب\n\n² ثانية",
        ),
        (
            '{| class="a"\n|+ عنوان\n! أ !! ب\n|-\n| style="x" | 1 || [[ص|2]]\n| 3\n|}\nنص',
            "عنوان\nأ | ب\n1 | 2 | 3\n\nنص",
        ),
        ("<poem>\nقفا نبك\nمن ذكرى\n</poem>", "قفا نبك\nمن ذكرى"),
    ],
)
def test_signs_of_a_wiki_are_no_text(written: str, text: str) -> None:
    assert wiki_content(written).text == text


def test_categories_are_topics_and_the_head_gives_fields() -> None:
    found = wiki_content(
        "{{ترويسة\n| عنوان = البخلاء\n| مؤلف = [[مؤلف:الجاحظ|الجاحظ]]\n| سنة =\n}}\nنص\n"
        "[[تصنيف:أدب|*]]\n[[Category:نثر]]"
    )
    assert found.fields == {"title": "البخلاء", "author": "الجاحظ", "topics": ["أدب", "نثر"]}
    assert found.text == "نص"


def test_a_redirect_is_known() -> None:
    assert is_redirect("#تحويل [[أ]]")
    assert not is_redirect("# أ")


SIGNS = st.sampled_from(
    ["{{", "}}", "[[", "]]", "|", "'''", "=", "\n", "* ", "{|", "|}", "|-", "!"]
)
MORE = st.sampled_from(
    ["<ref>", "</ref>", "<nowiki>", "</nowiki>", "<!--", "-->", "أ", "ملف:", " "]
)


@given(st.lists(SIGNS | MORE, max_size=60).map("".join))
def test_any_page_is_read(text: str) -> None:
    assert "\x01" not in wiki_content(text).text


@pytest.mark.parametrize(
    "sign", ["{{", "[[", "<ref>", "<!--", "{{أ|", "[[ملف:|", "'''", "{|\n|", "=="]
)
def test_many_beginnings_without_an_end_take_little_time(sign: str) -> None:
    assert isinstance(wiki_content(sign * 5_000).text, str)
