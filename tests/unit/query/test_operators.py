"""An operator, or the name of a field, is one row of a table: each works wherever queries do."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from indexer import FACETS, Archive, SearchRequest, Width, query_spellings
from indexer.model.basis import InterpretationKind
from indexer.query import operators
from indexer.query.ast import And, AtWidth, Near, Not, Or, Query, Titled, Valued, Word
from indexer.query.operators import FIELD_NAMES, OPERATORS, Binding, Name, Operator
from indexer.query.parser import Limits, Parsed, parsed

TEXTS = {
    "police.txt": "تقرير\n\nالشرطة في المدينة",
    "army.txt": "تقرير\n\nالجيش في المدينة",
    "both.txt": "تقرير\n\nالشرطة والجيش في المدينة",
}


ONE, OTHER = Word("شرطة", ""), Word("جيش", "")


def read(query: str) -> Parsed:
    return parsed(query, Limits(characters=400, words=32, depth=8))


def one_alone(operands: tuple[Query, ...]) -> Query:
    """Documents that answer one of the operands and no other."""
    return Or(
        tuple(And((one, *(Not(other) for other in operands if other != one))) for one in operands)
    )


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two new operators, one between words and one before them, and a new name of a field."""
    rows = (
        Operator("xor", Binding.EITHER, {"ar": ("أحدهما",), "en": ("XOR",)}, one_alone),
        Operator("titled", Binding.PREFIX, {"ar": ("بعنوان",)}, lambda parts: Titled(parts[0])),
    )
    monkeypatch.setattr(operators, "OPERATORS", (*OPERATORS, *rows))
    names = (*FIELD_NAMES, Name("kind", {"es": ("tipo",)}))
    monkeypatch.setattr(operators, "FIELD_NAMES", names)


@pytest.mark.usefixtures("planted")
def test_a_new_operator_is_parsed_planned_and_told(
    archive_of: Callable[..., Archive], found: Callable[[str], list[str]]
) -> None:
    archive_of(TEXTS)
    assert found("شرطة XOR جيش") == found("شرطة أحدُهُما جيش") == ["army", "police"]
    assert found("مدينة (شرطة XOR جيش)") == ["army", "police"]
    assert found("بعنوان تقرير شرطة") == ["both", "police"]
    assert read("شرطة «XOR» جيش").query == And((ONE, Word("xor", ""), OTHER))


@pytest.mark.usefixtures("planted")
def test_a_new_operator_without_its_words_is_a_word_and_said_to_be(
    archive_of: Callable[..., Archive],
) -> None:
    archive = archive_of(TEXTS)
    page = archive.search(SearchRequest("شرطة XOR"))
    assert page.basis.readings[0].kind is InterpretationKind.WORDS
    assert page.basis.readings[0].text == "XOR"
    assert [str(word.word) for word in page.words] == ["شرطة", "XOR"]


@pytest.mark.usefixtures("planted")
def test_a_query_that_is_written_out_again_is_the_same() -> None:
    query = read("مدينة XOR «XOR» أو بعنوان شرطة").query
    assert query is not None
    assert read(str(query)).query == query


@pytest.mark.usefixtures("planted")
def test_new_spellings_are_told_to_readers_of_their_language() -> None:
    assert query_spellings("en")["xor"] == ("XOR",)
    assert query_spellings("es")["kind"] == ("tipo",)
    assert read("tipo:law").query == read("kind:law").query


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_operator_has_spellings_that_are_read_as_it(language: str) -> None:
    nodes = {
        "and": And((ONE, OTHER)),
        "or": Or((ONE, OTHER)),
        "not": And((ONE, Not(OTHER))),
        "near": Near((ONE, OTHER), 5),
    }
    for name, node in nodes.items():
        spellings = query_spellings(language)[name]
        assert spellings
        for spelling in spellings:
            after = "جيش" if spelling == "-" else " جيش"
            assert read(f"شرطة {spelling.format(5)}{after}").query == node, spelling


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_field_and_width_has_names_that_are_read_as_it(language: str) -> None:
    nodes: dict[str, Query] = {facet: Valued(facet, "جيش") for facet in FACETS}
    nodes |= {width: AtWidth(width, OTHER) for width in Width}
    nodes["title"] = Titled(OTHER)
    for name, node in nodes.items():
        spellings = query_spellings(language)[name]
        assert spellings
        for spelling in spellings:
            colon = ":" if spelling.isalpha() else ""
            assert read(f"{spelling}{colon}جيش").query == node, spelling
