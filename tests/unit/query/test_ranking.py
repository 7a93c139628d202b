"""The evidence that orders hits, and the order it gives in a tiny archive."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings, load_settings, reindex
from indexer.analysis import folded
from indexer.engine import generations
from indexer.engine.protocol import Ranking
from indexer.lexicon import Lexicon
from indexer.query.ast import Query, Word
from indexer.query.corrections import SpellChecker
from indexer.query.names import NameSpellings
from indexer.query.parser import Limits, parsed
from indexer.query.ranking import WeightedWord, Weights, meanings, ranking

CONFIG = Path(__file__).resolve().parents[3] / "config.toml"
TITLE_BOOST = 0.5
WEIGHTS = Weights(title=TITLE_BOOST)
ARCHIVE = {
    "a": ("الشرطة", "شرطة القرب في المدينة، وَالشُّرْطَة شرطة"),
    "b": ("مدينة", "شرطي وشرطيان في القنيطرة والقنيطري"),
    "c": ("كلمات", "قلمح قلمخ قلمج قلمق"),
}


def built(settings: Settings, documents: dict[str, tuple[str, str]]) -> Lexicon:
    """Indexes `documents`, id → (title, text); the lexicon of them."""
    rows = ({"id": name, "title": of[0], "text": of[1]} for name, of in documents.items())
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (settings.corpus.folder / "all.jsonl").write_text(lines, "utf-8")
    reindex(settings)
    return Lexicon(generations.current(settings.index.folder).folder)


@pytest.fixture(scope="module")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    return built(load_settings(CONFIG).with_folders(corpus, index), ARCHIVE)


def asked(query: str) -> Query:
    read = parsed(query, Limits(characters=400, words=32, depth=8)).query
    assert read is not None
    return read


def order(lexicon: Lexicon, query: str) -> Ranking:
    found = ranking(asked(query), SpellChecker(lexicon), NameSpellings(lexicon), WEIGHTS)
    assert found is not None
    return found


def terms(of: Ranking, field: str) -> dict[str, float]:
    """text → boost of the terms of `field`."""
    return {term.text: term.boost for term in of.terms if term.field == field}


def pairs(of: Ranking) -> list[tuple[str, str]]:
    return [(pair.first, pair.second) for pair in of.pairs]


# A word


def test_a_word_counts_by_family_root_and_written_forms_in_whole_and_title(
    lexicon: Lexicon,
) -> None:
    found = order(lexicon, "شرطة")
    root = lexicon.root("شرطه")
    family = terms(found, "text_word")["شرطه"]
    assert set(terms(found, "text_root")) == set(terms(found, "title_root")) == {root}
    assert terms(found, "title_word") == {"شرطه": pytest.approx(TITLE_BOOST * family)}
    assert set(terms(found, "text_exact")) == {"شرطة"}
    assert len(found.terms) == 5


def test_the_written_forms_are_those_of_the_word_itself(lexicon: Lexicon) -> None:
    assert set(terms(order(lexicon, "والشرطة"), "text_exact")) == {"وَالشُّرْطَة"}
    assert terms(order(lexicon, "بالشرطة"), "text_exact") == {}  # of the family, but nowhere


def test_the_title_adds_as_much_as_its_boost(lexicon: Lexicon) -> None:
    once, thrice = (
        ranking(asked("شرطة"), SpellChecker(lexicon), NameSpellings(lexicon), Weights(title=boost))
        for boost in (1.0, 3.0)
    )
    assert once
    assert thrice
    for field in ("title_word", "title_root"):
        assert terms(thrice, field) == {
            text: pytest.approx(3 * boost) for text, boost in terms(once, field).items()
        }
    assert terms(thrice, "text_word") == terms(once, "text_word")


def test_longer_words_count_more_up_to_a_length(lexicon: Lexicon) -> None:
    def weight(word: str) -> float:
        (boost,) = terms(order(lexicon, word), "text_word").values()
        return boost

    assert weight("في") < weight("شرطة") < weight("القنيطرة")
    assert weight("والقنيطري") == weight("وبالقنيطرة")


# Words that the archive does not have


def test_a_known_word_means_itself_in_any_form(lexicon: Lexicon) -> None:
    for word in ("شرطة", "بالشرطة"):
        written = asked(word)
        assert isinstance(written, Word)
        assert meanings(written, SpellChecker(lexicon)) == (WeightedWord(written.surface),)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("العلما", ["العلما", "العلماء"]),  # written once, and thirty times
        ("العلماء", ["العلماء"]),  # what is more frequent means itself
        ("البنا", ["البنا"]),  # written half as often: another word
    ],
)
def test_a_rare_word_may_mean_a_frequent_one_that_sounds_like_it(
    settings: Settings, word: str, meant: list[str]
) -> None:
    text = "العلماء " * 30 + "العلما " + "البناء " * 20 + "البنا " * 10
    lexicon = built(settings, {"a": ("ورقة", text)})
    found = meanings(Word(word, word), SpellChecker(lexicon))
    assert [meaning.word for meaning in found] == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("الوسلم", ["الوسلم", "الوسيم"]),  # not only و before سلم
        ("الوكفي", ["الكوفي"]),  # no form of في: a word of the grammar has no others
        ("وكوفي", ["وكوفي"]),  # others like it are of its family
    ],
)
def test_a_form_nobody_wrote_may_be_a_slip_for_another_word(
    settings: Settings, word: str, meant: list[str]
) -> None:
    text = "الكوفي " * 9 + "في " * 20 + "الوسيم " * 9 + "سلم " * 20
    lexicon = built(settings, {"a": ("ورقة", text)})
    found = meanings(Word(word, word), SpellChecker(lexicon))
    assert [meaning.word for meaning in found] == [*map(folded, meant)]
    weights = [1.0, 0.5][: len(meant)] if meant[0] == word else [0.8]
    assert [meaning.weight for meaning in found] == weights


def test_evidence_that_counts_nothing_is_left_out(lexicon: Lexicon) -> None:
    found = ranking(
        asked("شرطة القرب"), SpellChecker(lexicon), NameSpellings(lexicon), Weights(title=0.0)
    )
    assert found
    assert {term.field for term in found.terms} == {"text_word", "text_root", "text_exact"}


def test_an_unknown_word_means_those_like_it_with_falling_weights(lexicon: Lexicon) -> None:
    meant = meanings(Word("قلمع", "قلمع"), SpellChecker(lexicon))
    assert {meaning.word for meaning in meant} < {"قلمح", "قلمخ", "قلمج", "قلمق"}
    first, second, third = (meaning.weight for meaning in meant)
    assert 1 > first > second > third > 0
    assert terms(order(lexicon, "قلمع"), "text_word").keys() == {meaning.word for meaning in meant}


def test_what_is_meant_counts_less_than_what_is_there(lexicon: Lexicon) -> None:
    (first, *_) = meanings(Word("شرتة", "شرتة"), SpellChecker(lexicon))
    assert first.word == "شرطه"
    there = terms(order(lexicon, "شرطة"), "text_word")["شرطه"]
    assert 0 < terms(order(lexicon, "شرتة"), "text_word")["شرطه"] < there


def test_two_words_run_together_are_both_meant(lexicon: Lexicon) -> None:
    meant = meanings(Word("شرطةالقرب", "شرطةالقرب"), SpellChecker(lexicon))
    assert [meaning.word for meaning in meant] == ["شرطه", "القرب"]


def test_what_is_like_nothing_is_no_evidence(lexicon: Lexicon) -> None:
    assert meanings(Word("ظظغغظظ", "ظظغغظظ"), SpellChecker(lexicon)) == ()
    assert ranking(asked("ظظغغظظ"), SpellChecker(lexicon), NameSpellings(lexicon), WEIGHTS) is None


# Which words of a query


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("شرطة مدينة", {"شرطه", "مدينه"}),
        ("شرطة أو مدينة", {"شرطه", "مدينه"}),
        ("«شرطة القرب»", {"شرطه", "قرب"}),
        ("شرطة NEAR/3 مدينة", {"شرطه", "مدينه"}),
        ("title:شرطة", {"شرطه"}),
        ("=شرطة", {"شرطه"}),
        ("شرطة -مدينة", {"شرطه"}),  # not what is left out
        ("شرطة -(مدينة أو قرب)", {"شرطه"}),
        ("شرطة مكان:مدينة سنة:2011", {"شرطه"}),  # nor the values of fields
        ("شرطة قري*", {"شرطه"}),  # nor wildcards
    ],
)
def test_words_that_are_asked_for_are_evidence(
    lexicon: Lexicon, query: str, words: set[str]
) -> None:
    assert set(terms(order(lexicon, query), "text_word")) == words


@pytest.mark.parametrize("query", ["شرط*", "-شرطة", "نوع:شرطة", "-شرطة مكان:مدينة شر*"])
def test_without_a_word_that_is_asked_for_there_is_no_ranking(lexicon: Lexicon, query: str) -> None:
    assert ranking(asked(query), SpellChecker(lexicon), NameSpellings(lexicon), WEIGHTS) is None


@pytest.mark.parametrize(
    ("query", "neighbours"),
    [
        ("شرطة", []),
        ("شرطة القرب مدينة", [("شرطه", "قرب"), ("قرب", "مدينه")]),  # in the order of the query
        ("«شرطة القرب»", [("شرطه", "قرب")]),
        ("مدينة «شرطة القرب»", [("مدينه", "شرطه"), ("شرطه", "قرب")]),
        ("شرطة القرب -مدينة", [("شرطه", "قرب")]),
        ("شرطة -مدينة القرب", []),  # something stands between them
        ("شرطة نوع:law القرب", []),
        ("شرطة مدين* القرب", []),
        ("شرطة أو القرب", []),
        ("شرطة NEAR/3 القرب", []),
        ("(شرطة أو القرب) مدينة", []),
        ("(شرطة القرب) أو (القرب مدينة)", [("شرطه", "قرب"), ("قرب", "مدينه")]),
        ("title:(شرطة القرب) مدينة", [("شرطه", "قرب")]),
    ],
)
def test_pairs_are_of_neighbours_of_one_run(
    lexicon: Lexicon, query: str, neighbours: list[tuple[str, str]]
) -> None:
    found = order(lexicon, query)
    assert pairs(found) == neighbours
    assert {pair.field for pair in found.pairs} <= {"text_word"}


def test_a_pair_with_a_word_that_is_only_meant_counts_less(lexicon: Lexicon) -> None:
    (sure,) = order(lexicon, "قلمح القرب").pairs
    likeliest, likely = order(lexicon, "قلمع القرب").pairs
    assert likeliest.second == likely.second == sure.second == "قرب"
    assert sure.boost > likeliest.boost > likely.boost > 0


# Words in a row


def rows(of: Ranking, field: str) -> list[tuple[tuple[str, ...], ...]]:
    return [expression.clauses for expression in of.expressions if expression.field == field]


def test_a_few_words_in_a_row_are_a_name_in_any_form_and_in_the_title(lexicon: Lexicon) -> None:
    found = order(lexicon, "بالشرطة القرب")
    assert rows(found, "text_word") == rows(found, "title_word") == [(("شرطه",), ("قرب",))]
    assert rows(found, "text_exact") == []


def test_many_words_in_a_row_are_a_quotation_as_spelled_and_as_written(lexicon: Lexicon) -> None:
    found = order(lexicon, "شرطة القرب في المدينة والشرطة")
    spelled, written = rows(found, "text_exact")
    assert spelled[-1] == ("وَالشُّرْطَة",)
    assert written == spelled
    assert rows(found, "text_word") == []
    assert rows(order(lexicon, "شرطة القرب في المدينه والشرطة"), "text_exact") == [spelled]


@pytest.mark.parametrize("query", ["شرطة", "شرطة أو القرب", "شرطة -مدينة القرب", "شرطة ظظغغظظ"])
def test_words_that_do_not_stand_in_a_row_are_no_expression(lexicon: Lexicon, query: str) -> None:
    assert order(lexicon, query).expressions == ()


def test_pairs_of_a_query_that_is_quoted_count_more(lexicon: Lexicon) -> None:
    (quoted,) = order(lexicon, "«شرطة القرب»").pairs
    (plain,) = order(lexicon, "شرطة القرب").pairs
    assert quoted.boost == pytest.approx(3 * plain.boost)
    assert order(lexicon, "«شرطة القرب»").expressions == order(lexicon, "شرطة القرب").expressions
    *_, among_others = order(lexicon, "مدينة «شرطة القرب»").pairs
    assert among_others == plain


def test_the_best_stretch_is_of_families_each_once(lexicon: Lexicon) -> None:
    stretch = order(lexicon, "شرطة القرب شرطة").stretch
    boosts = terms(order(lexicon, "شرطة"), "text_word") | terms(
        order(lexicon, "القرب"), "text_word"
    )
    assert {term.text: term.boost for term in stretch} == {
        "شرطه": pytest.approx(6 * boosts["شرطه"]),
        "قرب": pytest.approx(3 * boosts["قرب"]),
    }
    assert {term.field for term in stretch} == {"text_word"}


# The order of hits

FILLING = "في اليوم ذاته من الشهر كان الناس"


def first_two(
    settings: Settings, query: str, better: tuple[str, str], worse: tuple[str, str]
) -> list[str]:
    """The ids of the first hits of `query`; where nothing tells them apart, that of `worse` first.

    The other documents are there for words to be rare, and roots known.
    """
    others = {f"z{number}": ("ورقة", f"{FILLING} مكتوب مكتب {number}") for number in range(8)}
    built(settings, {"1-worse": worse, "2-better": better, **others})
    with Archive(settings) as archive:
        return [hit.document.id for hit in archive.search(SearchRequest(query)).hits][:2]


def test_a_long_document_is_found_by_its_best_part(settings: Settings) -> None:
    other = " ".join(f"{FILLING} {number}" for number in range(300))
    spread = other.replace(" 7 ", " 7 الحراسة ").replace(" 290 ", " 290 النظرية ")
    dense = other.replace(" 150 ", " 150 حراسة الموقوف في مدة نظرية ")
    found = first_two(settings, "الحراسة النظرية", ("ورقة", dense), ("ورقة", spread))
    assert found == ["2-better", "1-worse"]


@pytest.mark.parametrize(
    ("query", "better", "worse"),
    [
        # as it is written in the query, rather than in another form
        ("السجون", ("ورقة", f"{FILLING} السجون"), ("ورقة", f"{FILLING} والسجون")),
        # in the title too
        ("سجن", ("السجن", f"{FILLING} سجن"), ("ورقة", f"{FILLING} سجن")),
        # side by side in the order of the query
        (
            "حقوق الإنسان",
            ("ورقة", f"حقوق الإنسان {FILLING}"),
            ("ورقة", f"حقوق {FILLING} الإنسان"),
        ),
        (
            "حقوق الإنسان",
            ("ورقة", f"حقوق الإنسان {FILLING}"),
            ("ورقة", f"الإنسان حقوق {FILLING}"),
        ),
        # side by side once, rather than often apart
        (
            "حقوق الإنسان",
            ("ورقة", f"{FILLING} وبحقوق الإنسان"),
            ("حقوق", f"حقوق {FILLING} الإنسان حقوق {FILLING} الإنسان حقوق"),
        ),
        # quoted: often side by side, rather than often apart
        (
            "«حقوق الإنسان»",
            ("ورقة", f"حقوق الإنسان في حقوق الإنسان في حقوق الإنسان {FILLING}"),
            ("ورقة", f"الإنسان الإنسان حقوق الإنسان الإنسان في حقوق حقوق {FILLING}"),
        ),
        # many words: as they are written
        (
            "في الشهر الأول من السنة",
            ("ورقة", f"{FILLING} في الشهر الأول من السنة"),
            ("ورقة", f"{FILLING} في الشهر الاول من السنة"),
        ),
        # with other words of its root
        ("كتاب", ("ورقة", f"{FILLING} كتاب كاتب"), ("ورقة", f"{FILLING} كتاب مدينة")),
    ],
)
def test_the_better_hit_comes_first(
    settings: Settings, query: str, better: tuple[str, str], worse: tuple[str, str]
) -> None:
    assert first_two(settings, query, better, worse) == ["2-better", "1-worse"]
