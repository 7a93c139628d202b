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
    """Reads a text with this body, and with these master pages."""

    def read(body: str, pages: str = "") -> OdfText:
        inner = f"<office:body><office:text>{body}</office:text></office:body>"
        content = f"<office:document-content {_NAMESPACES}>{inner}</office:document-content>"
        styles = f"<office:document-styles {_NAMESPACES}>{pages}</office:document-styles>"
        path = zipped("a.odt", {"content.xml": content, "styles.xml": styles})
        with Package(path) as package:
            return OdfText(package)

    return read


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>نص<text:s text:c='2'/>و<text:tab/>ج<text:line-break/>د</text:p>", "نص و ج\nد"),
        ("<text:h text:outline-level='1'>باب</text:h><text:h>فصل</text:h>", "## باب\n\n### فصل"),
        ("<text:p text:style-name='Title'>عنوان</text:p>", "## عنوان"),
        (f"<text:tracked-changes>{P}محذوف</text:p></text:tracked-changes>{P}باق</text:p>", "باق"),
        (f"{P}نص<office:annotation>{P}تعليق</text:p></office:annotation> يلي</text:p>", "نص يلي"),
        ("<text:list><text:list-item><text:p>أ</text:p></text:list-item></text:list>", "أ"),
        (f"{P}أ{BOX}{P}إطار</text:p></draw:text-box></draw:frame> ب</text:p>", "أ ب\n\nإطار"),
        ("<text:p>أ<draw:g><draw:rect><text:p>ب</text:p></draw:rect></draw:g></text:p>", "أ\n\nب"),
    ],
    ids=range(8),
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
