"""The words of many texts at once are those of each text, whatever its characters."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.batch_tokenizer import Vocabulary, word_bounds
from indexer.analysis.normalize import INVISIBLE, MARKS
from indexer.analysis.tokenizer import tokens

ARABIC = "".join(map(chr, (*range(0x0600, 0x0700), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFF00))))
SIGNS = "".join(map(chr, (*MARKS[::9], *INVISIBLE)))
# Any text, lone surrogates included; each kind of word with what may stand in it; real beginnings.
texts = (
    st.text(st.characters(exclude_categories=()))
    | st.text(ARABIC)
    | st.text("امنةىأؤ ء19.-/:*؟" + SIGNS)
    | st.text("0٣۴𝟘.,/:-٫٬ ا")
    | st.text("12345٣ \u00a0\u202f\u2009\u2007.,٫–‑−،ا")
    | st.lists(st.sampled_from(["1", "٢٠", "300", "400", "،", "\u00a0", "\u202f", ".", " "])).map(
        "".join
    )
    | st.text("eéßΐﬁ①½ \u0301\u0323\u034f\u0654\u200dا")
    | st.text("ﷺ\u0610\u0613\u064e\u200dاب%☪©1 ")
    | st.text("𐤀𞸀𝐀😀ا \u0301\ud800\udc00")
    | st.lists(st.sampled_from(["والاجتماعية", "كتاب", "1.11.91", "Maroc", "كِتَابٌ"])).map(" ".join)
)


def words(batch: list[str], vocabulary: Vocabulary) -> list[list[str]]:
    """The written forms of the words of each text of `batch`."""
    ids, lengths = vocabulary.batch(batch)
    assert len(lengths) == len(batch)
    assert lengths.sum() == len(ids)
    return [
        [vocabulary.words[number] for number in part]
        for part in np.split(ids, np.cumsum(lengths)[:-1])
    ]


def plain(text: str) -> list[str]:
    return [token.written for token in tokens(text)]


@settings(max_examples=3_000)
@given(st.lists(texts, min_size=1, max_size=4))
def test_a_batch_gives_the_words_of_each_text(batch: list[str]) -> None:
    vocabulary = Vocabulary()
    expected = [plain(text) for text in batch]
    assert words(batch, vocabulary) == expected  # all words new
    assert words(batch, vocabulary) == expected  # all known


def test_every_character_between_letters_digits_and_spaces() -> None:
    batch = [
        frame.format(chr(code))
        for code in range(0x110000)
        if code < 0x3100 or 0xD7F0 < code < 0x11000 or code % 61 == 0
        for frame in ("ا{0}ا", "a{0}b{0}", "1{0}2", " {0}{0} ")
    ]
    found = words(batch, Vocabulary())
    for text, of_text in zip(batch, found, strict=True):
        assert of_text == plain(text), ascii(text)


def test_the_words_of_real_documents(shared: Path) -> None:
    paths = sorted((shared / "corpus").glob("*.md"))
    if not paths:
        pytest.skip("../shared/corpus is empty")
    batch = [path.read_text("utf-8") for path in paths]
    vocabulary = Vocabulary()
    assert words(batch, vocabulary) == [plain(text) for text in batch]
    assert len(set(vocabulary.words)) == len(vocabulary.words)


def test_ids_stay_as_the_vocabulary_grows() -> None:
    vocabulary = Vocabulary()
    first, _ = vocabulary.batch(["كتاب قانون"])
    vocabulary.batch([" ".join(f"{number}" for number in range(20_000))])
    again, _ = vocabulary.batch(["كتاب قانون والديموقراطية"])
    assert again[:2].tolist() == first.tolist()
    assert vocabulary.id("كتاب") == first[0]


def test_no_texts_have_no_words() -> None:
    ids, lengths = Vocabulary().batch([])
    assert (ids.tolist(), lengths.tolist()) == ([], [])


@given(texts)
def test_bounds_are_those_of_the_tokens(text: str) -> None:
    starts, ends = word_bounds(text)
    spans = list(zip(starts.tolist(), ends.tolist(), strict=True))
    assert spans == [(token.start, token.end) for token in tokens(text)]
