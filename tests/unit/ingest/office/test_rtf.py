"""Rich Text Format: code pages, numbers of characters, notes, tables, groups that are no text."""

from __future__ import annotations

import pytest

from indexer.ingest.office.rtf import rtf_text
from indexer.ingest.office.rtf_head import RtfHead

HEAD = r"{\rtf1\ansi\ansicpg1256{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset178 Arial;}{\f2\fcharset2 Wingdings;}{\f3\fcharset204 Arial;}}"  # noqa: E501


def text(body: str | bytes, head: str = HEAD) -> str:
    content = body if isinstance(body, bytes) else body.encode("ascii")
    return rtf_text(head.encode() + content + b"}").text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\'de\'d1\'c7\'d1\par", "قرار"),  # the code page of the file, in a font of ANSI
        (r"\f1 \'de\'d1\'c7\'d1 \f3\'e4\'e0", "قرار да"),  # that of the font
        (r"{\ltrch\af0 \rtlch\f1 \'e3\'c7} {\rtlch\af1 \f0 \'e3\'c7}", "ما ما"),
        (r"Conseil r\'e9gional", "Conseil régional"),
        (r"\u1602?\u1585\'3f\u1575?\u1585?", "قرار"),
        (r"\uc0\u1602\u1585{\uc2\u1575ab}\u1585", "قرار"),  # the fallbacks that are passed over
        (r"{\upr{?}{\*\ud{\u1602?}}}", "?ق"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"a\tab b\line c\page d", "a b\nc\n\nd"),
        (r"a\emdash\~b\_c\-d\{e\}\\", "a— b‑cd{e}\\"),
        (r"{\v hidden}{\deleted gone}{\revised new}\v0", "new"),
        (r"{\f2 \'4a}a", "a"),  # a picture of a font
        (r"{\*\unknown x}{\pict 0a0b}{\header head}{\*\bkmkstart b}{\info{\title t}}a", "a"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt link}}", "link"),
        (r"{\pict\bin4 }{\\a}b", "b"),  # bytes that look like groups
        (r"{\listtext 1.\tab}item\par", "1. item"),
        (r"\trowd\intbl a\cell b\cell\row\intbl c\cell\cell\row\pard d", "a | b\nc\n\nd"),
        (r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt box\par}}{\shprslt o}}a\par", "a\n\nbox"),
    ],
    ids=range(18),
)  # fmt: skip
def test_the_text_of_a_body(body: str, expected: str) -> None:
    assert text(body) == expected


def test_notes_stand_behind_their_paragraph_or_the_text() -> None:
    note = r"{\super\chftn}{\footnote{\chftn} first}"
    end = r"{\super\chftn}{\footnote\ftnalt{\chftn} last}"
    own = r"*{\footnote * own}"
    body = rf"a{note} b{end} c{own}\par d\par"
    assert text(body) == "a¹ b⁽¹⁾ c*\n\n¹ first\n\n* own\n\nd\n\n⁽¹⁾ last"


def test_headings_are_known_by_style_or_outline_level() -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s7\outlinelevel1 x;}{\s9 Title;}}"
    body = r"\s9 t\par\pard\s1 a\par\pard\s7 b\par\pard c\par\outlinelevel3 d\par"
    found = rtf_text((HEAD + styles + body + "}").encode())
    assert found.text == "## t\n\n## a\n\n### b\n\nc\n\n### d"
    assert found.titles == ("t", "a", "b", "d")


def test_the_head_gives_fields() -> None:
    info = r"{\info{\title \'de\'d1\'c7\'d1}{\author A}{\creatim\yr2019\mo5\dy4}}"
    fields = RtfHead((HEAD + info).encode()).fields
    assert fields == {"title": "قرار", "authors": ["A"], "date": "2019-05-04"}


@pytest.mark.parametrize(
    ("declared", "page"),
    [
        (r"\ansi\ansicpg1256", "cp1256"),
        (r"\ansi\ansicpg65001", "utf-8"),
        (r"\ansi", "cp1252"),
        (r"\ansi\ansicpg0", "cp1252"),
        (r"\mac", "mac_roman"),
        (r"\pca", "cp850"),
    ],
)
def test_the_code_page_of_a_file(declared: str, page: str) -> None:
    assert RtfHead(rf"{{\rtf1{declared} ".encode()).code_page == page


def test_groups_without_end_are_refused() -> None:
    with pytest.raises(ValueError, match="deep"):
        text("{" * 5_000)


def test_another_file_is_not_rich_text() -> None:
    with pytest.raises(ValueError, match="is not RTF"):
        rtf_text(b"PK\x03\x04")
