"""The nouns of a dictionary and the words of an archive."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from indexer.analysis import CorpusStatistics
from indexer.analysis.morphology import noun_dictionary as module
from indexer.analysis.morphology.noun_dictionary import ArchiveNouns, noun_dictionary
from tools.noun_list import packed_nouns


def archive_nouns(words: str) -> ArchiveNouns:
    counts = dict.fromkeys(words.split(), 3)
    return ArchiveNouns(noun_dictionary(), CorpusStatistics.from_counts(counts))


def test_the_list_is_small_credited_and_as_its_tool_packs_it() -> None:
    packed = Path(module.__file__).with_name(module.NOUNS_FILE).read_bytes()
    assert len(packed) <= 200_000
    assert hashlib.sha256(packed).hexdigest() == module.NOUNS_DIGEST
    dictionary = noun_dictionary()
    nouns: dict[str, set[str]] = {noun: set() for noun in dictionary.nouns}
    for plural, singulars in dictionary.singulars.items():
        for noun in singulars:
            nouns[noun].add(plural)
    assert zlib.decompress(packed_nouns(nouns)) == zlib.decompress(packed)
    assert "Arramooz" in Path(module.__file__).with_name("nouns.NOTICE").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "plural", "singular"),
    [
        ("القضاة قاضي", "قضاه", "قاضي"),
        ("النواحي ناحية", "نواحي", "ناحيه"),  # which the dictionary names with an article
        ("أحكام حكم", "احكام", "حكم"),  # which it also names the other way round
        ("احكام حكم", "احكام", "حكم"),  # an archive without hamza
        ("قوى قوة", "قوي", "قوه"),
        ("شؤون شأن", "شءون", "شان"),
        ("شئون شأن", "شءون", "شان"),
    ],
)
def test_a_plural_of_the_dictionary(words: str, plural: str, singular: str) -> None:
    assert singular in archive_nouns(words).singulars[plural]


@pytest.mark.parametrize(
    "words",
    [
        "قوي قوة",  # another word than قوى
        "أحكام",  # without a noun
        "كتابات كتابة",  # a sound plural
        "دنيا أدنى",  # a feminine
        "نشار ناشر",  # only at the plural, and not clear by its letters
    ],
)
def test_no_plural_of_the_dictionary(words: str) -> None:
    assert archive_nouns(words).singulars == {}


def test_plurals_that_are_nouns_too_are_known() -> None:
    nouns = archive_nouns("فقر فقرة قوانين قانون طلاب طالب")
    assert nouns.is_noun("فقر")
    assert not nouns.is_noun("قوانين")
    assert not nouns.is_noun("طلاب")  # طَلّاب is an intensive form
