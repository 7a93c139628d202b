"""Queries of the kinds that readers ask, drawn from the passages themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import chain, islice
from pathlib import Path
from random import Random

from bench.speed.given import KINDS, Query, rows
from bench.speed.stems import light_stem
from indexer.analysis import folded, word_spans

_SEED = 23
_SAMPLE = 4_000  # passages that words are counted in and queries drawn from
_FREQUENT, _MOST_FREQUENT = 200, 100


class _Drawing:
    """Words and runs of words, drawn from a sample of the passages."""

    def __init__(self, file: Path, kind: str) -> None:
        self.draw = Random(f"{_SEED} {kind}")
        texts = [row["text"] for row in islice(rows(file), _SAMPLE)]
        self.passages = [[text[start:end] for start, end, _ in word_spans(text)] for text in texts]
        counts = Counter(filter(str.isalpha, chain.from_iterable(self.passages)))
        common = [word for word, _ in counts.most_common(_FREQUENT)]
        self.frequent = common
        self._stop = frozenset(common[:_MOST_FREQUENT])

    def telling(self, least: int, most: int) -> list[str]:
        """From `least` to `most` different words of one passage, none of the most frequent."""
        while True:
            passage = self.draw.choice(self.passages)
            words = [word for word in passage if word.isalpha() and word not in self._stop]
            drawn = self.draw.sample(words, min(len(words), self.draw.randint(least, most)))
            if len(set(drawn)) == len(drawn) >= least:
                return drawn

    def run(self, least: int, most: int) -> list[str]:
        """From `least` to `most` neighbours."""
        while True:
            words, length = self.draw.choice(self.passages), self.draw.randint(least, most)
            start = self.draw.randrange(max(1, len(words) - length + 1))
            drawn = words[start : start + length]
            if len(drawn) == length and all(map(str.isalpha, drawn)):
                return drawn


def _prefix(drawn: _Drawing) -> list[str]:
    """The beginning of a stem, so that there are others that begin with it in a field of stems."""
    while True:
        (word,) = drawn.telling(1, 1)
        stem = light_stem(folded(word))
        if len(stem) >= 5:
            return [stem[: drawn.draw.randint(3, 4)]]


_DRAWN: dict[str, Callable[[_Drawing], list[str]]] = {
    "or": lambda drawn: drawn.telling(1, 5),
    "common_or": lambda drawn: drawn.draw.sample(drawn.frequent, drawn.draw.randint(2, 4)),
    "and": lambda drawn: drawn.telling(2, 3),
    "phrase": lambda drawn: drawn.run(2, 3),
    "prefix": _prefix,
    "bool": lambda drawn: drawn.telling(2, 2) + drawn.telling(2, 2),
    "request": lambda drawn: drawn.telling(1, 3),
}


def queries(file: Path, each: int, kinds: Sequence[str] = KINDS) -> list[Query]:
    """`each` queries of every one of `kinds`, drawn from the passages in `file`."""
    found = []
    for kind in kinds:
        drawn = _Drawing(file, kind)
        for _ in range(each):
            words = tuple(_DRAWN[kind](drawn))
            plain = tuple(map(folded, words))
            stems = plain if kind == "prefix" else tuple(map(light_stem, plain))
            found.append(Query(kind, words, plain, stems))
    return found
