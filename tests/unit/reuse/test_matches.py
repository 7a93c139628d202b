"""The finder of shared passages: what was planted is found, what is common is not."""

from __future__ import annotations

from pathlib import Path
from random import Random

import numpy as np
import pytest

from indexer.reuse import matches as finder
from indexer.reuse.families import family_places
from indexer.reuse.keys import KeyKinds
from indexer.reuse.matches import found_matches
from indexer.reuse.seeds import most_documents, spilled_hashes
from indexer.reuse.spill import Rows, Spill

WORDS = 5_000  # of the language: a word is a number, the lower the more frequent
NUMBERS = 9_900  # from here on they are numbers, which no text has by chance
Text = list[int]


def texts(random: Random, documents: int, length: int = 300) -> list[Text]:
    """Texts of random words, frequent ones as frequent as in a language (Zipf)."""
    weights = [1 / (rank + 1) for rank in range(WORDS)]
    return [random.choices(range(WORDS), weights, k=length) for _ in range(documents)]


def places(documents: list[Text], folder: Path) -> Rows:
    """(family, document, start, end) of what the finder finds, counted in the document."""
    keys = np.array([word for text in documents for word in text], np.int32)
    firsts = np.array([0, *np.cumsum([len(text) for text in documents])], np.int64)
    every = np.arange(2 * WORDS)
    kinds = KeyKinds(every % 5 == 0, every >= NUMBERS, every.astype(np.uint32))
    found = found_matches(keys, kinds, firsts, folder)
    rows, _ = family_places(found, most_documents(len(documents)))
    rows[:, 2:] -= firsts[rows[:, 1]][:, None]
    return rows


def changed(passage: Text, random: Random) -> Text:
    """`passage` with one word in ten put otherwise: another word, none, or two."""
    words = list(passage)
    for at in sorted(random.sample(range(len(words)), max(1, len(words) // 10)), reverse=True):
        words[at : at + 1] = random.choice(([WORDS + at], [], [words[at], WORDS + at]))
    return words


def joins(rows: Rows, one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
    """Whether one family has half of both places, (document, start, end)."""

    def families(document: int, start: int, end: int) -> set[int]:
        shared = np.minimum(rows[:, 3], end) - np.maximum(rows[:, 2], start)
        return set(rows[(rows[:, 1] == document) & (2 * shared >= end - start), 0].tolist())

    return bool(families(*one) & families(*other))


def test_planted_passages_are_found_though_one_word_in_ten_is_another(tmp_path: Path) -> None:
    random = Random(1)
    documents = texts(random, 240)
    planted = []
    for source in range(120):
        length, first, at = random.randint(12, 40), random.randrange(200), random.randrange(300)
        copy = changed(documents[source][first : first + length], random)
        documents[120 + source][at:at] = copy
        planted.append(((source, first, first + length), (120 + source, at, at + len(copy))))
    rows = places(documents, tmp_path)
    assert sum(joins(rows, *pair) for pair in planted) >= 0.9 * len(planted)


def test_unrelated_texts_share_no_passage(tmp_path: Path) -> None:
    assert not len(places(texts(Random(2), 100), tmp_path))


def test_a_passage_of_fewer_words_is_none(tmp_path: Path) -> None:
    documents = texts(Random(3), 2)
    documents[1][50:50] = documents[0][100:109]
    assert not len(places(documents, tmp_path))


def test_a_passage_in_very_many_documents_is_a_formula(tmp_path: Path) -> None:
    documents = texts(Random(4), 40)
    formula = documents[0][:15]
    for document in documents[1:14]:
        document[:0] = formula
    assert not len(places(documents, tmp_path))
    assert len(places(documents[:7], tmp_path))  # the same in fewer


@pytest.mark.parametrize("copied", [40, 80, 120])
def test_a_long_passage_of_rare_words_in_several_documents_is_found(
    copied: int, tmp_path: Path
) -> None:
    documents = texts(Random(8), 40)
    passage = documents[0][:copied]
    for document in documents[1:10]:
        document[50:50] = passage
    rows = places(documents, tmp_path)
    assert set(rows[:, 1].tolist()) == set(range(10))


def test_a_longer_passage_of_common_words_in_several_documents_is_a_formula(
    tmp_path: Path,
) -> None:
    documents = texts(Random(9), 40)
    for document in documents:
        document += [word % 50 for word in documents[0]]  # so that these are frequent in all
    common = [7, 31, 12, 44, 3, 28, 19, 9, 40, 22, 15, 36, 1, 48, 27, 5, 33, 18, 42, 11] * 2
    for document in documents[1:9]:
        document[50:50] = common
    rows = places(documents[:12], tmp_path)
    assert not joins(rows, (1, 50, 90), (2, 50, 90))


def test_a_sentence_filled_with_other_numbers_is_none(tmp_path: Path) -> None:
    documents = texts(Random(10), 2)
    form = documents[0][100:118]
    filled = [*form[:6], NUMBERS, *form[6:12], NUMBERS + 1, *form[12:]]
    documents[0][100:118] = filled
    documents[1][50:50] = [*form[:6], NUMBERS + 2, *form[6:12], NUMBERS + 3, *form[12:]]
    assert not len(places(documents, tmp_path))
    documents[1][50:70] = filled  # with the same numbers
    assert len(places(documents, tmp_path))


def test_one_other_number_in_a_long_passage_changes_nothing(tmp_path: Path) -> None:
    documents = texts(Random(11), 2)
    documents[0][100] = NUMBERS
    documents[1][50:50] = [*documents[0][60:100], NUMBERS + 1, *documents[0][101:140]]
    assert joins(places(documents, tmp_path), (0, 60, 140), (1, 50, 130))


def test_a_quotation_from_a_text_that_another_copies_is_a_passage_by_itself(
    tmp_path: Path,
) -> None:
    documents = texts(Random(5), 3)
    documents[1][100:100] = documents[0]
    documents[2][100:100] = documents[0][40:60]
    rows = places(documents, tmp_path)
    assert rows[:, [1, 2, 3]].tolist() == [
        [0, 0, 300],
        [1, 100, 400],
        [0, 40, 60],
        [1, 140, 160],
        [2, 100, 120],
    ]


def test_a_passage_repeated_in_its_own_document_alone_is_none(tmp_path: Path) -> None:
    documents = texts(Random(6), 2)
    documents[0] += documents[0]
    assert not len(places(documents, tmp_path))


@pytest.mark.parametrize("words", [1_000, 7_000])
def test_the_memory_allowed_changes_nothing_in_what_is_found(
    words: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(7)
    documents = texts(random, 60)
    for at in range(30):
        documents[at + 30][50:50] = documents[at][20:60]
    whole = places(documents, tmp_path)
    monkeypatch.setattr(finder, "_PART_WORDS", words)
    monkeypatch.setattr("indexer.reuse.seeds._BLOCK", words // 3)
    assert places(documents, tmp_path).tolist() == whole.tolist()
    assert not list(tmp_path.iterdir())


def test_two_documents_with_seven_words_in_a_row_share_a_seed(tmp_path: Path) -> None:
    for shift in range(7):
        keys = np.array([*range(100, 100 + shift), *range(7), *range(200, 230)], np.int32)
        spills = []
        for name in ("a", "b"):
            spill = Spill(tmp_path, name, 2, 1)
            spilled_hashes(
                keys if name == "a" else np.arange(6, dtype=np.int32),
                np.arange(300, dtype=np.uint32),
                np.array([0, len(keys) if name == "a" else 6], np.int64),
                spill,
            )
            spills.append({row[0] for row in spill.take(0).tolist()})
        assert spills[0] & spills[1]
