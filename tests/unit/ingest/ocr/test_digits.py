"""Arabic-Indic numbers, read by their shapes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from indexer.ingest.ocr import digits
from indexer.ingest.ocr.digits import MODEL, SHAPES, SIDE, Shapes, shapes_of, sign_pieces
from indexer.ingest.ocr.ink import ink_of


def shapes(text: str, font: Path, size: int = 40) -> Shapes:
    """The shapes of `text`, drawn from left to right."""
    face = ImageFont.truetype(str(font), size, layout_engine=ImageFont.Layout.BASIC)
    page = Image.new("L", (60 + 40 * len(text), 130), 255)
    ImageDraw.Draw(page).text((30, 30), text, 0, face)
    return shapes_of(sign_pieces(ink_of(np.asarray(page)), size))


def number(text: str, font: Path, size: int = 40) -> str:
    found = shapes(text, font, size).number()
    return found.text if found else ""


@pytest.mark.parametrize("size", [26, 36, 60])
@pytest.mark.parametrize(
    "text", ["٠١٢٣٤٥٦٧٨٩", "١٩٥٦", "٢٠٢٤", "٣٧٨", "٤٠٦", "١١١", "٥٥", "٦", "٧٨٩", "١٣٤٧"]
)
def test_the_ten_digits_are_known(text: str, size: int, naskh: Path) -> None:
    assert number(text, naskh, size) == text


def test_persian_digits_are_the_same_numbers(naskh: Path) -> None:
    assert number("۱۳۴۵۶", naskh) == "١٣٤٥٦"


@pytest.mark.parametrize(
    ("seen", "read"),
    [
        ("١٩٥٦", "١٩٥٦"),
        ("٢.٨٨.٥١", "٢.٨٨.٥١"),  # digits run on over stops
        ("٢٩/١/١٩٨٨", "٢٩/١/١٩٨٨"),
        ("٣,٥", "٣٫٥"),
        ("١٩٨٠-١٩٧٥", "١٩٧٥-١٩٨٠"),  # a hyphen parts them: the right one comes first
        ("(١٩٥٦)", "(١٩٥٦)"),  # seen from the left; each bracket is mirrored
        ("١٩٥٦)", "(١٩٥٦"),
        (".١٩٥٦", "١٩٥٦."),  # a stop on the left ends the sentence
        ("٪٣٥", "٣٥٪"),
        ("٠/.٣٥", "٣٥٪"),  # the sign in its three pieces, a dot taken for a zero
        ("٣?٥", ""),
        ("./", ""),
    ],
)
def test_a_number_in_reading_order(seen: str, read: str) -> None:
    assert digits._in_reading_order(seen) == read


def test_the_two_kinds_of_digits_are_told_apart(naskh: Path) -> None:
    assert shapes("٢٣٤٦٧٨", naskh).leaning() > 10
    assert shapes("234678", naskh).leaning() < -10


def test_letters_are_no_number(naskh: Path) -> None:
    assert shapes("بكشصط", naskh).number() is None


def test_a_shape_between_two_is_doubtful() -> None:
    likelihood = np.full((1, len(SHAPES)), -20.0, np.float32)
    likelihood[0, SHAPES.index("٢")] = np.log(0.6)
    likelihood[0, SHAPES.index("٣")] = np.log(0.4)
    found = Shapes(likelihood).number()
    assert found is not None
    assert (found.text, found.doubtful) == ("٢", True)


def test_the_model_has_the_shapes_that_the_code_names() -> None:
    with np.load(MODEL) as stored:
        assert stored["w1"].shape[0] == SIDE * SIDE + 5
        assert stored["w2"].shape[1] == len(SHAPES)
