"""Numbers read by their shapes, because tesseract's Arabic model does not know Arabic-Indic digits.

A small network tells the shapes of one piece of ink; `python -m tools.digit_shapes` makes it from
renderings of fonts. It looks only at words that tesseract took for something with digits or signs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from indexer.ingest.ocr.ink import Ink, InkPiece, ink_pieces

MODEL = Path(__file__).with_name("digits.npz")

ARABIC = "٠١٢٣٤٥٦٧٨٩"  # also as Persian and Urdu write 4, 5 and 6
WESTERN = "0123456789"
SIGNS = ".,/-()٪"
OTHER = "?"  # a letter, or none of these
SHAPES = ARABIC + WESTERN + SIGNS + OTHER  # the outputs of the network, in this order
SIDE = 18  # pixels of the square in which a shape is looked at

Features = npt.NDArray[np.float32]  # float32[shapes, SIDE * SIDE + 5]

_MIRRORED = {"(": ")", ")": "("}
_CERTAIN = 0.9  # of a digit; below it a number is marked as doubtful
_RARER = 1.5  # the log of how much rarer brackets are than the figure one, which looks like them
_SPECK = 1 / 16  # of the height of a line: smaller pieces are dirt
_PARTS = re.compile(r"(\D*)(\d(?:[\d.,/-]*\d)?)(\D*)")
# The sign of per cent is a stroke between two dots; dots in the middle look like zeros.
_PER_CENT = re.compile(r"^(?:[.٠]?/[.٠]|/)(?=\d)")


class Number(NamedTuple):
    """A number as its shapes say it: `text` in reading order, its least certain shape in 0–1."""

    text: str
    certainty: float

    @property
    def doubtful(self) -> bool:
        return self.certainty < _CERTAIN


@dataclass(frozen=True, slots=True)
class Shapes:
    """The shapes of a word from left to right.

    `likelihood` is float32[shapes, len(SHAPES)]: the log of the probability of each shape.
    """

    likelihood: npt.NDArray[np.float32]

    def leaning(self) -> float:
        """How much likelier the digits are Arabic-Indic than Western; the log of a ratio."""
        likelier = self._allowed(ARABIC).max(axis=1) - self._allowed(WESTERN).max(axis=1)
        return float(likelier.clip(-5, 5).sum())

    def number(self, digits: str = ARABIC) -> Number | None:
        """The number in these digits; None where the shapes are no such number."""
        allowed = self._allowed(digits)
        signs = [SHAPES[index] for index in allowed.argmax(axis=1)]
        sums = np.log(np.exp(allowed).sum(axis=1))
        certainty = float(np.exp(allowed.max(axis=1) - sums).min())
        text = _in_reading_order("".join(signs))
        return Number(text, certainty) if text else None

    def _allowed(self, digits: str) -> npt.NDArray[np.float32]:
        """The likelihood with these digits only, and with brackets at the ends only."""
        allowed = np.full_like(self.likelihood, -50)
        among = [SHAPES.index(sign) for sign in digits + SIGNS + OTHER]
        allowed[:, among] = self.likelihood[:, among]
        brackets = [SHAPES.index(sign) for sign in "()"]
        allowed[:, brackets] -= _RARER
        inner = slice(1, -1)
        allowed[inner, brackets] = -50
        return allowed


def _in_reading_order(seen: str) -> str:
    """A number in reading order, of its signs from left to right; empty where it is none.

    Digits run from left to right, also over a stop, comma or slash. A hyphen parts two numbers,
    the right one of which is read first, as is a bracket on the right, in its mirrored form.
    """
    parts = _PARTS.fullmatch(_PER_CENT.sub("٪", seen))
    if parts is None or OTHER in seen:
        return ""
    left, digits, right = parts.groups()
    number = "-".join(reversed(digits.split("-"))).replace(",", "٫")

    def turned(signs: str) -> str:
        return "".join(_MIRRORED.get(sign, sign) for sign in reversed(signs)).replace(",", "،")

    return turned(right) + number + turned(left)


def shapes_of(signs: list[InkPiece]) -> Shapes:
    """The shapes of the signs of one word; there must be some."""
    return Shapes(network_output(features(signs), _weights()))


def sign_pieces(ink: Ink, height: float) -> list[InkPiece]:
    """The signs in `ink` from left to right, without specks; a line of text is `height` high.

    Pieces of ink that stand over one another are one sign.
    """
    signs: list[InkPiece] = []
    for piece in ink_pieces(ink):
        if max(piece.y1 - piece.y0, piece.x1 - piece.x0) < height * _SPECK:
            continue
        if signs and _over(signs[-1], piece):
            signs[-1] = _joined(signs[-1], piece)
        else:
            signs.append(piece)
    return signs


def _over(one: InkPiece, other: InkPiece) -> bool:
    narrower = min(one.x1 - one.x0, other.x1 - other.x0)
    return min(one.x1, other.x1) - max(one.x0, other.x0) > 0.6 * narrower


def _joined(one: InkPiece, other: InkPiece) -> InkPiece:
    x0, y0 = min(one.x0, other.x0), min(one.y0, other.y0)
    x1, y1 = max(one.x1, other.x1), max(one.y1, other.y1)
    ink = np.zeros((y1 - y0, x1 - x0), np.bool_)
    for piece in (one, other):
        ink[piece.y0 - y0 : piece.y1 - y0, piece.x0 - x0 : piece.x1 - x0] |= piece.ink
    return InkPiece(x0, y0, x1, y1, ink)


def features(signs: list[InkPiece]) -> Features:
    """The inputs of the network: the shape of each sign, and its size and place in the word."""
    from PIL import Image

    top, bottom = min(sign.y0 for sign in signs), max(sign.y1 for sign in signs)
    height = bottom - top
    table = np.zeros((len(signs), SIDE * SIDE + 5), np.float32)
    for row, sign in enumerate(signs):
        high, wide = sign.ink.shape
        scale = (SIDE - 2) / max(high, wide)
        size = max(1, round(wide * scale)), max(1, round(high * scale))
        shape = Image.fromarray(sign.ink.astype(np.uint8) * 255).resize(size, Image.Resampling.BOX)
        square = np.zeros((SIDE, SIDE), np.float32)
        x, y = (SIDE - size[0]) // 2, (SIDE - size[1]) // 2
        square[y : y + size[1], x : x + size[0]] = np.asarray(shape, np.float32) / 255
        table[row, : SIDE * SIDE] = square.ravel()
        table[row, SIDE * SIDE :] = (
            high / height,
            wide / height,
            (sign.y0 - top) / height,
            (bottom - sign.y1) / height,
            np.log(wide / high) / 2,
        )
    return table


@cache
def _weights() -> tuple[npt.NDArray[np.float32], ...]:
    """The four arrays of the network: two layers, each float32[inputs, outputs] and its bias."""
    with np.load(MODEL, allow_pickle=False) as stored:
        return tuple(stored[name].astype(np.float32) for name in ("w1", "b1", "w2", "b2"))


def network_output(
    table: Features, weights: tuple[npt.NDArray[np.float32], ...]
) -> npt.NDArray[np.float32]:
    """float32[shapes, len(SHAPES)]: the logs of the probabilities of the shapes in `table`."""
    w1, b1, w2, b2 = weights
    scores = np.maximum(table @ w1 + b1, 0) @ w2 + b2
    scores -= scores.max(axis=1, keepdims=True)
    logs: npt.NDArray[np.float32] = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
    return logs
