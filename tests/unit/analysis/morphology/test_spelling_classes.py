"""Spellings that good writers differ in are one family where the archive attests both."""

from __future__ import annotations

import pytest

from indexer.analysis import CorpusStatistics, Families, families_of, folded, written
from indexer.analysis.morphology.spelling_variants import written_out


def joined(*words: str) -> bool:
    """Whether an archive that has `words`, each once, has them in one family."""
    found = families_of(dict.fromkeys(map(written, words), 1), {})
    return len({found[folded(word)] for word in words}) == 1


@pytest.mark.parametrize(
    "words",
    [
        # hamza between ي and ة, between consonants before ة, in a noun of four letters
        ("هيئة", "هيأة"),
        ("الهيئة", "والهيأة"),
        ("هيئة", "للهيأة"),
        ("بيئة", "بيأة"),
        ("مسألة", "مسئلة"),
        ("الطمأنينة", "والطمئنينة"),
        ("نشأة", "نشئة"),
        # hamza at the end
        ("شيء", "شئ"),
        ("مبادئ", "مبادىء"),
        ("شاطئ", "شاطىء", "بالشاطيء"),
        ("بريء", "برئ"),
        ("سيئ", "سيىء"),
        # hamza before the ending of a verb, and before a pronoun
        ("يقرؤون", "يقرأون", "يقرءون"),
        ("بدأوا", "بدؤوا"),
        ("يقرأ", "يقرؤها"),
        ("جزء", "جزئين", "جزأين"),
        # hamza with an alef
        ("القرآن", "القرءان"),
        ("منشآت", "منشئات"),
        ("هيئات", "هيآت"),
        ("إمضاءات", "إمضاآت"),
        # a hundred
        ("مائة", "مئة", "مأة"),
        ("ثلاثمائة", "ثلاثمئة"),
        ("بالمائة", "بالمئة"),
        ("مائتين", "مئتين"),
        # names
        ("إسماعيل", "إسمعيل"),
        ("إبراهيم", "إبرهيم"),
        ("داود", "داوود"),
        ("طاوس", "طاووس"),
        ("الرحمن", "الرحمان"),
        ("هارون", "هرون"),
        ("يحيى", "يحي"),
        # letters for foreign sounds
        ("أكادير", "أڭادير", "أگادير", "أݣادير"),
        ("أگادير", "أقادير"),
        ("فيديو", "ڤيديو", "ڥيديو"),
        ("باريس", "پاريس"),
        # loan words
        ("ديمقراطية", "ديموقراطية"),
        ("الديمقراطية", "بالديموقراطية"),
        ("أمريكا", "أميركا"),
        ("أمريكي", "أميركي"),
        ("إنترنت", "انترنيت"),
        ("أوروبا", "أوربا"),
        ("بيروقراطية", "بروقراطية"),
        ("بروتوكول", "برتوكول"),
        ("كوليسترول", "كولسترول"),
        ("إنجليزي", "إنكليزي"),
        # the Quran
        ("الصلاة", "الصلوة"),
        ("الصلاة", "ٱلصَّلَوٰةَ"),
        ("السماوات", "السموات"),
        ("العالمين", "ٱلۡعَٰلَمِينَ"),
        ("الرحمن", "ٱلرَّحۡمَٰنِ"),
    ],
)
def test_spellings_of_one_word_are_one_family(words: tuple[str, ...]) -> None:
    assert joined(*words)


@pytest.mark.parametrize(
    "words",
    [
        ("سئل", "سأل"),  # the second letter is never changed
        ("مؤمن", "مأمن"),
        ("رأس", "رئس"),
        ("رأيه", "رؤية"),
        ("رآه", "رؤاه"),
        ("لأن", "لئن"),
        ("قرآن", "قرن"),
        ("عمرو", "عمر"),
        ("بئر", "بر"),
        ("جزيء", "جزء"),
        ("البطء", "البطيء"),
        ("سال", "سئل"),
        ("استأنف", "استؤنف"),  # a verb and its passive
        ("أنشأ", "أنشئ"),
        ("منشأة", "منشئة"),
        ("مكافأة", "مكافئة"),
        ("مهيأة", "مهيئة"),
        ("الأسئلة", "أسئلة", "أسأله"),
        ("أسئلة", "لأسأله"),
        ("مأتي", "مئتي"),
        ("جزؤه", "جزأه", "جزء"),
        ("ينشأون", "ينشئون"),
        ("تبرأ", "تبرؤ"),
        ("الماء", "مائة"),
        ("المأوى", "مائة"),
        ("مات", "مئات"),
        ("كاتب", "كتب"),  # a vowel of Arabic tells words apart
        ("محاولتي", "محاولاتي"),
        ("سيتعاون", "ستتعاون", "سيتعون"),
        ("عبدالله", "عبيدالله"),
        ("مورينيو", "مورينو"),
        ("أميرك", "أمريك"),
        ("ألكسندر", "أولكسندر"),  # without its و it would begin with an article
        ("يتساوون", "يتساون"),
        ("أورد", "أوورد"),
        ("قيل", "گيل"),  # too short to be sure of
        ("ثلاث", "ثلث"),
        ("مالك", "ملك"),
        ("صالح", "صلح"),
    ],
)
def test_other_words_are_not_joined(words: tuple[str, ...]) -> None:
    assert not joined(*words)


@pytest.mark.parametrize(
    ("form", "letters"),
    [
        ("ٱلۡعَٰلَمِينَ", "العالمين"),
        ("ٱلصَّلَوٰةَ", "الصلاه"),
        ("مُوسَىٰ", "موسي"),
        ("كتاب", "كتاب"),
    ],
)
def test_dagger_alefs_are_written_out(form: str, letters: str) -> None:
    assert written_out(form) == letters


@pytest.mark.parametrize("form", ["انتقىٰ", "ثمانمئة", "وثمانمئة"])
def test_a_word_that_is_written_as_usual_takes_no_step(form: str) -> None:
    assert Families(CorpusStatistics.from_counts({form: 3})).steps(folded(form)) == ()


def test_the_more_frequent_spelling_gives_the_family_and_the_steps_say_why() -> None:
    families = Families(CorpusStatistics.from_counts({"هيئة": 5, "هيأة": 2, "والهيأة": 1}))
    assert families.family("هياه") == families.family("والهياه") == "هيءه"
    assert [str(step) for step in families.steps("والهياه")] == [
        "والهياه وال- → هياه",
        "هياه (hamza) → هيءه",
    ]


def test_an_update_adds_a_spelling_to_the_family_there_is() -> None:
    before = families_of({"هيأة": 1, "ديموقراطية": 1}, {})
    after = families_of({"هيأة": 1, "هيئة": 9, "ديموقراطية": 1, "ديمقراطية": 9}, before)
    assert after["هيءه"] == after["هياه"] == before["هياه"]


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("هيأة", "هيئة"),
        ("هيئة", "هيأة"),
        ("للهيأة", "هيئة"),
        ("مسئلة", "مسألة"),
        ("شئ", "شيء"),
        ("القرءان", "قرآن"),
        ("ديمقراطية", "ديموقراطية"),
        ("ديموقراطية", "ديمقراطية"),
        ("أوربا", "أوروبا"),
        ("أگادير", "أقادير"),
        ("مائة", "مئة"),
    ],
)
def test_a_spelling_that_is_not_there_leads_to_the_one_that_is(asked: str, there: str) -> None:
    families = Families(CorpusStatistics.from_counts({there: 3}))
    found = families.classes.known_spelling(folded(asked), written(asked))
    assert found is not None
    assert families.family(found) == folded(there)


@pytest.mark.parametrize(
    ("asked", "there"),
    [("جزء", "جزيء"), ("سال", "سئل"), ("كتب", "كاتب"), ("القرن", "القرآن"), ("مأمن", "مؤمن")],
)
def test_a_word_that_is_not_there_is_no_spelling_of_another(asked: str, there: str) -> None:
    classes = Families(CorpusStatistics.from_counts({there: 3})).classes
    assert classes.known_spelling(folded(asked), written(asked)) is None
