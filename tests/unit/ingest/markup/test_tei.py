"""XML: TEI with its head, pages and notes; any other by its elements."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources
from indexer.ingest.files import readings_of
from indexer.ingest.reading import Reading

LIMITS = SourceLimits(1_000_000)


def read(folder: Path, content: str | bytes, name: str = "a.xml") -> list[Reading | DocumentError]:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(readings_of(corpus_sources(folder)[0], LIMITS))


def reading(folder: Path, content: str | bytes, name: str = "a.xml") -> Reading:
    (found,) = read(folder, content, name)
    assert isinstance(found, Reading), found
    return found


def tei(body: str, header: str = "") -> str:
    space = "http://www.tei-c.org/ns/1.0"
    return f"<?xml version='1.0'?><TEI xmlns='{space}'>{header}<text>{body}</text></TEI>"


def test_the_elements_of_tei_are_paragraphs_headings_verses_rows_and_notes(tmp_path: Path) -> None:
    body = """<body><div><head>باب</head><p>قال <persName>محمد</persName><note>حاشية</note> في
    السو<lb break="no"/>ق<lb/>القديم.</p><div><head>فصل</head>
    <lg><l>قفا نبك</l><l>من ذكرى</l></lg><table><row><cell>أ</cell><cell>ب</cell></row>
    <row><cell>1</cell><cell>2</cell></row></table><list><item>بند</item><item>آخر</item></list>
    <p>كتب <choice><sic>الى</sic><corr>إلى</corr></choice> <gap/><del>حذف</del></p></div>
    </div></body>"""
    assert reading(tmp_path, tei(body)).text == (
        "## باب\n\nقال محمد¹ في السوق القديم.\n\n¹ حاشية\n\n### فصل\n\nقفا نبك\nمن ذكرى\n\n"
        "أ | ب\n1 | 2\n\nبند\n\nآخر\n\nكتب الى […]"
    )


def test_the_head_of_tei_gives_the_fields(tmp_path: Path) -> None:
    header = """<teiHeader><fileDesc><titleStmt><title>المقتبس</title>
    <author>أ</author><author>ب</author>
    </titleStmt><publicationStmt><publisher>دار</publisher><date when="2015"/></publicationStmt>
    <sourceDesc><bibl><pubPlace>دمشق</pubPlace>
    <date when="1909-07-19">١٩٠٩</date></bibl></sourceDesc>
    </fileDesc><profileDesc><langUsage><language ident="ar"/></langUsage><textClass><keywords>
    <term>صحافة</term></keywords></textClass></profileDesc></teiHeader>"""
    assert reading(tmp_path, tei("<body><p>نص</p></body>", header)).fields == {
        "title": "المقتبس",
        "authors": ["أ", "ب"],
        "publisher": "دار",
        "place": "دمشق",
        "date": "1909-07-19",
        "topics": ["صحافة"],
        "language": "ar",
    }


def test_pages_begin_where_the_file_says(tmp_path: Path) -> None:
    found = reading(tmp_path, tei("<body><pb n='٥'/><p>أول <pb n='٦'/>ثان</p><p>ثالث</p></body>"))
    assert [(page.number, page.label, page.text) for page in found.pages] == [
        (1, "٥", "أول"),
        (2, "٦", "ثان\n\nثالث"),
    ]


def test_the_elements_of_other_xml_are_paragraphs_unless_they_stand_among_words(
    tmp_path: Path,
) -> None:
    found = reading(
        tmp_path, "<book><title>كتاب</title><c><p>قال <b>محمد</b> هنا</p><p>آخر</p></c></book>"
    )
    assert (found.text, found.fields) == ("كتاب\n\nقال محمد هنا\n\nآخر", {"title": "كتاب"})


def test_xml_in_another_encoding_than_it_says_is_read(tmp_path: Path) -> None:
    content = "<?xml version='1.0' encoding='utf-8'?><a><p>المديرية العامة للأمن الوطني</p></a>"
    assert reading(tmp_path, content.encode("cp1256")).text == "المديرية العامة للأمن الوطني"


@pytest.mark.parametrize(
    "content",
    [
        "<a>" * 1_000,
        "<!DOCTYPE a [<!ENTITY b 'x'><!ENTITY c '&b;&b;'>]><a>&c;</a>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "<a",
        "",
    ],
)
def test_hostile_xml_gives_no_text(tmp_path: Path, content: str) -> None:
    (found,) = read(tmp_path, content)
    assert isinstance(found, DocumentError) or not found.text


def test_each_page_of_the_export_of_a_wiki_is_a_document(tmp_path: Path) -> None:
    def page(title: str, space: int, text: str) -> str:
        return (
            f"<page><title>{title}</title><ns>{space}</ns><revision><text>قديم</text></revision>"
            f"<revision><text>{text}</text></revision></page>"
        )

    found = read(
        tmp_path,
        "<mediawiki xmlns='http://www.mediawiki.org/xml/export-0.11/'><siteinfo/>"
        + page("كتاب/باب", 0, "نص '''مهم''' [[تصنيف:أدب]]")
        + page("نقاش:كتاب", 1, "نقاش")
        + page("ب", 0, "#تحويل [[أ]]")
        + page("ت", 0, "آخر")
        + "</mediawiki>",
    )
    assert [(one.id, one.text) for one in found if isinstance(one, Reading)] == [
        ("a/كتاب\u2215باب", "نص مهم"),
        ("a/ت", "آخر"),
    ]
    assert isinstance(found[0], Reading)
    assert found[0].fields == {"title": "كتاب/باب", "topics": ["أدب"]}


def test_a_page_of_a_wiki_is_read(tmp_path: Path) -> None:
    assert reading(tmp_path, "== باب ==\nنص '''مهم'''", "a.wiki").text == "## باب\n\nنص مهم"
