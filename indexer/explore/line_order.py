"""The order of the lines of a concordance, by words beside the match or by their documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from indexer.analysis import Token, title_key, tokens, value_key, word_key
from indexer.lexicon import Lexicon
from indexer.model.answers import (
    ConcordanceLine,
    ConcordanceOrder,
    LineGroup,
    LineGroups,
    NeighbourForm,
)

COMPARED_WORDS = 5  # words on a side, by which lines are ordered
_LAST = ["\U0010ffff"]  # the key of what has no word beside it


def words_before(line: ConcordanceLine, most: int = COMPARED_WORDS) -> list[Token]:
    """The words before the place, the nearest first."""
    return list(tokens(line.before))[: -most - 1 : -1]


def words_after(line: ConcordanceLine, most: int = COMPARED_WORDS) -> list[Token]:
    """The words after the place, the nearest first."""
    return list(islice(tokens(line.after), most))


def in_order(
    lines: Sequence[ConcordanceLine], order: ConcordanceOrder, lexicon: Lexicon
) -> tuple[ConcordanceLine, ...]:
    """`lines` in `order`; where it does not tell, and in the orders of documents, as they are."""
    if order is ConcordanceOrder.KIND:
        return tuple(sorted(lines, key=_kind))
    if order.side is None:
        return tuple(lines)
    key_of = _key_of(order.form, lexicon)

    def key(line: ConcordanceLine) -> list[str]:
        return [key_of(word) for word in _compared(line, order)] or _LAST

    return tuple(sorted(lines, key=key))


def compared_word(line: ConcordanceLine, order: ConcordanceOrder) -> tuple[int, int] | None:
    """Where the word by which `line` is ordered stands in `line.before` or `line.after`."""
    words = _compared(line, order) if order.side else []
    return (words[0].start, words[0].end) if words else None


def _compared(line: ConcordanceLine, order: ConcordanceOrder) -> list[Token]:
    words = words_before(line) if order.side == "previous" else words_after(line)
    return words[order.number - 1 :]


def _key_of(form: NeighbourForm, lexicon: Lexicon) -> Callable[[Token], str]:
    if form is NeighbourForm.WRITTEN:
        return lambda word: word_key(word.written)
    return lambda word: word_key(lexicon.spelling(lexicon.bare(lexicon.key_of(word.written))))


def _kind(line: ConcordanceLine) -> tuple[bool, str]:
    kind = line.document.kind
    return kind is None, title_key(kind or "")


@dataclass(frozen=True, slots=True)
class GroupedLines:
    """Lines, those of a group together, and the groups: the largest first, those not told last."""

    lines: tuple[ConcordanceLine, ...]
    groups: tuple[LineGroup, ...]


def in_groups(lines: Sequence[ConcordanceLine], by: LineGroups) -> GroupedLines:
    """`lines` in groups; within a group they stand as they are."""
    if by is LineGroups.NONE:
        return GroupedLines(tuple(lines), ())
    found: dict[str, list[ConcordanceLine]] = {}
    for line in lines:
        found.setdefault(group_of(line, by), []).append(line)
    groups = sorted(
        ((key, _group(key, of, by)) for key, of in found.items()),
        key=lambda pair: (not pair[1].name, -pair[1].count),
    )
    ordered = (line for key, _ in groups for line in found[key])
    return GroupedLines(tuple(ordered), tuple(group for _, group in groups))


def group_of(line: ConcordanceLine, by: LineGroups) -> str:
    """The key of the group of `line`: the id of its document, or the key of who says it."""
    if by is LineGroups.DOCUMENT:
        return line.document.id
    return speaker_key(line.speaker or "")


def speaker_key(name: str) -> str:
    """The key shared by the spellings of a speaker's name; empty without one."""
    return value_key(name) if name else ""


def _group(key: str, lines: Sequence[ConcordanceLine], by: LineGroups) -> LineGroup:
    if by is LineGroups.DOCUMENT:
        return LineGroup(lines[0].document.title, len(lines), key)
    names = Counter(line.speaker or "" for line in lines)
    return LineGroup(names.most_common(1)[0][0], len(lines))
