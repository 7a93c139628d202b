"""From the order that a line shows to the order in which it is read: the bidi algorithm undone.

A line is given as it stands on the page, from left to right. Right-to-left letters are read from
the right; Latin words and numbers in it from the left (UAX 9). For every line that the bidi
algorithm shows, `bidi(logical(line)) == line`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_OPENING, _CLOSING = "([{«‹<", ")]}»›>"
# bracket → the one it is mirrored to, as code points
MIRRORED = dict(zip(map(ord, _OPENING + _CLOSING), map(ord, _CLOSING + _OPENING), strict=True))
_SEPARATORS = frozenset(",.:/\u060c\u066b\u066c\u00a0")  # that join two numbers (UAX 9, W4)


class _Kinds(dict[int, str]):
    """code point → its kind, one letter: Right, Left, European or Arabic digit, Mark, Common
    separator, Terminator of numbers (percent), Bracket, Space, Neutral."""

    def __missing__(self, code: int) -> str:
        kind = self[code] = _kind(chr(code))
        return kind


def _kind(letter: str) -> str:
    if letter in _SEPARATORS:
        return "C"
    if ord(letter) in MIRRORED:
        return "B"
    bidi = unicodedata.bidirectional(letter)
    if bidi in {"R", "AL"}:
        return "R"
    if bidi == "ET":
        return "T"
    return {"L": "L", "EN": "E", "AN": "A", "NSM": "M", "WS": "S"}.get(bidi, "N")


_KINDS = _Kinds()
_NUMBER = "[EA]+(?:C[EA]+)*T?"
# Left-to-right runs in a right-to-left line: Latin words with all that stands between them, and
# numbers; a number that follows a Latin word belongs to it.
_LEFT_RUN = re.compile(f"(?:[EA]+[CN]?)?L(?:[LEAM]|[CTBSN]+(?=[LE]))*|{_NUMBER}")
_RIGHT_RUN = re.compile("R(?:[RM]|[EACTBSN]+(?=R))*")
_HYPHENED = re.compile(r"(?<![\d\-])(?<!\d[.,/:])\d{1,5}(?:[-\u2013]\d{1,5})+$")
_READ_BACKWARDS = re.compile("[LEA]")


def kinds(text: str) -> str:
    """The kind of each character of `text`, as one letter each."""
    return text.translate(_KINDS)


def logical_order(visual: str, *, right_to_left: bool = True) -> tuple[list[int], list[bool]]:
    """The places of `visual` in reading order, and whether each is read from the left.

    `visual` is a line as it stands on the page, from left to right, without combining marks.
    """
    found = kinds(visual)
    n = len(found)
    if not right_to_left:
        if "R" not in found:
            return list(range(n)), [True] * n
        return _left_line(visual, found)
    if not _READ_BACKWARDS.search(found):
        return list(range(n - 1, -1, -1)), [False] * n
    order: list[int] = []
    forward: list[bool] = []
    end = n
    runs = _left_runs(found)
    if (first := _range_at_start(visual)) is not None:
        runs = [run for run in runs if run[1] <= first] + [(first, n)]
    for start, stop in reversed(runs):
        order.extend(range(end - 1, stop - 1, -1))
        forward.extend([False] * (end - stop))
        order.extend(range(start, stop))
        forward.extend([True] * (stop - start))
        end = start
    order.extend(range(end - 1, -1, -1))
    forward.extend([False] * end)
    return order, forward


def _left_runs(found: str) -> list[tuple[int, int]]:
    """(start, stop) of the runs that are read from the left in a line of kinds."""
    runs: list[tuple[int, int]] = []
    for run in _LEFT_RUN.finditer(found):
        start, stop = run.span()
        if found[start:stop].count("B") % 2 and found[stop : stop + 1] == "B":
            stop += 1  # Word (HRW): its second bracket
        runs.append((start, stop))
    return runs


def _range_at_start(visual: str) -> int | None:
    """Where numbers with hyphens between them begin that stand first in a line, at its right end.

    Programs show 25-27 there in either order, because no Arabic letter is before it: it is read
    so that a range rises and a date ends in its year. None where it is read from the right, as
    inside a line.
    """
    found = _HYPHENED.search(visual)
    if found is None:
        return None
    parts = re.split("[-\u2013]", found[0])
    if len(parts) == 2:
        rises = int(parts[0]) < int(parts[1])
    else:
        rises = len(parts[-1]) == 4 > len(parts[0])
    return found.start() if rises else None


def _left_line(visual: str, found: str) -> tuple[list[int], list[bool]]:
    """The order of a left-to-right line in which right-to-left words stand."""
    order: list[int] = []
    forward: list[bool] = []
    end = 0
    for run in _RIGHT_RUN.finditer(found):
        start, stop = run.span()
        inner, inner_forward = logical_order(visual[start:stop])
        order.extend(range(end, start))
        forward.extend([True] * (start - end))
        order.extend(start + at for at in inner)
        forward.extend(inner_forward)
        end = stop
    order.extend(range(end, len(found)))
    forward.extend([True] * (len(found) - end))
    return order, forward


@lru_cache(maxsize=4096)
def mirrored(letter: str) -> str:
    """The bracket that `letter` looks like when it is read from the other side."""
    return letter.translate(MIRRORED)


def logical(visual: str, *, right_to_left: bool = True) -> str:
    """`visual`, a line as it stands on the page, in the order in which it is read."""
    order, forward = logical_order(visual, right_to_left=right_to_left)
    return "".join(
        visual[at] if left else mirrored(visual[at])
        for at, left in zip(order, forward, strict=True)
    )
