"""Ligatures whose order the words of the document decide."""

from __future__ import annotations

from indexer.ingest.health import known
from indexer.ingest.pdf.ligatures import OpenWord, open_words, turned_ligatures, with_turned


def test_the_words_of_the_document_turn_a_ligature() -> None:
    words = {OpenWord("اجلزائر", ((1, 2),)): 3, OpenWord("اجلديد", ((1, 2),)): 1}
    assert turned_ligatures(words, known) == {"جل"}


def test_a_ligature_that_is_right_stays() -> None:
    assert turned_ligatures({OpenWord("الجزائر", ((1, 2),)): 3}, known) == frozenset()


def test_a_ligature_without_known_words_follows_the_others() -> None:
    words = {OpenWord("اجلزائر", ((1, 2),)): 3, OpenWord("قبطس", ((1, 2),)): 1}
    assert turned_ligatures(words, known) == {"جل", "بط"}


def test_each_ligature_is_decided_for_itself() -> None:
    words = {OpenWord("اجلزائر", ((1, 2),)): 2, OpenWord("محمد", ((0, 2),)): 5}
    assert turned_ligatures(words, known) == {"جل"}


def test_open_words_have_the_places_of_their_ligatures() -> None:
    assert open_words("في اجلزائر", ((4, 2),)) == [OpenWord("اجلزائر", ((1, 2),))]
    assert open_words("في اجلزائر", ()) == []


def test_turning_keeps_the_length() -> None:
    assert with_turned("اجلزائر", [(1, 2)], {"جل"}) == "الجزائر"
    assert with_turned("اجلزائر", [(1, 2)], {"بر"}) == "اجلزائر"
