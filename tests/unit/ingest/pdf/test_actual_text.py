"""ActualText spans made single glyphs."""

from __future__ import annotations

from indexer.ingest.pdf.actual_text import (
    FIRST_CODE,
    STROKE,
    NewCodes,
    letter_groups,
    without_spans,
)


def font(widths: dict[int, float]) -> NewCodes:
    return NewCodes(lambda glyph: widths.get(glyph, 0.0), 0x1000)


def test_a_letter_with_its_mark_becomes_one_glyph() -> None:
    content = (
        b"/F4 17 Tf /Span<</ActualText <FEFF0639064E> >> BDC\n"
        b"1 0 Td <01AE> Tj\n2 0 Td <0189> Tj\nEMC\n<0003> Tj"
    )
    codes = font({0x189: 500})
    found, count = without_spans(content, {b"F4": codes})
    assert found == b"/F4 17 Tf \n1 0 Td \n2 0 Td <FFFE> Tj\n\n<0003> Tj"
    assert count == 1
    assert codes.codes == {(0x189, "\u0639\u064e"): FIRST_CODE}


def test_letters_of_their_own_glyphs_are_given_from_the_right() -> None:
    content = b"/F1 9 Tf /Span<</ActualText <FEFF06440627>>> BDC <0005> Tj <0006> Tj EMC"
    codes = font({5: 300, 6: 300})
    without_spans(content, {b"F1": codes})
    assert set(codes.codes) == {(5, "\u0627"), (6, "\u0644")}


def test_a_letter_in_two_pieces_is_at_the_right_one() -> None:
    content = b"/F1 9 Tf /Span<</ActualText <FEFF0644>>> BDC <0005> Tj <0006> Tj EMC"
    codes = font({5: 300, 6: 200})
    without_spans(content, {b"F1": codes})
    assert set(codes.codes) == {(5, STROKE), (6, "\u0644")}


def test_spans_of_other_fonts_and_with_more_inside_stay() -> None:
    other = b"/F2 9 Tf /Span<</ActualText <FEFF0644>>> BDC <0005> Tj EMC"
    assert without_spans(other, {b"F1": font({})}) == (other, 0)
    more = b"/F1 9 Tf /Span<</ActualText <FEFF0644>>> BDC [<0005>] TJ EMC"
    assert without_spans(more, {b"F1": font({5: 1})}) == (more, 0)


def test_codes_that_the_font_uses_are_not_given() -> None:
    content = b"/F1 9 Tf /Span<</ActualText <FEFF0644>>> BDC <0005> Tj EMC"
    full = NewCodes(lambda glyph: 1.0, FIRST_CODE + 1)
    assert without_spans(content, {b"F1": full}) == (content, 0)


def test_marks_go_with_their_letter() -> None:
    assert letter_groups("\u0644\u064e\u0651\u0647") == ["\u0644\u064e\u0651", "\u0647"]
