"""What is said beside the hits of a page."""

from __future__ import annotations

import pytest

from webapp.present.results import first_forms


@pytest.mark.parametrize(
    ("words", "forms"),
    [(1, 6), (2, 6), (3, 4), (4, 3), (5, 0), (9, 0)],  # the more words, the fewer of each
)
def test_few_forms_are_shown_before_they_are_unfolded(words: int, forms: int) -> None:
    assert first_forms(words) == forms
