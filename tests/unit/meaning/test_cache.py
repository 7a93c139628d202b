"""The cache keeps each text from the moment it is added, and nothing that was cut short."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexLocked
from indexer.meaning.cache import CACHE, VectorCache, text_digest, vector_cache
from indexer.meaning.vectors import TextVectors
from indexer.meaning.weights import DIMENSIONS

A, B = text_digest("", "أ"), text_digest("", "ب")


def vectors(passages: int) -> TextVectors:
    rng = np.random.default_rng(passages)
    spans = [(number, number + 1) for number in range(passages)]
    return TextVectors.of(spans, rng.standard_normal((passages, DIMENSIONS)).astype(np.float32))


def same(one: TextVectors, other: TextVectors) -> bool:
    return (
        np.array_equal(one.spans, other.spans)
        and np.array_equal(one.scales, other.scales)
        and np.array_equal(one.vectors, other.vectors)
    )


def test_a_text_is_there_in_the_next_run(tmp_path: Path) -> None:
    with vector_cache(tmp_path / "new", "m") as cache:
        cache.add(A, vectors(3))
        cache.add(B, vectors(0))
        assert same(cache[A], vectors(3))
    with vector_cache(tmp_path / "new", "m") as cache:
        assert (A in cache, B in cache, len(cache)) == (True, True, 2)
        assert same(cache[A], vectors(3))
        assert same(cache[B], vectors(0))


@pytest.mark.parametrize("lost", [1, 100, 1000])
def test_a_text_that_was_cut_short_is_written_anew(tmp_path: Path, lost: int) -> None:
    path = tmp_path / CACHE
    with VectorCache(path, "m") as cache:
        cache.add(A, vectors(3))
        cache.add(B, vectors(3))
    path.write_bytes(path.read_bytes()[:-lost])
    with VectorCache(path, "m") as cache:
        assert (A in cache, B in cache) == (True, False)
        cache.add(B, vectors(2))
    with VectorCache(path, "m") as cache:
        assert same(cache[A], vectors(3))
        assert same(cache[B], vectors(2))


def test_vectors_of_another_model_are_dropped(tmp_path: Path) -> None:
    with VectorCache(tmp_path / CACHE, "m") as cache:
        cache.add(A, vectors(3))
    with VectorCache(tmp_path / CACHE, "other") as cache:
        assert len(cache) == 0


def test_a_purge_keeps_what_is_used(tmp_path: Path) -> None:
    with VectorCache(tmp_path / CACHE, "m") as cache:
        cache.add(A, vectors(3))
        cache.add(B, vectors(2))
        assert cache.purge({B}) > 3 * DIMENSIONS
        assert (A in cache, same(cache[B], vectors(2))) == (False, True)
        cache.add(A, vectors(1))
    with VectorCache(tmp_path / CACHE, "m") as cache:
        assert same(cache[A], vectors(1))


def test_two_runs_do_not_write_at_a_time(tmp_path: Path) -> None:
    with vector_cache(tmp_path, "m"), pytest.raises(IndexLocked), vector_cache(tmp_path, "m"):
        pass


def test_the_digest_tells_title_and_text_apart() -> None:
    assert text_digest("أ", "ب") != text_digest("", "أب")
    assert text_digest("أ", "ب") == text_digest("أ", "ب")
