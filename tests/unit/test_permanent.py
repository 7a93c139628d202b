"""What permanent addresses are made of."""

from __future__ import annotations

import pytest

from indexer.permanent import LETTERS, passage_digest


def test_a_digest_stays_what_it_is() -> None:
    """Readers keep addresses made of it: if this fails, all of theirs would lead nowhere."""
    assert passage_digest("انعقدت الجلسة الأولى.") == "bp687v"


@pytest.mark.parametrize(
    "same",
    [
        "انعقدت  الجلسة\nالأولى.",  # laid out anew
        "انعقدت الجلسة الأولى",  # without its full stop
        "انعقدتْ الجلسةُ الأولى.",  # vowelled
        "انعقدت الجلسة الاولى.",  # a hamza left out
        "انعقــدت الجلسة الأولى.",  # drawn out
        "\u200fانعقدت\u00a0الجلسة الأولى.",
    ],
)
def test_a_passage_laid_out_anew_keeps_its_digest(same: str) -> None:
    assert passage_digest(same) == passage_digest("انعقدت الجلسة الأولى.")


@pytest.mark.parametrize("other", ["انعقدت الجلسة الثانية.", "انعقدت الجلسة", "", "…", "***"])
def test_other_words_have_another_digest(other: str) -> None:
    assert passage_digest(other) != passage_digest("انعقدت الجلسة الأولى.")


def test_passages_without_letters_differ_by_their_signs() -> None:
    assert passage_digest("* * *") == passage_digest("***") != passage_digest("---")


def test_a_digest_has_letters_that_are_not_mistaken() -> None:
    assert set(passage_digest("نص")) <= set(LETTERS)
    assert not set("ilou") & set(LETTERS)
