"""The contents of a document, and where an address within it leads now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import inf

from indexer.deadline import Deadline
from indexer.highlight.anchors import Anchor, kind_of
from indexer.highlight.parts import Part, headings_of, part_with, passages_of
from indexer.highlight.passages import Passage, numbered
from indexer.highlight.sections import Text, parts_of
from indexer.model import Division, Section

MOST_SECTIONS = 500
_MOST_HEADINGS = 20_000  # that are looked at
_SECONDS = 0.5  # to look for a passage that is not where it was
_PASSAGES = 1_000  # between two looks at the clock
_LONGEST = 200  # characters of a title in the list


def contents(text: Text) -> tuple[tuple[Section, ...], bool]:
    """The headings of `text` as a tree, and whether all of them are in it.

    Of more than MOST_SECTIONS, the deepest levels are left out first, then the last ones.
    """
    every = list(islice(_headings(text), _MOST_HEADINGS))
    kept = _kept([level for level, _, _ in every])
    rows = [(every[at][0], _section(*every[at])) for at in kept]
    return tuple(_tree(rows)), len(kept) == len(every) < _MOST_HEADINGS


def division_contents(divisions: Sequence[Division]) -> tuple[tuple[Section, ...], bool]:
    """The parts of a document as a tree, as `contents` gives the headings of a text."""
    kept = _kept([one.level for one in divisions])
    rows = []
    for one in (divisions[at] for at in kept):
        address = one.address if one.address != one.anchor else ""
        rows.append((one.level, Section(one.title, one.anchor, address)))
    return tuple(_tree(rows)), len(kept) == len(divisions)


def _kept(levels: Sequence[int]) -> list[int]:
    """The places of the headings of these `levels` that are listed."""
    kept = list(range(len(levels)))
    for deepest in sorted(set(levels), reverse=True)[:-1]:
        if len(kept) > MOST_SECTIONS:
            kept = [at for at in kept if levels[at] < deepest]
    return kept[:MOST_SECTIONS]


def _headings(text: Text) -> Iterator[tuple[int, str, int]]:
    """The level, the words and the number of each heading."""
    for section in text.sections():
        for passage, number in headings_of(section.text):
            words = section.text[passage.start : passage.end]
            yield passage.level, words, section.number(passage.level, number)


def anchor_now(text: Text, anchor: Anchor, every: Sequence[Part] = ()) -> Anchor | None:
    """The present address of the passage `anchor` was taken from; None if `text` has it no more.

    Of several passages of the same words, the one that stands nearest to where it stood. An
    address without digest names the passage that has its number. `every` are the parts of `text`,
    if they are known. In a very long text it is looked for near its number, as time allows.
    """
    every = every or parts_of(text)
    here = every[part_with(every, anchor.kind, anchor.number) - 1]
    section = text.section_at(here.start)
    for passage, number, whole in passages_of(section.text, section.inside(here)):
        if (kind_of(passage.level), number) == (anchor.kind, anchor.number):
            now = _anchor(section.text, passage, number) if whole else Anchor(anchor.kind, number)
            if anchor.digest in (None, now.digest):
                return now
    return _nearest(text, anchor) if anchor.digest else None


def _nearest(text: Text, anchor: Anchor) -> Anchor | None:
    """The passage with the words of `anchor` that stands nearest to its number."""
    deadline = Deadline(_SECONDS)
    nearest: Anchor | None = None
    far = inf
    for count, (words, passage, number) in enumerate(_numbered(text)):
        if count % _PASSAGES == 0 and count and deadline.over():
            break
        distance = abs(number - anchor.number)
        if kind_of(passage.level) == anchor.kind and distance < far:
            now = _anchor(words, passage, number)
            if now.digest == anchor.digest:
                nearest, far = now, distance
    return nearest


def _numbered(text: Text) -> Iterator[tuple[str, Passage, int]]:
    """The passages, each with the text it is cut of and its number."""
    for section in text.sections():
        for passage, number in numbered(section.text):
            yield section.text, passage, section.number(passage.level, number)


def _anchor(text: str, passage: Passage, number: int) -> Anchor:
    return Anchor.of(text[passage.start : passage.end], passage.level, number)


def _section(level: int, words: str, number: int) -> Section:
    title = " ".join(words.split())
    if len(title) > _LONGEST:
        title = (title[:_LONGEST].rpartition(" ")[0] or title[:_LONGEST]) + " …"
    return Section(title, str(Anchor.of(words, level, number)))


def _tree(rows: Sequence[tuple[int, Section]]) -> Iterator[Section]:
    """The sections of (level, section), each under the last before it that is less deep."""
    at = 0
    while at < len(rows):
        level, section = rows[at]
        after = at + 1
        while after < len(rows) and rows[after][0] > level:
            after += 1
        yield replace(section, sections=tuple(_tree(rows[at + 1 : after])))
        at = after
