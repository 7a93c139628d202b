"""What holds for the words of every text."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import folded, spelled, tokens, written
from indexer.analysis.normalize import INVISIBLE, MARKS
from indexer.analysis.signs import HONORIFICS

ARABIC = "".join(map(chr, (*range(0x0600, 0x0700), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))))
# Any text, lone surrogates included; Arabic with marks and controls; Arabic and Latin accents.
texts = (
    st.text(st.characters(exclude_categories=()))
    | st.text(ARABIC)
    | st.text("امنةىأؤ ء19.-/:*؟" + "".join(map(chr, (*MARKS[::9], *INVISIBLE))))
    | st.text("eéßİſΐﬁ①½ \u0301\u0323\u0654")
    | st.text("12345٣ \u00a0\u202f\u2009.,،–‑\u0301\u064b")
)


@settings(max_examples=500)
@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@settings(max_examples=500)
@given(texts)
def test_each_form_of_a_word_is_a_function_of_the_one_before(text: str) -> None:
    assert written(written(text)) == written(text)
    assert spelled(written(text)) == spelled(text) == written(spelled(text))
    assert folded(spelled(text)) == folded(text)


@given(
    st.lists(st.sampled_from("\u064b\u064e\u0650\u0651\u0652\u0653\u0654\u0655\u0670"), max_size=40)
)
def test_marks_stand_in_one_order_each_once(marks: list[str]) -> None:
    forms = {written(f"ق{''.join(of)}ل") for of in (marks, sorted(marks), marks[::-1], set(marks))}
    assert len(forms) == 1


@settings(max_examples=500)
@given(texts)
def test_every_word_keeps_letters_when_folded(text: str) -> None:
    for token in tokens(text):
        shown = text[token.start : token.end]
        forms = HONORIFICS.get(shown) or (written(shown),)
        assert token.written in forms
        assert token.surface == folded(token.written)
        assert token.surface.strip()
        assert not any(sign.isspace() for sign in token.written.replace("\u00a0", "0"))


@settings(max_examples=500)
@given(texts)
def test_words_are_in_order_apart_and_numbered(text: str) -> None:
    found = list(tokens(text))
    assert [token.position for token in found] == list(range(len(found)))
    assert all(0 <= token.start < token.end <= len(text) for token in found)
    for before, after in pairwise(found):
        shared = (before.start, before.end) == (after.start, after.end)
        assert before.end <= after.start or (shared and text[before.start] in HONORIFICS)


@given(texts)
def test_no_letter_of_arabic_is_left_out(text: str) -> None:
    covered = {at for token in tokens(text) for at in range(token.start, token.end)}
    for at, letter in enumerate(text):
        assert at in covered or letter not in "امنةىأؤء"
