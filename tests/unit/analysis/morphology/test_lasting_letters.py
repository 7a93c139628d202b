"""The letters that all words of a family have: no rule may take them away, add or move them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import families_of, folded, is_plain_word, lasting_letters, tokens
from indexer.analysis.morphology.affixes import ARTICLES, CLITICS, bases
from indexer.analysis.morphology.broken_plurals import singulars
from indexer.analysis.morphology.loan_words import other_stems, with_vowel_more
from indexer.analysis.morphology.plural_patterns import likely_singulars
from indexer.analysis.morphology.spelling_variants import (
    WHOLE_SPELLINGS,
    gaf_variants,
    hamza_variants,
    seat_variants,
    waw_variants,
)

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويءأإآؤئةى"
LOAN_WORDS = ("امريكا", "اوروبا", "انترنت", "انجليزي", "انجلترا", "فيدراليه", "تلغراف", "سوفياتي")
ROOT = Path(__file__).resolve().parents[4]
words = st.text(LETTERS, min_size=2, max_size=9)


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("مدرسه", "در"),
        ("المدارس", "در"),
        ("حق", "ح"),
        ("حقوق", "ح"),  # the letters of a run count once: خطط, خطة
        ("police", "police"),
        ("امن", ""),
    ],
)
def test_lasting_letters(word: str, letters: str) -> None:
    assert lasting_letters(word) == letters


@given(words)
def test_no_step_changes_them(spelling: str) -> None:
    word = folded(spelling)
    others = [base for base, _, _ in bases(word)]
    others += [one.word for one in singulars(word, spelling)]
    others += [one.word for one in likely_singulars(word, spelling)]
    rules = (hamza_variants, seat_variants, gaf_variants)
    others += [one.word for rule in rules for one in rule(word, spelling)]
    others += [*(one.word for one in waw_variants(word)), *with_vowel_more(word)]
    assert {lasting_letters(other) for other in others} <= {lasting_letters(word)}


def test_no_list_of_words_changes_them() -> None:
    pairs = [*WHOLE_SPELLINGS.items(), *((affix + "ر", "ر") for affix in (*ARTICLES, *CLITICS))]
    pairs += [(word, other) for word in LOAN_WORDS for other in other_stems(word)]
    assert len(pairs) > 50
    assert [pair for pair in pairs if len(set(map(lasting_letters, pair))) > 1] == []


def test_families_of_texts_have_them() -> None:
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.md")))
    counts = Counter(token.written for text in texts for token in tokens(text))
    families = families_of(counts, {})
    joined = [(word, of) for word, of in families.items() if word != of and is_plain_word(word)]
    assert len(joined) > 500
    assert [pair for pair in joined if len(set(map(lasting_letters, pair))) > 1] == []
