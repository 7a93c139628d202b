"""The input of engines: the passages, in the shape that each reads, and queries.

Nothing that is measured is imported here, so that an engine's process holds that engine alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

KINDS = ("or", "common_or", "and", "phrase", "prefix", "bool", "request")
HITS = 10
MEMORY_MEGABYTES = 512  # for a writer that asks how much it may use


@dataclass(frozen=True, slots=True)
class Query:
    """One query: its `words` as they stand in the text, then each of them folded, and stemmed.

    For "prefix" the one word is the beginning of others; for "bool" they are a, b, c and d of
    `a AND (b OR c) NOT d`; the words of a "request" are typed into the search field.
    """

    kind: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    stems: tuple[str, ...]


Ask = Callable[[Query], Any]
Count = Callable[[Query], int]


def rows(file: Path) -> Iterator[dict[str, Any]]:
    """The passages of a file, which has one a line, as JSON."""
    with file.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def stemmed(passages: Path) -> Path:
    """Where the same passages are with stems for texts: see `written_for`."""
    return passages.with_suffix(".stems")


def tabbed(passages: Path) -> Path:
    """Where the same passages are between tabs: see `written_for`."""
    return passages.with_suffix(".tsv")


def written_for(engines: Collection[str], passages: Path) -> None:
    """Writes what `engines` are given instead of `passages`, which is not measured."""
    if not {"stock", "fts5"}.isdisjoint(engines):
        _write_stemmed(passages)
    if "lucene" in engines:
        with tabbed(passages).open("w", encoding="utf-8") as file:
            for row in rows(passages):
                text = " ".join(row["text"].split())
                file.write(f"{row['id']}\t{row['title']}\t{text}\n")


def _write_stemmed(passages: Path) -> None:
    """Writes the passages with the stems of their words, between spaces, for texts."""
    from bench.speed.stems import light_stem
    from indexer.analysis import folded, tokens

    @cache
    def stem(written: str) -> str:
        return light_stem(folded(written)).replace(" ", "_")

    with stemmed(passages).open("w", encoding="utf-8") as file:
        for row in rows(passages):
            row["text"] = " ".join(stem(token.written) for token in tokens(row["text"]))
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
