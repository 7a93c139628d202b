"""The keys by which words are compared."""

from __future__ import annotations

import pytest

from indexer.reuse.keys import key_numbers, word_keys


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("ثقافي", "تقافي"),  # a dot that was lost
        ("قضاء", "قضا"),  # a hamza
        ("مدرسة", "مدرسه"),  # teh marbuta
        ("كتاب", "كتب"),  # a weak letter
    ],
)
def test_noise_does_not_change_the_key(word: str, other: str) -> None:
    assert len(set(word_keys([word, other]))) == 1


@pytest.mark.parametrize(("word", "other"), [("محكمة", "حكومة"), ("في", "فى"), ("1431", "1432")])
def test_other_words_have_other_keys(word: str, other: str) -> None:
    assert len(set(word_keys([word, other]))) == 2


def test_equal_keys_have_equal_numbers() -> None:
    numbers, _ = key_numbers(["ثقافي", "مدرسة", "تقافي"])
    assert numbers.tolist() == [0, 1, 0]


def test_function_words_join_but_those_of_chains_of_names() -> None:
    _, kinds = key_numbers(["في", "عن", "مدرسة", "ان"])
    assert kinds.joins.tolist() == [True, False, False, True]


def test_words_with_digits_are_numbers() -> None:
    _, kinds = key_numbers(["1431", "1.58.376", "مدرسة"])
    assert kinds.numeric.tolist() == [True, True, False]
