"""The ink of pictures: where it is, its pieces, its tilt."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from indexer.ingest.ocr.ink import Ink, deskewed, ink_of, ink_pieces, piece_boxes, tilt


def ruled_page() -> Image.Image:
    """A page with twenty lines of words."""
    page = Image.new("L", (1000, 1200), 230)
    pen = ImageDraw.Draw(page)
    for row in range(20):
        for word in range(8):
            x = 100 + 100 * word + 7 * (row % 3)
            pen.rectangle((x, 100 + 50 * row, x + 70, 118 + 50 * row), fill=30)
    return page


def ink(rows: str) -> Ink:
    return np.array([[sign == "#" for sign in row] for row in rows.split()])


@pytest.mark.parametrize("degrees", [-3.0, -1.5, -0.4, 0.0, 0.6, 1.5, 2.7])
def test_the_tilt_of_a_page_is_found(degrees: float) -> None:
    turned = ruled_page().rotate(-degrees, fillcolor=230, resample=Image.Resampling.BICUBIC)
    assert tilt(ink_of(np.asarray(turned))) == pytest.approx(degrees, abs=0.15)


def test_a_page_that_is_turned_back_is_upright() -> None:
    turned = ruled_page().rotate(-1.5, fillcolor=230, resample=Image.Resampling.BICUBIC)
    upright = deskewed(turned, tilt(ink_of(np.asarray(turned))))
    assert abs(tilt(ink_of(np.asarray(upright)))) <= 0.1
    assert upright.size == turned.size


def test_paper_has_no_tilt() -> None:
    assert tilt(np.zeros((900, 700), np.bool_)) == 0.0


def test_ink_is_found_where_the_light_falls_off() -> None:
    light = np.linspace(250, 110, 1000)[None, :].repeat(1200, axis=0)
    page = np.asarray(ruled_page(), np.float64) / 230 * light
    found = ink_of(page.astype(np.uint8))
    even = ink_of(np.asarray(ruled_page()))
    assert (found == even).mean() > 0.99


def test_pieces_hold_together_over_corners() -> None:
    found = ink_pieces(ink("#..## .#..# #...#"))
    assert [piece[:4] for piece in found] == [(0, 0, 2, 3), (3, 0, 5, 3)]
    assert found[0].ink.tolist() == [[True, False], [False, True], [True, False]]


def test_arms_that_meet_below_are_one_piece() -> None:
    assert piece_boxes(ink("#.#.# #.#.# ###.#")) == [(0, 0, 3, 3), (4, 0, 5, 3)]


def test_paper_has_no_pieces() -> None:
    assert ink_pieces(np.zeros((5, 5), np.bool_)) == []
