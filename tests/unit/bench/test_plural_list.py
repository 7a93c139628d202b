"""Tests for the lists that judge broken plurals."""

from bench.plural_list import others, plurals


def test_the_lists_are_long_and_most_of_each_is_held_out() -> None:
    for entries in (plurals(), others()):
        held_out = sum(entry.held_out for entry in entries)
        assert len(entries) >= 150
        assert len(entries) / 2 < held_out < len(entries)


def test_no_pair_is_both_a_plural_and_none() -> None:
    joined = {(entry.word, noun) for entry in plurals() for noun in entry.singulars}
    apart = {(entry.word, noun) for entry in others() for noun in entry.singulars}
    assert not joined & apart
