"""Groups of documents that have the same text."""

from __future__ import annotations

import numpy as np

from indexer.reuse.copies import copy_groups

Place = tuple[int, int, int]  # document, start and end, counted in the document


def groups(
    lengths: list[int],
    families: list[list[Place]],
    digests: list[bytes] | None = None,
    order: list[int] | None = None,
) -> list[list[int]]:
    firsts = np.array([0, *np.cumsum(lengths)], np.int64)
    rows = [
        (number, document, firsts[document] + start, firsts[document] + end)
        for number, family in enumerate(families)
        for document, start, end in family
    ]
    return copy_groups(
        np.array(rows, np.int64).reshape(-1, 4),
        firsts,
        digests or [str(document).encode() for document in range(len(lengths))],
        order or list(range(len(lengths))),
    )


def test_documents_that_share_four_fifths_of_their_words_are_copies() -> None:
    assert groups([100, 100], [[(0, 0, 80), (1, 20, 100)]]) == [[0, 1]]
    assert groups([100, 100], [[(0, 0, 79), (1, 20, 99)]]) == []


def test_an_excerpt_is_no_copy_of_the_book_it_is_from() -> None:
    assert groups([50, 1000], [[(0, 0, 50), (1, 300, 350)]]) == []


def test_passages_add_up_and_words_count_once() -> None:
    twice = [[(0, 0, 50), (1, 0, 50)], [(0, 10, 60), (1, 10, 60)]]
    assert groups([100, 100], twice) == []
    assert groups([100, 100], [*twice, [(0, 75, 100), (1, 70, 95)]]) == [[0, 1]]


def test_the_first_in_the_order_stands_first() -> None:
    shared = [[(0, 0, 100), (1, 0, 100), (2, 0, 100)]]
    assert groups([100, 100, 100], shared, order=[2, 0, 1]) == [[2, 0, 1]]


def test_a_copy_of_a_copy_is_none_of_the_first() -> None:
    families = [[(0, 0, 80), (1, 0, 80)], [(1, 20, 100), (2, 0, 80)]]
    assert groups([100, 100, 100], families) == [[0, 1]]


def test_equal_texts_are_copies_however_short_and_however_many() -> None:
    assert groups([3] * 40, [], [b"same"] * 40) == [list(range(40))]
    assert groups([0, 0], [], [b"", b""]) == []  # without words there is no text to be the same


def test_a_document_is_the_same_as_each_of_two_equal_ones() -> None:
    families = [[(0, 0, 90), (1, 0, 90), (2, 0, 90)]]
    assert groups([100, 100, 100], families, [b"a", b"b", b"b"]) == [[0, 1, 2]]
