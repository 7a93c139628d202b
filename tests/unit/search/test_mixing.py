"""Hits by words and by meaning stand in one order; what is found by meaning alone is marked."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import (
    Archive,
    Filters,
    MeaningState,
    ResultPage,
    SearchRequest,
    Settings,
    Sort,
    Width,
    reindex,
    update,
)
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.search import mixing
from tests.small_model import installed

Search = Callable[..., ResultPage]


@pytest.fixture(autouse=True)
def small(tmp_path: Path) -> Iterator[None]:
    with installed(tmp_path / "small.bin"):
        yield


@pytest.fixture(params=["whoosh", "memory"])
def on(settings: Settings, request: pytest.FixtureRequest) -> Settings:
    """The settings with search by meaning, for each engine."""
    return replace(
        settings,
        meaning=replace(settings.meaning, enabled=True),
        index=replace(settings.index, engine=request.param),
    )


@pytest.fixture
def search(on: Settings, write: Callable[[str, str], Path]) -> Iterator[Search]:
    """Searches four documents, of which one speaks of the sea and one of wheat."""
    write("salt.md", "---\nkind: book\n---\n\nبحر بحر بحر")
    write("guard.md", "---\nkind: law\n---\n\nقمح قمح قمح")
    write("class.md", "---\nkind: law\n---\n\nمدرسة مدرسة مدرسة")
    write("rail.md", "---\nkind: law\n---\n\nقطار قطار بحر")
    reindex(on)
    with Archive(on) as archive:

        def searched(query: str, **more: object) -> ResultPage:
            return archive.search(SearchRequest(query, **more))  # type: ignore[arg-type]

        yield searched


def ids(page: ResultPage) -> list[str]:
    return [hit.document.id for hit in page.hits]


def state(page: ResultPage) -> MeaningState:
    assert page.by_meaning is not None
    return page.by_meaning.state


def test_a_question_in_another_language_finds_what_its_words_do_not(search: Search) -> None:
    page = search("wheat")
    assert ids(page)[0] == "guard"
    assert page.hits[0].near
    assert "".join(piece.text for piece in page.hits[0].snippets[0]) == "قمح قمح قمح"
    assert (page.total, page.all_words) == (0, 0)
    assert page.by_meaning is not None
    assert page.by_meaning.alone == len(page.hits)


def test_hits_by_words_are_not_marked_and_counts_are_theirs(search: Search) -> None:
    page = search("بحر")
    assert ids(page)[:2] == ["salt", "rail"]
    assert [hit.near for hit in page.hits[:2]] == [False, False]
    assert all(hit.near for hit in page.hits[2:])
    assert (page.total, dict(page.widths)[Width.WORD]) == (2, 2)
    assert {value.value: value.count for value in dict(page.facets)["kind"]} == {
        "book": 1,
        "law": 1,
    }


def test_a_switch_turns_it_off(search: Search) -> None:
    page = search("wheat", meaning=False)
    assert (state(page), page.hits) == (MeaningState.OFF, ())


def test_filters_hold_for_what_is_found_by_meaning(search: Search) -> None:
    for kind in ("book", "law"):
        page = search("wheat", filters=Filters((("kind", (kind,)),)))
        assert {hit.document.kind for hit in page.hits} <= {kind}
    assert ids(page)[0] == "guard"


@pytest.mark.parametrize(
    "asked",
    [
        {"query": "«شرطة بحر»"},
        {"query": '"wheat"'},
        {"query": "بحر -قطار"},
        {"query": "بحر أو شرطة"},
        {"query": "بح*"},
        {"query": "شرطة kind:law"},
        {"query": "=بحر"},
        {"query": ""},
        {"query": "بحر", "width": Width.EXACT},
        {"query": "بحر", "sort": Sort.NEWEST},
        {"query": "بحر", "without": ("بحر",)},
    ],
)
def test_what_is_asked_as_written_is_found_by_words(search: Search, asked: dict) -> None:  # type: ignore[type-arg]
    page = search(**asked)
    assert state(page) is MeaningState.INAPPLICABLE
    assert page.hits == search(**asked, meaning=False).hits


def test_pages_join_to_one_list(
    on: Settings, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mixing, "HEAD", 6)
    monkeypatch.setattr(mixing, "ALONE", 2)
    for number in range(20):
        write(f"w{number}.txt", f"بحر {'قطار ' * (number % 7)} {number}")
    for number in range(4):
        write(f"m{number}.txt", f"sea {number}")
    on = replace(on, meaning=replace(on.meaning, weight=0.9))
    reindex(on)
    with Archive(on) as archive:
        whole = archive.search(SearchRequest("بحر", page_size=50))
        assert whole.by_meaning is not None
        assert (whole.total, len(whole.hits)) == (20, 20 + whole.by_meaning.alone)
        assert len(set(ids(whole))) == len(whole.hits)
        assert 0 < whole.by_meaning.alone <= 2
        assert {hit.document.id[0] for hit in whole.hits if hit.near} == {"m"}
        scores = [hit.score for hit in whole.hits[: len(whole.hits) - 14]]
        assert scores == sorted(scores, reverse=True)
        for size in (1, 4, 7):
            pages = [archive.search(SearchRequest("بحر", page_size=size)).pages]
            found = [
                archive.search(SearchRequest("بحر", page=page + 1, page_size=size))
                for page in range(pages[0])
            ]
            assert [name for page in found for name in ids(page)] == ids(whole)


def test_a_document_that_was_withdrawn_is_gone(
    on: Settings, write: Callable[[str, str], Path]
) -> None:
    gone = write("salt.txt", "بحر")
    write("guard.txt", "شرطة")
    reindex(on)
    with Archive(on) as archive:
        assert "salt" in ids(archive.search(SearchRequest("sea")))
        gone.unlink()
        update(on)
        assert "salt" not in ids(archive.search(SearchRequest("sea")))


def test_without_vectors_the_search_goes_on_by_words(
    on: Settings,
    write: Callable[[str, str], Path],
    caplog: pytest.LogCaptureFixture,
) -> None:
    write("sea.txt", "بحر")
    off = replace(on, meaning=replace(on.meaning, enabled=False))
    reindex(off)
    with Archive(on) as archive, Archive(off) as plain, caplog.at_level(logging.WARNING):
        for _ in range(2):
            page = archive.search(SearchRequest("بحر"))
            assert state(page) is MeaningState.UNAVAILABLE
            assert replace(page, by_meaning=None) == plain.search(SearchRequest("بحر"))
    (told,) = caplog.messages  # once
    assert "has no vectors" in told
    assert "`khizana update`" in told


def test_vectors_of_another_model_are_not_used(
    on: Settings, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("sea.txt", "بحر")
    reindex(on)
    monkeypatch.setattr("indexer.meaning.near.NAME", "another")
    with Archive(on) as archive:
        assert state(archive.search(SearchRequest("بحر"))) is MeaningState.UNAVAILABLE


def test_the_engine_is_asked_a_few_times_more(
    settings: Settings, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    on = replace(settings, meaning=replace(settings.meaning, enabled=True))
    monkeypatch.setattr(mixing, "HEAD", 2)
    for number in range(9):
        write(f"{number}.md", f"---\nkind: law\n---\n\nبحر {number}")
    for number in range(3):
        write(f"m{number}.md", f"---\nkind: law\n---\n\nsea {number}")
    reindex(on)
    counts: Counter[str] = Counter()
    for name in ("search", "counts", "frequencies", "read"):
        called = getattr(WhooshSearcher, name)

        def call(*given: object, _called=called, _name=name, **named: object) -> object:  # type: ignore[no-untyped-def]
            counts[_name] += 1
            return _called(*given, **named)

        monkeypatch.setattr(WhooshSearcher, name, call)
    filters = Filters((("kind", ("law",)),))
    with Archive(on) as archive:
        archive.search(SearchRequest("بحر", filters=filters, page=2, page_size=4))
        assert counts["search"] <= 4  # the head, filters, hits by words, the tail
        assert counts["read"] == 1
        counts.clear()
        archive.search(SearchRequest("بحر", meaning=False))
        assert counts["search"] == 1
        assert counts["read"] == 0
