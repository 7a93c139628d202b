"""Running heads, footers and page numbers: lines that pages have at the same height.

They are kept beside the text of the page and not searched: a head repeated on 300 pages would
answer every query for its words, and stands in the middle of the sentences that cross pages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

_DIGITS = re.compile(r"\d+")
_BARE_NUMBER = re.compile(r"[-–—|/\s.()\[\]]*\d{1,5}[-–—|/\s.()\[\]]*")
_EDGE_LINES = 3  # of the top and of the bottom of a page
_EDGE = 0.15  # of the height of the page
_NUMBER_EDGE = 0.1  # where a number alone is the number of the page
_STEP = 0.012  # heights nearer than this are the same
_FEWEST_PAGES = 3


class EdgeLine(NamedTuple):
    """A line near the top or the bottom of a page; `height` is from 0 at the top to 1."""

    page: int  # from 0
    line: int  # its number in the page
    height: float
    text: str
    outermost: bool = False  # the first or the last of its page


def edge_lines(page: int, heights: Sequence[float], texts: Sequence[str]) -> list[EdgeLine]:
    """The lines of a page that may be a running head or a footer."""
    by_height = sorted(range(len(texts)), key=heights.__getitem__)
    top = [at for at in by_height[:_EDGE_LINES] if heights[at] < _EDGE]
    bottom = [at for at in by_height[-_EDGE_LINES:] if heights[at] > 1 - _EDGE]
    ends = {by_height[0], by_height[-1]} if by_height else set()
    return [
        EdgeLine(page, at, heights[at], texts[at], at in ends) for at in dict.fromkeys(top + bottom)
    ]


def marginal_lines(edges: Sequence[EdgeLine]) -> dict[int, set[int]]:
    """page → the numbers of its lines that are running heads, footers or page numbers.

    A line is one if lines that are equal but for their digits stand at its height on half of the
    pages between the first and the last that has it, and on three at least; where left and right
    pages differ, on half of the left or of the right ones. A number alone at the edge of a page is
    one also in a document of one page.
    """
    groups: dict[tuple[int, str], list[EdgeLine]] = defaultdict(list)
    for edge in edges:
        masked = _DIGITS.sub("#", " ".join(edge.text.split()))
        step = round(edge.height / _STEP)
        for near in (step - 1, step, step + 1):
            groups[near, masked].append(edge)
    found: dict[int, set[int]] = defaultdict(set)
    for group in groups.values():
        on = sorted({edge.page for edge in group})
        if len(on) < _FEWEST_PAGES:
            continue
        span = on[-1] - on[0] + 1
        if len(on) * 2 >= span or (len({page % 2 for page in on}) == 1 and len(on) * 4 >= span + 1):
            for edge in group:
                found[edge.page].add(edge.line)
    for edge in edges:
        at_edge = min(edge.height, 1 - edge.height) < _NUMBER_EDGE
        if edge.outermost and at_edge and _BARE_NUMBER.fullmatch(edge.text):
            found[edge.page].add(edge.line)
    return dict(found)
