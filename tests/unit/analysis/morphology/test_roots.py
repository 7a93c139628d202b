"""Which roots words may have, and which an archive agrees on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from indexer.analysis import families_of, folded, roots_of, shown_root, tokens
from indexer.analysis.morphology.patterns import analyses
from indexer.lexicon import Lexicon, write_lexicon


@pytest.mark.parametrize(
    ("word", "root"),
    [
        # all letters show
        ("حكم", "ح-ك-م"),
        ("حكومة", "ح-ك-م"),
        ("محكمة", "ح-ك-م"),
        ("استخدام", "خ-د-م"),
        ("متظاهر", "ظ-ه-ر"),
        ("منطلق", "ط-ل-ق"),
        ("أمن", "ء-م-ن"),
        ("تأمين", "ء-م-ن"),
        ("مؤتمن", "ء-م-ن"),
        ("رأس", "ر-ء-س"),
        ("حقوق", "ح-ق-ق"),
        # a weak letter in the middle: each it may be
        ("إدارة", "د-و-ر"),
        ("مدير", "د-و-ر"),
        ("مدير", "د-ي-ر"),
        ("سياسة", "س-و-س"),
        ("اختيار", "خ-ي-ر"),
        ("قائل", "ق-و-ل"),
        # at the end
        ("قضاء", "ق-ض-ي"),
        ("قاضي", "ق-ض-ي"),
        ("دعوة", "د-ع-و"),
        ("مساواة", "س-و-ي"),
        ("استدعاء", "د-ع-و"),
        # at the beginning
        ("اتفاق", "و-ف-ق"),
        ("ميثاق", "و-ث-ق"),
        ("إيداع", "و-د-ع"),
        ("صفة", "و-ص-ف"),
        ("استيراد", "و-ر-د"),
        ("إيمان", "ء-م-ن"),
        # the last as the middle one
        ("حق", "ح-ق-ق"),
        ("استقرار", "ق-ر-ر"),
        ("مستمر", "م-ر-ر"),
        # the ت of افتعال as another letter
        ("اصطدام", "ص-د-م"),
        ("ازدحام", "ز-ح-م"),
        ("اضطراب", "ض-ر-ب"),
        ("اطلاع", "ط-ل-ع"),
        # four letters
        ("ترجمة", "ت-ر-ج-م"),
        ("مترجم", "ت-ر-ج-م"),
        # forms of the word
        ("قانوني", "ق-ن-ن"),
        ("انتخابات", "ن-خ-ب"),
    ],
)
def test_roots_that_a_word_may_have(word: str, root: str) -> None:
    assert root in {found for found, _, _ in analyses(folded(word), word)}


@pytest.mark.parametrize("word", ["", "ب", "dgsn", "1956", "پاریس", "ا" * 9, "من" * 9])
def test_what_has_no_root_by_any_pattern(word: str) -> None:
    assert analyses(word, word) == []


# حكم and its kin in a made archive, with a name that has none
WORDS = """
    حكم الحكم حكومة الحكومة محكمة المحكمة حاكم الحاكم حكامة الحكامة تحكيم التحكيم لندن حكومي الحكومي
"""
COUNTS = dict.fromkeys(WORDS.split(), 9)


def roots(counts: dict[str, int]) -> dict[str, str]:
    """word → its root key."""
    families = families_of(counts, {})
    found = roots_of(families, counts, {})
    return {word: found[families[folded(word)]] for word in counts}


def test_words_agree_on_their_root() -> None:
    found = roots(COUNTS)
    assert {key for word, key in found.items() if "ح" in word} == {"ح-ك-م"}


def test_what_no_other_word_shares_is_no_root() -> None:
    assert roots(COUNTS)["لندن"] == "لندن"
    assert roots({"اعتقال": 9}) == {"اعتقال": "اعتقال"}
    assert roots({}) == {}


def test_words_of_the_grammar_have_no_root() -> None:
    assert roots({**COUNTS, "أنا": 99, "هناك": 99})["هناك"] == "هناك"


def test_a_nisba_has_the_root_of_its_noun_or_its_key() -> None:
    found = roots({"برلمان": 9, "البرلمان": 9, "برلماني": 9, "البرلماني": 9})
    assert set(found.values()) == {"برلمان"}


def test_known_families_keep_the_key_they_have() -> None:
    families = families_of(COUNTS, {})
    assert roots_of(families, COUNTS, {"حكومه": "حكومه"})["حكومه"] == "حكومه"


@pytest.mark.parametrize(
    ("key", "shown"), [("ح-ك-م", "ح ك م"), ("حكومه", None), ("2018-04-05", None), ("", None)]
)
def test_what_readers_are_shown(key: str, shown: str | None) -> None:
    assert shown_root(key) == shown


def test_a_word_that_the_archive_has_not_is_of_one_of_its_roots(tmp_path: Path) -> None:
    families = families_of(COUNTS, {})
    write_lexicon(tmp_path, COUNTS, families, roots_of(families, COUNTS, {}))
    lexicon = Lexicon(tmp_path)
    assert lexicon.root("والمحكوم") == lexicon.root("حكم") == "ح-ك-م"
    assert lexicon.known_root("محاكمه") == "ح ك م"
    assert set(lexicon.families_of("ح-ك-م")) >= {"حكم", "حكومه", "محكمه"}
    assert (lexicon.root("برتقال"), lexicon.known_root("برتقال")) == ("برتقال", None)
    assert lexicon.known_root("لندن") is None


# The words of ../shared/corpus


@pytest.fixture(scope="session")
def corpus(shared: Path) -> dict[str, str]:
    """folded word → root key."""
    counts = Counter(
        token.written
        for path in (shared / "corpus").rglob("*.md")
        for token in tokens(path.read_text("utf-8"))
    )
    families = families_of(counts, {})
    found = roots_of(families, counts, {})
    return {word: found[family] for word, family in families.items()}


@pytest.mark.parametrize(
    ("root", "words"),
    [
        ("ء-م-ن", "أمن الأمن الأمنية تأمين بالأمن"),
        ("ح-ك-م", "حكم حكومة محكمة حاكم الحكامة المحاكم"),
        ("ع-ق-ل", "اعتقال معتقل الاعتقال"),
        ("غ-ر-ب", "المغرب غرب المغربية"),
        ("و-ز-ر", "وزارة الوزير الوزراء"),
        ("ن-ظ-م", "نظام المنظمة تنظيم الأنظمة"),
    ],
)
def test_words_of_one_root(corpus: dict[str, str], root: str, words: str) -> None:
    found = {word: corpus[folded(word)] for word in words.split()}
    assert found == dict.fromkeys(found, root)


@pytest.mark.parametrize(
    ("word", "other", "same"),
    [
        ("إنسان", "الإنسانية", True),
        ("وزارة", "زيارة", False),
        ("أمن", "من", False),
        ("على", "علم", False),
    ],
)
def test_words_that_share_a_root_or_not(
    corpus: dict[str, str], word: str, other: str, same: bool
) -> None:
    assert (corpus[folded(word)] == corpus[folded(other)]) is same


@pytest.mark.parametrize(
    ("word", "root", "other"),
    [
        ("تاجر", "ت-ج-ر", "ء-ج-ر"),  # an alef after another letter is hardly a hamza
        ("مدينة", "م-د-ن", "د-ي-ن"),  # the middle of مفعل is hardly a ي
        ("مولى", "و-ل-ي", "م-و-ل"),  # ى is no ending of a nisba
        ("مادة", "م-د-د", "م-د-ه"),  # ة is no letter of a root
    ],
)
def test_one_root_is_likelier_than_another(word: str, root: str, other: str) -> None:
    shares: dict[str, float] = {}
    for found, _, share in analyses(folded(word), word):
        shares[found] = max(shares.get(found, 0), share)
    assert shares[root] > shares.get(other, 0)


def test_a_feminine_attests_a_root_as_another_pattern_does() -> None:
    counts = {"فرصة": 35, "فرص": 83}
    families = {"فرصه": "فرصه", "فرص": "فرص"}
    assert roots_of(families, counts, {}) == {"فرصه": "ف-ر-ص", "فرص": "ف-ر-ص"}


def test_a_broken_plural_votes_on_the_root_of_its_family() -> None:
    families = {"درهم": "درهم", "دراهم": "درهم"}
    counts = {"درهم": 40, "دراهم": 30}
    assert roots_of(families, counts, {}) == {"درهم": "درهم"}  # a root of one pattern is none
    assert roots_of(families, counts, {}, plurals={"دراهم": "درهم"}) == {"درهم": "د-ر-ه-م"}
