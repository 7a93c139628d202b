"""Families that are learnt from running text: broken plurals by pattern and evidence."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np

from indexer.analysis import (
    CorpusStatistics,
    Families,
    RunningText,
    folded,
    learnt_families,
)
from indexer.analysis.morphology.decisions import Decision
from indexer.analysis.morphology.family_list import FamilyList, ListedPair
from indexer.analysis.morphology.noun_dictionary import NO_NOUNS, NounDictionary, noun_dictionary

RUNNING_NOTHING = RunningText((), np.array([], np.int32), np.array([], np.int64))
# Each word stands in frames that tell its number, and among words of its own subject.
PLURALS = "عدة {0}|جميع {0}|ال{0} الجديدة|ال{0} التي|هذه ال{0}|خمسة {0}|بعض {0}"
SINGULARS = "كل {0}|هذا ال{0}|هذه ال{0}|ال{0} الكبرى|عشرون {0}|في {0}|إلى ال{0}"
SUBJECTS = {
    "مدن": ("مدينة", "شارع سكن عمارة حي ساحة بلدية سوق"),
    "فرص": ("فرصة", "عمل حظ نجاح أمل مستقبل ضاع اغتنم"),
    "غرف": ("غرفة", "باب نافذة جدار سقف مفتاح نوم فندق"),
    "رخص": ("رخصة", "بناء سياقة طلب إدارة ملف وزارة ترخيص"),
}


def texts(*, apart: bool = False) -> list[str]:
    """Texts with plurals and their singulars; each on another subject where they are `apart`."""
    draw = Random(7)
    subjects = [about for _, about in SUBJECTS.values()]
    made = []
    for number, (plural, (singular, about)) in enumerate(SUBJECTS.items()):
        other = subjects[number - 1] if apart else about
        for _ in range(60):
            sentences = []
            for word, frames, words in ((plural, PLURALS, about), (singular, SINGULARS, other)):
                frame = draw.choice(frames.split("|")).format(word)
                before, after = draw.sample(words.split(), 2)
                sentences.append(f"{before} {frame} {after}")
            made += sentences if apart else [" ثم ".join(sentences)]
    draw.shuffle(made)
    return made


def learnt(
    sentences: list[str], dictionary: NounDictionary | None = NO_NOUNS
) -> tuple[dict[str, str], dict[str, Decision], dict[str, int]]:
    """The families of an archive of `sentences`, without a dictionary where none is given."""
    counts = Counter(word for sentence in sentences for word in sentence.split())
    ids = {form: number for number, form in enumerate(counts)}
    words = [ids[word] for sentence in sentences for word in sentence.split()]
    lengths = np.array([len(sentence.split()) for sentence in sentences], np.int64)
    text = RunningText(tuple(counts), np.array(words, np.int32), lengths)
    return *learnt_families(counts, text, dictionary=dictionary), counts


def test_plurals_that_patterns_alone_do_not_join_are_joined_by_evidence() -> None:
    found, decisions, counts = learnt(texts())
    assert Families(CorpusStatistics.from_counts(counts)).family("مدن") == "مدن"
    for plural, (singular, _) in SUBJECTS.items():
        assert found[plural] == found["ال" + plural] == singular.replace("ة", "ه")
    assert decisions["مدن"].why.startswith("فعل←فعيله (neighbours ")


def test_words_of_other_company_are_left_apart() -> None:
    found, _, _ = learnt(texts(apart=True))
    assert found["مدن"] == "مدن"
    assert found["فرص"] == "فرص"


def test_the_evidence_is_told_as_a_step() -> None:
    _, decisions, counts = learnt(texts())
    families = Families(CorpusStatistics.from_counts(counts), decided=decisions.get)
    last = families.steps("المدن")[-1]
    assert (last.before, last.after) == ("مدن", "مدينه")
    assert "chance " in str(last)


def test_the_order_of_documents_changes_nothing() -> None:
    sentences = texts()
    assert learnt(sentences)[0] == learnt(sentences[::-1])[0]


def test_a_few_documents_are_left_to_the_patterns() -> None:
    found, decisions, _ = learnt(["المحاكم ومحكمة", "محكمة المحكمة محاكم", "عدة مدن في المدينة"])
    assert decisions == {}
    assert found["محاكم"] == "محكمه"
    assert found["مدن"] == "مدن"


def test_in_a_large_archive_patterns_alone_join_nothing() -> None:
    counts = {"المحاكم": 1, "محكمة": 2, "المحكمة": 1, "كلمة": 100_000}
    words = np.repeat(np.arange(4, dtype=np.int32), list(counts.values()))
    text = RunningText(tuple(counts), words, np.array([len(words)], np.int64))
    found, decisions = learnt_families(counts, text, dictionary=NO_NOUNS)
    assert found["المحاكم"] == "محاكم"
    assert decisions["محاكم"].after == ""
    assert learnt_families(counts, text)[0]["المحاكم"] == "محكمه"  # by the dictionary


def test_pairs_of_the_dictionary_need_little_evidence() -> None:
    few = ["الطرابيش طربوش", "قادة القائد", "في الحمراء حمر", "القصائد قصيدة"]
    found, decisions, _ = learnt(few, noun_dictionary())
    assert found["الطرابيش"] == "طربوش"
    assert decisions["طرابيش"].why.startswith("dictionary Arramooz, فعاليل←فعلول (neighbours ")
    assert learnt(few)[1] == {}


def test_a_plural_that_is_mostly_another_word_is_left_apart() -> None:
    # The dictionary has فِقَر of فقرة; with other neighbours, فقر is mostly poverty.
    about = "الفقر في المدينة . هذا الفقر الشديد . محاربة فقر الناس . كل فقر . الفقر الذي"
    found, _, _ = learnt([about] * 9 + ["الفقرة الأولى", "هذه الفقرة"] * 9, noun_dictionary())
    assert found["الفقر"] == "فقر"


def test_a_plural_of_the_dictionary_has_no_ending_of_a_dual() -> None:
    sentences = ["المجانين في الدار", "مجنون في الدار", "المجان مجانين المجان"] * 3
    assert learnt(sentences)[0]["المجانين"] == "مجان"
    assert learnt(sentences, noun_dictionary())[0]["المجانين"] == "مجنون"


def test_the_list_of_the_archive_goes_before_the_dictionary() -> None:
    apart = FamilyList("list", (ListedPair(1, "طرابيش", "طربوش", together=False),))
    counts = {"الطرابيش": 3, "طربوش": 3}
    words = np.array([0, 1] * 3, np.int32)
    text = RunningText(tuple(counts), words, np.array([6], np.int64))
    assert learnt_families(counts, text)[0]["الطرابيش"] == "طربوش"
    assert learnt_families(counts, text, apart)[0]["الطرابيش"] == "طرابيش"


def test_the_list_of_the_archive_goes_before_irregular_plurals() -> None:
    for left, right in (("امرأة", "نساء"), ("نساء", "بنات")):
        listed = FamilyList("list", (ListedPair(1, left, right, together=True),))
        families, _ = learnt_families({left: 9, right: 9}, RUNNING_NOTHING, listed)
        assert families[folded(left)] == families[folded(right)] == folded(right)


def test_irregular_plurals_need_both_words_in_their_spelling() -> None:
    found, decisions, _ = learnt(["النساء امرأة أخوة أخ ليالي مياه"])
    assert found["النساء"] == "امراه"
    assert decisions["نساء"].why == "irregular plural"
    assert found["اخوه"] == "اخوه"  # brotherhood, not إخوة
    assert found["ليالي"] == "ليالي"  # there is no ليلة
