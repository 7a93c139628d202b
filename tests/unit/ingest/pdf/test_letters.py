"""Letters mended before they are put in order."""

from __future__ import annotations

import numpy as np

from indexer.ingest.pdf.glyphs import Glyphs
from indexer.ingest.pdf.letters import STROKE, ligature_ranks, page_letters


def glyphs(text: str, *, drawn: list[int] | None = None, low: str = "") -> Glyphs:
    """Letters of 12 points from the right to the left; those in `low` are strokes."""
    n = len(text)
    code = np.array([ord(letter) for letter in text])
    x = 500.0 - 6 * np.arange(n)
    top = np.array([702.0 if letter in low else 708.0 for letter in text])
    at = np.arange(n)
    return Glyphs(
        code, x, np.full(n, 700.0), x, x + 6, x, x + 6, np.full(n, 700.0), top,
        np.full(n, 12.0), np.zeros(n), at, at if drawn is None else np.array(drawn),
    )  # fmt: skip


NONE = np.zeros(0, np.int64)


def read(found: Glyphs) -> tuple[str, dict[str, int]]:
    letters = page_letters(found, NONE)
    return "".join(map(chr, letters.glyphs.code.tolist())), letters.mended


def test_lam_is_before_alef_whatever_pdfium_says() -> None:
    code = np.array([ord(letter) for letter in "االس"])
    rank, uncertain, turned = ligature_ranks(code, np.array([0, 1, 1, 2]))
    assert rank.tolist() == [0, 1, 0, 0]
    assert not uncertain.any()
    assert turned == 1


def test_the_order_of_other_ligatures_is_open() -> None:
    code = np.array([ord(letter) for letter in "جلد"])
    _, uncertain, _ = ligature_ranks(code, np.array([0, 0, 1]))
    assert uncertain.tolist() == [True, True, False]


def test_the_name_of_god_has_one_order() -> None:
    for given in ("هلل", "هللا", "الله", "لله"):
        code = np.array([ord(letter) for letter in given])
        rank, uncertain, _ = ligature_ranks(code, np.zeros(len(given), int))
        assert "".join(given[at] for at in np.argsort(rank)) in {"لله", "الله"}
        assert not uncertain.any()


def test_a_second_alef_before_it_is_dropped() -> None:
    text, mended = read(glyphs("االله", drawn=[0, 1, 1, 1, 1]))
    assert (text, mended["second_alef"]) == ("الله", 1)


def test_latin_ligatures_are_certain() -> None:
    _, uncertain, _ = ligature_ranks(np.array([0x66, 0x69]), np.array([0, 0]))
    assert not uncertain.any()


def test_the_first_piece_of_a_seen_without_unicode_is_dropped() -> None:
    text, mended = read(glyphs("أ\ufffdسعار"))
    assert (text, mended) == ("أسعار", {"halves": 1})


def test_the_dropped_piece_leaves_no_gap() -> None:
    found = page_letters(glyphs("أ\ufffdسعار"), NONE).glyphs
    assert found.right[1] == found.left[0]  # the seen reaches to the alef


def test_a_low_stroke_given_as_a_lam_is_a_kashida() -> None:
    found = glyphs("اللكتروني")
    found.ink_top[2] = 702.0
    text, mended = read(found)
    assert (text, mended) == (f"ال{chr(STROKE)}كتروني", {"strokes": 1})


def test_a_low_lam_before_kaf_without_another_is_the_lam() -> None:
    found = glyphs("والكيفيات")
    found.ink_top[2] = 702.0
    assert read(found) == ("والكيفيات", {})


def test_a_low_lam_elsewhere_is_a_kashida() -> None:
    found = glyphs("هل")
    found.ink_top[1] = 702.0
    assert read(found) == (f"ه{chr(STROKE)}", {"strokes": 1})


def test_presentation_forms_become_letters() -> None:
    text, mended = read(glyphs("\ufee3\ufea4\ufee4\ufeaa \ufefb"))
    assert (text, mended) == ("محمدلا", {"forms": 5})


def test_direction_marks_and_controls_are_no_letters() -> None:
    assert read(glyphs("أ\u200fب\u202eج"))[0] == "أبج"


def test_a_drawn_control_is_a_letter_without_a_name() -> None:
    assert read(glyphs("أب\u0003ج"))[0] == "أب\ufffdج"
