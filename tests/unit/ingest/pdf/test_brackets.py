"""Brackets that open and close."""

from __future__ import annotations

import pytest

from indexer.ingest.pdf.brackets import faults, paired_lines


@pytest.mark.parametrize(
    ("given", "paired"),
    [
        (["في )29 يناير 1988( بختم"], ["في (29 يناير 1988) بختم"]),  # all turned
        (["(أ) و(ب)"], ["(أ) و(ب)"]),  # right as they are
        (
            ["سنة 2011) الجريدة الرسمية عدد 5956(", "باب"],
            ["سنة 2011( الجريدة الرسمية عدد 5956)", "باب"],
        ),
        ([")أ( و)ب(", "Watch (HRW) عن"], ["(أ) و(ب)", "Watch (HRW) عن"]),  # one line otherwise
        (["قال «نعم»"], ["قال «نعم»"]),
        (["أ) الإجراءات؛ ب) التدابير"], ["أ) الإجراءات؛ ب) التدابير"]),  # numbers of a list
    ],
)
def test_brackets_of_a_page_are_turned_where_that_pairs_them(
    given: list[str], paired: list[str]
) -> None:
    assert paired_lines(given) == paired


def test_a_bracket_with_its_space_on_the_wrong_side_is_at_fault() -> None:
    assert faults("بعد (سنة) تم") == 0
    assert faults("بعد )سنة( تم") > faults("بعد (سنة) تم")
