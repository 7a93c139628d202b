"""An index cannot run code: what its pickles may name, and that every one is read under guard."""

from __future__ import annotations

import ast
import builtins
import codecs
import functools
import importlib
import operator
import os
import pickle
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import whoosh

from indexer import Archive, IndexDamaged, SearchRequest, Settings, reindex, update
from indexer.analysis import TERM_FIELDS
from indexer.engine import generations
from indexer.engine.check import checked
from indexer.engine.registry import engine_of
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh import pickle_guard
from indexer.engine.whoosh.pickle_guard import FORMER, guarded_load, guarded_loads
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.stored_documents import stored_documents
from indexer.engine.whoosh.toc import Contents, read_contents, write_contents
from indexer.engine.whoosh.writer import WhooshWriter
from indexer.model import Document

# Whoosh leaves a file to the garbage collector when it cannot read it
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


class Gadget:
    """Pickles as a call of `function`."""

    def __init__(self, function: Callable[..., Any], *arguments: Any) -> None:
        self.call = (function, arguments)

    def __reduce__(self) -> Any:
        return self.call

    def __repr__(self) -> str:
        """The same in every process, for it names a test."""
        return f"{self.call[0].__module__}.{self.call[0].__qualname__}{self.call[1]}"


@pytest.fixture
def trap(tmp_path: Path) -> Iterator[Gadget]:
    """A gadget that makes a folder, which must not be there at the end of the test."""
    sprung = tmp_path / "sprung"
    yield Gadget(os.mkdir, str(sprung))
    assert not sprung.exists()


def test_a_trap_springs_where_there_is_no_guard(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Gadget(os.mkdir, str(tmp_path / "sprung"))))
    assert (tmp_path / "sprung").is_dir()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize(
    "gadget",
    [
        Gadget(os.system, "true"),
        Gadget(builtins.eval, "1"),
        Gadget(builtins.open, "/dev/null"),
        Gadget(builtins.getattr, "", "upper"),
        Gadget(importlib.import_module, "os"),
        Gadget(pickle.loads, b"N."),
        functools.partial(print),
        operator.attrgetter("upper"),
        [{"a": (1, Gadget(os.system, "true"))}],  # however deep
        Gadget(codecs.encode, "a", "rot13"),
        Gadget(__import__("_codecs").encode, "a", "rot13"),  # only latin1 makes byte strings
        Gadget(__import__("_codecs").encode, "a", "utf-16"),
        os.system,  # named, not called
    ],
    ids=repr,
)
def test_a_stranger_is_refused(gadget: Any, protocol: int) -> None:
    pickled = pickle.dumps(gadget, protocol)
    with pytest.raises(IndexDamaged, match="an index may not"):
        guarded_loads(pickled)


@pytest.mark.parametrize(
    "pickled",
    [
        b"\x80\x04\x8c\x0dwhoosh.fields\x8c\x0eSchema.__init__\x93.",  # below an allowed name
        b"cwhoosh.fields\nos\n.",  # what an allowed module imports
        b"cwhoosh.compat\nexec_\n.",
        b"\x82\x01.",  # the extension registry
        b"Pa\n.",  # persistent id
    ],
)
def test_a_stranger_is_not_reached_by_another_road(pickled: bytes) -> None:
    with pytest.raises(IndexDamaged):
        guarded_loads(pickled)


@pytest.mark.parametrize("pickled", [b"", b"\x80", b"garbage", b".", b"\x80\x04]", b"I" * 50])
def test_bytes_that_are_no_pickle_are_damage(pickled: bytes) -> None:
    with pytest.raises(IndexDamaged):
        guarded_loads(pickled)


@pytest.mark.parametrize("protocol", [2, 4])  # those Whoosh writes
def test_plain_values_are_read_as_they_were_written(protocol: int, tmp_path: Path) -> None:
    value = {"نص": [1, 2.5, None, True, (b"\x00\xff", "كتاب")]}
    path = tmp_path / "pickle"
    path.write_bytes(pickle.dumps(value, protocol))
    with path.open("rb") as stream:
        assert guarded_load(stream) == value


# In an index


def written(folder: Path) -> Path:
    """The folder of an index of three documents."""
    folder.mkdir()
    texts = ["كتاب " * (number + 1) for number in range(3)]
    documents = [Document(str(number), "عنوان", text) for number, text in enumerate(texts)]
    writer = WhooshWriter(folder, 16, existing=False)
    terms = {field: TermBatch.of(text.split() for text in texts) for field in TERM_FIELDS}
    writer.add(documents, terms, ["عنوان"] * 3)
    writer.commit()
    return folder


def read(folder: Path) -> int:
    """How many documents there are, all read."""
    with closing(WhooshSearcher(folder)) as searcher:
        return len(list(searcher.scan()))


def rewritten_toc(folder: Path, change: Callable[[Contents], None]) -> None:
    toc = read_contents(folder)
    change(toc)
    write_contents(folder, Contents(toc.schema, toc.segments, toc.number + 1))


def test_an_honest_index_names_exactly_what_is_allowed(
    settings: Settings, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    named = set()
    find_class = pickle_guard._Guarded.find_class

    def noted(self: Any, module: str, name: str) -> Any:
        named.add((module, name))
        return find_class(self, module, name)

    monkeypatch.setattr(pickle_guard._Guarded, "find_class", noted)
    write("a.md", "---\ntitle: عنوان\ntopics: [قانون, أمن]\ndate: 1956\n---\nكتاب كتاب")
    write("b.txt", "كتاب")
    reindex(settings)
    with Archive(settings) as archive:
        assert archive.search(SearchRequest("كتاب")).total == 2
    assert named - {("_codecs", "encode")} == pickle_guard.ALLOWED


def test_a_trap_in_the_schema_does_not_spring(tmp_path: Path, trap: Gadget) -> None:
    folder = written(tmp_path / "index")
    rewritten_toc(folder, lambda toc: setattr(toc.schema, "extra", trap))
    with pytest.raises(IndexDamaged, match=r"may not name posix\.mkdir"):
        read(folder)


def test_a_trap_among_the_segments_does_not_spring(tmp_path: Path, trap: Gadget) -> None:
    folder = written(tmp_path / "index")
    rewritten_toc(folder, lambda toc: toc.segments.append(trap))
    with pytest.raises(IndexDamaged, match=r"may not name posix\.mkdir"):
        read(folder)


@pytest.mark.parametrize("file", ["*.arrays", "*.documents"])
def test_a_trap_in_a_segment_is_no_pickle_there(tmp_path: Path, trap: Gadget, file: str) -> None:
    folder = written(tmp_path / "index")
    (path,) = folder.glob(file)
    path.write_bytes(pickle.dumps(trap).ljust(path.stat().st_size, b"."))
    with pytest.raises(IndexDamaged):
        read(folder)


def test_an_index_of_an_old_format_is_not_read_by_an_old_loader(tmp_path: Path) -> None:
    folder = written(tmp_path / "index")
    toc = next((tmp_path / "index").glob("*.toc"))
    content = toc.read_bytes()
    here = content.index(struct.pack("!i", -111))  # Whoosh 2.7; -110 was an earlier one
    toc.write_bytes(content[:here] + struct.pack("!i", -110) + content[here + 4 :])
    with pytest.raises(IndexDamaged, match="Can't read format -110"):
        read(folder)
    with pytest.raises(IndexDamaged, match="Can't read format -110"):
        list(stored_documents(folder))
    with pytest.raises(IndexDamaged, match="Can't read format -110"):
        WhooshWriter(folder, 16, existing=True)


# Where Whoosh reads pickles: the module, and the name it calls the loader by. A version of Whoosh
# that adds one makes the first test below fail. None of them is ever to read an index of ours.
LOADERS_OF_WHOOSH = {
    ("whoosh.index", "pickle"),
    ("whoosh.filedb.structfile", "load_pickle"),
    ("whoosh.codec.whoosh3", "loads"),
    ("whoosh.columns", "loads"),
    ("whoosh.formats", "loads"),
}
NEVER_READ_AN_INDEX = {
    "whoosh.compat",  # where the names come from
    "whoosh.codec.plaintext",  # a codec that no allowed segment names
    "whoosh.externalsort",  # the writer's own temporary files
    "whoosh.multiproc",  # likewise, of several processes, which we do not start
    "whoosh.util.loading",  # for formats before 2.7, which we do not read
    "whoosh.legacy",
}
NAMES = {"load", "loads", "pickle", "marshal", "shelve", "Unpickler", "RenamingUnpickler"}


def imported_loaders() -> Iterator[tuple[str, str]]:
    """(module, name) of each loader of pickles that a module of Whoosh imports."""
    root = Path(whoosh.__file__).parent
    for path in sorted(root.rglob("*.py")):
        module = ".".join((path.relative_to(root.parent)).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for alias in node.names:
                    if alias.name in NAMES:
                        yield module, alias.asname or alias.name


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::SyntaxWarning")
def test_every_place_where_whoosh_reads_a_pickle_is_known() -> None:
    found = {row for row in imported_loaders() if row[0] not in NEVER_READ_AN_INDEX}
    assert found == LOADERS_OF_WHOOSH


def test_no_index_of_ours_is_read_by_a_loader_of_whoosh(
    settings: Settings, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("a loader of Whoosh reads our index")

    for module, name in LOADERS_OF_WHOOSH:
        loader = SimpleNamespace(load=refused, loads=refused, dumps=pickle.dumps)
        entry = loader if name == "pickle" else refused
        monkeypatch.setattr(importlib.import_module(module), name, entry)
    write("a.txt", "كتاب")
    write("b.txt", "كتاب آخر")
    reindex(settings)
    write("a.txt", "مقال")
    update(settings)
    with Archive(settings) as archive:
        assert archive.search(SearchRequest("كتاب")).total == 1
    assert checked(engine_of(settings.index)).whole
    folder = generations.current(settings.index.folder).folder
    assert {document.id for document in stored_documents(folder)} == {"a", "b"}


@pytest.mark.parametrize("name", sorted(FORMER))
def test_the_classes_of_earlier_indexes_are_read_as_those_of_now(name: tuple[str, str]) -> None:
    module, of = name
    now = guarded_loads(f"c{module}\n{of}\n.".encode())
    assert (now.__module__, now.__name__) == FORMER[name]
