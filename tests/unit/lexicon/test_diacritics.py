"""Which written forms answer a word letter by letter."""

from __future__ import annotations

import pytest

from indexer.analysis import families_of, roots_of, written
from indexer.analysis.morphology.corpus_statistics import folded_words
from indexer.lexicon import Lexicon, forms_as_written, write_lexicon
from indexer.lexicon.diacritics import bears

FORMS = """
    على علي عَلَى محمد محمّد مُحَمَّد مُحَمَّدٌ مُحمد قانونًا قانوناً قانونا هٰذا هَذا هذا
"""


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("lexicon")
    writings = {written(form): 1 for form in FORMS.split()}
    counts = folded_words(writings)[0]
    families = families_of(counts, {})
    write_lexicon(folder, writings, families, roots_of(families, counts, {}))
    return Lexicon(folder)


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("على", "على عَلَى"),  # not علي
        ("علي", "علي"),
        ("عَلي", ""),
        ("محمد", "محمد محمّد مُحَمَّد مُحَمَّدٌ مُحمد"),  # without marks: with any
        ("مُحَمَّد", "مُحَمَّد مُحَمَّدٌ"),
        ("محم\u0651\u064eد", "مُحَمَّد مُحَمَّدٌ"),  # shadda and fatha in the other order
        ("محمّد", "محمّد مُحَمَّد مُحَمَّدٌ"),
        ("محـمّـد", "محمّد مُحَمَّد مُحَمَّدٌ"),
        ("قانونًا", "قانونًا قانوناً"),  # the tanwin before the alef or on it
        ("قانوناً", "قانونًا قانوناً"),
        ("قانونا", "قانونًا قانوناً قانونا"),
        ("هَذا", "هٰذا هَذا"),  # a dagger alef is a fatha and more
        ("هٰذا", "هٰذا"),
        ("غائب", ""),
    ],
)
def test_forms_that_answer_a_word_as_written(lexicon: Lexicon, typed: str, forms: str) -> None:
    assert set(forms_as_written(lexicon, typed)) == set(map(written, forms.split()))


def test_a_form_bears_the_marks_of_a_word_on_the_same_letters() -> None:
    assert bears("مُحَمَّد", "مُحمد")
    assert not bears("مُحَمَّد", "محُمد")
    assert not bears("محمد", "محمدٌ")
