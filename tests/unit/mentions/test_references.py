"""References to other documents, rule by rule."""

from __future__ import annotations

import pytest

from indexer.mentions import references


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("القرار A/RES/61/177 المؤرخ", "A/RES/61/177"),
        ("(CAT/C/MAR/CO/4).", "CAT/C/MAR/CO/4"),
        ("CAT/C/MAR/CO/4/Add.1.", "CAT/C/MAR/CO/4/Add.1"),  # the dot that ends a sentence
        ("A/HRC/22/53/Add.2", "A/HRC/22/53/Add.2"),
    ],
)
def test_symbols_of_the_united_nations(text: str, written: str) -> None:
    (found,) = references(text)
    assert text[found.start : found.end] == written
    assert found.keys == (f"un {written.lower()}",)


@pytest.mark.parametrize("text", ["A/B", "N/A/RES", "http://x.org/A/RES/61", "E/S"])
def test_other_words_with_slashes_are_no_symbols(text: str) -> None:
    assert not list(references(text))
