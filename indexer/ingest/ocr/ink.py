"""The ink of a picture: where it is dark, in which connected pieces, at which tilt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from PIL.Image import Image

Grey = npt.NDArray[np.uint8]  # uint8[rows, columns]: 0 is black, 255 is white
Ink = npt.NDArray[np.bool_]  # bool[rows, columns]: True where there is ink

_TILE = 32  # pixels: paper is compared with the paper beside it, because scans are unevenly lit
_DARKEST = 0.72  # ink has at most this share of the light of its paper
_TILT_ROWS = 600  # rows of the reduced picture in which the tilt is sought
_MOST_TILT, _COARSE, _FINE = 5.0, 0.5, 0.1  # degrees


class InkPiece(NamedTuple):
    """A connected piece of ink: its box in pixels, ends excluded, and its pixels."""

    x0: int
    y0: int
    x1: int
    y1: int
    ink: Ink  # of the box, without the ink of other pieces


def ink_of(grey: Grey) -> Ink:
    """The ink of a picture: the pixels much darker than the paper around them."""
    from PIL import Image

    rows, columns = grey.shape
    down, across = -(-rows // _TILE), -(-columns // _TILE)
    padded = np.pad(grey, ((0, down * _TILE - rows), (0, across * _TILE - columns)), "edge")
    tiles = padded.reshape(down, _TILE, across, _TILE).swapaxes(1, 2).reshape(down, across, -1)
    paper = np.partition(tiles, (tiles.shape[2] * 4) // 5, axis=2)[:, :, (tiles.shape[2] * 4) // 5]
    # A tile inside a broad stroke has no paper: it is given the lightest of its neighbours.
    around = np.pad(paper, 1, "edge")
    lightest = np.max(
        [around[y : y + down, x : x + across] for y in range(3) for x in range(3)], axis=0
    ).astype(np.uint8)
    smooth = Image.fromarray(lightest).resize((across * _TILE, down * _TILE), 2)
    limit = np.asarray(smooth, dtype=np.float32)[:rows, :columns] * _DARKEST
    ink: Ink = grey < limit
    return ink


def tilt(ink: Ink) -> float:
    """The angle in degrees by which the lines of text fall to the right; 0.0 where none is seen.

    At the right angle the rows between the lines are emptiest: the differences of neighbouring
    rows are largest.
    """
    step = max(1, ink.shape[0] // _TILT_ROWS)
    ys, xs = np.nonzero(ink[::step, ::step])
    if len(ys) < 50:
        return 0.0
    height = ink.shape[0] // step + 1

    def sharpness(degrees: float) -> float:
        slope = math.tan(math.radians(degrees))
        rows = np.rint(ys - xs * slope).astype(np.int64)
        counts = np.bincount(rows - rows.min(), minlength=height).astype(np.float64)
        return float(np.square(np.diff(counts)).sum())

    def best(around: float, reach: float, by: float) -> float:
        count = round(reach / by)
        angles = [around + by * number for number in range(-count, count + 1)]
        return max(angles, key=lambda angle: (sharpness(angle), -abs(angle)))

    found = best(best(0.0, _MOST_TILT, _COARSE), _COARSE, _FINE)
    if abs(found) >= _MOST_TILT or sharpness(found) < 1.05 * sharpness(0.0):
        return 0.0
    return round(found, 1)


def deskewed(image: Image, degrees: float) -> Image:
    """The grey picture turned back by `degrees`, of the same size, white where nothing was."""
    if abs(degrees) < 2 * _FINE:
        return image
    from PIL.Image import Resampling

    return image.rotate(degrees, Resampling.BILINEAR, fillcolor=_paper(image))


def _paper(image: Image) -> int:
    """The lightness of the paper: the median of the pixels, most of which are paper."""
    histogram = np.cumsum(image.histogram())
    return int(np.searchsorted(histogram, histogram[-1] // 2))


def ink_pieces(ink: Ink) -> list[InkPiece]:
    """The connected pieces of ink, diagonal neighbours included, from left to right."""
    labels, count = _labels(ink)
    found = []
    for label, (rows, columns) in enumerate(_boxes(labels, count), 1):
        part = labels[rows, columns] == label
        found.append(InkPiece(columns.start, rows.start, columns.stop, rows.stop, part))
    return sorted(found, key=lambda piece: (piece.x0, piece.y0))


def piece_boxes(ink: Ink) -> list[tuple[int, int, int, int]]:
    """The boxes (x0, y0, x1, y1) of the connected pieces of ink, in pixels, ends excluded."""
    return [
        (columns.start, rows.start, columns.stop, rows.stop)
        for rows, columns in _boxes(*_labels(ink))
    ]


def _labels(ink: Ink) -> tuple[npt.NDArray[np.int32], int]:
    """int32[rows, columns]: the number of the piece of each pixel, from 1, 0 for paper; the count.

    The runs of ink of a row join the runs of the row above that they touch.
    """
    padded = np.zeros((ink.shape[0], ink.shape[1] + 2), np.int8)
    padded[:, 1:-1] = ink
    edges = np.diff(padded, axis=1)
    starts, ends = np.nonzero(edges == 1), np.nonzero(edges == -1)
    rows, begins, stops = starts[0], starts[1], ends[1]
    first_of_row = np.searchsorted(rows, np.arange(ink.shape[0] + 1))
    parents = list(range(len(rows)))

    def root(run: int) -> int:
        while parents[run] != run:
            parents[run] = parents[parents[run]]
            run = parents[run]
        return run

    for row in range(1, ink.shape[0]):
        above, here, end = first_of_row[row - 1], first_of_row[row], first_of_row[row + 1]
        run = above
        for current in range(here, end):
            while run < here and stops[run] < begins[current]:
                run += 1
            touching = run
            while touching < here and begins[touching] <= stops[current]:
                one, other = root(touching), root(current)
                parents[max(one, other)] = min(one, other)
                touching += 1
    roots = np.array([root(run) for run in range(len(rows))], np.int64)
    names, numbers = np.unique(roots, return_inverse=True)
    labels = np.zeros(ink.shape, np.int32)
    for run, number in enumerate(numbers.tolist()):
        labels[rows[run], begins[run] : stops[run]] = number + 1
    return labels, len(names)


def _boxes(labels: npt.NDArray[np.int32], count: int) -> list[tuple[slice, slice]]:
    """The (rows, columns) of each piece, by its number."""
    ys, xs = np.nonzero(labels)
    numbers = labels[ys, xs] - 1
    box: Any = np.empty((4, count), np.int64)
    box[0], box[2] = labels.shape
    box[1] = box[3] = 0
    np.minimum.at(box[0], numbers, ys)
    np.maximum.at(box[1], numbers, ys + 1)
    np.minimum.at(box[2], numbers, xs)
    np.maximum.at(box[3], numbers, xs + 1)
    return [(slice(a, b), slice(c, d)) for a, b, c, d in box.T.tolist()]
