"""How often one request of a reader asks the engine, which may stand behind a network.

A third engine is planted in the registry, and nothing else is told of it: it counts the requests to
the embedded one. Documents are read up to READ_AT_ONCE in one request.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from indexer import Archive, Filters, SearchRequest, Settings, Why, Width, load_settings, reindex
from indexer.engine.generations import Building, Generation
from indexer.engine.protocol import Searcher
from indexer.engine.registry import ENGINES
from indexer.engine.whoosh.engine import whoosh_engine
from indexer.settings import IndexSettings

ROOT = Path(__file__).resolve().parents[2]
READ_AT_ONCE = 200


class CountingSearcher:
    """Asks `searcher`, and counts each request in `requests` by the name of its method."""

    def __init__(self, searcher: Searcher, requests: Counter[str]) -> None:
        self._searcher = searcher
        self._requests = requests

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._searcher, name)

        def counted(*arguments: Any, **named: Any) -> Any:
            self._requests[name] += 1
            return method(*arguments, **named)

        return counted

    def read(self, *arguments: Any, **named: Any) -> Iterator[Any]:
        for number, document in enumerate(self._searcher.read(*arguments, **named)):
            self._requests["read"] += number % READ_AT_ONCE == 0
            yield document


class CountingEngine:
    """The engine `engine`, whose searchers count."""

    def __init__(self, engine: Any, requests: Counter[str]) -> None:
        self._engine = engine
        self._requests = requests

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def open(self, generation: Generation | Building) -> CountingSearcher:
        return CountingSearcher(self._engine.open(generation), self._requests)


REQUESTS: Counter[str] = Counter()


def counting_engine(settings: IndexSettings) -> CountingEngine:
    embedded = whoosh_engine(settings.folder, settings.memory_megabytes)
    return CountingEngine(replace(embedded, name="counting"), REQUESTS)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """The shipped corpus, served by the engine that counts; the values of facets are known."""
    settings: Settings = load_settings(ROOT / "config.toml")
    settings = settings.with_folders(index=tmp_path_factory.mktemp("index"))
    settings = replace(settings, index=replace(settings.index, engine="counting"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(ENGINES, "counting", counting_engine)
        reindex(settings)
        with Archive(settings) as archive:
            for name in ("kind", "topic", "author", "place"):
                archive.search(SearchRequest("", filters=Filters(((name, ("x",)),))))
                archive.search(SearchRequest(f"{NAMES[name]}:شيء"))
            yield archive


NAMES = {"kind": "نوع", "topic": "موضوع", "author": "مؤلف", "place": "مكان"}
QUERIES = (
    "",
    "الشرطة",
    "الأمن الوطني",
    "حق كل شخص في الحصول على المعلومات",
    "قانون الشرطة الإدارية في المدن الكبرى والقرى",
    "الشرظة القضاىية",
    "زقزقت العصافير",
    "police nationale",
    '"حقوق الإنسان" -تقرير',
    '"المجلس الوطني لحقوق" ~3',
    "أمن* OR شرط*",
    "نوع:قانون سنة:1990..2015",
    "عنوان:الدستور الحريات",
    "hgav'm",
    "نوع:كذا الأمن",
    "ما هو دور مجلس الأمن في حماية حقوق المواطنين والمواطنات؟",
)


def requests_of(ask: Callable[[], object]) -> Counter[str]:
    """The requests to the engine, by method, that `ask` makes."""
    REQUESTS.clear()
    ask()
    return Counter(REQUESTS)


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_asks_at_most_three_times(archive: Archive, query: str) -> None:
    for width in Width:
        values = (("kind", ("law", "report")), ("language", ("ar",)))
        for filters in (Filters(), Filters(values), Filters(values, copies_hidden=True)):
            request = SearchRequest(query, width, filters=filters)
            found = requests_of(lambda request=request: archive.search(request))
            assert 1 <= found.total() <= 3, (width, filters, found)


@pytest.mark.parametrize("query", QUERIES)
def test_a_concordance_asks_once_and_for_each_two_hundred_documents(
    archive: Archive, query: str
) -> None:
    """Where the query is not found as it was asked, what stands in for it is asked for too."""
    request = SearchRequest(query)
    page = archive.search(request)
    found_as_asked = bool(page.total) and page.basis.why is Why.AS_ASKED
    asked = "عنوان:" not in query and found_as_asked and not page.basis.readings
    most = (1 if asked else 3) + ceil(page.total / READ_AT_ONCE)
    found = requests_of(lambda: archive.concordance(request))
    assert 1 <= found.total() <= most, found
    report = requests_of(lambda: archive.terms(request))
    assert report.total() - report["tallies"] <= most, report
    assert report["tallies"] <= 1
    exported = requests_of(lambda: archive.export(request, lambda _: None))
    assert exported.total() <= most, exported


@pytest.mark.parametrize(
    "text", ["الشر", "الأمن الو", "حقوق الإنسان في ال", "زقزق العص", "قانون شر", "police na", "ق"]
)
def test_completions_ask_at_most_three_times(archive: Archive, text: str) -> None:
    found = requests_of(lambda: archive.completions(text))
    assert found.total() <= 3, found


def test_related_documents_are_found_in_three_requests(archive: Archive) -> None:
    for document in archive.ids():
        found = requests_of(lambda document=document: archive.related(document))
        assert 1 <= found.total() <= 3, found


def test_many_documents_are_read_two_hundred_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (f'{{"id": "{number}", "title": "ع", "text": "شرطة القرب"}}' for number in range(450))
    (settings.corpus.folder / "all.jsonl").write_text("\n".join(lines), "utf-8")
    monkeypatch.setitem(ENGINES, "counting", counting_engine)
    settings = replace(settings, index=replace(settings.index, engine="counting"))
    reindex(settings)
    with Archive(settings) as archive:
        request = SearchRequest("شرطة القرب")
        found = requests_of(lambda: archive.concordance(request))
        assert found == {"search": 1, "read": 3}
        assert requests_of(archive.ids) == {"search": 1}


def test_the_text_of_a_document_is_read_once(archive: Archive) -> None:
    pieces: list[str] = []
    (name,) = archive.ids()[:1]
    found = requests_of(lambda: archive.full_text(name, pieces.append))
    assert found == {"read": 1, "text": 1}
    outline = archive.outline(name)
    assert outline is not None
    assert "".join(pieces).startswith(outline.text[:1_000])
    assert requests_of(lambda: archive.full_text("absent", pieces.append)).total() <= 2


def test_whether_documents_are_there_is_asked_once(archive: Archive) -> None:
    (name,) = archive.ids()[:1]
    answers: list[tuple[bool, ...]] = []
    found = requests_of(lambda: answers.append(archive.holds((name, "absent"))))
    assert (found, answers) == ({"read": 1}, [(True, False)])


def test_how_common_a_word_is_is_asked_once_in_a_generation(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words of a correction are known as common only once the engine has told so."""
    lines = (f'{{"id": "{number}", "text": "شرطة القرب في المدينة"}}' for number in range(80))
    (settings.corpus.folder / "all.jsonl").write_text("\n".join(lines), "utf-8")
    monkeypatch.setitem(ENGINES, "counting", counting_engine)
    settings = replace(settings, index=replace(settings.index, engine="counting"))
    reindex(settings)
    with Archive(settings) as archive:
        first = requests_of(lambda: archive.search(SearchRequest("الشرطظة القربب المدينظة")))
        assert first["frequencies"] == 1
        again = requests_of(lambda: archive.search(SearchRequest("الشرطظة القربب المدينظة")))
        assert again["frequencies"] == 0
        assert again.total() <= 3
