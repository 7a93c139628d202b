"""Checksums of documents: the same from what was read and from the index, of nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer import IndexDamaged, Settings, reindex
from indexer.engine import generations
from indexer.engine.checksums import checksums_of, word_checksums
from indexer.engine.segment import checksums
from indexer.engine.segment.integers import PackedIntegers
from indexer.engine.whoosh.searcher import WhooshSearcher

WORDS = [b"a", b"b", b"c", b"d"]
SUMS = word_checksums(WORDS)

Words = tuple[Any, Any]


def words(*texts: list[int]) -> Words:
    lengths = np.array([len(text) for text in texts], np.int64)
    return np.array([word for text in texts for word in text], np.int32), lengths


def sum_of(title: list[int], text: list[int]) -> int:
    return int(checksums_of(["x"], words(title), words(text), SUMS)["sum"][0])


def test_a_proof_counts_the_words_and_tells_their_places_apart() -> None:
    found = checksums_of(["x", "y"], words([0], []), words([1, 2], [3]), SUMS)
    assert found["title"].tolist() == [1, 0]
    assert found["words"].tolist() == [4, 2]  # with the boundary
    assert found["sum"].tolist() == [sum_of([0], [1, 2]), sum_of([], [3])]
    assert found["text"][0] != found["text"][1]


def test_another_word_or_place_is_another_sum() -> None:
    chance = random.Random(1)
    for _ in range(200):
        text = [chance.randrange(4) for _ in range(chance.randint(1, 30))]
        other = list(text)
        at = chance.randrange(len(text))
        other[at] = (other[at] + 1) % 4
        assert sum_of([], text) != sum_of([], other)
        assert sum_of([], text) != sum_of(text[:1], text[1:])
        swapped = text[1:] + text[:1]
        assert (sum_of([], swapped) == sum_of([], text)) == (swapped == text)


@pytest.fixture
def searcher(settings: Settings, write: Callable[[str, str], Path]) -> WhooshSearcher:
    """An index of ten documents."""
    for number in range(10):
        head = f"---\ntitle: وثيقة {number}\n---\nوثيقة {number}\n\n"
        write(f"{number}.md", head + "كتاب القانون " * (number + 1))
    reindex(settings)
    return WhooshSearcher(generations.current(settings.index.folder).folder)


def test_stretches_of_terms_change_nothing(
    searcher: WhooshSearcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(searcher):
        ids, whole = searcher.checksums()
        monkeypatch.setattr(checksums, "_POSTINGS_AT_ONCE", 1)
        again = searcher.checksums()
        assert ids == again[0] == [str(number) for number in range(10)]
        assert whole.tolist() == again[1].tolist()
        # of title, boundary, text and the name of the file
        words = [2 + 1 + 2 + 2 * (number + 1) + 1 for number in range(10)]
        assert whole["words"].tolist() == words


@pytest.mark.parametrize("field", ["title_exact", "title_word", "text_word", "text_root"])
def test_a_field_that_lost_words_is_damage(
    searcher: WhooshSearcher, monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    counts = searcher._segments[0].fields[field].counts
    part = PackedIntegers.slice

    def lossy(self: PackedIntegers, start: int, stop: int) -> Any:
        found = part(self, start, stop).copy()
        found[-1:] += self is counts
        return found

    monkeypatch.setattr(PackedIntegers, "slice", lossy)
    with closing(searcher), pytest.raises(IndexDamaged, match=f"are in the field {field}"):
        searcher.checksums()
