"""The neighbours of words, counted in running text."""

from __future__ import annotations

import math

import numpy as np

from indexer.analysis.morphology.neighbours import RunningFamilies, kinds_of


def running(*texts: str) -> tuple[dict[str, int], RunningFamilies]:
    """The word ids, and the running text in which each word is its own family."""
    ids: dict[str, int] = {}
    words = [ids.setdefault(word, len(ids)) for text in texts for word in text.split()]
    lengths = np.array([len(text.split()) for text in texts], np.int64)
    family = np.arange(len(ids), dtype=np.int32)
    kinds = kinds_of(ids)
    return ids, RunningFamilies(np.array(words, np.int32), lengths, family, len(ids), kinds)


def test_plurals_are_counted_after_numbers_and_the_like() -> None:
    ids, text = running("عدة كتب ثم ثلاثة كتب وجميع كتب", "كل كتب", "عدد من كتب")
    uses = text.uses(np.array([ids["كتب"]]))
    assert (uses.count[0], uses.plural[0], uses.singular[0]) == (5, 4, 1)


def test_a_text_does_not_go_on_in_the_next() -> None:
    ids, text = running("جميع", "كتب")
    assert text.uses(np.array([ids["كتب"]])).plural[0] == 0


def test_words_that_agree_are_counted_beside_definite_words() -> None:
    ids, text = running("الكتب الجديدة", "الكتب الجديد", "الكتب التي", "الكتب الذين", "هذه الكتب")
    uses = text.uses(np.array([ids["الكتب"]]))
    assert uses.before_feminine[0] == 2
    assert (uses.before_masculine[0], uses.before_persons[0], uses.after_she[0]) == (1, 1, 1)


def test_words_without_article_are_counted_among_others_and_before_a_feminine() -> None:
    ids, text = running("بين شروط جديدة", "كثرة شروط", "شروط جديد", "شروط الجديدة")
    uses = text.uses(np.array([ids["شروط"]]))
    assert (uses.among[0], uses.before_in_ta[0], uses.definite[0]) == (2, 1, 0)


def test_a_participle_that_agrees_with_what_follows_is_not_counted() -> None:
    ids, text = running("الشروط المنصوص عليها")
    assert text.uses(np.array([ids["الشروط"]])).before_masculine[0] == 0


def test_words_with_the_same_neighbours_are_alike() -> None:
    ids, text = running(*["قرأت كتابا جديدا", "قرأت رواية جديدا", "شربت ماء باردا"] * 3)
    pairs = np.array([[ids["كتابا"], ids["رواية"]], [ids["كتابا"], ids["ماء"]]])
    alike, unlike = text.company(pairs)
    assert alike > 1 > unlike == 0


def test_a_shared_passage_counts_against_what_chance_has() -> None:
    ids, text = running("مدينة ومدن", "مدينة ومدن", "ماء", "ماء")
    pairs = np.array([[ids["مدينة"], ids["ومدن"]], [ids["مدينة"], ids["ماء"]]])
    often, never = text.together(pairs)
    assert often == math.log(2.5 / 1.5)
    assert never == math.log(0.5 / 1.5)


def test_no_words_have_no_neighbours() -> None:
    _, text = running("")
    assert text.company(np.zeros((0, 2), np.int64)).size == 0
    assert text.together(np.zeros((0, 2), np.int64)).size == 0
