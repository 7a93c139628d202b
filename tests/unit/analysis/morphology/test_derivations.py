"""Which families of a root are near derivatives, rule by rule."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from indexer.analysis import CorpusStatistics, derivations_of, folded

# Counts of words, alone and with their article, as an archive may have them.
VERB, NOUN = (20, 0), (20, 20)


def near(root: str, words: Mapping[str, tuple[int, int]]) -> set[frozenset[str]]:
    """The pairs of `words` that are near, in an archive of these words of one root."""
    counts: dict[str, int] = {}
    for word, (alone, definite) in words.items():
        counts[word] = alone
        if definite:
            counts[f"ال{word}"] = definite
    families = {folded(form): folded(form).removeprefix("ال") for form in counts}
    families |= dict.fromkeys(("مواقع", "المواقع"), "موقع")
    families |= {"وطنيه": "وطني", "الوطنيه": "وطني", "خيريه": "خيري"}
    families = {word: family for word, family in families.items() if word in map(folded, counts)}
    roots = dict.fromkeys(families.values(), root)
    found = derivations_of(families, roots, CorpusStatistics.from_counts(counts))
    return {frozenset((one, other)) for one, others in found.items() for other in others}


@pytest.mark.parametrize(
    ("root", "one", "other"),
    [
        ("ن-خ-ب", ("انتخاب", NOUN), ("ينتخب", VERB)),  # a verb and its noun
        ("ن-خ-ب", ("انتخاب", NOUN), ("منتخب", NOUN)),  # and its participle
        ("ن-خ-ب", ("انتخابي", NOUN), ("ينتخب", VERB)),  # the adjective of its noun
        ("ء-س-س", ("تأسيس", NOUN), ("مؤسس", NOUN)),  # the second form
        ("و-س-ع", ("توسعة", NOUN), ("يوسع", VERB)),  # its noun in تفعلة
        ("ر-ق-ب", ("مراقبة", NOUN), ("يراقب", VERB)),  # the third
        ("ص-ل-ح", ("إصلاح", NOUN), ("مصلح", NOUN)),  # the fourth
        ("ن-ش-ر", ("منشور", NOUN), ("ينشر", VERB)),  # the first: the passive participle
        ("ق-ض-ي", ("قضاء", NOUN), ("يقضي", VERB)),  # a weak root
        ("ق-و-ل", ("قال", VERB), ("يقول", VERB)),  # a hollow one
        ("ع-ق-د", ("متعاقد", NOUN), ("متعاقدة", NOUN)),  # a participle and its feminine
    ],
)
def test_parts_of_one_form_of_the_verb_are_near(
    root: str, one: tuple[str, tuple[int, int]], other: tuple[str, tuple[int, int]]
) -> None:
    assert near(root, dict((one, other))) == {frozenset((folded(one[0]), folded(other[0])))}


@pytest.mark.parametrize(
    ("root", "one", "other"),
    [
        ("ح-ق-ق", ("تحقيق", NOUN), ("استحقاق", NOUN)),  # two forms
        ("ج-م-ع", ("اجتماع", NOUN), ("مجتمع", NOUN)),  # grown apart
        ("ك-ت-ب", ("مكتب", NOUN), ("كتاب", NOUN)),  # no participle
        ("ش-ر-ط", ("شرط", NOUN), ("شرطة", NOUN)),  # no adjective in its feminine
        ("ج-م-ع", ("جمعية", NOUN), ("جمع", NOUN)),  # a noun in ية
        ("و-ق-ع", ("واقعة", NOUN), ("يوقع", VERB)),  # a verb of another form
        ("ن-ش-ر", ("منشور", NOUN), ("ينشر", (20, 20))),  # no verb has an article
        ("ن-خ-ب", ("انتخاب", NOUN), ("ينتخب", (2, 0))),  # too rare to be judged
        ("ق-ب-ل", ("تقبيل", (4, 2)), ("يقبل", (90, 0))),  # the verb of قبول
    ],
)
def test_other_words_of_the_root_are_not(
    root: str, one: tuple[str, tuple[int, int]], other: tuple[str, tuple[int, int]]
) -> None:
    assert near(root, dict((one, other))) == set()


def test_a_noun_with_the_plural_of_places_is_no_participle() -> None:
    words = {"توقيع": NOUN, "موقع": NOUN}
    assert near("و-ق-ع", words) == {frozenset(("توقيع", "موقع"))}
    assert near("و-ق-ع", words | {"مواقع": NOUN}) == set()


def test_a_participle_is_of_the_form_whose_verbal_noun_is_usual() -> None:
    words = {"تجميل": (9, 9), "مجمل": NOUN}
    assert near("ج-م-ل", words) == {frozenset(("تجميل", "مجمل"))}
    assert near("ج-م-ل", words | {"إجمال": NOUN}) == {frozenset(("اجمال", "مجمل"))}


def test_an_adjective_is_near_its_noun_where_it_has_a_feminine() -> None:
    words = {"وطن": NOUN, "وطني": NOUN}
    assert near("و-ط-ن", words) == set()
    assert near("و-ط-ن", words | {"وطنية": NOUN}) == {frozenset(("وطن", "وطني"))}


def test_an_adjective_is_of_the_more_frequent_noun() -> None:
    words = {"خيرة": (5, 5), "خيري": (4, 4), "خيرية": (4, 4)}
    assert near("خ-ي-ر", words) == {frozenset(("خيره", "خيري"))}
    assert near("خ-ي-ر", words | {"خير": NOUN}) == {frozenset(("خير", "خيري"))}


def test_families_of_different_roots_are_never_near() -> None:
    counts = {"انتخاب": 20, "الانتخاب": 20, "ينتخب": 20}
    families = {"انتخاب": "انتخاب", "الانتخاب": "انتخاب", "ينتخب": "ينتخب"}
    roots = {"انتخاب": "ن-خ-ب", "ينتخب": "ينتخب"}
    assert derivations_of(families, roots, CorpusStatistics.from_counts(counts)) == {}
