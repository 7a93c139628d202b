"""Which words only join others."""

from __future__ import annotations

import pytest

from indexer.analysis import written
from indexer.analysis.function_words import is_function_word


@pytest.mark.parametrize(
    "word",
    [
        *("في", "فى", "من", "إلى", "الى", "على", "أن", "ان", "هذه", "الذين", "التى", "منها", "كان"),
        *("مِنْ", "فــي", "وعلى", "وفي", "فإن", "وهو", "ولا", "ومنها", "ولكن"),
        *("de", "La", "à", "où", "the", "Of"),
    ],
)
def test_particles(word: str) -> None:
    assert is_function_word(written(word))


@pytest.mark.parametrize(
    "word",
    [
        *("قانون", "حق", "أمن", "دولة"),  # however many documents hold them
        "علي",  # the name
        "آلي",  # of a machine
        "أم",  # a mother
        *("فهم", "وهم", "فقد"),  # understanding, illusion, loss
        *("وجه", "فن", "و", "ف", ""),
        *("droit", "law", "1"),
    ],
)
def test_words_that_say_something(word: str) -> None:
    assert not is_function_word(written(word))
