"""A query → the query with names of other languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import Archive, SearchRequest, Width
from indexer.lexicon.bridge import Bridge, BridgeNames, bridge_rows
from indexer.model.basis import BridgeOrigin
from indexer.query.ast import And, Named, Or, Phrase, Query, Word
from indexer.query.bridge import bare, translations_in
from indexer.query.parser import Limits, parsed

Open = Callable[[Mapping[str, str]], Archive]
LIMITS = Limits(400, 32, 8)

DOCUMENTS = {
    "ar.txt": "تعمل شرطة القرب في المدينة مع المديرية العامة للأمن الوطني.",
    "fr.txt": "La police de proximité et la DGSN.",
    "sea.txt": "ميناء المدينة وسفنه.",
}


def query_of(text: str) -> Query:
    query = parsed(text, LIMITS).query
    assert query is not None
    return query


def named(archive: Archive, text: str) -> list[tuple[str, tuple[str, ...]]]:
    with archive.session() as session:
        query = session.planner.read(query_of(text), Width.WORD, translate=True)
        return [
            (str(one.asked), tuple(name.shown for name in one.names))
            for one in translations_in(query)
        ]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("DGSN", ["ar", "fr"]),
        ("dgsn", ["ar", "fr"]),
        ("المديرية العامة للأمن الوطني", ["ar", "fr"]),
        ("شرطة القرب", ["ar", "fr"]),
        ("La police de proximité", ["ar", "fr"]),
        ("«police de proximité»", ["ar", "fr"]),
        ("Direction générale de la sûreté nationale", ["ar", "fr"]),
        ("DGSN ville", []),
        ("DGSN المدينة", ["ar"]),
        ("DGSN أو ميناء", ["ar", "fr", "sea"]),
        ("المدينة -DGSN", ["ar", "sea"]),  # what is left out is left out as it is written
    ],
)
def test_documents_in_the_other_language(archive_of: Open, query: str, found: list[str]) -> None:
    archive = archive_of(DOCUMENTS)
    page = archive.search(SearchRequest(query))
    assert sorted(hit.document.id for hit in page.hits)[: page.all_words] == found


def test_what_was_asked_comes_first(archive_of: Open) -> None:
    archive = archive_of(DOCUMENTS)
    assert archive.search(SearchRequest("DGSN")).hits[0].document.id == "fr"
    assert archive.search(SearchRequest("شرطة القرب")).hits[0].document.id == "ar"


def test_the_answer_tells_what_was_also_searched(archive_of: Open) -> None:
    page = archive_of(DOCUMENTS).search(SearchRequest("DGSN المدينة"))
    (told,) = page.basis.translated
    assert (told.asked, told.also) == ("DGSN", ("المديرية العامة للأمن الوطني",))
    assert told.origin is BridgeOrigin.SHIPPED
    assert [word.word for word in page.words] == ["DGSN", "المدينة"]
    assert not page.notes


@pytest.mark.parametrize(
    "request_", [SearchRequest("DGSN", translate=False), SearchRequest("DGSN", Width.EXACT)]
)
def test_names_are_searched_unless_switched_off(archive_of: Open, request_: SearchRequest) -> None:
    page = archive_of(DOCUMENTS).search(request_)
    assert [hit.document.id for hit in page.hits] == ["fr"]
    assert page.basis.translated == ()


def test_the_longest_name_comes_first(archive_of: Open) -> None:
    archive = archive_of(
        {"a.txt": "الأمن الوطني والمديرية العامة للأمن الوطني والحكومة، الحكومة في المغرب"}
    )
    (found,) = named(archive, "Direction générale de la sûreté nationale")
    assert found[1] == ("المديرية العامة للأمن الوطني",)
    assert named(archive, "gouvernement du Maroc") == [
        ("gouvernement", ("الحكومة",)),
        ("Maroc", ("المغرب",)),
    ]


def test_names_that_the_archive_lacks_are_not_searched(archive_of: Open) -> None:
    archive = archive_of({"a.txt": "ميناء"})
    assert named(archive, "police de proximité") == []


@pytest.mark.parametrize("query", ["who", "un", "ONE", "it"])
def test_a_short_word_in_small_letters_is_no_acronym(archive_of: Open, query: str) -> None:
    archive = archive_of({"a.txt": "منظمة الصحة العالمية والأمم المتحدة"})
    assert named(archive, query) == []
    assert named(archive, "WHO") == [("WHO", ("منظمة الصحة العالمية",))]


def test_a_field_has_its_value_in_any_language(archive_of: Open) -> None:
    text = "---\ntitle: عنوان\nplace: طنجة\n---\nنص"
    archive = archive_of({"a.md": text, "b.txt": "نص"})
    for query in ("place:Tanger", "lieu:Tangier", "مكان:طنجة"):
        assert [hit.document.id for hit in archive.search(SearchRequest(query)).hits] == ["a"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("l'article", ["article"]),
        ("d’État", ["état"]),
        ("qu'il", ["il"]),
        ("women's", ["women"]),
        ("«droit d'accès»", ["droit", "d", "accès"]),
        ("O'Brien", ["o", "brien"]),
    ],
)
def test_elided_words(typed: str, words: list[str]) -> None:
    match bare(query_of(typed)):
        case Word(written):
            found = [written]
        case Phrase(written_words):
            found = list(written_words)
    assert found == words


def test_a_widened_query_asks_for_the_names_too(archive_of: Open) -> None:
    archive = archive_of(DOCUMENTS)
    page = archive.search(SearchRequest("police de proximité Casablanca Londres"))
    assert {hit.document.id for hit in page.hits} == {"ar", "fr"}
    assert [one.asked for one in page.basis.translated] == ["police de proximité"]
    again = archive.search(SearchRequest(page.basis.query, translate=False))
    assert again.total == page.total


def test_a_name_beside_a_query_is_a_tree() -> None:
    asked = Word("dgsn", "DGSN")
    other = Named(asked, (Phrase(("a", "b"), "a b"), Word("c", "c")), BridgeOrigin.SHIPPED)
    query = And((Or((asked, other)), Word("x", "x")))
    assert list(translations_in(query)) == [other]
    assert str(other) == "«a b» | c"


def test_rows_share_names() -> None:
    text = "أ ب\tX Y\t\tAB\nج\tX Y\t\tAB"
    bridge = Bridge(BridgeNames(bridge_rows(text, "f", BridgeOrigin.SHIPPED)), str)
    assert [row.arabic for row in bridge.of_acronym("AB")] == [("أ ب",), ("ج",)]
    ((end, rows),) = bridge.longest(("x", "y"), 0)
    assert (end, len(rows)) == (2, 2)


@pytest.mark.parametrize("ruled", [True, False])
def test_names_are_found_by_families(ruled: bool) -> None:
    looked_up: set[str] = set()

    def family(word: str) -> str:
        looked_up.add(word)
        return word.removeprefix("ال")

    text = "الشرطة القضائية\tPolice judiciaire\nشرطة القرب\tPolice de proximité\nالبحر\tla mer"
    names = BridgeNames(bridge_rows(text, "f", BridgeOrigin.SHIPPED))
    bridge = Bridge(names, family, ruled=ruled)
    ((end, (row,)),) = bridge.longest(bridge.keys(("شرطة", "القرب", "أمس")), 0)
    assert (end, row.french) == (2, ("Police de proximité",))
    assert [end for end, _ in bridge.longest(bridge.keys(("polices", "judiciaire")), 0)] == [2]
    assert not list(bridge.longest(bridge.keys(("شرطة",)), 0))
    assert ("البحر" in looked_up) is not ruled  # whose letters are others


def test_a_list_joins_words_of_other_letters() -> None:
    names = BridgeNames(bridge_rows("الدرك الملكي\tGendarmerie", "f", BridgeOrigin.SHIPPED))
    family = {"الدرك": "شرطه", "شرطة": "شرطه"}.get
    bridge = Bridge(names, lambda word: family(word) or word, ruled=False)
    assert [end for end, _ in bridge.longest(bridge.keys(("شرطة", "الملكي")), 0)] == [2]


def test_the_vocabulary_is_of_small_letters() -> None:
    names = BridgeNames(bridge_rows("البحر\tla mer\tSea", "f", BridgeOrigin.SHIPPED))
    bridge = Bridge(names, str)
    assert [bridge.is_vocabulary(bridge.key(word)) for word in ("mers", "sea")] == [True, False]
