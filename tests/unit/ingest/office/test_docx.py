"""Word documents: each kind of text once, in its place, and nothing that Word does not show."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.ingest.office.docx import WordText, word_text
from indexer.ingest.office.package import Package

Docx = Callable[..., Path]


def read(path: Path) -> WordText:
    with Package(path) as package:
        return word_text(package)


def p(text: str, properties: str = "") -> str:
    """A paragraph with this text."""
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def r(text: str, properties: str = "") -> str:
    """A run with this text."""
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (r("نص ") + r("الوثيقة"), "نص الوثيقة"),
        (r("أ") + "<w:r><w:tab/><w:t>ب</w:t><w:br/><w:t>ج</w:t></w:r>", "أ ب\nج"),
        ("<w:r><w:t>أ</w:t><w:br w:type='page'/><w:t>ب</w:t></w:r>", "أ\nب"),
        # tracked changes: a deletion is out, an insertion is in, a move is where it went
        (r("قرار") + f"<w:del>{r('محذوف')}</w:del><w:ins>{r(' جديد')}</w:ins>", "قرار جديد"),
        ("<w:del><w:r><w:delText>محذوف</w:delText></w:r></w:del>" + r("باق"), "باق"),
        (f"<w:moveFrom>{r('م')}</w:moveFrom>{r('أ ')}<w:moveTo>{r('م')}</w:moveTo>", "أ م"),
        # a field: its instructions are no text, its result is
        (
            "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE</w:instrText>"
            "<w:t>IF</w:t><w:fldChar w:fldCharType='separate'/><w:t>12</w:t>"
            "<w:fldChar w:fldCharType='end'/></w:r>" + r(" صفحة"),
            "12 صفحة",
        ),
        # one that is never closed swallows no other paragraph
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r>", ""),
        (f"<w:hyperlink>{r('رابط')}</w:hyperlink>{r(' بعد')}", "رابط بعد"),
        (f"<w:sdt><w:sdtPr>{r('x')}</w:sdtPr><w:sdtContent>{r('أ')}</w:sdtContent></w:sdt>", "أ"),
        (r("خفي", "<w:vanish/>") + r("ظاهر", "<w:vanish w:val='0'/>"), "ظاهر"),
        ("<w:r><w:commentReference w:id='0'/></w:r>" + r("نص"), "نص"),
        (f"<w:ruby><w:rt>{r('س')}</w:rt><w:rubyBase>{r('ص')}</w:rubyBase></w:ruby>", "ص"),
    ],
    ids=range(13),
)  # fmt: skip
def test_the_text_of_a_paragraph(docx: Docx, inside: str, text: str) -> None:
    assert read(docx(f"<w:p>{inside}</w:p>{p('آخر')}")).text == f"{text}\n\nآخر".strip()


def test_two_notations_of_a_box_are_read_once(docx: Docx) -> None:
    box = f"<w:txbxContent>{p('نص الإطار')}{p('Texte du cadre')}</w:txbxContent>"
    shape = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    choice = f"<mc:Choice Requires='wps'>{shape}</mc:Choice>"
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    run = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    body = f"<w:p>{r('قبل')}{run}{r(' وبعد')}</w:p>{p('آخر')}"
    assert read(docx(body)).text == "قبل وبعد\n\nنص الإطار\n\nTexte du cadre\n\nآخر"


def test_footnotes_follow_their_paragraph_and_endnotes_the_text(docx: Docx) -> None:
    foot, end = (f"<w:r><w:{kind}noteReference w:id='2'/></w:r>" for kind in ("foot", "end"))
    between = f"<w:footnote w:type='separator' w:id='0'>{p('فاصل')}</w:footnote>"
    own_mark = "<w:r><w:t>(</w:t><w:footnoteRef/><w:t>)</w:t></w:r>"
    path = docx(
        f"<w:p>{r('حقوق الطفل')}{foot}{r(' في المدن')}{end}</w:p>{p('آخر')}",
        footnotes=f"{between}<w:footnote w:id='2'><w:p>{own_mark}{r(' حاشية')}</w:p></w:footnote>",
        endnotes=f"<w:endnote w:id='2'>{p('ختام')}</w:endnote>",
    )
    assert read(path).text == "حقوق الطفل¹ في المدن⁽¹⁾\n\n(¹) حاشية\n\nآخر\n\n⁽¹⁾ ختام"


def test_a_note_with_a_mark_of_its_own_keeps_it(docx: Docx) -> None:
    own = "<w:r><w:footnoteReference w:id='1' w:customMarkFollows='1'/><w:t>*</w:t></w:r>"
    counted = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    notes = "".join(
        f"<w:footnote w:id='{at}'>{p(text)}</w:footnote>" for at, text in ((1, "* أ"), (2, "ب"))
    )
    path = docx(f"<w:p>{r('عنوان')}{own}</w:p><w:p>{r('نص')}{counted}</w:p>", footnotes=notes)
    assert read(path).text == "عنوان*\n\n* أ\n\nنص¹\n\n¹ ب"


def test_a_table_is_read_row_by_row_and_a_merged_cell_once(docx: Docx) -> None:
    first = "<w:tcPr><w:vMerge w:val='restart'/></w:tcPr>"
    rows = [
        row(p("الجهة"), p("Région")),
        row(first + p("الرباط"), p("1")),
        row(f"<w:tcPr><w:vMerge/></w:tcPr>{p('الرباط')}", p("2")),
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p('محذوف')}</w:tc></w:tr>",
        row(p("فاس"), p(""), p("3")),
    ]
    text = "الجهة | Région\nالرباط | 1\n2\nفاس | | 3"
    assert read(docx(f"<w:tbl>{''.join(rows)}</w:tbl>")).text == text


def test_cells_of_several_paragraphs_are_read_one_after_another(docx: Docx) -> None:
    nested = f"<w:tbl>{row(p('ج'), p('د'))}</w:tbl>"
    table = f"<w:tbl>{row(p('أ') + p('ب'), nested + p(''))}</w:tbl>"
    assert read(docx(table)).text == "أ\n\nب\n\nج | د"


def test_headings_are_known_by_style_in_any_language_of_word(docx: Docx) -> None:
    styles = (
        "<w:style w:styleId='1'><w:name w:val='heading 1'/></w:style>"
        "<w:style w:styleId='2'><w:name w:val='باب'/><w:basedOn w:val='1'/></w:style>"
        "<w:style w:styleId='3'><w:pPr><w:outlineLvl w:val='1'/></w:pPr></w:style>"
        "<w:style w:styleId='4'><w:name w:val='Title'/></w:style>"
    )
    body = "".join(p(f"س{at}", f"<w:pStyle w:val='{at}'/>") for at in (1, 2, 3, 4, 5))
    found = read(docx(body + p("ب", "<w:outlineLvl w:val='2'/>"), styles=styles))
    assert found.text == "## س1\n\n## س2\n\n### س3\n\n## س4\n\nس5\n\n### ب"
    assert found.titles == ("س4", "س1", "س2", "س3", "ب")


def test_large_type_at_the_beginning_may_be_the_title(docx: Docx) -> None:
    plain = "<w:sz w:val='48'/><w:szCs w:val='24'/><w:rtl/>"  # Arabic letters have a size of theirs
    large = "<w:sz w:val='20'/><w:szCs w:val='40'/><w:rtl/>"
    texts = {"مديرية": plain, "تقرير الماء": large, "نص": plain, "نص آخر": plain}
    body = "".join(f"<w:p>{r(text, size)}</w:p>" for text, size in texts.items())
    assert read(docx(body)).titles == ("تقرير الماء",)


def test_headers_and_footers_are_no_part_of_the_text(docx: Docx) -> None:
    found = read(docx(p("نص"), header=p("الجريدة الرسمية") * 2, footer=p("3")))
    assert (found.text, found.margin) == ("نص", "الجريدة الرسمية\n3")


def test_a_deleted_end_of_a_paragraph_joins_it_with_the_next(docx: Docx) -> None:
    body = p("أول ", "<w:rPr><w:del/></w:rPr>") + p("وثان")
    assert read(docx(body)).text == "أول وثان"


def test_numbers_of_lists_are_counted_as_word_shows_them(docx: Docx) -> None:
    def level(at: int, kind: str, text: str) -> str:
        counted = f"<w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/>"
        return f"<w:lvl w:ilvl='{at}'>{counted}</w:lvl>"

    def item(list_id: int, at: int) -> str:
        return p("نص", f"<w:numPr><w:ilvl w:val='{at}'/><w:numId w:val='{list_id}'/></w:numPr>")

    levels = level(0, "decimal", "المادة %1:") + level(1, "arabicAbjad", "%1.%2)")
    numbering = (
        f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>"
        f"<w:abstractNum w:abstractNumId='1'>{level(0, 'bullet', '*')}</w:abstractNum>"
        "<w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        "<w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>"
        "<w:num w:numId='3'><w:abstractNumId w:val='0'/>"
        "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/></w:lvlOverride></w:num>"
    )
    items = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1), (2, 0), (3, 0), (9, 0)]
    labels = ["المادة 1: ", "1.أ) ", "1.ب) ", "المادة 2: ", "2.أ) ", "• ", "المادة 7: ", ""]
    text = read(docx("".join(item(*numbers) for numbers in items), numbering=numbering)).text
    assert text.split("\n\n") == [f"{label}نص" for label in labels]


def test_a_document_that_breaks_off_is_read_to_that_place(docx: Docx, zipped: Docx) -> None:
    with Package(docx(p("أول") + p("ثان"))) as package:
        content = package.part("word/document.xml").decode()
    found = read(zipped("b.docx", {"word/document.xml": content[: content.index("ثان")]}))
    assert found.text == "أول"
    assert found.cut_off == "its XML is broken; open it in its program and save it again"


def test_a_broken_part_beside_the_text_costs_no_text(docx: Docx) -> None:
    reference = "<w:r><w:footnoteReference w:id='1'/></w:r>"
    notes = f"<w:footnote w:id='1'>{p('حاشية')}</w:footnote><w:footnote"
    found = read(docx(f"<w:p>{r('نص')}{reference}</w:p>", styles="<w:style", footnotes=notes))
    assert found.text == "نص¹\n\n¹ حاشية"
    assert found.cut_off is not None
    assert found.cut_off.startswith("of its part word/styles.xml, its XML is broken")
