"""Words are cut into the pieces whose scores add up to the most, whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.meaning.model import Model
from indexer.meaning.tokenizer import clean
from tests.small_model import pieces

IDS = {piece: number for number, (piece, _) in enumerate(pieces())}


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("شرطة", ["▁شرطة"]),  # one piece beats many
        ("شرطة police", ["▁شرطة", "▁police"]),
        ("ab", ["▁", "ab"]),  # -7 beats -6 for each of a and b
        ("aba", ["▁", "ab", "a"]),
        ("z", ["▁", "<unk>"]),  # no piece has it
        ("\N{ARABIC LETTER HEH DOACHASHMEE}", ["▁", "<unk>"]),  # ه stands for it, and is unknown
        ("a\N{SOFT HYPHEN}b", ["▁", "ab"]),  # which stands for nothing
        ("", []),
        (" \n ", []),
    ],
)
def test_a_word_is_cut_the_best_way(small: Model, text: str, cut: list[str]) -> None:
    assert small.tokenizer.ids(text) == [IDS[piece] for piece in cut]


def test_the_places_of_words_are_those_of_the_text(small: Model) -> None:
    text = "شُرْطَة،  police\n"
    assert [text[start:end] for start, end, _ in small.tokenizer.words(text)] == [
        "شُرْطَة،",
        "police",
    ]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("شُرْطَة", "شرطة"),  # vowel marks
        ("شـــرطة", "شرطة"),  # tatweel
        ("\N{ARABIC LIGATURE ALLAH ISOLATED FORM}", "الله"),  # NFKC
        ("police\0man", "police man"),  # a control character parts words
        ("\N{RIGHT-TO-LEFT MARK}شرطة", "شرطة"),
        ("\ud800", " "),  # half of a pair, which no UTF-8 has
        ("أُ", "أ"),  # the hamza belongs to the letter
        ("é", "é"),  # a Latin accent stays
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_the_sign_that_is_a_sentence_is_read_as_its_words(small: Model) -> None:
    sign = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"
    (word,) = small.tokenizer.words(sign * 3)
    assert (word[0], word[1]) == (0, 3)
    assert len(word[2]) > 12  # four words, three times


def test_a_long_word_ends_somewhere(small: Model) -> None:
    started = time.process_time()
    ((start, end, ids),) = small.tokenizer.words("ab" * 500_000)
    assert (start, end, len(ids)) == (0, 1_000_000, 100)
    assert time.process_time() - started < 20  # not the square of its length


@given(st.text(st.characters(codec=None, categories=("L", "M", "N", "P", "S", "Z", "C"))))
def test_every_text_is_cut_and_nothing_of_it_is_left_over(small: Model, text: str) -> None:
    words = list(small.tokenizer.words(text))
    assert "".join(text[start:end] for start, end, _ in words) == "".join(text.split())
    assert small.tokenizer.ids(text) == [number for *_, ids in words for number in ids]
    assert all(0 <= number < len(IDS) for number in small.tokenizer.ids(text))
