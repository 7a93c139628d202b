"""What permanent addresses are made of."""

from __future__ import annotations

import pytest

from indexer.model.identifiers import LETTERS, passage_digest, short_name, spelled_name, whole_name


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


def test_a_short_name_stays_what_it_is() -> None:
    """Citations hold it: if this fails, all of them would lead nowhere."""
    assert short_name("law") == "hwfq9bfpb1jc"
    assert short_name("تقرير اللجنة") == "xepb52cv9br1"


def test_a_short_name_is_readable_and_has_fifty_bits() -> None:
    name = short_name("law")
    assert set(name) <= set(LETTERS)
    assert len(LETTERS) == 32
    assert len(name) * 5 >= 50
    assert whole_name("law").startswith(name)


def test_names_of_many_documents_differ() -> None:
    assert len({short_name(f"report-{number}") for number in range(20_000)}) == 20_000


def test_a_name_is_read_as_it_may_be_typed() -> None:
    assert spelled_name("HWFQ9BFPBIJC") == "hwfq9bfpb1jc"
    assert spelled_name("oOlL") == "0011"
