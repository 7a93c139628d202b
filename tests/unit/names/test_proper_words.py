"""Which words may be names."""

from __future__ import annotations

import pytest

from indexer.names.proper_words import is_nisba, is_proper


@pytest.mark.parametrize(
    ("word", "proper"),
    [
        ("كلينتون", True),
        ("كبيرة", False),  # الكبيرة
        ("كتب", False),  # يكتب
        ("وقال", False),  # و and قال
        ("اجتمع", False),  # يجتمع
        ("المدينة", False),
        ("من", False),
        ("abc", False),
    ],
)
def test_words_with_an_article_or_forms_of_verbs_are_no_names(word: str, proper: bool) -> None:
    assert is_proper(word) is proper


def test_a_nisba_has_the_article_and_its_ending() -> None:
    assert is_nisba("الزروالي")
    assert not is_nisba("الزروال")
    assert not is_nisba("زروالي")
