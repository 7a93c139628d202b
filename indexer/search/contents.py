"""The contents of a document, and where an address within it leads now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.model import Section
from indexer.search.anchors import Anchor, kind_of
from indexer.search.passages import numbered

MOST_SECTIONS = 500
_LONGEST = 200  # characters of a title in the list


def contents(text: str) -> tuple[tuple[Section, ...], bool]:
    """The headings of `text` as a tree, and whether all of them are in it.

    Of more than MOST_SECTIONS, the deepest levels are left out first, then the last ones.
    """
    every = [(passage, number) for passage, number in numbered(text) if passage.level]
    kept = every
    for deepest in sorted({passage.level for passage, _ in every}, reverse=True)[:-1]:
        if len(kept) > MOST_SECTIONS:
            kept = [(passage, number) for passage, number in kept if passage.level < deepest]
    kept = kept[:MOST_SECTIONS]
    rows = [
        (passage.level, _section(text[passage.start : passage.end], passage.level, number))
        for passage, number in kept
    ]
    return tuple(_tree(rows)), len(kept) == len(every)


def anchor_now(text: str, anchor: Anchor) -> Anchor | None:
    """The present address of the passage `anchor` was taken from; None if `text` has it no more.

    Of several passages of the same words, the one that stands nearest to where it stood. An
    address without digest names the passage that has its number.
    """
    nearest = sorted(
        (abs(number - anchor.number), number, passage)
        for passage, number in numbered(text)
        if kind_of(passage.level) == anchor.kind and (anchor.digest or number == anchor.number)
    )
    for _, number, passage in nearest:
        now = Anchor.of(text[passage.start : passage.end], passage.level, number)
        if anchor.digest in (None, now.digest):
            return now
    return None


def _section(words: str, level: int, number: int) -> Section:
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
