"""Whoosh beside our index: its own indexes work as ever, and its writers are kept off ours."""

from __future__ import annotations

import importlib
import pickle
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh.analysis import Filter, SpaceSeparatedTokenizer
from whoosh.fields import ID, STORED, TEXT, Schema
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import create_in, open_dir
from whoosh.query import Term
from whoosh.writing import AsyncWriter, BufferedWriter, SegmentWriter

from indexer import Archive, SearchRequest, Settings, reindex, update
from indexer.engine import generations
from indexer.engine.check import checked
from indexer.engine.registry import engine_of
from indexer.engine.whoosh.writer import WhooshWriter


class Reversed(Filter):  # type: ignore[misc]
    """A filter of a stranger's schema: it is pickled by name, and our guard does not know it."""

    def __call__(self, tokens: Iterator[Any]) -> Iterator[Any]:
        for token in tokens:
            token.text = token.text[::-1]
            yield token


def stock_index(folder: Path) -> None:
    """A stranger's index in `folder`, of one document."""
    folder.mkdir()
    analyzer = SpaceSeparatedTokenizer() | Reversed()
    index = create_in(str(folder), Schema(id=ID(stored=True), text=TEXT(analyzer), more=STORED()))
    added_to(folder, "first")
    index.close()


def added_to(folder: Path, name: str) -> None:
    with closing(open_dir(str(folder))) as index:
        writer = index.writer()
        writer.add_document(id=name, text=f"{name} common", more={"of": [name]})
        writer.commit(optimize=True)


def found_in(folder: Path) -> list[tuple[str, Any]]:
    """The id and the stored values of the documents of the stranger's index."""
    with closing(open_dir(str(folder))) as index, closing(index.searcher()) as searcher:
        hits = searcher.search(Term("text", "nommoc"))
        return sorted((hit["id"], hit["more"]) for hit in hits)


def test_a_stock_index_lives_beside_ours(
    settings: Settings, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    other = tmp_path / "other"
    stock_index(other)
    assert found_in(other) == [("first", {"of": ["first"]})]
    write("a.txt", "كتاب")
    reindex(settings)
    added_to(other, "second")
    with Archive(settings) as archive:
        assert archive.search(SearchRequest("كتاب")).total == 1
        added_to(other, "third")
        write("b.txt", "كتاب")
        update(settings)
        assert archive.search(SearchRequest("كتاب")).total == 2
        assert [name for name, _ in found_in(other)] == ["first", "second", "third"]
    added_to(other, "fourth")
    assert len(found_in(other)) == 4


def test_the_loaders_of_whoosh_are_its_own() -> None:
    assert whoosh.index.pickle is pickle
    assert importlib.import_module("whoosh.filedb.structfile").load_pickle is pickle.load
    for module in ("whoosh.codec.whoosh3", "whoosh.columns", "whoosh.formats"):
        assert importlib.import_module(module).loads is pickle.loads
    assert whoosh.index.toc_loaders  # of formats before Whoosh 2.7


# Writers


def committed(writer: Any, **how: Any) -> None:
    writer.add_document(id="stranger")
    writer.commit(**how)


WRITINGS: dict[str, Callable[[Any], Any]] = {
    "add": lambda index: committed(index.writer()),
    "commit nothing": lambda index: index.writer().commit(),
    "merge": lambda index: committed(index.writer(), merge=True),
    "optimize": lambda index: index.optimize(),
    "clear": lambda index: index.writer().commit(mergetype=lambda writer, segments: []),
    "delete": lambda index: index.delete_by_term("id", "a"),
    "add a field": lambda index: index.add_field("more", STORED),
    "remove a field": lambda index: index.remove_field("id"),
    "several processes": lambda index: committed(index.writer(procs=2)),
    "without the lock": lambda index: committed(SegmentWriter(index, _lk=False)),
    "buffered": lambda index: committed(BufferedWriter(index, period=None)),
    "asynchronous": lambda index: committed(AsyncWriter(index)),
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # half-made writers
def test_every_writer_of_whoosh_is_refused_before_it_harms(
    settings: Settings, write: Callable[[str, str], Path]
) -> None:
    write("a.txt", "كتاب")
    write("b.txt", "كتاب")
    reindex(settings)
    folder = generations.current(settings.index.folder).folder
    before = digests(folder)
    for name, writing in WRITINGS.items():
        with closing(open_dir(str(folder))) as index:
            with pytest.raises(ReadOnlyError, match="written by Khizana alone"):
                writing(index)
            assert digests(folder).items() >= before.items(), name
            assert index.doc_count() == 2
    assert checked(engine_of(settings.index)).whole
    with Archive(settings) as archive:
        assert archive.search(SearchRequest("كتاب")).total == 2


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_writer_of_whoosh_is_refused_where_our_index_is_empty(tmp_path: Path) -> None:
    WhooshWriter(tmp_path, 16, existing=False).commit()
    before = digests(tmp_path)
    with closing(open_dir(str(tmp_path))) as index:
        with pytest.raises(ReadOnlyError, match="written by Khizana alone"):
            committed(index.writer())
        assert index.doc_count() == 0
    assert digests(tmp_path).items() >= before.items()


def digests(folder: Path) -> dict[str, str]:
    """The name and the digest of each file in `folder`."""
    files = filter(Path.is_file, folder.iterdir())
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}
