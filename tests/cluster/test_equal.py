"""A cluster answers as the embedded engine does, in all that a reader sees."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bench.engines import difference, requests, settings_of
from indexer import Archive, SearchRequest, reindex

LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
LETTERS = "ابتجحدرسعفقكلمنهوي"


def compared(corpus: Path, folder: Path, hosts: Sequence[str], each: int) -> tuple[int, list[str]]:
    """The number of queries that were asked of both, and a sentence for each difference."""
    ours = settings_of(corpus, folder / "whoosh", "whoosh")
    theirs = settings_of(corpus, folder / "cluster", "opensearch", hosts)
    for settings in (ours, theirs):
        reindex(settings)
    faults = []
    asked = 0
    with closing(Archive(ours)) as mine, closing(Archive(theirs)) as other:
        for kind, request in requests(mine, each, random.Random(7)):
            asked += 1
            if fault := difference(mine.search(request), other.search(request)):
                faults.append(f"{kind}: {request.query}: {fault}")
        lines = [archive.concordance(SearchRequest("القانون")) for archive in (mine, other)]
        assert lines[0] == lines[1]
        names = mine.ids()
        assert names == other.ids()
        for name in names[:20]:
            assert mine.document(name) == other.document(name)
            assert mine.related(name) == other.related(name)
    return asked, faults


def test_the_real_documents_are_found_alike(
    shared: Path, tmp_path: Path, cluster_host: str
) -> None:
    asked, faults = compared(shared / "corpus", tmp_path, [cluster_host], 16 if LONG else 3)
    assert faults == []
    assert asked >= (200 if LONG else 39)


@pytest.mark.skipif(not LONG, reason="nine thousand documents: with KHIZANA_LONG_TESTS=1")
def test_nine_thousand_documents_are_found_alike(tmp_path: Path, cluster_host: str) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_made(corpus, 9_000, 300)
    asked, faults = compared(corpus, tmp_path, [cluster_host], 16)
    assert faults == []
    assert asked >= 200


def write_made(folder: Path, documents: int, words: int) -> None:
    """So many documents of about so many words, a few of which are frequent and most are rare."""
    chance = random.Random(3)
    known = ["".join(chance.choices(LETTERS, k=chance.randint(2, 7))) for _ in range(20_000)]

    def some(most: int) -> str:
        return " ".join(known[int(len(known) * chance.random() ** 4)] for _ in range(most))

    for number in range(documents):
        length = int(chance.gauss(words, words / 3))
        head = f"title: {some(5)}\ndate: {chance.randint(1900, 2020)}\nkind: {chance.choice('اب')}"
        text = f"---\n{head}\n---\n\n{some(max(length, 5))}\n"
        (folder / f"d{number:05}.md").write_text(text, "utf-8")
