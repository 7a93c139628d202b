"""The rows that names may be written as: one test for each rule, against a small lexicon."""

from __future__ import annotations

import pytest

from indexer.analysis import families_of, folded
from indexer.lexicon import Lexicon, write_lexicon
from indexer.query.names import NameSpellings, compounds, other_spellings_of_names
from indexer.query.rows import MOST_ROWS, choices

COUNTS = {
    "عبد": 40,
    "الله": 90,
    "اللطيف": 9,
    "القادر": 8,
    "عبدالله": 12,
    "لعبداللطيف": 2,
    "بن": 50,
    "ابن": 20,
    "كيران": 4,
    "بنكيران": 6,
    "بنعبد": 1,
    "أبو": 15,
    "أبي": 12,
    "بكر": 9,
    "أبوبكر": 3,
    "بو": 3,
    "عزة": 5,
    "بوعزة": 4,
    "وعزة": 1,
    "بوجود": 9,
    "وجود": 12,
    "الوجود": 8,
    "جود": 4,
    "بنود": 6,
    "البنود": 5,
    "بندر": 3,
    "أم": 30,
    "راضي": 3,
    "أمراضي": 1,
    "الأمراضي": 2,
    "كلثوم": 4,
    "أمكلثوم": 1,
    "آل": 5,
    "سعود": 5,
    "السعود": 1,
    "حسن": 9,
    "الحسن": 9,
    "و": 80,
    "الإحسان": 9,
    "والإحسان": 4,
    "العدل": 9,
    "وعد": 3,
    "عد": 2,
    "فيما": 20,
    "ثلاث": 9,
    "مائة": 9,
    "ثلاثمائة": 4,
    "ثلاثمئة": 2,
    "في": 99,
    "ما": 60,
    "سمير": 5,
    "الزروالي": 5,
    "د": 4,
    "dgsn": 2,
    "d": 1,
    "g": 1,
    "s": 1,
    "n": 1,
}


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> NameSpellings:
    folder = tmp_path_factory.mktemp("lexicon")
    families = families_of(COUNTS, {})
    write_lexicon(folder, COUNTS, families, {family: family for family in families.values()})
    return NameSpellings(Lexicon(folder))


def folded_words(text: str) -> list[str]:
    return [folded(word) for word in text.split()]


def rows(names: NameSpellings, text: str, *, in_a_row: bool = True) -> set[str]:
    """The rows of `text` as texts: of each slot the typed word, or the first of its words."""
    words = folded_words(text)
    return {
        " ".join(words[slot.typed] if slot.typed is not None else slot.words[0] for slot in row)
        for chosen in choices(names.units(words, in_a_row=in_a_row))
        for row in [[slot for part in chosen for slot in part]]
    }


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("عبد الله", {"عبد الله", "عبدالله"}),
        ("عبدالله", {"عبد الله", "عبدالله"}),
        ("لعبد الله", {"لعبد الله", "عبدالله"}),
        ("عبد اللطيف", {"عبد اللطيف", "لعبداللطيف"}),  # as the archive has it
        ("لعبداللطيف", {"لعبداللطيف", "عبد اللطيف"}),
        ("عبد القادر", {"عبد القادر"}),  # nobody writes عبدالقادر here
        ("بن كيران", {"بن كيران", "بنكيران"}),
        ("بنكيران", {"بن كيران", "بنكيران"}),
        ("ابن كيران", {"ابن كيران", "بنكيران"}),
        ("بنعبد الله", {"بنعبد الله", "بن عبد الله", "بن عبدالله"}),
        ("أبو بكر", {"ابو بكر", "ابوبكر"}),
        ("أبوبكر", {"ابو بكر", "ابوبكر"}),
        ("بو عزة", {"بو عزه", "بوعزه"}),  # though its family is عزة: ب never precedes و
        ("بوعزة", {"بو عزه", "بوعزه"}),
        ("أم كلثوم", {"ام كلثوم", "امكلثوم"}),
        ("أمكلثوم", {"ام كلثوم", "امكلثوم"}),
        ("آل سعود", {"ال سعود", "السعود"}),
        ("العدل و الإحسان", {"العدل و الاحسان", "العدل والاحسان"}),
        ("العدل والإحسان", {"العدل و الاحسان", "العدل والاحسان"}),
        ("في ما", {"في ما", "فيما"}),
        ("فيما", {"في ما", "فيما"}),
        ("ثلاث مائة", {"ثلاث ماءه", "ثلاثماءه", "ثلاثمءه"}),
        ("ثلاثمئة", {"ثلاث ماءه", "ثلاثماءه", "ثلاثمءه"}),
        ("د سمير الزروالي", {"د سمير الزروالي", "سمير الزروالي"}),
        ("dgsn", {"dgsn", "d g s n"}),
        ("d g s n", {"dgsn", "d g s n"}),
    ],
)
def test_rows_of_a_phrase(names: NameSpellings, typed: str, written: set[str]) -> None:
    assert rows(names, typed) == written


@pytest.mark.parametrize(
    "typed",
    [
        "بوجود",  # ب and a noun in و: بو جود is another
        "بو جود",
        "بنود",  # it has an article, and ود is too short
        "بندر",
        "أمراضي",  # it has an article
        "أم راضي",
        "آل حسن",  # الحسن is a name of its own
        "السعودية",
        "د سمير",  # nothing but a name would be left
        "العدل وعد",  # وعد is no و and عد
        "ق م ج",  # Arabic letters are not one word
        "سمير الزروالي",
    ],
)
def test_one_row_where_nothing_is_written_otherwise(names: NameSpellings, typed: str) -> None:
    assert rows(names, typed) == {folded(typed)}


def test_only_a_phrase_has_waw_apart_and_letters_left_out(names: NameSpellings) -> None:
    assert rows(names, "العدل والإحسان", in_a_row=False) == {"العدل والاحسان"}
    assert rows(names, "د سمير الزروالي", in_a_row=False) == {"د سمير الزروالي"}
    assert rows(names, "عبد الله", in_a_row=False) == {"عبد الله", "عبدالله"}


def test_forms_of_a_particle_stand_in_one_slot(names: NameSpellings) -> None:
    (unit,) = names.units([folded("أبي"), folded("بكر")], in_a_row=True)
    assert set(unit.rows[0][0].words) == {folded("أبو"), folded("أبي")}


def test_what_is_nothing_by_itself_is_bound(names: NameSpellings) -> None:
    words = folded_words("عبد القادر بن كيران ق م")
    units = names.units(words, in_a_row=False)
    assert [(unit.size, unit.bound) for unit in units] == [(2, True), (2, True), (2, True)]
    (unit,) = names.units(folded_words("ابن كيران"), in_a_row=False)
    assert (unit.size, unit.bound) == (2, False)


def test_a_long_phrase_has_few_rows(names: NameSpellings) -> None:
    words = folded_words("عبد الله بنكيران والإحسان فيما " * 3)
    chosen = choices(names.units(words, in_a_row=True))
    assert len(chosen) == MOST_ROWS
    assert [slot.typed for part in chosen[0] for slot in part] == list(range(len(words)))


def test_expressions_need_no_archive() -> None:
    words = folded_words("محمد بن عبد الله رأى ق م لا سيما هنا")
    found = [(one.first, one.last, one.bound) for one in compounds(words)]
    assert found == [(1, 3, 2), (5, 6, 5), (7, 8, None)]


def test_other_spellings_come_with_their_neighbours(names: NameSpellings) -> None:
    words = folded_words("سمير عبد الله كيران")
    (other,) = other_spellings_of_names(words, names.units(words, in_a_row=False))
    assert (other.words, other.before, other.after) == (("عبدالله",), ("سمير",), ("كيران",))
