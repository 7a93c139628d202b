"""Which words an archive attests as one, and which it keeps apart."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from indexer.analysis import CorpusStatistics, Families, folded, tokens
from indexer.analysis.morphology.affixes import ARTICLES, CLITICS, PRONOUNS
from indexer.analysis.morphology.stemmer import Step


def learnt(counts: dict[str, int]) -> Families:
    """The families of a vocabulary given as it is written."""
    return Families(CorpusStatistics.from_counts(counts))


@pytest.mark.parametrize(
    ("word", "family", "counts"),
    [
        # an article goes, whatever is left, and what is before it with it
        ("الأمن", "أمن", {}),
        ("الحق", "حق", {}),  # two letters must be left
        ("اله", "اله", {}),
        ("الإلهي", "إلهي", {"هي": 9, "إلهي": 1}),  # no article stands before a word of the grammar
        ("والهم", "الهم", {"هم": 9, "الهم": 2}),
        # but where the whole has articles before it, and the rest is no more than that
        ("التزام", "التزام", {"التزام": 2, "الالتزام": 3}),
        ("الأمن", "أمن", {"الأمن": 2, "الالأمن": 1, "أمن": 3}),  # a slip of the pen
        ("الالتزام", "التزام", {"التزام": 2, "الالتزام": 3}),
        ("والتزام", "التزام", {"التزام": 2, "الالتزام": 3}),
        # لل is ل and ال, or ل before ال of which the ا is not written, before a ل
        ("للأمن", "أمن", {"أمن": 1}),
        ("للجنة", "لجنة", {"اللجنة": 2, "جنة": 1}),
        ("وللجنة", "لجنة", {"اللجنة": 2, "جنة": 1}),
        ("للجنة", "جنة", {"لجنة": 1, "جنة": 2}),  # where paradise is spoken of more
        # a clitic goes where the rest stands on its own, bare or after an article
        ("وبلكوش", "بلكوش", {"بلكوش": 1}),
        ("ووزارة", "وزارة", {"الوزارة": 1, "ووزارة": 3}),
        ("وزارة", "وزارة", {"وزارة": 5}),  # there is no زارة
        ("وسكن", "وسكن", {"يسكن": 9}),
        # the rest must be attested as much as other forms of the whole, each 1, ...
        ("وردة", "ردة", {"وردة": 1, "بوردة": 4, "ردة": 5}),
        ("وردة", "وردة", {"وردة": 1, "بوردة": 4, "ردة": 2}),
        # ... and as 0.3 of the whole
        ("وعمر", "عمر", {"وعمر": 10, "عمر": 3}),
        ("وعمر", "وعمر", {"وعمر": 10, "عمر": 2}),
        ("ودم", "دم", {"ودم": 10, "دم": 9}),  # three times that for two letters
        ("ودم", "ودم", {"ودم": 10, "دم": 8}),
        # never where the whole has an article: no article stands before a clitic
        ("واحد", "واحد", {"واحد": 48, "الواحد": 1, "أحد": 900}),
        ("واحد", "أحد", {"واحد": 49, "الواحد": 1, "أحد": 900}),  # but for slips: 1 in 50
        # two clitics at once only where the rest with the second does not stand on its own
        ("ولحق", "حق", {"حق": 9}),
        ("وكتلت", "كتلت", {"كتلت": 99, "تلت": 9}),
        ("ولحقوق", "حقوق", {"لحقوق": 9, "حقوق": 99}),  # where it does, one by one
        # of a rest that is not attested, a base under a suffix is evidence, for a fifth
        ("بطلاقها", "طلاق", {"طلاق": 5}),
        ("بطلاقها", "بطلاق", {"بطلاق": 9, "بطلاقها": 9, "طلاق": 1}),
        # suffixes: each row asks for a share of the evidence for the whole
        ("وزارات", "وزارة", {"وزارات": 20, "وزارة": 1}),  # -ات for ة, 0.05
        ("وزارات", "وزارات", {"وزارات": 21, "وزارة": 1}),
        ("قرارات", "قرار", {"قرارات": 2, "قرار": 1}),  # -ات, 0.5
        ("قرارات", "قرارات", {"قرارات": 3, "قرار": 1}),
        ("لجنتان", "لجنة", {"لجنتان": 10, "لجنة": 3}),  # -تان for ة, 0.3
        ("لجنتين", "لجنة", {"لجنتين": 10, "لجنة": 3}),
        ("لجنتين", "لجنتين", {"لجنتين": 10, "لجنة": 2}),
        ("قراران", "قرار", {"قراران": 2, "قرار": 1}),  # -ان, 0.5
        ("إنسان", "إنسان", {"إنسان": 3, "إنس": 1}),
        ("موظفين", "موظف", {"موظفين": 10, "موظف": 1}),  # -ين, -ون, 0.1
        ("موظفون", "موظف", {"موظفون": 10, "موظف": 1}),
        ("قانون", "قانون", {"قانون": 11, "قان": 1}),
        ("قرارا", "قرار", {"قرارا": 1, "قرار": 1}),  # -ا, 1
        ("قرارا", "قرارا", {"قرارا": 2, "قرار": 1}),
        *((f"أمن{nisba}", "أمني", {f"أمن{nisba}": 10, "أمني": 1}) for nisba in (  # a nisba, 0.1
            "يين", "يون", "يات", "يتين", "يتان", "يا", "ية",
        )),
        ("أمنية", "أمنية", {"أمنية": 11, "أمني": 1}),
        ("أمني", "أمني", {"أمني": 1, "أمن": 99}),  # of security: not security itself
        *((f"أمن{pronoun}", "أمن", {f"أمن{pronoun}": 1, "أمن": 1}) for pronoun in PRONOUNS),  # 1
        ("أمنها", "أمنها", {"أمنها": 2, "أمن": 1}),
        ("صفته", "صفة", {"صفته": 2, "صفة": 1}),  # a pronoun after ة, 0.5
        ("وزاراتهم", "وزارة", {"وزاراتهم": 20, "وزارة": 1}),  # after -ات, as -ات
        ("قراراتها", "قرار", {"قراراتها": 2, "قرار": 1}),
        ("موظفوها", "موظف", {"موظفوها": 1, "موظف": 1}),  # after -ون and -ين, which lose the ن
        ("موظفيها", "موظف", {"موظفيها": 1, "موظف": 1}),
        # never a pronoun or the ا of the indefinite where the whole has an article
        ("مكتبة", "مكتبة", {"مكتبة": 48, "المكتبة": 1, "مكتب": 99}),
        ("مكتبه", "مكتب", {"مكتبه": 49, "المكتبة": 1, "مكتب": 99}),  # but for slips
        ("مركزة", "مركزة", {"مركزة": 9, "مركز": 99}),  # nor a pronoun that is written ة
        # hamzas inside differ
        ("تأمين", "تأمين", {"تأمين": 9, "تام": 9}),
        ("تامين", "تام", {"تامين": 9, "تام": 9}),
        ("سينما", "سينما", {"سينما": 5, "السينما": 5, "سينم": 9}),
        ("الموظفين", "موظف", {"الموظفين": 9, "موظف": 9}),  # a plural may have one
        # a base of two letters needs three times as much; one letter is no word
        ("دمها", "دم", {"دمها": 1, "دم": 3}),
        ("دمها", "دمها", {"دمها": 1, "دم": 2}),
        ("به", "به", {"به": 1, "ب": 99}),
        # of bases the best attested
        ("كاتبات", "كاتبة", {"كاتبات": 1, "كاتبة": 3, "كاتب": 2}),
        ("كاتبات", "كاتب", {"كاتبات": 1, "كاتبة": 2, "كاتب": 3}),
        # ات on a singular of two letters and ة, or on a rarer noun
        ("جهات", "جهة", {"جهات": 25, "الجهات": 9, "جهة": 99, "الجهة": 9}),
        ("نبات", "نبات", {"نبات": 25, "نبه": 99}),  # no noun in ة
        ("إجراءات", "إجراء", {"إجراءات": 365, "إجراء": 141, "الإجراء": 34}),
        ("إجراءات", "إجراءات", {"إجراءات": 365, "إجراء": 141}),  # not seen as a noun
        ("محاكمات", "محاكمة", {"محاكمات": 9, "محاكمة": 9, "محاكم": 99, "المحاكم": 9}),
        # an ending of the root, which the plural tells
        ("بستان", "بستان", {"بستان": 9, "بست": 9, "بساتين": 2}),
        ("بستان", "بست", {"بستان": 9, "بست": 9}),
        # a feminine nisba is of its masculine, even if that is rare, where it is an adjective
        ("حكومية", "حكومي", {"حكومية": 18, "الحكومية": 369, "حكومي": 3, "الحكومي": 10}),
        ("مديرية", "مديرية", {"مديرية": 60, "المديرية": 42, "مديري": 5, "المديري": 1}),
        # never where it bears pronouns as nouns do
        ("جنسية", "جنسية", {"جنسية": 30, "الجنسية": 70, "جنسيته": 5, "جنسي": 50, "الجنسي": 9}),
        # one affix after the other, a prefix even after a suffix
        ("والأمنية", "أمني", {"الأمنية": 1, "أمني": 1}),
        ("برعايته", "رعاية", {"برعايته": 1, "برعاية": 2, "رعاية": 9}),
        # ال that is no article: له and أن would be left
        *((word, "الله", {"له": 99}) for word in (
            "الله", "والله", "فالله", "بالله", "وبالله", "تالله", "لله", "ولله", "فلله", "ﷲ",
        )),
        ("واللهم", "اللهم", {"لهم": 99}),
        ("والآن", "الآن", {"أن": 99}),
        # other scripts and numbers are left as they are
        ("DGSN", "dgsn", {"d": 9}),
        ("1956", "1956", {"19": 9}),
    ],
)  # fmt: skip
def test_family(word: str, family: str, counts: dict[str, int]) -> None:
    assert learnt(counts).family(folded(word)) == folded(family)


def test_every_affix_of_written_arabic_is_known() -> None:
    counts = {"قانون": 9, "القانون": 9}
    articles = "القانون والقانون بالقانون كالقانون فالقانون للقانون وللقانون فللقانون وبالقانون"
    clitics = "وقانون فقانون بقانون لقانون كقانون وبقانون ولقانون وكقانون فبقانون فلقانون فكقانون"
    pronouns = "قانونه قانونها قانونهم قانونهن قانونهما قانوننا قانونكم"
    words = f"{articles} {clitics} {pronouns}".split()
    families = learnt(counts | dict.fromkeys(words, 1))
    assert {word: families.family(folded(word)) for word in words} == dict.fromkeys(words, "قانون")


@pytest.mark.parametrize("article", ARTICLES)
def test_each_article_is_taken_off(article: str) -> None:
    assert learnt({}).family(f"{article}امن") == "امن"


@pytest.mark.parametrize("clitic", CLITICS)
def test_each_clitic_is_taken_off_a_word_that_is_there(clitic: str) -> None:
    families = learnt({"رباط": 1})
    assert families.family(f"{clitic}رباط") == "رباط"
    assert families.family(f"{clitic}سلاط") == f"{clitic}سلاط"


def test_a_run_of_a_million_letters_is_left_whole() -> None:  # hours, were it undone by steps
    run = "ال" * 500_000
    assert learnt({}).family(run) == run


def test_steps_tell_what_was_taken_off_and_why() -> None:
    families = learnt({"طلاق": 5})
    steps = families.steps("بطلاقها")
    assert steps == (Step("بطلاقها", "ب", "", "طلاقها"), Step("طلاقها", "", "ها", "طلاق"))
    assert [str(step) for step in steps] == ["بطلاقها ب- → طلاقها", "طلاقها -ها → طلاق"]
    assert [str(step) for step in families.steps("لله")] == ["لله → الله"]
    assert families.steps("طلاق") == families.steps("الله") == ()


def test_a_word_of_known_family_keeps_it_and_draws_others_in() -> None:
    known = {"واحد": "واحد"}
    families = Families(CorpusStatistics.from_counts({"احد": 900, "واحد": 1}), known.get)
    assert families.family("واحد") == families.family("بواحد") == "واحد"
    assert families.steps("واحد")[-1].after == "احد"  # what would be, were it not known


# Broken plurals


def noun(word: str, count: int = 10) -> dict[str, int]:
    """`word` seen so often, half of it after the article."""
    return {word: count - count // 2, f"ال{word}": count // 2}


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("قوانين", "قانون"),
        ("تواريخ", "تاريخ"),
        ("مواثيق", "ميثاق"),
        ("مشاريع", "مشروع"),
        ("تقارير", "تقرير"),
        ("أقاليم", "إقليم"),
        ("محاكم", "محكمة"),
        ("مجالس", "مجلس"),
        ("تجارب", "تجربة"),
        ("مبادئ", "مبدأ"),
        ("قواعد", "قاعدة"),
        ("عوامل", "عامل"),
        ("وثائق", "وثيقة"),
        ("دلائل", "دليل"),
        ("رسائل", "رسالة"),
        ("قضايا", "قضية"),
        ("زوايا", "زاوية"),
        ("دعاوى", "دعوى"),
        ("معاني", "معنى"),
        ("وزراء", "وزير"),
        ("علماء", "عالم"),
        ("خلفاء", "خليفة"),
        ("أمراء", "أمير"),
        ("أطباء", "طبيب"),
        ("أصدقاء", "صديق"),
        ("أجهزة", "جهاز"),
        ("أدوية", "دواء"),
        ("أرصدة", "رصيد"),
        ("أطفال", "طفل"),
        ("أبواب", "باب"),
        ("أسرار", "سر"),
        ("أعضاء", "عضو"),
        ("آثار", "أثر"),
        ("آراء", "رأي"),
        ("سجون", "سجن"),
        ("حقوق", "حق"),
        ("شؤون", "شأن"),
        ("خطط", "خطة"),
        ("مواد", "مادة"),
        ("نواب", "نائب"),
        ("قضاة", "قاضي"),
        ("قتلى", "قتيل"),
    ],
)
def test_a_broken_plural_meets_its_singular(plural: str, singular: str) -> None:
    families = learnt({**noun(plural), **noun(singular)})
    assert families.family(folded(plural)) == folded(singular)
    assert families.family(folded(f"وال{plural}")) == folded(singular)


@pytest.mark.parametrize(
    ("word", "other", "evidence"),
    [
        ("كتاب", "كتب", {}),  # a pattern of singulars too
        ("إعلام", "علم", {}),  # إفعال is no plural
        ("نظام", "نظم", {}),
        ("قوانين", "قانون", {"قوانين": 90}),  # one that is seen a hundred times less
        ("وزراء", "وزير", noun("وزيرين", 40)),  # one with a sound plural
        ("مدارس", "مدرس", noun("مدرسة")),  # either may be the singular
        ("عوامل", "عامل", noun("عاملة")),
        ("مراقب", "مرقب", noun("مراقبة", 40)),  # a participle
        ("تكامل", "تكملة", {"يتكامل": 5}),  # the noun of a verb
        ("دخول", "دخل", {"يدخل": 40}),
        ("سرور", "سر", noun("أسرار", 40)),  # of the singular of another
        ("حمراء", "حمير", noun("أحمر")),  # the feminine of an adjective
        ("أخيرة", "خيار", noun("أخير")),
        ("كبرى", "كبير", noun("أكبر")),
        ("دوام", "دائم", noun("دائمة")),
        ("مبنى", "مبين", noun("مباني")),
    ],
)
def test_what_is_no_broken_plural(word: str, other: str, evidence: dict[str, int]) -> None:
    counts = Counter({**noun(word), **noun(other, 1 if "قوانين" in evidence else 10)})
    families = learnt(counts + Counter(evidence))
    assert families.family(folded(word)) != families.family(folded(other))


def test_the_step_to_a_singular_names_its_pattern() -> None:
    families = learnt({**noun("قوانين"), **noun("قانون")})
    assert [str(step) for step in families.steps("والقوانين")] == [
        "والقوانين وال- → قوانين",
        "قوانين فواعيل←فاعول → قانون",
    ]


# Verbs


@pytest.mark.parametrize(
    "word",
    [
        "يعتقل", "تعتقل", "نعتقل", "اعتقل", "سيعتقل", "وسيعتقل", "ستعتقل", "يعتقلون", "يعتقلوا",
        "اعتقلوا", "اعتقلت", "يعتقلهم", "اعتقلتهم",
    ],
)  # fmt: skip
def test_the_persons_of_a_verb_meet(word: str) -> None:
    families = learnt({"يعتقل": 9, "تعتقل": 9, "اعتقل": 9, "اعتقلت": 3, "سيعتقل": 1})
    assert families.family(word) == "يعتقل"


@pytest.mark.parametrize(
    ("word", "other", "counts"),
    [
        ("تقدم", "يقدم", {"تقدم": 9, "يقدم": 9, "يتقدم": 5}),  # which of the two it is of
        ("تقدم", "يقدم", {"تقدم": 9, "التقدم": 9, "يقدم": 9}),  # a noun
        (
            "تونس",
            "يونس",
            {"تونس": 99, "بتونس": 9, "يونس": 20},
        ),  # a name: there is no ب before verbs
        ("تسمية", "يسميه", {"تسمية": 9, "يسميه": 9}),
        ("إنهاء", "ينهاء", {"إنهاء": 9, "ينهاء": 9}),
        ("سيارة", "يارة", {"سيارة": 9, "السيارة": 9, "يارة": 9}),
        ("حدثت", "حدث", {"حدثت": 9, "حدث": 9, "الحدث": 9}),  # an event
        ("التضمين", "تضم", {"التضمين": 9, "تضم": 99}),
    ],
)
def test_what_is_no_person_of_a_verb(word: str, other: str, counts: dict[str, int]) -> None:
    families = learnt(counts)
    assert families.family(folded(word)) != families.family(folded(other))


# The words of ../shared/corpus


@pytest.fixture(scope="session")
def corpus(shared: Path) -> Families:
    counts = Counter(
        token.written
        for path in (shared / "corpus").rglob("*.md")
        for token in tokens(path.read_text("utf-8"))
    )
    return Families(CorpusStatistics.from_counts(counts))


@pytest.mark.parametrize(
    ("family", "words"),
    [
        ("وزارة", "وزارة الوزارة وزارات ووزارة بالوزارة"),
        ("أمن", "أمن الأمن للأمن والأمن وبالأمن وللأمن"),
        ("مغرب", "المغرب والمغرب بالمغرب"),
        ("مسؤول", "مسؤول مسئول مسؤولين المسؤولين المسؤولون"),
        ("حق", "حق حقوق لحقوق الحقوق وحقوق بحقوق حقوقهم"),
        ("إنسان", "إنسان الإنسان للإنسان"),
        ("قانون", "قانون القانون القوانين قوانين وقوانينها"),
        ("محكمة", "محكمة المحكمة المحاكم محاكم"),
        ("وزير", "وزير الوزير الوزراء"),
        ("بلكوش", "بلكوش وبلكوش"),
        ("لجنة", "لجنة اللجنة للجنة"),
        ("التزام", "التزام الالتزام التزامات الالتزامات"),
        ("ولاية", "ولاية الولاية الولايات"),
        ("واحد", "واحد الواحد"),
        ("بعيد", "بعيد البعيد"),
        ("صفة", "صفة الصفة بصفة بصفته"),
        ("الله", "الله والله بالله لله"),
    ],
)
def test_forms_that_meet(corpus: Families, family: str, words: str) -> None:
    found = {word: corpus.family(folded(word)) for word in words.split()}
    assert found == dict.fromkeys(found, folded(family))


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("وزارة", "زيارة"),
        ("أمن", "من"),
        ("المغرب", "غرب"),
        ("على", "أمر"),
        ("الله", "له"),
        ("الآن", "أن"),
        ("ولاية", "آية"),
        ("بعيد", "عيد"),
        ("واحد", "أحد"),
        ("قانون", "قانت"),
        ("والد", "ولد"),
        ("إنسان", "إنس"),
        ("إنسان", "إنسانية"),  # joined by their root
        ("مكتب", "مكتبة"),
        ("وزير", "وزارة"),
        ("محكمة", "محاكمة"),
    ],
)
def test_other_words_never_meet(corpus: Families, word: str, other: str) -> None:
    assert corpus.family(folded(word)) != corpus.family(folded(other))
