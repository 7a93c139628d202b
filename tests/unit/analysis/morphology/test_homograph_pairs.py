"""Which spellings of one folded word are two words of an archive, and which are one."""

from __future__ import annotations

import pytest

from indexer.analysis import NO_HOMOGRAPHS, Homographs, families_of, folded, homographs_of


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        # a madda beside a hamza below
        ({"إليه": 480, "آلية": 22, "الآلية": 20}, ("إليه", "آلية")),
        # a madda beside a hamza above: the rarer has the madda, or is not much rarer
        ({"أمر": 100, "الأمر": 400, "آمر": 7}, ("أمر", "آمر")),
        ({"الآخر": 90, "آخر": 90, "أخر": 3}, ()),  # written without its madda
        ({"أداء": 95, "الأداء": 9, "آداء": 5}, ()),  # no آ stands before a consonant and an alef
        # أفعال and إفعال
        ({"أعمال": 90, "الأعمال": 9, "إعمال": 20}, ("أعمال", "إعمال")),
        ({"إعلان": 900, "الإعلان": 9, "أعلان": 2}, ()),  # too rare
        ({"إسبانيا": 59, "الإسبانية": 9, "أسبانيا": 30}, ()),  # of no such pattern
        ({"إكس": 30, "أكس": 9}, ()),  # no article: names of other languages
        ({"إن": 90, "أن": 90, "الآن": 9}, ()),  # words of the grammar
        # ة and a pronoun: other pronouns attest it
        ({"مكتبة": 9, "المكتبة": 9, "مكتبه": 4, "مكتبها": 3, "مكتب": 9}, ("مكتبة", "مكتبه")),
        ({"مدينة": 9, "المدينة": 9, "مدينه": 4, "مدين": 1}, ()),
        # where the archive writes ه for ة under the article too, it tells nothing
        ({"مكتبة": 9, "المكتبة": 9, "المكتبه": 5, "مكتبه": 4, "مكتبها": 3, "مكتب": 9}, ()),
        # a spelling without a sign is none of its own
        ({"اعمال": 90, "أعمال": 20, "الأعمال": 9}, ()),
    ],
)
def test_spellings_that_are_two_words(counts: dict[str, int], words: tuple[str, ...]) -> None:
    found = homographs_of(counts, NO_HOMOGRAPHS, ()).spellings
    assert found == ({folded(words[0]): words} if words else {})


def test_forms_with_clitics_and_articles_are_apart_too() -> None:
    counts = {"أمر": 100, "الأمر": 90, "الآمر": 20, "آمر": 7, "للأمر": 9, "للآمر": 2}
    found = homographs_of(counts, NO_HOMOGRAPHS, ()).spellings
    assert found["الامر"] == ("الأمر", "الآمر")
    assert found["للامر"] == ("للأمر", "للآمر")


def test_indexed_words_stay_as_they_were() -> None:
    counts = {"إليه": 480, "آلية": 22, "الآلية": 20, "أعمال": 90, "الأعمال": 9, "إعمال": 20}
    known = Homographs({"اليه": ("آلية", "إليه")})
    found = homographs_of(counts, known, {"اليه", "اعمال"})
    assert found == known


def test_each_homograph_has_its_family() -> None:
    counts = {
        **{"إليه": 480, "إليها": 90, "آلية": 22, "الآلية": 20, "آليات": 30, "الآليات": 30},
        **{"مكتبة": 9, "المكتبة": 9, "مكتبه": 4, "مكتبها": 3, "مكتب": 9, "المكتب": 9},
        "المكتبات": 5,
    }
    homographs = homographs_of(counts, NO_HOMOGRAPHS, ())
    families = families_of(counts, {}, homographs)
    assert {families[homographs.key_of(word)] for word in ("آلية", "الآلية", "آليات")} == {"آلية"}
    assert {families[homographs.key_of(word)] for word in ("إليه", "إليها")} == {"الي"}
    assert {families[homographs.key_of(word)] for word in ("مكتبه", "مكتبها")} == {"مكتب"}
    assert {families[homographs.key_of(word)] for word in ("مكتبة", "المكتبات")} == {"مكتبه"}
