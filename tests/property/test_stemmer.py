"""What holds for the families and the lexicon of every vocabulary."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import ARTICLES, CorpusStatistics, Families, families_of, roots_of, tokens
from indexer.analysis.morphology.affixes import CLITICS, PRONOUNS
from indexer.analysis.morphology.corpus_statistics import folded_words
from indexer.lexicon import Lexicon, write_lexicon

ENDINGS = ("وا", "ت", "ات", "تان", "تين", "ان", "ين", "ون", "ا", "ي", "يه", "يا", "يات", "ته", "ه")
# Stems that begin or end like affixes, so that what is one is often in doubt.
stems = st.sampled_from(
    (
        *("امن", "وفاق", "فاق", "كتاب", "لجن", "جن", "التزام", "بلد", "الله", "هم"),
        *("يلتزم", "تلتزم", "سيلتزم", "قوانين", "قانون", "مدارس", "مدرس", "امراء", "امير", "امر"),
    )
)
words = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(("", *CLITICS)),
        st.sampled_from(("", *ARTICLES)),
        stems | st.text("البوكفهنمتي", min_size=1, max_size=4),
        st.sampled_from(("", *ENDINGS)),
        st.sampled_from(("", *PRONOUNS)),
    ),
)
vocabularies = st.dictionaries(words, st.integers(1, 50) | st.just(5_000), max_size=40)
texts = st.text(st.characters(exclude_categories=())) | st.text("امنةىأؤ ء19.-/:*؟والبه")


def learnt(counts: Mapping[str, int]) -> Families:
    return Families(CorpusStatistics.from_counts(counts))


def opened(writings: Mapping[str, int], known: Mapping[str, str] = {}) -> Lexicon:
    counts = folded_words(writings)[0]
    families = families_of(counts, known)
    with tempfile.TemporaryDirectory() as folder:  # what is mapped outlives it
        write_lexicon(Path(folder), writings, families, roots_of(families, counts, {}))
        return Lexicon(Path(folder))


@settings(max_examples=400)
@given(vocabularies, words)
def test_the_family_of_a_family_is_itself(counts: dict[str, int], other: str) -> None:
    families = learnt(counts)
    for word in (*counts, other):
        assert families.family(families.family(word)) == families.family(word)


@settings(max_examples=200)
@given(vocabularies, words)
def test_steps_lead_from_a_word_to_its_family(counts: dict[str, int], other: str) -> None:
    families = learnt(counts)
    for word in (*counts, other):
        reached = word
        for step in families.steps(word):
            assert step.before == reached != step.after
            assert len(step.after) >= 2
            reached = step.after
        assert reached == families.family(word)


@given(vocabularies, words)
def test_evidence_is_the_same_however_it_is_asked_for(counts: dict[str, int], other: str) -> None:
    at_once = CorpusStatistics.from_counts(counts)
    one_by_one = CorpusStatistics.from_lookups(lambda word: counts.get(word, 0))
    for word in (*counts, other):
        assert at_once.after_article(word) == one_by_one.after_article(word)
        assert at_once.after_clitic(word) == one_by_one.after_clitic(word)
        assert Families(at_once).family(word) == Families(one_by_one).family(word)


@given(vocabularies)
def test_families_depend_on_the_counts_alone(counts: dict[str, int]) -> None:
    backwards = dict(reversed(counts.items()))
    families = families_of(counts, {})
    assert families == families_of(backwards, {})
    assert roots_of(families, counts, {}) == roots_of(families, backwards, {})


@given(vocabularies, vocabularies)
def test_known_families_keep_their_roots(before: dict[str, int], added: dict[str, int]) -> None:
    known = families_of(before, {})
    roots = roots_of(known, before, {})
    counts = {**before, **added}
    assert roots_of(families_of(counts, known), counts, roots).items() >= roots.items()


@settings(max_examples=400)
@given(texts)
def test_the_words_of_any_text_have_families(text: str) -> None:
    counts = Counter(token.surface for token in tokens(text))
    writings = Counter(token.written for token in tokens(text))
    assert folded_words(writings)[0] == counts
    assert all(families_of(counts, {}).values())
    lexicon = opened(writings)
    assert dict(lexicon.words()) == counts
    assert lexicon.all_writings() == writings


@given(texts, vocabularies)
def test_any_text_may_be_looked_up(text: str, counts: dict[str, int]) -> None:
    lexicon = opened(counts)
    assert lexicon.count(text) == counts.get(text, 0)
    assert isinstance(lexicon.family(text), str)
    assert isinstance(lexicon.root(text), str)
    assert lexicon.spelling(text) == text
    assert all(word.startswith(text) for word, _ in lexicon.words(text))
    lexicon.members(text)
    lexicon.families_of(text)


@settings(max_examples=200)
@given(vocabularies, st.lists(words, max_size=5))
def test_a_lexicon_answers_as_the_dicts_it_was_written_from(
    counts: dict[str, int], others: list[str]
) -> None:
    families = families_of(counts, {})
    roots = roots_of(families, counts, {})
    lexicon = opened(counts)
    assert lexicon.all_writings() == dict(lexicon.words()) == counts
    assert (lexicon.all_families(), lexicon.all_roots()) == (families, roots)
    assert [word for word, _ in lexicon.words()] == sorted(counts)
    for word in (*counts, *others):
        assert lexicon.count(word) == counts.get(word, 0)
        if word in counts:
            assert lexicon.family(word) == families[word]
            assert word in lexicon.members(families[word])
            assert lexicon.root(word) == roots[families[word]]
            assert families[word] in lexicon.families_of(lexicon.root(word))
    assert sorted(word for key in set(families.values()) for word in lexicon.members(key)) == (
        sorted(counts)
    )


@given(vocabularies, words)
def test_words_that_begin_so_come_in_order(counts: dict[str, int], prefix: str) -> None:
    wanted = [(word, counts[word]) for word in sorted(counts) if word.startswith(prefix[:2])]
    assert list(opened(counts).words(prefix[:2])) == wanted


@settings(max_examples=200)
@given(vocabularies, vocabularies, words)
def test_new_words_join_the_families_there_are(
    before: dict[str, int], added: dict[str, int], other: str
) -> None:
    known = families_of(before, {})
    counts = {**before, **added}
    families = families_of(counts, known)
    lexicon = opened(counts, known)
    assert families.items() >= known.items()
    assert all(families.get(family, family) == family for family in families.values())
    for word in (*counts, other):
        assert lexicon.family(lexicon.family(word)) == lexicon.family(word)
