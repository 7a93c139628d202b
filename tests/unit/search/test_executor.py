"""A request carried out: what is planned for it, what the engine is asked, and what is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings, reindex
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.model.basis import Why
from indexer.query.planner import Planner

QUESTIONS = ("search", "counts", "frequencies", "values", "read", "text", "named", "scan")


@pytest.fixture
def archive(settings: Settings, write: Callable[..., Path]) -> Iterator[Archive]:
    write("1.txt", "شرطة\n\nشرطة القرب في المدينة، والشُّرطة بالمدينة، والأمن والمدينة.")
    write("2.txt", "أمن\n\nالأمن الوطني وأمن القرب، وللأمن قانون.")
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each room was entered, by the name of what was called."""
    counts: Counter[str] = Counter()

    def counted(owner: type, name: str, shown: str) -> None:
        called = getattr(owner, name)

        def call(*given: object, **named: object) -> object:
            counts[shown] += 1
            return called(*given, **named)

        monkeypatch.setattr(owner, name, call)

    counted(Planner, "__init__", "planners")
    counted(Planner, "plan", "plans")
    for name in QUESTIONS:
        counted(WhooshSearcher, name, name)
    return counts


@pytest.mark.parametrize(
    ("query", "why", "plans", "questions"),
    [
        ("", Why.AS_ASKED, 0, "search"),
        ("شرطة", Why.AS_ASKED, 4, "search counts"),  # at each width
        ("شرطة -وطني", Why.AS_ASKED, 1, "search"),
        ("شرطة القرب مدينة", Why.WIDENED, 5, "counts search"),
        ("شرطة وطني قانون", Why.WIDENED, 6, "counts search"),
        ("شرتة", Why.CORRECTED, 9, "search counts search"),
        ("شرطة وطني", Why.WIDENED, 6, "search counts search"),
        ("برتقال", Why.AS_ASKED, 5, "search counts"),
        ("«شرطة برتقال»", Why.AS_ASKED, 10, "search counts"),
        ("نوع:شرطة", Why.AS_ASKED, 5, "values search counts"),
    ],
)
def test_a_search_makes_one_planner_and_asks_the_engine_a_few_times(
    archive: Archive, calls: Counter[str], query: str, why: Why, plans: int, questions: str
) -> None:
    page = archive.search(SearchRequest(query))
    assert page.basis.why is why
    assert calls["planners"] == 1
    assert calls["plans"] <= plans
    assert {name: calls[name] for name in QUESTIONS if calls[name]} == Counter(questions.split())
