"""Fields before a text: every form of them, and what becomes of those that are broken."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.markup import frontmatter
from indexer.ingest.markup.frontmatter import front_matter


@pytest.mark.parametrize(
    "written",
    [
        "---\ntitle: عنوان\ntags: [أ, ب]\ndate: 2020-01-02\n---\nنص",
        "--- \r\ntitle: 'عنوان'\r\ntags:\r\n- أ\r\n- ب\r\ndate: 2020-01-02\r\n...\r\nنص",
        '+++\ntitle = "عنوان"\ntags = ["أ", "ب"]\ndate = 2020-01-02\n+++\nنص',
        '{"title": "عنوان",\n "tags": ["أ", "ب"],\n "date": "2020-01-02"}\nنص',
    ],
    ids=["yaml", "yaml-of-windows", "toml", "json"],
)
def test_each_form_gives_the_same_fields(written: str) -> None:
    found = front_matter(written.replace("\r\n", "\n"))
    assert found.fields == {"title": "عنوان", "tags": ["أ", "ب"], "date": "2020-01-02"}
    assert (found.body.strip(), found.dropped) == ("نص", ())


@pytest.mark.parametrize(
    "text",
    [
        "نص",
        "---\n\nنص\n\n---\n\nنص",  # rules
        "---\nعنوان\n---\nنص",
        "---\nقال الراوي: خرجنا.\nثم عدنا إلى المدينة.\nفلما وصلنا:\nنزلنا.\nونمنا.\n---\nنص",
        "--- نص",
        "+++\nنص",
        "{نص}",
        '{"title": "أ"} نص',
        '["أ"]\nنص',
    ],
)
def test_a_text_that_only_looks_like_fields_stays(text: str) -> None:
    found = front_matter(text)
    assert (found.fields, found.body, found.dropped) == ({}, text, ())


def test_values_of_toml_and_json_come_as_texts() -> None:
    written = (
        "+++\ndate = 2020-01-02T10:00:00+03:00\ndraft = false\nweight = 1.5\n"
        "[params]\nauthor = 'أ'\n[taxonomies]\ntags = ['ب']\n[menu.main]\nname = 'ج'\n+++\n"
    )
    assert front_matter(written).fields == {
        "date": "2020-01-02T10:00:00+03:00",
        "draft": "false",
        "weight": "1.5",
        "menu": {"main": {"name": "ج"}},
        "author": "أ",
        "tags": ["ب"],
    }


@pytest.mark.parametrize(
    ("lines", "fields", "dropped"),
    [
        ("title: الأسواق: تاريخ\nyear: 2019", {"title": "الأسواق: تاريخ", "year": "2019"}, []),
        ("title: «أ» - ب: ج\n", {"title": "«أ» - ب: ج"}, []),
        ('title: "أ"ب"\ndate: 2019', {"title": 'أ"ب', "date": "2019"}, []),
        ("tags: [أ, ب\ndate: 2019", {"date": "2019"}, ["tags"]),
        ("a: &x [*x]\ndate: 2019", {"date": "2019"}, ["a"]),
        ("title: أ\n\tb: ج\ndate: 2019", {"date": "2019"}, ["title"]),
        (f"a: {'[' * 5_000}\ndate: 2019", {"date": "2019"}, ["a"]),
        ("x: @a\ny: `b`\ndate: 2019", {"date": "2019"}, ["x", "y"]),
    ],
)
def test_a_broken_field_costs_no_other(
    lines: str, fields: dict[str, object], dropped: list[str]
) -> None:
    found = front_matter(f"---\n{lines}\n---\nنص")
    assert (found.fields, found.body) == (fields, "نص")
    assert [name for name, _ in found.dropped] == dropped


def test_a_broken_line_of_toml_costs_no_other() -> None:
    found = front_matter("+++\ntitle = عنوان\ndate = 2020-01-02\n# x = \n+++\nنص")
    assert (found.fields, found.body) == ({"date": "2020-01-02"}, "نص")
    assert found.dropped == (("title", "is not TOML: invalid value"),)


def test_fields_without_an_end_end_where_no_field_stands() -> None:
    found = front_matter("---\ntitle: عنوان\ndate: 2019\n\nنص: هنا")
    assert (found.fields, found.body.strip()) == ({"title": "عنوان", "date": "2019"}, "نص: هنا")
    assert found.dropped == (("front matter", "has no closing --- line"),)


def test_fields_that_are_too_many_are_left_out() -> None:
    found = front_matter(f"---\na: {'ن' * 70_000}\n---\nنص")
    assert (found.fields, found.body) == ({}, "نص")
    assert found.dropped == (("front matter", "is longer than 65,536 characters"),)
    assert front_matter(f"---\ntags: [{'أ, ' * 2_000}]\nb: 1\n---\n").dropped == (
        ("tags", "has more than 1,000 values"),
    )


def test_aliases_do_not_grow() -> None:
    layers = [f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 30)]
    found = front_matter("\n".join(["---", "l0: &l0 [lol]", *layers, "tags: *l29", "---", "نص"]))
    assert found.fields == {"l0": ["lol"]}
    assert len(found.dropped) == 30


@pytest.mark.parametrize("text", ["---", "---\ntitle: عنوان", "---\ntitle: عنوان\ndat"])
def test_a_file_that_breaks_off_among_its_fields_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unterminated front matter"):
        front_matter(text)


SIGNS = (
    "title",
    ":",
    " ",
    "  ",
    "\n",
    "\n  ",
    "- ",
    "-",
    '"',
    "'",
    "#",
    " #",
    "نص",
    "a: b",
    "? ",
    "---",
)
SIGNS += (
    "2011-05-03",
    "...",
    "~",
    "é",
    "،",
    "http://x.y/z?q=1",
    "\n- ",
    " : ",
    '"x y"',
    "'it''s'",
    "[",
)


@given(st.lists(st.sampled_from(SIGNS), max_size=14).map("".join))
def test_the_quick_parser_of_yaml_reads_as_the_other(lines: str) -> None:
    written = f"---\ntitle: عنوان\n{lines}\n---\nنص"
    with patch.object(frontmatter, "_NOT_QUICK", re.compile("")):  # never the quick one
        slow = front_matter(written)
    assert front_matter(written) == slow
