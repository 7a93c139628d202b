"""The lines of a page: those read, those passed over."""

from __future__ import annotations

import numpy as np

from indexer.ingest.ocr.lines import Line, line_height, lost_lines, seen_lines, with_lost
from indexer.ingest.ocr.tesseract import SeenWord


def word(
    text: str, x0: int, y0: int, paragraph: int = 1, line: int = 1, confidence: int = 90
) -> SeenWord:
    return SeenWord(text, x0, y0, x0 + 80, y0 + 30, confidence, (1, 1, paragraph, line))


def line(text: str, x0: int, y0: int, paragraph: int = 1) -> Line:
    return Line((word(text, x0, y0, paragraph),), (1, 1, paragraph))


def texts(lines: list[Line]) -> list[str]:
    return [" ".join(word.text for word in line.words) for line in lines]


def test_words_come_by_lines() -> None:
    words = [word("صدر", 300, 100), word("القانون", 200, 100), word("رقم", 300, 150, line=2)]
    assert texts(seen_lines(words)) == ["صدر القانون", "رقم"]


def test_a_line_read_badly_is_weak() -> None:
    assert not Line((word("القانون", 0, 0, confidence=90),), ()).weak
    assert Line((word("ا", 0, 0), word("لالالاه", 0, 0, confidence=20)), ()).weak


def test_a_word_with_a_box_of_another_height_does_not_widen_its_line() -> None:
    words = (word("صدر", 300, 100), word("في", 200, 100), word("عام", 100, 100))
    stray = words[0]._replace(y0=40, y1=190)
    assert Line((*words, stray), ()).box == (100, 100, 380, 130)


def test_a_band_of_ink_without_words_is_a_lost_line() -> None:
    ink = np.zeros((400, 800), np.bool_)
    for y in (100, 200, 300):
        for x in range(100, 700, 12):
            ink[y : y + 28, x : x + 5] = True
    lines = [line("ا", 100, 100), line("ب", 100, 300)]
    lines = [
        Line((one.words[0]._replace(x1=700),), one.paragraph) for one in lines
    ]  # as wide as the ink
    ((x0, y0, x1, y1),) = lost_lines(ink, lines)
    assert abs(x0 - 100) <= 4
    assert abs(y0 - 200) <= 4
    assert abs(x1 - 700) <= 10
    assert abs(y1 - 228) <= 4


def test_a_frame_is_no_lost_line() -> None:
    ink = np.zeros((400, 800), np.bool_)
    ink[50:54, 50:750] = ink[350:354, 50:750] = True
    ink[50:354, 50:54] = ink[50:354, 746:750] = True
    assert lost_lines(ink, [line("ا", 300, 200)]) == []


def test_a_lost_line_stands_between_its_neighbours() -> None:
    lines = [line("أول", 300, 100), line("ثالث", 300, 200)]
    found = with_lost(lines, [line("ثان", 300, 150, paragraph=9)])
    assert texts(found) == ["أول", "ثان", "ثالث"]
    assert {one.paragraph for one in found} == {(1, 1, 1)}


def test_a_lost_line_below_all_is_a_paragraph_of_its_own() -> None:
    found = with_lost([line("أول", 300, 100)], [line("أخير", 300, 500)])
    assert texts(found) == ["أول", "أخير"]
    assert found[0].paragraph != found[1].paragraph


def test_a_lost_line_stays_in_its_column() -> None:
    lines = [line("يمين", 700, 100), line("يمين٢", 700, 200, 2), line("يسار", 100, 120, 3)]
    found = with_lost(lines, [line("يسار٢", 100, 90)])
    assert texts(found) == ["يمين", "يمين٢", "يسار٢", "يسار"]


def test_a_page_without_words_has_lines_of_the_usual_height() -> None:
    assert line_height([]) == 30
    assert line_height([line("ا", 0, 0)]) == 30
