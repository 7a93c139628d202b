import sys

from hypothesis import given
from hypothesis import strategies as st

from indexer.mentions.date_words import FoldedText


def test_every_character_is_read_as_one_or_as_none() -> None:
    every = map(chr, range(sys.maxunicode + 1))
    assert [char for char in every if len(FoldedText(char).folded) > 1] == []


def test_a_text_is_read_in_plain_small_letters_and_western_digits() -> None:
    assert FoldedText("سَنَةَ ٢٠١١، Été 1999, İ").folded == "سنه 2011، ete 1999, i"


@given(st.text(st.sampled_from("سنةَُـe\u0301É٢1 \u200f"), max_size=20))
def test_every_letter_leads_back_to_its_place(text: str) -> None:
    plain = FoldedText(text)
    letters = [FoldedText(text[plain.place(at)]).folded for at in range(len(plain.folded))]
    assert "".join(letters) == plain.folded
