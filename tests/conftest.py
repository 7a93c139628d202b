"""Fixtures for every test."""

from __future__ import annotations

import ctypes
import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest
from PIL import Image

from indexer import (
    Archive,
    Document,
    DocumentError,
    SearchRequest,
    Settings,
    load_settings,
    reindex,
)
from indexer.build import spool
from indexer.engine import generations
from indexer.ingest import Source, SourceLimits
from indexer.ingest.guarded import GuardedReader, close_idle, guarded_reader
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.records import document_of
from tests.cluster.nodes import shared_host

# No deadline: machines differ. The same examples each time: a red run can be repeated.
hypothesis.settings.register_profile("khizana", deadline=None, derandomize=True)
hypothesis.settings.load_profile("khizana")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real files beside the repository; the test is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is absent")
    return folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """The settings of config.toml, with an empty corpus and no index in tmp_path."""
    (tmp_path / "corpus").mkdir()
    return load_settings(ROOT / "config.toml").with_folders(tmp_path / "corpus", tmp_path / "index")


@pytest.fixture
def write(settings: Settings) -> Callable[..., Path]:
    """Writes a document of the corpus, as `write("a.txt", "نص")`."""

    def written(name: str, text: str) -> Path:
        path = settings.corpus.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    return written


@pytest.fixture
def rewrite() -> Callable[[Path, str, str], None]:
    """Writes `new` for `old` in the manifest of a generation, and its signature anew."""

    def rewritten(folder: Path, old: str, new: str) -> None:
        manifest = folder / generations.MANIFEST
        text = manifest.read_text("utf-8")
        assert old in text
        manifest.write_text(text.replace(old, new), "utf-8")
        (folder / generations.SIGNATURE).write_bytes(generations.signature(manifest.read_bytes()))

    return rewritten


@pytest.fixture
def permissions(tmp_path: Path) -> Iterator[None]:
    """Permissions of files hold for this test, though it be root's, who is above them elsewhere.

    Of the rights that set root above, this thread and what it starts give up those that matter
    here (capabilities(7)). The test is skipped where that cannot be done.
    """
    close_idle()  # processes that read with the rights of before
    locked = tmp_path / "locked"
    locked.touch(0)
    with rights_given_up() if os.geteuid() == 0 else nullcontext():
        if os.access(locked, os.R_OK, effective_ids=True):
            pytest.skip("root reads whatever the permissions here")
        locked.unlink()
        yield
        close_idle()


@pytest.fixture
def damage() -> Callable[[Settings, int], None]:
    """Puts zeros into the documents of the index that serves, from an offset on.

    An offset below 0 counts from their end: -10 spoils the last document alone.
    """

    def damaged(settings: Settings, beginning: int) -> None:
        for thread in threading.enumerate():
            if thread.name == "verify-index":
                thread.join()  # it has found the files whole
        (path,) = settings.index.folder.glob("gen-*/*.documents")
        size = path.stat().st_size
        with path.open("r+b") as file:
            at = file.seek(beginning if beginning >= 0 else size + beginning)
            file.write(bytes(size - at))

    return damaged


_OVERRIDES = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_VERSION = 0x20080522  # of capset(2): two words for each set
_SET_SECURE, _GET_SECURE, _NO_ROOT = 28, 27, 1  # of prctl(2): what is started gains no rights


@contextmanager
def rights_given_up() -> Iterator[None]:
    """Without the rights by which root reads any file; as it was where the system has no such."""
    system = ctypes.CDLL(None)
    header = (ctypes.c_uint32 * 2)(_VERSION, 0)
    rights = (ctypes.c_uint32 * 6)()
    if not hasattr(system, "capset") or system.capget(header, rights):
        yield
        return
    before = tuple(rights)
    secure = system.prctl(_GET_SECURE, 0, 0, 0, 0)
    system.prctl(_SET_SECURE, secure | _NO_ROOT, 0, 0, 0)
    rights[0] &= ~_OVERRIDES  # of those in effect
    system.capset(header, rights)
    try:
        yield
    finally:
        rights[:] = before
        system.capset(header, rights)
        system.prctl(_SET_SECURE, secure, 0, 0, 0)


@pytest.fixture
def archive_of(
    settings: Settings, write: Callable[..., Path]
) -> Iterator[Callable[[Mapping[str, str]], Archive]]:
    """Opens an archive of texts, given by the names of their files."""
    with Archive(settings) as archive:

        def opened(texts: Mapping[str, str]) -> Archive:
            for name, text in texts.items():
                write(name, text)
            reindex(settings)
            return archive

        yield opened


@pytest.fixture
def write_pdf() -> Callable[[Path, int], Path]:
    """Writes a PDF of so many grey pages, of 300 × 400 points, each lighter than the one before."""

    def written(path: Path, pages: int) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        drawn = [Image.new("L", (300, 400), 40 * number) for number in range(1, pages + 1)]
        drawn[0].save(path, "PDF", save_all=True, append_images=drawn[1:], resolution=72)
        return path

    return written


@pytest.fixture
def index_pages(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[Settings, Mapping[str, Sequence[PageReading]]], None]:
    """Indexes a corpus in which the files that are named have these pages, whatever is in them."""

    def indexed(settings: Settings, pages: Mapping[str, Sequence[PageReading]]) -> None:
        class Reader:
            def __init__(self, reader: GuardedReader) -> None:
                self.reader = reader
                self.progress = reader.progress

            def read(self, sources: Iterable[Source]) -> Iterator[Document | DocumentError]:
                for source in sources:
                    if source.name not in pages:
                        yield from self.reader.read([source])
                        continue
                    digest = hashlib.sha256(source.path.read_bytes()).hexdigest()
                    fields = {"title": "وثيقة ذات صفحات"}
                    reading = Reading(fields, pages=tuple(pages[source.name]), digest=digest)
                    yield document_of(replace(reading, id=source.name), source)

        @contextmanager
        def opened(limits: SourceLimits, cache: Path) -> Iterator[Reader]:
            with guarded_reader(limits, cache) as reader:
                yield Reader(reader)

        monkeypatch.setattr(spool, "guarded_reader", opened)
        reindex(settings)

    return indexed


@pytest.fixture
def found(settings: Settings) -> Callable[[str], list[str]]:
    """The ids of the documents that answer a query, sorted."""

    def ids(query: str) -> list[str]:
        with Archive(settings) as archive:
            page = archive.search(SearchRequest(query, page_size=100))
        return sorted(hit.document.id for hit in page.hits)

    return ids


@pytest.fixture(scope="session")
def cluster_host(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where a node of OpenSearch answers; it is shared by all processes of the run."""
    worker = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    return shared_host(base.parent if worker else base, os.getppid() if worker else os.getpid())
