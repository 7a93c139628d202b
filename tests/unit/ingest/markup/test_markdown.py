"""Markdown as its reader sees it: each sign, and the shipped documents, which have few."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.cleaning import clean_text
from indexer.ingest.markup.frontmatter import front_matter
from indexer.ingest.markup.markdown import markdown_text
from indexer.ingest.plain import markdown_reading

ROOT = Path(__file__).resolve().parents[4]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("نص **مهم** و[رابط](http://a.ma/ab) و![صورة](a.jpg).", "نص مهم ورابط و."),
        ("*أ* _ب_ __ت__ ***ث*** ~~ج~~ ==ح== `خ*د*`", "أ ب ت ث ج ح خ*د*"),
        ("أ\\*ب\\* \\[ت\\] &amp; &lt;ث&gt;", "أ*ب* [ت] & <ث>"),
        ("أ<!-- خفي --> ب<br>ت <b>ث</b>", "أ ب\nت ث"),
        ("أ\n\n<!-- خفي\n\nخفي -->\n\nب", "أ\n\nب"),
        ("<!-- بلا نهاية\n\nنص", "<!-- بلا نهاية\n\nنص"),  # hides nothing
        ("أ  \nب\\\nت\nث", "أ\nب\nت\nث"),
        ("# أ #\n\n### ب {#b .c}\n\nت\n===\n\nث\n---", "# أ\n\n### ب\n\n# ت\n\n## ث"),
        ("نص\n## عنوان\nنص", "نص\n\n## عنوان\nنص"),
        ("ن" * 200 + "\n---\nنص", "ن" * 200 + "\n* * *\nنص"),  # a rule below a paragraph
        ("* أ\n* ب\n  + ت\n\n3. ث\n4) ج", "- أ\n- ب\n- ت\n\n3. ث\n4) ج"),
        ("> أ\n> ب\n>\n> ت", "أ\nب\n\nت"),
        ("| أ | ب |\n|---|--:|\n| **1** | a\\|b |", "أ | ب\n1 | a|b"),
        ("```py\n# **أ**\nب\n```\n\nت", "\u2060# **أ**\nب\n\nت"),
        ("\\# ليس عنوانا", "\u2060# ليس عنوانا"),
        ("![قصر السوق سنة 1956](a.jpg)\n\n![IMG_1.jpg](a.jpg)\n\nنص", "قصر السوق سنة 1956\n\nنص"),
        ("[أ][1] و[ب]\n\n[1]: http://a.ma 'ت'\n[ب]: <http://b.ma>", "أ وب"),
        ("<http://a.ma> http://b.ma", "http://a.ma http://b.ma"),
        ("أ[^1] ب[^x]؟\n\n[^x]: **ت**\n    ث\n\n[^1]: ج", "أ¹ ب²؟\n\n² ت\nث\n\n¹ ج"),
        ("أ[^٣].\n\n[^٣]: ب\n\nت[^4]", "أ³.\n\n³ ب\n\nت[^4]"),
        ("<div dir='rtl'>\n\n## أ\n\nنص **ب**\n\n</div>", "## أ\n\nنص ب"),
        ("<p>أ<script>x</script></p><h2>ب</h2>", "أ\n\n## ب"),
        ("\u200f## أ\n\n\u200f- ب", "## أ\n\n- ب"),
        (
            "[1] أ\n\n[...] ب\n\n١. ت\n\n* * *\n\nث_ج_ح 2*3*4 `2*3*4`",
            "[1] أ\n\n[...] ب\n\n١. ت\n\n* * *\n\nث_ج_ح 2*3*4 2*3*4",
        ),
    ],
)
def test_signs_of_markdown_are_no_text(written: str, text: str) -> None:
    assert markdown_text(written) == text


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("[[صفحة]] [[مجلد/صفحة#باب|نص]] [[#باب]] [[م/ص.md]]", "صفحة نص باب ص"),
        ("![[a.png]]أ ![[a.png|300x20]]ب ![[a.png|قصر]] ![[صفحة]]", "أ ب قصر صفحة"),
        ("> [!warning]- تنبيه\n> نص", "تنبيه\nنص"),
        ("أ %%خفي%% ب\n\n%%\nخفي\n\nخفي\n%%\n\n5%% و10%% ت", "أ  ب\n\n5%% و10%% ت"),
        ("نص ^block-1\n\n`[[a]]`\n\n```\n[[b]]\n```", "نص\n\na\n\n[[b]]"),
        ("[TOC]\n\n::: warning\nأ\n:::\n\n{: .c }\nب", "أ\n\nب"),
        ("[[1]](http://a.ma)", "[1]"),
    ],
)
def test_signs_of_obsidian_and_pandoc_are_no_text(written: str, text: str) -> None:
    assert markdown_text(written) == text


def test_templates_of_a_site_are_no_text() -> None:
    written = (
        '{% include a.html %}أ {{ site.b }}{% comment %}خفي{% endcomment %} {{< fig src="a" >}}ب'
    )
    assert markdown_text(written, of_site=True) == "أ  ب"
    assert "site.b" in markdown_text(written)


def test_a_post_of_jekyll_has_its_day_in_its_name() -> None:
    reading = markdown_reading(clean_text("---\nlayout: post\n---\nنص"), "_posts/2019-05-04-a.md")
    assert reading.fields["date"] == "2019-05-04"
    given = markdown_reading(clean_text("---\ndate: 2020\n---\nنص"), "2019-05-04-a.md")
    assert given.fields["date"] == "2020"
    assert "date" not in markdown_reading(clean_text("نص"), "2019-05-04-a.md").fields


def test_tags_that_fill_a_line_are_topics_too() -> None:
    text = clean_text("#تاريخ، #مغرب/قديم\n\nنص #وسم و#1")
    reading = markdown_reading(text, "a.md")
    assert reading.fields["tags"] == ["تاريخ", "مغرب/قديم"]
    assert reading.text == text
    assert "tags" not in markdown_reading(clean_text("#عنوان\n\nنص"), "a.md").fields
    assert markdown_reading(clean_text("---\na: 1\n---\n#وسم"), "a.md").fields["tags"] == ["وسم"]


def test_the_heading_that_is_the_title_has_no_signs() -> None:
    reading = markdown_reading(clean_text("# **أ** و[ب](http://a.ma) {#c}\n\nنص"), "a.md")
    assert (reading.fields["title"], reading.text) == ("أ وب", "نص")


def test_a_long_text_is_as_its_parts() -> None:
    part = "فقرة **أولى** و[رابط][r].\n\n- بند\n\n```\nكود\n\nكود\n```\n\n<!--\n\nخفي\n\n-->\n\n"
    plain = "فقرة أولى ورابط.\n\n- بند\n\nكود\n\nكود\n\n"
    count = 1_000
    assert markdown_text(part * count + "[r]: http://a.ma") == (plain * count).strip()


def bodies(folder: Path) -> dict[str, str]:
    """File → the text that stands below the fields, as it is written."""
    written = {path.name: path.read_text("utf-8") for path in sorted(folder.glob("[0-9]*.md"))}
    return {name: front_matter(clean_text(text)).body.strip() for name, text in written.items()}


def test_the_shipped_documents_stay_as_they_are_written() -> None:
    written = bodies(ROOT / "corpus")
    assert len(written) == 50
    assert {name for name, text in written.items() if markdown_text(text) != text} == set()


def test_documents_change_only_where_signs_stand(shared: Path) -> None:
    written = bodies(shared / "corpus")
    assert len(written) == 199
    read = {name: markdown_text(text) for name, text in written.items()}
    changed = [name for name, text in written.items() if read[name] != text]
    assert len(changed) <= 8
    for name in changed:
        address = re.compile(r"\]\([^)\s]+\)|[_*#`-]")  # of a link; signs
        before, after = (address.sub(" ", one).split() for one in (written[name], read[name]))
        before, after = ([word.strip("[]") for word in one] for one in (before, after))
        assert list(filter(None, before)) == list(filter(None, after))


SIGNS = st.sampled_from("*_`[]()!<>#|-+.:~=\\&%{}^$\"'/ \n\t") | st.sampled_from("أبتa1")


@given(st.text(SIGNS, max_size=200), st.booleans())
def test_any_text_is_read(text: str, of_site: bool) -> None:
    found = markdown_text(clean_text(text), of_site)
    assert found == found.strip("\n") or text.strip()
