"""What texts mention is recognised once, when they are read, and is found in the index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from indexer import Archive, IndexDamaged, SearchRequest, Settings, reindex, update
from indexer.analysis import MENTION, fingerprint
from indexer.engine.check import checked
from indexer.engine.protocol import Term
from indexer.engine.registry import engine_of
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh.writer import WhooshWriter
from indexer.model import Filters, Sort

Write = Callable[[str, str], Path]


@pytest.fixture(params=["whoosh", "memory"])
def own(request: pytest.FixtureRequest, settings: Settings) -> Settings:
    """The settings of an archive of each engine."""
    return replace(settings, index=replace(settings.index, engine=request.param))


def mentioning(settings: Settings, key: str) -> set[str]:
    """The ids of the documents that mention `key`."""
    engine = engine_of(settings.index)
    with closing(engine.open(engine.current())) as searcher:
        return set(searcher.search(Term(MENTION, key), Filters(), Sort.RELEVANCE, 0, 99).ids)


def test_documents_are_found_by_what_they_mention(own: Settings, write: Write) -> None:
    write("a.txt", "عملا بالقرار A/RES/61/177 وبالقرار A/RES/61/177")
    write("b.txt", "القرار A/RES/61/178")
    reindex(own)
    assert mentioning(own, "un a/res/61/177") == {"a"}
    assert mentioning(own, "un a/res/61/178") == {"b"}
    assert checked(engine_of(own.index)).whole


def test_an_update_keeps_and_changes_what_is_mentioned(own: Settings, write: Write) -> None:
    write("a.txt", "القرار A/RES/61/177")
    write("b.txt", "القرار A/RES/61/178")
    reindex(own)
    write("b.txt", "القرار A/RES/61/179")
    assert update(own).changed == 1
    keys = [f"un a/res/61/{number}" for number in (177, 178, 179)]
    assert [mentioning(own, key) for key in keys] == [{"a"}, set(), {"b"}]


def test_an_index_that_lost_a_mention_is_not_put_in_place(
    settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    add = WhooshWriter.add

    def without(
        writer: WhooshWriter, documents: Sequence[Any], terms: dict[str, TermBatch], keys: Any
    ) -> None:
        add(writer, documents, terms | {MENTION: TermBatch.of([[]] * len(documents))}, keys)

    monkeypatch.setattr(WhooshWriter, "add", without)
    write("a.txt", "القرار A/RES/61/177")
    with pytest.raises(IndexDamaged, match="a/res/61/177"):
        reindex(settings)


def test_another_recogniser_makes_the_index_stale() -> None:
    assert {"indexer.mentions", "indexer.mentions.references"} <= set(fingerprint().modules)


def test_an_update_knows_the_names_of_laws_that_were_told_before(
    own: Settings, write: Write
) -> None:
    write("a.txt", "القانون رقم 22.05 المتعلق بالمراعي، وبعد.")
    reindex(own)
    write("b.txt", "طبقا للمادة 3 من قانون المراعي.")
    write("c.txt", "القانون رقم 22.05 المتعلق بالمراعي، كذلك.")
    assert update(own).added == 2
    with Archive(own) as archive:
        counts = dict(archive.search(SearchRequest("")).facets)["cites"]
    assert [(one.value, one.count) for one in counts] == [("law 22.05", 3)]
