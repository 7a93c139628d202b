"""The singulars that a word may have by its letters."""

from __future__ import annotations

import pytest

from indexer.analysis import folded
from indexer.analysis.morphology.plural_patterns import likely_singulars, shown_pattern


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("مدن", "مدينة"),
        ("قمم", "قمة"),  # the same letter twice
        ("أمم", "أمة"),  # an alef that bears a hamza is a letter of the root
        ("حقوق", "حق"),
        ("شؤون", "شأن"),
        ("عمال", "عامل"),
        ("ثياب", "ثوب"),
        ("أيام", "يوم"),
        ("آثار", "أثر"),
        ("أئمة", "إمام"),
        ("أودية", "وادي"),
        ("رؤساء", "رئيس"),
        ("نواحي", "ناحية"),
        ("أقارب", "قريب"),
        ("برامج", "برنامج"),
        ("دواوين", "ديوان"),
        ("عمالقة", "عملاق"),
        ("مرضى", "مريض"),
    ],
)
def test_the_singular_is_among_the_likely(plural: str, singular: str) -> None:
    assert folded(singular) in {one.word for one in likely_singulars(folded(plural), plural)}


@pytest.mark.parametrize(
    ("word", "not_its_singular"),
    [
        ("إعلام", "علم"),  # أفعال has an أ
        ("كتابه", "كتبة"),  # a noun and its pronoun
        ("كبري", "كبير"),  # فعلى has a ى
    ],
)
def test_signs_of_the_spelling_rule_patterns_out(word: str, not_its_singular: str) -> None:
    found = {one.word for one in likely_singulars(folded(word), word)}
    assert folded(not_its_singular) not in found


def test_a_singular_may_have_to_end_in_a_sign() -> None:
    endings = {one.word: one.ending for one in likely_singulars("معاني", "معاني")}
    assert endings["معني"] == "ى"


def test_a_pattern_is_shown_as_grammars_write_it() -> None:
    assert shown_pattern("12و3←123") == "فعول←فعل"
