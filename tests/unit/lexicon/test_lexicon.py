"""The words of an archive on disk: what is looked up is what was written."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from indexer import IndexDamaged
from indexer.analysis import Homographs, families_of, roots_of
from indexer.analysis.morphology.corpus_statistics import folded_words
from indexer.lexicon import Lexicon, write_lexicon
from indexer.lexicon.sorted_table import SortedTable

# In the order of their bytes; some begin others, one is the first and one the last.
COUNTS = {"1956": 1, "a": 2, "ab": 3, "abc": 4, "الامن": 5, "امن": 6, "امنه": 1, "وامن": 2}


def written(folder: Path, writings: Mapping[str, int], known: Mapping[str, str] = {}) -> Lexicon:
    counts = folded_words(writings)[0]
    families = families_of(counts, known)
    write_lexicon(folder, writings, families, roots_of(families, counts, {}))
    return Lexicon(folder)


@pytest.mark.parametrize(("word", "count"), COUNTS.items())
def test_each_word_has_its_count(tmp_path: Path, word: str, count: int) -> None:
    assert written(tmp_path, COUNTS).count(word) == count


@pytest.mark.parametrize(
    "word",
    [
        "0",  # before the first
        "ي",  # after the last
        "ام",  # what words begin with
        "امنها",  # what begins with a word
        "",
        "a\t2",  # what a line begins with
        "2",
        "a\n",
        "امن\n",
        "\udc80",  # half a surrogate pair
        "?",
    ],
)
def test_what_is_no_word_of_the_archive_occurs_never(tmp_path: Path, word: str) -> None:
    lexicon = written(tmp_path, COUNTS)
    assert lexicon.count(word) == 0
    assert lexicon.members(word) == ()
    assert lexicon.family(word) in (word, "امن")


def test_words_come_in_order_with_their_counts(tmp_path: Path) -> None:
    lexicon = written(tmp_path, dict(reversed(COUNTS.items())))
    assert list(lexicon.words()) == list(COUNTS.items())
    assert [word for word, _ in lexicon.words("ab")] == ["ab", "abc"]
    assert list(lexicon.words("ابن")) == []


def test_words_that_hold_letters_come_in_order_once(tmp_path: Path) -> None:
    lexicon = written(tmp_path, COUNTS)
    assert list(lexicon.holding("b")) == [("ab", 3), ("abc", 4)]
    assert [word for word, _ in lexicon.holding("من")] == ["الامن", "امن", "امنه", "وامن"]
    assert list(lexicon.holding("غ")) == list(lexicon.holding("\t")) == []


def test_the_members_of_a_family_are_its_words(tmp_path: Path) -> None:
    lexicon = written(tmp_path, COUNTS)
    assert lexicon.members("امن") == ("الامن", "امن", "امنه", "وامن")
    assert lexicon.members("abc") == ("abc",)
    assert lexicon.members("الامن") == ()  # a word, and no family


def test_a_word_the_archive_has_not_is_of_the_family_the_rules_give(tmp_path: Path) -> None:
    lexicon = written(tmp_path, COUNTS)
    assert lexicon.family("وبالامن") == lexicon.family("لامنها") == "امن"
    assert lexicon.family("برتقال") == "برتقال"
    assert [str(step) for step in lexicon.steps("وبالامن")] == ["وبالامن وبال- → امن"]


def test_a_word_has_its_writings_and_its_usual_spelling(tmp_path: Path) -> None:
    lexicon = written(tmp_path, {"امن": 2, "أمن": 1, "أَمْن": 2, "آمن": 2, "وزارة": 1})
    assert lexicon.writings("امن") == (("آمن", 2), ("أَمْن", 2), ("امن", 2), ("أمن", 1))
    assert lexicon.count("امن") == 7
    spellings = [lexicon.spelling(word) for word in ("امن", "وزاره", "غاءب")]
    assert spellings == ["أمن", "وزارة", "غاءب"]


def test_a_lexicon_gives_back_what_it_was_written_from(tmp_path: Path) -> None:
    writings = {"أمن": 2, "امن": 1, "والأمن": 1}
    families = {"امن": "امن", "والامن": "امن"}
    write_lexicon(tmp_path, writings, families, {"امن": "جذر"})
    lexicon = Lexicon(tmp_path)
    assert lexicon.all_writings() == writings
    assert lexicon.all_families() == families
    assert lexicon.all_roots() == {"امن": "جذر"}
    assert (lexicon.root("والامن"), lexicon.families_of("جذر")) == ("جذر", ("امن",))
    assert (lexicon.root("غاءب"), lexicon.families_of("غاءب")) == ("غاءب", ())


def test_a_word_is_of_the_family_it_was_written_with(tmp_path: Path) -> None:
    lexicon = written(tmp_path, {"كتاب": 9, "الكتاب": 9, "وكتاب": 1}, known={"وكتاب": "وكتاب"})
    assert lexicon.family("وكتاب") == "وكتاب"
    assert lexicon.family("الكتاب") == "كتاب"
    assert lexicon.family("بوكتاب") == "وكتاب"  # through a word that is known


def test_a_family_of_which_the_bare_word_is_absent_keeps_its_name(tmp_path: Path) -> None:
    lexicon = written(tmp_path, {"الوفاق": 1, "فاق": 99}, known={"الوفاق": "وفاق"})
    assert lexicon.family("وفاق") == "وفاق"
    assert families_of({"وفاق": 1, "فاق": 99}, {"الوفاق": "وفاق"})["وفاق"] == "وفاق"


def test_an_archive_without_words_has_an_empty_lexicon(tmp_path: Path) -> None:
    lexicon = written(tmp_path, {})
    assert list(lexicon.words()) == []
    assert (lexicon.count("امن"), lexicon.family("امن"), lexicon.members("امن")) == (0, "امن", ())


def test_a_lexicon_outlives_its_files(tmp_path: Path) -> None:
    lexicon = written(tmp_path, COUNTS)
    for path in tmp_path.iterdir():
        path.unlink()
    assert lexicon.count("امن") == 6


def test_threads_share_a_lexicon(tmp_path: Path) -> None:
    counts = {f"كلمه{number}": number + 1 for number in range(2_000)}
    lexicon = written(tmp_path, counts)

    def looked_up(_: int) -> dict[str, int]:
        assert all(lexicon.family(word) == word for word in counts)
        return {word: lexicon.count(word) for word in counts}

    with ThreadPoolExecutor(8) as threads:
        assert all(found == counts for found in threads.map(looked_up, range(8)))


@pytest.mark.parametrize(
    "name", ["words.tsv", "families.tsv", "roots.tsv", "homographs.tsv", "numbers.tsv"]
)
@pytest.mark.parametrize(
    "rest", ["", "\t", "\t\t\t", "\tx\ty\tz", "\t1\t\ta b c", "\t1\tامن\tامن x"]
)
def test_lines_that_are_none_are_damage_and_no_other_error(
    tmp_path: Path, name: str, rest: str
) -> None:
    written(tmp_path, COUNTS)
    words = [*COUNTS, "ام", "كلمة", "2012"]
    (tmp_path / name).write_bytes(b"")
    SortedTable.write(tmp_path / name, (f"{word}{rest}" for word in words))
    lexicon = Lexicon(tmp_path)
    asked = (
        *(lexicon.count, lexicon.writings, lexicon.steps, lexicon.root, lexicon.known_root),
        *(lexicon.families_of, lexicon.members, lexicon.spelling, lexicon.family),
        *(lambda word: list(lexicon.words(word)), lambda word: list(lexicon.holding(word))),
        *(lambda _: lexicon.all_writings(), lambda _: lexicon.all_families()),
        *(lambda _: lexicon.all_roots(), lexicon.other_numbers),
    )
    for ask in asked:
        for word in words:
            with suppress(IndexDamaged):
                ask(word)


def test_a_part_of_three_digits_finds_the_numbers_it_stands_in(tmp_path: Path) -> None:
    counts = {"2011/2012": 1, "2012-13": 3, "2013": 1, "113.14": 2, "14-113": 1, "1.200": 1}
    lexicon = written(tmp_path, counts)
    assert lexicon.other_numbers("2012").families == ("2012-13", "2011-2012")
    assert lexicon.other_numbers("113").families == ("113-14", "14-113")
    assert lexicon.other_numbers("2013").families == ("2012-13",)
    assert lexicon.other_numbers("1-200").words == ("1.200",)
    assert lexicon.has("2011")
    for number in ("14", "200", "1200", "99", "امن"):
        assert lexicon.other_numbers(number) == ((), ())


def test_homographs_are_two_words(tmp_path: Path) -> None:
    writings = {"إليه": 9, "اليه": 2, "آلية": 3, "الأمن": 1}
    families = {"اليه": "اليه", "آلية": "آلية", "الامن": "امن"}
    roots = {family: family for family in families.values()}
    write_lexicon(tmp_path, writings, families, roots, Homographs({"اليه": ("إليه", "آلية")}))
    lexicon = Lexicon(tmp_path)
    assert [lexicon.count(key) for key in lexicon.keys_of("اليه")] == [11, 3]
    assert lexicon.writings(lexicon.key_of("آليه")) == (("آلية", 3),)
    assert lexicon.members("آلية") == ("آلية",)
    assert lexicon.family("آلية") == "آلية"
    assert list(lexicon.words("ال")) == [("الامن", 1), ("اليه", 11), ("آلية", 3)]
    assert list(lexicon.holding("لي")) == [("اليه", 11), ("آلية", 3)]
    assert dict(lexicon.words()) == {"الامن": 1, "اليه": 11, "آلية": 3}
    assert lexicon.has("إليه")
    assert not lexicon.has("غائب")
