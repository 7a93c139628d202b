"""Families written alike, by the letter 4-grams they share."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.language.likeness import Likeness, write_likeness

# Enough families, none like another, for the grams of a few to be rare.
FILLING = [f"{number:05}{number:05}" for number in range(1, 2_000)]


def written(folder: Path, families: list[str]) -> Likeness:
    """The likeness of `families`; where the line of each begins is its number times ten."""
    write_likeness(folder, families, np.arange(len(families), dtype=np.int64) * 10)
    return Likeness(folder)


def alike(folder: Path, word: str, families: list[str], most: int = 20) -> dict[str, float]:
    """family → likeness, the most alike first."""
    every = [*families, *FILLING]
    return {every[at]: share for at, share in written(folder, every).alike(word, most)}


def test_a_word_is_wholly_like_itself_and_less_like_others(tmp_path: Path) -> None:
    found = alike(tmp_path, "قنيطره", ["قنيطري", "مدينه", "قنيطره"])
    assert list(found) == ["قنيطره", "قنيطري"]
    assert found["قنيطره"] == pytest.approx(1)
    assert 0 < found["قنيطري"] < 1


def test_the_likeness_is_the_share_of_the_weight_of_grams(tmp_path: Path) -> None:
    families = ["قنيطره", "قنيطري", "ابجدهو"]
    count = len(families) + len(FILLING)

    def weight(holders: int) -> float:
        return log(1 + (count - holders + 0.5) / (holders + 0.5))

    # _قني قنيط نيطر are in both; يطره طره_ in one alone
    expected = 3 * weight(2) / (3 * weight(2) + 2 * weight(1))
    assert alike(tmp_path, "قنيطره", families)["قنيطري"] == pytest.approx(expected)


def test_grams_that_nobody_has_count_against_all(tmp_path: Path) -> None:
    found = alike(tmp_path, "قنيطرغظ", ["قنيطره"])  # which the archive does not have
    assert 0 < found["قنيطره"] < alike(tmp_path, "قنيطرغ", ["قنيطره"])["قنيطره"] < 1


def test_what_shares_too_little_is_not_alike(tmp_path: Path) -> None:
    assert alike(tmp_path, "قنيطره", ["قنيفذعجب"]) == {}  # one gram of six


def test_a_gram_counts_once_however_often_it_stands_in_a_word(tmp_path: Path) -> None:
    once, often = (
        alike(tmp_path, word, ["زلزلزلزلزل", "زلزل"])["زلزل"] for word in ("زلزلزل", "زلزلزلزل")
    )
    assert once == pytest.approx(often)


def test_grams_of_many_families_are_not_looked_up(tmp_path: Path) -> None:
    families = [f"مدين{letter}" for letter in "ابتثجحخدذرزسشصضطظعغفقكل"]
    assert alike(tmp_path, "مدينه", families) == {}
    assert set(alike(tmp_path, "مدينه", families[:5])) == set(families[:5])


def test_no_more_than_asked_for_the_first_of_equals_first(tmp_path: Path) -> None:
    families = ["قنيطره", "قنيطرت", "قنيطرب"]
    assert list(alike(tmp_path, "قنيطره", families, most=2)) == ["قنيطره", "قنيطرت"]


@pytest.mark.parametrize("word", ["", "من", "\n", "\udc80", "من\t"])
def test_short_words_and_strange_ones_are_like_nothing(tmp_path: Path, word: str) -> None:
    assert alike(tmp_path, word, ["من", "منه", "منها"]) == {}


def test_in_a_tiny_archive_a_gram_of_one_family_tells(tmp_path: Path) -> None:
    assert [at for at, _ in written(tmp_path, ["قنيطره", "مدينه"]).alike("قنيطري", 5)] == [0]


@pytest.mark.parametrize("families", [[], ["من"], ["", "في"]])
def test_without_grams_nothing_is_alike(tmp_path: Path, families: list[str]) -> None:
    assert written(tmp_path, families).alike("قنيطره", 5) == []


def test_the_places_of_names_come_back(tmp_path: Path) -> None:
    assert written(tmp_path, ["قنيطره", "مدينه"]).names.tolist() == [0, 10]


words = st.text("ابتث", min_size=0, max_size=8)


@given(families=st.lists(words, unique=True, max_size=12), word=words)
def test_shares_are_those_of_a_slow_reading(
    tmp_path_factory: pytest.TempPathFactory, families: list[str], word: str
) -> None:
    def grams(of: str) -> set[str]:
        padded = f"_{of}_"
        return {padded[at : at + 4] for at in range(len(padded) - 3)} if len(of) > 2 else set()

    count = len(families)
    holders = {gram: sum(gram in grams(other) for other in families) for gram in grams(word)}
    weight = {gram: log(1 + (count - held + 0.5) / (held + 0.5)) for gram, held in holders.items()}
    expected: dict[int, float] = {}
    for number, other in enumerate(families):
        shared = [weight[gram] for gram in grams(word) & grams(other) if holders[gram] == 1]
        if (share := sum(shared) / sum(weight.values()) if shared else 0) >= 0.2:
            expected[number] = share
    folder = tmp_path_factory.mktemp("likeness")
    found = dict(written(folder, families).alike(word, 100))
    assert found == pytest.approx(expected)
    assert list(found.values()) == sorted(found.values(), reverse=True)
