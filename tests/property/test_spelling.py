"""What holds for the candidates of every word, and of every archive."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import folded
from indexer.lexicon.spelling import MOST_COUNTS, Kind, candidates, joined

words = (
    st.text("ابتثجحدرسشصطعفقكلمنهوىءأةؤّ", max_size=34)
    | st.text("abcdehikmoqstuw3795'^ùé;]", max_size=34)
    | st.text(st.characters(exclude_categories=()), max_size=34)
)


class Archive:
    """Holds every word whose hash is divisible by `share`; remembers what it was asked."""

    def __init__(self, share: int) -> None:
        self.asked: list[str] = []
        self._share = share

    def count(self, word: str) -> int:
        self.asked.append(word)
        digest = sum(ord(letter) * 31**at for at, letter in enumerate(word))
        return digest % 97 + 1 if digest % self._share == 0 else 0


@settings(max_examples=150)
@given(words, st.sampled_from((1, 7, 1000)))
def test_candidates_are_other_words_of_the_archive_each_once_best_first(
    word: str, share: int
) -> None:
    archive = Archive(share)
    found = list(candidates(word, archive.count))
    assert len(archive.asked) <= MOST_COUNTS
    texts = [candidate.text for candidate in found]
    assert len(set(texts)) == len(texts)
    assert folded(word) not in texts
    assert all(one.cost <= next_.cost for one, next_ in pairwise(found))
    for candidate in found:
        parts = candidate.text.split(" ")
        assert len(parts) == (2 if candidate.kind is Kind.SPLIT else 1)
        assert all(archive.count(part) for part in parts)
        assert folded(candidate.text) == candidate.text


@given(words, words)
def test_a_joined_word_is_both_its_halves(first: str, second: str) -> None:
    found = joined(first, second, Archive(1).count)
    if found is not None:
        assert found.text == folded(first) + folded(second)
