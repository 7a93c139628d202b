"""Queries of the kinds that readers ask, drawn from the passages themselves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from bench.speed.given import KINDS, Query
from bench.speed.stems import light_stem
from indexer.language import folded, places

_SEED = 23
_SAMPLE = 4_000  # passages that words are counted in and queries drawn from
_FREQUENT, _MOST_FREQUENT = 200, 100


class _Drawing:
    """Words and runs of words, drawn from a sample of the passages."""

    def __init__(self, file: Path, kind: str) -> None:
        self.draw = Random(f"{_SEED} {kind}")
        with file.open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in islice(lines, _SAMPLE)]
        self.passages = [
            [text[start:end] for start, end in places(text) if text[start:end].isalpha()]
            for text in texts
        ]
        counts = Counter(word for passage in self.passages for word in passage)
        common = [word for word, _ in counts.most_common(_FREQUENT)]
        self.frequent = common
        self._stop = frozenset(common[:_MOST_FREQUENT])

    def passage(self) -> list[str]:
        return self.draw.choice(self.passages)

    def telling(self, most: int, least: int = 1) -> list[str]:
        """From `least` to `most` words of one passage, drawn from its text; no stop words."""
        while True:
            words = [word for word in self.passage() if word not in self._stop]
            drawn = self.draw.sample(words, min(len(words), self.draw.randint(least, most)))
            if len(set(drawn)) == len(drawn) >= least:
                return drawn

    def run(self, least: int, most: int) -> list[str]:
        """From `least` to `most` neighbours."""
        while True:
            words, length = self.passage(), self.draw.randint(least, most)
            start = self.draw.randrange(max(1, len(words) - length))
            if len(words) > length:
                return words[start : start + length]


def _prefix(drawn: _Drawing) -> list[str]:
    while True:
        (word,) = drawn.telling(1)
        if len(word) >= 5:
            return [folded(word)[: drawn.draw.randint(3, 4)]]


_DRAWN: dict[str, Callable[[_Drawing], list[str]]] = {
    "or": lambda drawn: drawn.telling(5),
    "common_or": lambda drawn: drawn.draw.sample(drawn.frequent, drawn.draw.randint(2, 4)),
    "and": lambda drawn: drawn.telling(3, 2),
    "phrase": lambda drawn: drawn.run(2, 3),
    "prefix": _prefix,
    "bool": lambda drawn: drawn.telling(2, 2) + drawn.telling(2, 2),
    "request": lambda drawn: drawn.telling(3),
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
