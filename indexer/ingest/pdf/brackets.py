"""Brackets turned so that they open and close: PDFium mirrors those of some producers twice.

Lines are given in reading order. Those of one page come from one producer, so the page decides;
a line or the spaces beside a bracket may say otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence

from indexer.ingest.pdf.order import MIRRORED

_OPENING = "([{«‹"
_CLOSING = ")]}»›"
_BRACKETS = frozenset(_OPENING + _CLOSING)
_MIRRORED = {chr(one): chr(other) for one, other in MIRRORED.items()}
_SPACED_INSIDE = frozenset("«»‹›")  # in French: « mot »
_STOPS = frozenset(".,;:!?،؛؟…")
_LONGEST = 2_000  # characters of a line whose brackets are tried one by one


def has_brackets(text: str) -> bool:
    """Whether `text` has one bracket or more."""
    return not _BRACKETS.isdisjoint(text)


def turned(text: str) -> str:
    """`text` with every bracket mirrored."""
    return "".join(
        _MIRRORED.get(letter, letter) if letter in _BRACKETS else letter for letter in text
    )


def faults(text: str) -> int:
    """The brackets of `text` that do not pair, or that have a space on the wrong side."""
    unpaired = wrong = 0
    open_: list[str] = []
    for at, letter in enumerate(text):
        if letter not in _BRACKETS:
            continue
        if letter in _OPENING:
            open_.append(_MIRRORED[letter])
        elif open_ and open_[-1] == letter:
            open_.pop()
        else:
            unpaired += 1
        wrong += 2 * _is_misplaced(text, at)
    return unpaired + len(open_) + wrong


def _is_misplaced(text: str, at: int) -> bool:
    """Whether the spaces beside the bracket at `at` are those of its mirror image."""
    letter = text[at]
    if letter in _SPACED_INSIDE:
        return False
    before = text[at - 1] if at else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    open_before = before.isspace() or before in _OPENING or before in "-–/"
    open_after = after.isspace() or after in _STOPS or after in _CLOSING
    if letter in _OPENING:
        return not open_before and open_after and not before.isspace()
    return open_before and not open_after


def paired_lines(lines: Sequence[str]) -> list[str]:
    """`lines` of one page with their brackets turned where that makes fewer faults.

    The lengths of the lines stay as they are.
    """
    with_brackets = [line for line in lines if has_brackets(line)]
    if not with_brackets:
        return list(lines)
    as_they_are = sum(map(faults, with_brackets))
    all_turned = sum(faults(turned(line)) for line in with_brackets)
    flip = all_turned < as_they_are
    return [
        _paired(turned(line) if flip else line) if has_brackets(line) else line for line in lines
    ]


def _paired(line: str) -> str:
    """`line` with the brackets turned that do not pair and that their spaces accuse."""
    count = faults(line)
    if not count:
        return line
    whole = turned(line)
    if faults(whole) < count:
        line, count = whole, faults(whole)
    for at, letter in enumerate(line):
        if not count or len(line) > _LONGEST:
            break
        if letter in _BRACKETS and _is_misplaced(line, at):
            other = line[:at] + _MIRRORED[letter] + line[at + 1 :]
            if (fewer := faults(other)) < count:
                line, count = other, fewer
    return line
