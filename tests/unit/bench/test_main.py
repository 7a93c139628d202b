"""The forms the grammar makes, what they measure, and each kind of noise."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench import forms, noise, roots
from bench.__main__ import DONE, WRONG_USAGE, main
from bench.lemmas import is_held_out, nouns, spelling, verbs, without_plurals
from indexer.analysis import folded

LEMMAS = {lemma.word: lemma for lemma in (*nouns(), *verbs())}


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("محكمة", "وبالمحكمة"),
        ("محكمة", "محكمه"),  # ة is often written so
        ("محكمة", "للمحكمة"),
        ("محكمة", "فبمحكمتهم"),
        ("محكمة", "المحكمتين"),
        ("لجنة", "للجنة"),  # not three ل
        ("قانون", "قانونا"),
        ("قانون", "والقانون"),
        ("قانون", "كقانونه"),
        ("موظف", "وموظفوها"),
        ("موظف", "للموظفين"),
        ("إجراء", "باجراءاته"),
        ("مستشفى", "مستشفاها"),  # ى is ا before a possessive
        ("مستشفى", "المستشفيات"),
        ("مبدأ", "مبدءه"),  # مبدئه and مبدؤه
        ("محامي", "محام"),
        ("محامي", "المحامين"),
        ("محكمة", "محاكمها"),  # a broken plural
        ("قانون", "وللقوانين"),
        ("حق", "حقوقا"),
        ("يعتقل", "وسيعتقلونهم"),
        ("يعتقل", "اعتقلوا"),  # has the letters of the imperfect
        ("يقول", "نقول"),
    ],
)
def test_the_forms_of_a_word(word: str, form: str) -> None:
    assert form in LEMMAS[word].forms


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("كتاب", "كتابة"),  # ة makes another word
        ("عمل", "عملات"),  # it has no plural in ات
        ("قانون", "القانوني"),  # the nisba
        ("حق", "بالحقا"),  # the alef is of the indefinite
        ("قاضي", "القاض"),
        ("لجنة", "لللجنة"),
        ("كيل", "وكيل"),  # is of وكيل
        ("يقول", "قال"),
        ("يتدخل", "تدخل"),  # he intervened, or intervention
        ("مال", "كمال"),
    ],
)
def test_what_is_no_form(word: str, other: str) -> None:
    assert other not in LEMMAS[word].forms


@pytest.mark.parametrize(
    ("word", "unclear"), [("قانون", "قانوني"), ("موظف", "الموظفات"), ("كيل", "وكيل")]
)
def test_unclear_spellings(word: str, unclear: str) -> None:
    assert unclear in LEMMAS[word].unclear
    assert not LEMMAS[word].forms & LEMMAS[word].unclear


def test_there_are_lemmas_enough_and_each_once() -> None:
    assert len(nouns()) + len(verbs()) == len(LEMMAS) >= 250
    held_out = sum(map(is_held_out, LEMMAS))
    assert 0.6 < held_out / len(LEMMAS) < 0.72


@pytest.mark.parametrize(
    ("written", "spelt"), [("المَحْكَمَةِ", "المحكمة"), ("كتابه", "كتابه"), ("إنسان", "انسان")]
)
def test_spellings_keep_their_teh_marbuta(written: str, spelt: str) -> None:
    assert spelling(written) == spelt


def test_recall_and_the_share_that_is_right() -> None:
    counts = Counter({"قانون": 4, "والقانون": 2, "قانوني": 1, "قوانين": 3, "بقانون": 2})
    counts["القانونية"] = 1
    keys = {"بقانون": "other"}
    (row,) = forms.rows([LEMMAS["قانون"]], counts, lambda word: keys.get(word, "law"))
    assert (row.forms, row.found, row.right, row.unclear) == (11, 11, 9, 1)
    assert row.figures == (9 / 11, 9 / 11, 9 / 10)
    assert row.missed == ("بقانون",)
    assert row.wrong == ("القانونية", "قانوني")
    (row,) = forms.rows([without_plurals(LEMMAS["قانون"])], counts, lambda _: "law")
    assert (row.forms, row.found, row.right) == (8, 10, 8)  # قوانين is neither right nor wrong


def test_rare_lemmas_are_left_out() -> None:
    assert forms.rows([LEMMAS["قانون"]], {"قانون": 4}, str) == []


def test_the_report_of_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = " ".join(["مادة والمادة"] * 9 + ["محكمة بالمحكمة"] * 9)
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert main(["forms", "--corpus", str(tmp_path), "--show", "1"]) == DONE
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "36 words, 4 spellings"
    exact = [line.split() for line in lines if "exact" in line]
    assert {row[4] for row in exact if row[3] != "0"} == {"0.500"}


def test_the_gold_of_roots() -> None:
    gold = roots.gold()
    assert len(gold) >= 200
    assert (gold["محكمه"], gold["الامن".removeprefix("ال")], gold["مسءول"]) == ("حكم", "ءمن", "سءل")
    assert 0.5 < sum(map(roots.is_held_out, gold.values())) / len(gold) < 0.75


def test_the_report_of_roots(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = "حكم حكومة محكمة حاكم علم معلم تعليم عالم كتب كتاب مكتب كاتب قرر قرار تقرير مقرر"
    (tmp_path / "a.txt").write_text(" ".join([words] * 9), "utf-8")
    assert main(["roots", "--corpus", str(tmp_path)]) == DONE
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[3] for line in lines if line[1] == "root"] == ["1.000", "1.000"]


@pytest.mark.parametrize(
    ("kind", "query", "noisy"),
    [
        ("hamza", "إنشاء مسؤول", "انشا مسوول"),
        ("yeh", "على القاضي", "علي القاضى"),
        ("yeh", "يوم", "يوم"),  # only the last letter
        ("teh", "محكمة قانونه", "محكمه قانونة"),
        ("article", "الشرطة", "شرطة"),
        ("article", "شرطة", "الشرطة"),
        ("digits", "سنة 2011 و٥", "سنة ٢٠١١ و5"),
        ("article", "no 12", "no 12"),  # nothing to alter
    ],
)
def test_noise(kind: str, query: str, noisy: str) -> None:
    assert noise.noisy(query, kind, 1, "q") == noisy


def test_a_clitic_is_glued_on() -> None:
    made = {noise.noisy("الأمن", "clitic", seed, "q") for seed in range(50)}
    assert made == {"والأمن", "فالأمن", "بالأمن", "كالأمن", "للأمن"}


@pytest.mark.parametrize("kind", ["tashkeel", "tatweel"])
def test_marks_leave_the_letters(kind: str) -> None:
    query = "الحكامة الأمنية بالمغرب"
    noisy = noise.noisy(query, kind, 1, "q")
    assert noisy != query
    assert folded(noisy) == folded(query)


def test_tatweel_stands_only_where_letters_join() -> None:
    made = (noise.noisy("دار وزارة", "tatweel", seed, "q") for seed in range(20))
    assert set(made) == {"دار وزارة"}


def test_one_typing_error() -> None:
    made = {noise.noisy("شرط", "typing", seed, "q") for seed in range(300)}
    assert {"شط", "رشط", "شررط", "سرط"} <= made  # dropped, swapped, doubled, the key beside


def test_neighbours_are_mutual() -> None:
    assert set(noise.NEIGHBOURS["ب"]) == set("يلفقرؤ")
    for letter, around in noise.NEIGHBOURS.items():
        assert all(letter in noise.NEIGHBOURS[other] for other in around)


@pytest.mark.parametrize("kind", noise.KINDS)
def test_the_same_seed_is_the_same_noise(kind: str) -> None:
    query = "إحداث محكمة على القانون 2011"
    first, again = (noise.noisy(query, kind, 7, "q3") for _ in range(2))
    assert first == again
    assert first != query


def test_other_seeds_and_queries_are_other_noise() -> None:
    query = "الحكامة الأمنية بالمغرب والتواصل"
    made = {noise.noisy(query, "typing", seed, name) for seed in range(9) for name in "abc"}
    assert len(made) > 20


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    assert main(["noise", "--folder", str(tmp_path)]) == WRONG_USAGE
