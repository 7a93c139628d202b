"""OpenDocument texts: each kind of text once, in its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.ingest.office.odf import OdfText
from indexer.ingest.office.package import Package

_NAMES = ("office", "text", "table", "draw", "style")
_NAMESPACES = " ".join(f'xmlns:{name}="urn:oasis:{name}"' for name in _NAMES)
P, BOX = "<text:p>", "<draw:frame><draw:text-box>"


@pytest.fixture
def odt(zipped: Callable[..., Path]) -> Callable[..., OdfText]:
    """Reads a text with this body, with these master pages, and with styles of its own."""

    def read(body: str, pages: str = "", styles: str = "") -> OdfText:
        inner = f"<office:body><office:text>{body}</office:text></office:body>"
        own = f"<office:automatic-styles>{styles}</office:automatic-styles>"
        content = f"<office:document-content {_NAMESPACES}>{own}{inner}</office:document-content>"
        common = f"<office:document-styles {_NAMESPACES}>{pages}</office:document-styles>"
        path = zipped("a.odt", {"content.xml": content, "styles.xml": common})
        with Package(path) as package:
            return OdfText(package)

    return read


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>نص<text:s text:c='2'/>و<text:tab/>ج<text:line-break/>د</text:p>", "نص و ج\nد"),
        ("<text:h text:outline-level='1'>باب</text:h>", "## باب"),
        ("<text:h text:outline-level='3'>فصل</text:h>", "### فصل"),
        ("<text:p text:style-name='Title'>عنوان</text:p>", "## عنوان"),
        (f"<text:tracked-changes>{P}محذوف</text:p></text:tracked-changes>{P}باق</text:p>", "باق"),
        (f"{P}نص<office:annotation>{P}تعليق</text:p></office:annotation> يلي</text:p>", "نص يلي"),
        ("<text:list><text:list-item><text:p>أ</text:p></text:list-item></text:list>", "أ"),
        (f"{P}أ{BOX}{P}إطار</text:p></draw:text-box></draw:frame> ب</text:p>", "أ ب\n\nإطار"),
        ("<text:p>أ<draw:g><draw:rect><text:p>ب</text:p></draw:rect></draw:g></text:p>", "أ\n\nب"),
    ],
    ids=range(9),
)  # fmt: skip
def test_the_text_of_a_body(odt: Callable[..., OdfText], body: str, text: str) -> None:
    assert odt(body).text == text


def test_footnotes_follow_their_paragraph_and_endnotes_the_text(
    odt: Callable[..., OdfText],
) -> None:
    def note(kind: str, text: str, label: str = "") -> str:
        citation = f"<text:note-citation {label}>7</text:note-citation>"
        body = f"<text:note-body><text:p>{text}</text:p></text:note-body>"
        return f"<text:note text:note-class='{kind}note'>{citation}{body}</text:note>"

    foot, end, own = (
        note("foot", "()حاشية"),
        note("end", "ختام"),
        note("foot", "*ح", "text:label='*'"),
    )
    found = odt(f"<text:p>حقوق الطفل{foot} في{end} المدن{own}</text:p><text:p>آخر</text:p>")
    assert found.text == "حقوق الطفل¹ في⁽¹⁾ المدن*\n\n(¹) حاشية\n\n* ح\n\nآخر\n\n⁽¹⁾ ختام"


def test_a_table_is_read_row_by_row_and_a_merged_cell_once(odt: Callable[..., OdfText]) -> None:
    def cell(text: str, name: str = "table-cell") -> str:
        return f"<table:{name}><text:p>{text}</text:p></table:{name}>"

    heads = f"<table:table-row>{cell('الجهة')}{cell('Région')}{cell('3')}</table:table-row>"
    rows = (
        f"<table:table-header-rows>{heads}</table:table-header-rows><table:table-row>"
        f"{cell('الرباط')}{cell('الرباط', 'covered-table-cell')}{cell('5')}</table:table-row>"
    )
    assert odt(f"<table:table>{rows}</table:table>").text == "الجهة | Région | 3\nالرباط | 5"


def test_headers_and_footers_are_no_part_of_the_text(odt: Callable[..., OdfText]) -> None:
    page = "<style:header><text:p>الجريدة</text:p></style:header>" * 2
    found = odt("<text:p>نص</text:p>", f"<style:master-page>{page}</style:master-page>")
    assert (found.text, found.margin) == ("نص", "الجريدة")


def _level(level: int, name: str, attributes: str) -> str:
    return f"<text:{name} text:level='{level}' {attributes}/>"


def test_numbers_of_lists_are_counted(odt: Callable[..., OdfText]) -> None:
    numbers = _level(
        1, "list-level-style-number", "style:num-format='1' style:num-prefix='المادة '"
    )
    letters = _level(
        2,
        "list-level-style-number",
        "style:num-format='أ, ب, ج, ...' style:num-suffix=')' text:display-levels='2'",
    )
    bullets = _level(1, "list-level-style-bullet", "")
    unknown = _level(1, "list-level-style-number", "style:num-format='١, ٢'")
    lists = {"L1": numbers + letters, "L2": bullets, "L3": unknown}
    styles = "".join(
        f"<text:list-style style:name='{name}'>{levels}</text:list-style>"
        for name, levels in lists.items()
    )

    def item(inner: str = "", start: str = "") -> str:
        return f"<text:list-item {start}><text:p>نص</text:p>{inner}</text:list-item>"

    def listed(name: str, *items: str, more: str = "") -> str:
        return f"<text:list text:style-name='{name}' {more}>{''.join(items)}</text:list>"

    body = (
        listed("L1", item(f"<text:list>{item() * 2}</text:list>"), item())
        + "<text:p>بين</text:p>"
        + listed("L1", item(), more="text:continue-numbering='true'")
        + listed("L1", item(start="text:start-value='7'"))
        + listed("L2", item())
        + listed("L3", item())
    )
    labels = ["المادة 1 ", "1.أ) ", "1.ب) ", "المادة 2 ", "", "المادة 3 ", "المادة 7 ", "• ", ""]
    found = odt(body, styles=styles).text.split("\n\n")
    assert found == [f"{label}{'نص' if at != 4 else 'بين'}" for at, label in enumerate(labels)]


def test_numbers_of_headings_are_counted(odt: Callable[..., OdfText]) -> None:
    first = _level(1, "outline-level-style", "style:num-format='I' style:num-suffix='.'")
    outline = f"<text:outline-style>{first}</text:outline-style>"
    headings = "".join(
        f"<text:h text:outline-level='{level}' {more}>باب</text:h>"
        for level, more in ((1, ""), (2, ""), (1, "text:is-list-header='true'"), (1, ""))
    )
    found = odt(headings, f"<office:styles>{outline}</office:styles>").text
    assert found.split("\n\n") == ["## I. باب", "### باب", "## باب", "## II. باب"]


def test_large_type_at_the_beginning_may_be_the_title(odt: Callable[..., OdfText]) -> None:
    def style(name: str, size: int, more: str = "") -> str:
        properties = f"<style:text-properties style:font-size-complex='{size}pt'/>"
        return f"<style:style style:name='{name}' {more}>{properties}</style:style>"

    styles = (
        style("P1", 12)
        + style("P2", 20)
        + "<style:style style:name='P3' style:parent-style-name='P2'/>"
    )
    names = {"مديرية": "P1", "تقرير الماء": "P3", "نص": "P1", "نص آخر": "P1"}
    body = "".join(f"<text:p text:style-name='{n}'>{text}</text:p>" for text, n in names.items())
    assert odt(body, styles=styles).titles == ("تقرير الماء",)
