"""PackedIntegers in few bytes, and lists of documents, come back as they were."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine.segment.array_file import mapped_arrays, write_arrays
from indexer.engine.segment.integers import (
    DocumentLists,
    DocumentListsWriter,
    PackedIntegers,
    ranges,
)
from indexer.engine.segment.term_dictionary import TermDictionary
from indexer.engine.utf8 import encoded
from indexer.errors import IndexDamaged

numbers = st.lists(
    st.integers(0, 20) | st.integers(0, 300) | st.integers(0, (1 << 32) - 1), max_size=80
)


@given(given_numbers=numbers, data=st.data())
def test_numbers_come_back(given_numbers: list[int], data: st.DataObject) -> None:
    array = np.array(given_numbers, np.int64)
    packed = PackedIntegers(dict(PackedIntegers.arrays("n", array)), "n")
    start = data.draw(st.integers(0, len(array)))
    stop = data.draw(st.integers(start, len(array)))
    assert packed.slice(start, stop).tolist() == array[start:stop].tolist()
    places = np.arange(start, stop)
    assert packed[places].tolist() == array[places].tolist()


@pytest.mark.parametrize(
    ("values", "size"),
    [
        ([1, 2, 14] * 100, 150),  # half a byte
        ([15, 200, 254] * 100, 300),  # a byte
        ([300, 65_534] * 100, 400),  # two
    ],
)
def test_numbers_take_as_few_bytes_as_they_need(values: list[int], size: int) -> None:
    assert dict(PackedIntegers.arrays("n", np.array(values)))["n"].nbytes == size


@pytest.mark.parametrize("seed", range(8))
def test_lists_of_documents_come_back(seed: int) -> None:
    chance = np.random.default_rng(seed)
    count = 1 << int(chance.integers(1, 18))
    shares = chance.choice([0, 0, 0.001, 1 / 130, 1 / 110, 0.02, 0.3, 1], 12)
    lengths = np.maximum(1, (shares * count).astype(np.int64))
    lists = [np.sort(chance.choice(count, length, replace=False)) for length in lengths]
    packing = DocumentListsWriter(count)
    for first, stop in ((0, 5), (5, 5), (5, 12)):
        packing.add(np.concatenate([[], *lists[first:stop]]).astype(int), lengths[first:stop])
    packed = DocumentLists(dict(packing.arrays("d")), "d")
    for number, expected in enumerate(lists):
        assert packed[number].tolist() == expected.tolist()
    every = np.concatenate(lists).tolist()
    assert packed.span(0, len(lists)).tolist() == every
    assert packed.span(3, 9).tolist() == np.concatenate(lists[3:9]).tolist()
    numbers = np.arange(-1, len(lists))
    far = numbers[~packed.are_dense(numbers)][1:]
    assert far.tolist() == np.flatnonzero(lengths * 120 < count).tolist()
    documents, at, sizes = packed.sparse(far)
    assert documents.tolist() == [d for number in far for d in lists[number].tolist()]
    assert [every[place] for place in at] == documents.tolist()
    assert sizes.tolist() == lengths[far].tolist()


def test_ranges() -> None:
    found = ranges(np.array([5, 0, 9]), np.array([2, 0, 3]))
    assert found.tolist() == [5, 6, 9, 10, 11]


texts = st.lists(st.text(st.characters(exclude_categories=()), max_size=3), max_size=300)


@given(there=texts, asked=texts, prefix=st.text(max_size=1))
def test_terms_are_found_by_their_text(there: list[str], asked: list[str], prefix: str) -> None:
    terms = sorted({encoded(text) for text in there})
    vocabulary = TermDictionary(dict(TermDictionary.arrays("f", terms)), "f", len(terms))
    expected = [terms.index(term) if term in terms else -1 for term in map(encoded, asked)]
    assert vocabulary.numbers([encoded(text) for text in asked]) == expected
    assert [vocabulary.numbers([encoded(text)])[0] for text in asked] == expected
    assert vocabulary.terms() == terms
    assert [encoded(text) for text in vocabulary.texts(range(len(terms)))] == terms
    first, beginning = vocabulary.with_prefix(encoded(prefix))
    assert beginning == [term for term in terms if term.startswith(encoded(prefix))]
    assert beginning == terms[first : first + len(beginning)]


# Files of arrays


def test_arrays_come_back_from_their_file(tmp_path: Path) -> None:
    arrays = {"a": np.arange(5, dtype=np.uint16), "b": np.zeros(0, np.uint8)}
    write_arrays(tmp_path / "x", (arrays | {"c": np.array([-1], np.int32)}).items())
    found = mapped_arrays(tmp_path / "x")
    assert {name: array.tolist() for name, array in found.items()} == {
        "a": [0, 1, 2, 3, 4],
        "b": [],
        "c": [-1],
    }
    assert not found["a"].flags.writeable


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: b"",
        lambda content: content[:10],
        lambda content: content[:64] + content[128:],  # the table is not where it was
        lambda content: b"x" + content[1:],
        lambda content: content.replace(b"<u2", b"|O8"),  # objects would be pointers
        lambda content: content.replace(b"{", b"[", 1),
    ],
)
def test_a_file_that_is_not_what_was_written_is_damaged(
    tmp_path: Path, spoil: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "x"
    write_arrays(path, [("a", np.arange(5, dtype=np.uint16))])
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(IndexDamaged):
        mapped_arrays(path)
