"""The spool: every document once, in order, with its words, whoever read it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer import SearchIndexError, Settings, ingest
from indexer.analysis import PARTS, tokens
from indexer.build import batches, spool
from indexer.build.holdings import IndexedDocument, PreviousGeneration
from indexer.build.indexed_text import indexed_texts
from indexer.build.spool import Spool, spooled
from indexer.ingest import SourceLimits
from indexer.model import Document

Write = Callable[[str, str], Path]
LIMITS = SourceLimits(1_000_000)
ANEW = PreviousGeneration("now")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_PART_BYTES", 2_000)


@pytest.fixture
def corpus(write: Write) -> Path:
    """Files of one document and of many, two of them with an id that is taken."""
    for number in range(20):
        write(f"{number:02}.txt", f"كتاب القانون رقم {number}\n\n" + "المدرسة " * number)
    rows = [
        {"id": "05" if number == 7 else f"j/{number}", "text": f"وثيقة {number} " + "أمن " * 40}
        for number in range(50)
    ]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    lines[20:20] = ["", "{", lines[3]]
    return write("many.jsonl", "\n".join(lines)).parent


def read(
    settings: Settings, folder: Path, jobs: int = 1, before: PreviousGeneration = ANEW
) -> Spool:
    folder.mkdir()
    listing = ingest.corpus_listing(settings.corpus.folder)
    return spooled(folder, listing, before, LIMITS, jobs)


def contents(found: Spool) -> list[tuple[Document, dict[str, list[str]]]]:
    """The documents of a spool, each with the words of its parts."""
    words = found.vocabulary.words
    rows: list[tuple[Document, dict[str, list[str]]]] = []
    for batch in found.batches():
        split = {
            part: np.split(of.numbers, np.cumsum(of.lengths)[:-1])
            for part, of in batch.words.items()
        }
        for at, document in enumerate(batch.documents):
            rows.append((document, {part: [words[n] for n in split[part][at]] for part in PARTS}))
    return rows


def told(found: Spool) -> Mapping[str, Any]:
    return {
        "accepted": found.holdings.accepted,
        "fresh": found.holdings.fresh,
        "skipped": [(error.path, error.reason, error.line) for error in found.holdings.skipped],
        "words": found.vocabulary.words,
        "counts": found.counts.tolist(),
        "contents": contents(found),
    }


@pytest.mark.parametrize("batch", [1, 3, 1_000])
def test_documents_come_back_in_order_with_their_words(
    settings: Settings,
    corpus: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    batch: int,
) -> None:
    monkeypatch.setattr(batches, "_BATCH_DOCUMENTS", batch)
    found = read(settings, tmp_path / "spool")
    rows = contents(found)
    assert [document.id for document, _ in rows] == list(found.holdings.accepted)
    assert found.holdings.accepted.keys() == found.holdings.fresh
    assert len(rows) == 20 + 50 - 1
    for document, words in rows:
        for part in PARTS:
            assert words[part] == [token.written for token in tokens(indexed_texts(document)[part])]


def test_only_accepted_documents_are_counted(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    found = read(settings, tmp_path / "spool")
    expected: Counter[str] = Counter()
    for document, _ in contents(found):
        for part in PARTS:
            expected.update(token.written for token in tokens(indexed_texts(document)[part]))
    counts = dict(zip(found.vocabulary.words, found.counts.tolist(), strict=True))
    assert +Counter(counts) == expected
    assert [(error.path, error.line) for error in found.holdings.skipped] == [
        ("many.jsonl", 8),
        ("many.jsonl", 22),
        ("many.jsonl", 23),
    ]


def test_the_spool_is_the_same_however_many_processes_read(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    alone = told(read(settings, tmp_path / "1", 1))
    assert told(read(settings, tmp_path / "3", 3)) == alone


def test_known_documents_are_accepted_and_not_kept(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    first = read(settings, tmp_path / "first")
    known = {d.id: IndexedDocument(d.path, d.digest, "then", "then") for d, _ in contents(first)}
    (corpus / "03.txt").write_text("شرطة القرب", "utf-8")
    again = read(settings, tmp_path / "again", before=PreviousGeneration("now", False, known))
    assert again.holdings.accepted == first.holdings.accepted
    assert [document.id for document, _ in contents(again)] == ["03"]
    assert again.holdings.fresh == {"03"}
    counts = dict(zip(again.vocabulary.words, again.counts.tolist(), strict=True))
    assert +Counter(counts) == {"شرطة": 1, "القرب": 1, "03": 1}  # the name of the file, too


def test_what_other_processes_raise_is_raised(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    listing = ingest.corpus_listing(settings.corpus.folder)
    with pytest.raises(FileNotFoundError):
        spooled(tmp_path / "absent", listing, PreviousGeneration("now"), LIMITS, 2)


def test_an_empty_corpus_makes_an_empty_spool(settings: Settings, tmp_path: Path) -> None:
    found = read(settings, tmp_path / "spool", jobs=0)
    assert (found.holdings.accepted, found.counts.tolist(), list(found.batches())) == ({}, [], [])


@pytest.mark.parametrize("kind", ["documents", "words"])
def test_what_the_disk_gives_back_altered_is_noticed(
    settings: Settings, corpus: Path, tmp_path: Path, kind: str
) -> None:
    found = read(settings, tmp_path / "spool")
    path = tmp_path / "spool" / f"1.{kind}"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(SearchIndexError, match=f"1.{kind} came back from the disk otherwise"):
        list(found.batches())
