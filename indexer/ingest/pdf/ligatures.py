"""The order of the letters in ligatures, decided by the document's own words.

PDFium turns the letters of a ligature round when the font gives them as letters, and leaves them
when it gives one form. Which of the two a font does is not told, so each ligature of a document is
read both ways, and the way that makes more known words is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

_WORD = re.compile("[\u0620-\u065f\u066e-\u06d3\u06d5-\u06ef\u06fa-\u06ff\u0750-\u077f]+")
_MOST_WORDS = 20_000  # different ones, that are asked
_ROUNDS = 3

Spans = tuple[tuple[int, int], ...]  # (start, length) of each ligature of a line


class OpenWord(NamedTuple):
    """A word with ligatures whose order is open: `spans` are those in `text`."""

    text: str
    spans: Spans


def open_words(line: str, spans: Spans) -> list[OpenWord]:
    """The words of `line` that hold a ligature whose order is open."""
    found: list[OpenWord] = []
    rest = list(spans)
    for word in _WORD.finditer(line):
        inside: list[tuple[int, int]] = []
        while rest and rest[0][0] < word.end():
            start, length = rest.pop(0)
            if start >= word.start() and start + length <= word.end():
                inside.append((start - word.start(), length))
        if inside:
            found.append(OpenWord(word[0], tuple(inside)))
        if not rest:
            break
    return found


def turned_ligatures(
    words: Mapping[OpenWord, int], is_known: Callable[[str], bool]
) -> frozenset[str]:
    """The ligatures, as PDFium gives their letters, that are to be turned round.

    `words` is word → how often. A ligature that no known word decides follows the sum of the
    others.
    """
    asked = dict(Counter(words).most_common(_MOST_WORDS))
    ligatures = {
        word.text[start : start + length] for word in asked for start, length in word.spans
    }
    known: dict[str, bool] = {}

    def count(word: OpenWord, turned: frozenset[str] | set[str]) -> int:
        text = with_turned(word.text, word.spans, turned)
        if text not in known:
            known[text] = is_known(text)
        return asked[word] if known[text] else 0

    everything = frozenset(ligatures)
    balance = sum(count(word, everything) - count(word, frozenset()) for word in asked)
    turned = set(everything) if balance > 0 else set()
    by_ligature: dict[str, list[OpenWord]] = {}
    for word in asked:
        for ligature in {word.text[start : start + length] for start, length in word.spans}:
            by_ligature.setdefault(ligature, []).append(word)
    for _ in range(_ROUNDS):
        changed = False
        for ligature, inside in by_ligature.items():
            with_it, without = turned | {ligature}, turned - {ligature}
            votes = sum(count(word, with_it) - count(word, without) for word in inside)
            wanted = with_it if votes > 0 else without if votes < 0 else turned
            changed |= wanted != turned
            turned = set(wanted)
        if not changed:
            break
    return frozenset(turned)


def with_turned(text: str, spans: Iterable[tuple[int, int]], turned: Iterable[str]) -> str:
    """`text` with the ligatures at `spans` turned round that are among `turned`."""
    wanted = turned if isinstance(turned, set | frozenset) else frozenset(turned)
    for start, length in spans:
        ligature = text[start : start + length]
        if ligature in wanted:
            text = text[:start] + ligature[::-1] + text[start + length :]
    return text
