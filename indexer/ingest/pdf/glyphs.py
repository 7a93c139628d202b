"""The glyphs of a page as PDFium places them, as arrays.

Its plain text is never used: PDFium turns right-to-left text itself, and turns some of it wrongly.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The letters of a page: arrays of one length, indexed by letter, in the order of PDFium.

    Places are points from the lower left corner of the page. A ligature is several letters at one
    place, with one number in `drawn`.
    """

    code: Integers  # the Unicode code point
    x: Floats  # where the pen stood
    y: Floats
    left: Floats  # the box of the advance and the ink
    right: Floats
    ink_left: Floats
    ink_right: Floats
    ink_bottom: Floats
    ink_top: Floats
    em: Floats  # the height of the type, in points
    angle: Floats  # of the writing, in degrees from -180 to 180
    index: Integers  # the number among all characters of the page, spaces included
    drawn: Integers  # the number of the drawn glyph

    def __len__(self) -> int:
        return len(self.code)

    def chosen(self, which: Booleans | Integers) -> Glyphs:
        """The glyphs that a mask or an array of places chooses."""
        return Glyphs(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class _Calls:
    """The functions of PDFium that are called once a letter, without checks of their arguments."""

    unicode: Callable[[int, int], int]
    text_object: Callable[[int, int], int | None]
    origin: Callable[[int, int, int, int], int]
    loose_box: Callable[[int, int, int], int]
    ink_box: Callable[[int, int, int, int, int, int], int]
    matrix: Callable[[int, int, int], int]
    font_size: Callable[[int, int], float]


@cache
def _calls() -> _Calls:
    from pypdfium2_raw import bindings

    library: ctypes.CDLL = bindings._libs["pdfium"]
    page, number, place = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p

    def call(name: str, result: type[Any], *more: type[Any]) -> Any:
        function = library["FPDFText_" + name]  # a new object: pypdfium2 keeps its own
        function.restype, function.argtypes = result, (page, number, *more)
        return function

    return _Calls(
        call("GetUnicode", ctypes.c_uint),
        call("GetTextObject", ctypes.c_void_p),
        call("GetCharOrigin", ctypes.c_int, place, place),
        call("GetLooseCharBox", ctypes.c_int, place),
        call("GetCharBox", ctypes.c_int, place, place, place, place),
        call("GetMatrix", ctypes.c_int, place),
        call("GetFontSize", ctypes.c_double),
    )


def page_glyphs(text_page: int, count: int) -> tuple[Glyphs, Integers]:
    """The first `count` characters of a text page of PDFium, given by its address.

    Characters that PDFium made up, spaces and line ends that it thinks are there, are set apart:
    the second value is their numbers, int64, ascending.
    """
    calls = _calls()
    numbers = range(count)
    objects = np.fromiter(
        (found or 0 for found in map(calls.text_object, repeat(text_page), numbers)),
        np.uint64,
        count,
    )
    kept = np.flatnonzero(objects)
    which = kept.tolist()
    n = len(which)
    code = np.fromiter(map(calls.unicode, repeat(text_page), which), np.int64, n)
    origin = np.zeros((n, 2))
    at = origin.ctypes.data
    _run(
        calls.origin, text_page, which, (range(at, at + 16 * n, 16), range(at + 8, at + 16 * n, 16))
    )
    loose = np.zeros((n, 4), np.float32)  # left, top, right, bottom
    at = loose.ctypes.data
    _run(calls.loose_box, text_page, which, (range(at, at + 16 * n, 16),))
    ink = np.zeros((n, 4))  # left, right, bottom, top
    at = ink.ctypes.data
    places = tuple(range(at + 8 * k, at + 32 * n, 32) for k in range(4))
    _run(calls.ink_box, text_page, which, places)
    em, angle = _type_of_objects(text_page, objects[kept], kept)
    left, right = loose[:, 0].astype(float), loose[:, 2].astype(float)
    same = np.zeros(n, bool)
    same[1:] = (
        (np.diff(kept) == 1)
        & (objects[kept][1:] == objects[kept][:-1])
        & (origin[1:] == origin[:-1]).all(axis=1)
        & (code[1:] != 32)
        & (code[:-1] != 32)
    )
    drawn = np.cumsum(~same) - 1
    if same.any():  # PDFium divides the box of some ligatures among their letters
        starts = np.flatnonzero(~same)
        left, right = np.minimum.reduceat(left, starts), np.maximum.reduceat(right, starts)
        left, right = left[drawn], right[drawn]
    found = Glyphs(
        code,
        origin[:, 0],
        origin[:, 1],
        left,
        right,
        ink[:, 0],
        ink[:, 1],
        ink[:, 2],
        ink[:, 3],
        em,
        angle,
        kept,
        drawn,
    )
    sane = np.isfinite(origin).all(axis=1) & np.isfinite(loose).all(axis=1) & (em > 0)
    found = found if sane.all() else found.chosen(sane)
    return found, np.flatnonzero(objects == 0)


def _run(
    function: Callable[..., int], text_page: int, which: list[int], places: tuple[range, ...]
) -> None:
    """Calls `function` for each character; it writes to `places`, one address each."""
    for _ in map(function, repeat(text_page), which, *places):
        pass


def _type_of_objects(
    text_page: int, objects: npt.NDArray[np.uint64], kept: Integers
) -> tuple[Floats, Floats]:
    """The height of the type and the angle of the writing, each float64[characters]."""
    calls = _calls()
    _, first, of = np.unique(objects, return_index=True, return_inverse=True)
    n = len(first)
    which = kept[first].tolist()
    size = np.fromiter(map(calls.font_size, repeat(text_page), which), float, n)
    matrix = np.zeros((n, 6), np.float32)
    at = matrix.ctypes.data
    _run(calls.matrix, text_page, which, (range(at, at + 24 * n, 24),))
    em = np.abs(size) * np.hypot(matrix[:, 2], matrix[:, 3])
    angle = np.degrees(np.arctan2(matrix[:, 1], matrix[:, 0]))
    em[~np.isfinite(em)] = 0
    angle[~np.isfinite(angle)] = 0
    return em[of], angle[of]
