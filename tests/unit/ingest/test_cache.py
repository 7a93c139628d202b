"""Readings are kept: what was read once is not read again, and what was begun is gone on with."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pikepdf
import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources
from indexer.ingest.cache import ReadingCache
from indexer.ingest.guarded import GuardedReader, Progress
from indexer.model import Document, PageOrigin

PDF = Path(__file__).resolve().parents[2] / "files" / "chromium-library.pdf"
LIMITS = SourceLimits(20_000_000, max_memory_bytes=250_000_000, ocr_pages=0)
# A content stream of 22 MB, from which PDFium makes a page of a million letters.
BOMB = b"BT /F1 1 Tf (a) Tj ET\n" * 1_000_000


def written(path: Path, pages: int = 5, bomb: int | None = None) -> Path:
    """A PDF of as many copies of one page, the one numbered `bomb` being too much to read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.open(PDF) as pdf:
        for _ in range(pages - 1):
            pdf.pages.append(pdf.pages[0])
        if bomb is not None:
            stream = pdf.make_stream(b"")
            stream.write(zlib.compress(BOMB, 9), filter=pikepdf.Name.FlateDecode)
            page = pikepdf.Dictionary(pdf.pages[bomb - 1].obj)
            page.Contents = stream
            pdf.pages[bomb - 1] = pikepdf.Page(pdf.make_indirect(page))
        pdf.save(path, compress_streams=False)
    return path


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[GuardedReader]:
    found = GuardedReader(LIMITS, ReadingCache(tmp_path / "readings"))
    yield found
    found.close()


def read(reader: GuardedReader, folder: Path) -> list[Document | DocumentError]:
    return list(reader.read(corpus_sources(folder)))


def pages_told(reader: GuardedReader) -> list[int]:
    """A list to which the number of each page is added when it was read."""
    told: list[int] = []

    def tell(progress: Progress) -> None:
        if progress.page:
            told.append(progress.page)

    reader.progress = tell
    return told


def entries(tmp_path: Path, suffix: str) -> list[Path]:
    return sorted((tmp_path / "readings").glob(f"*/*/*{suffix}"))


def test_what_was_read_once_is_not_read_again(tmp_path: Path, reader: GuardedReader) -> None:
    written(tmp_path / "corpus" / "a.pdf")
    told = pages_told(reader)
    first = read(reader, tmp_path / "corpus")
    assert told == [1, 2, 3, 4, 5]
    told.clear()
    (tmp_path / "corpus" / "a.pdf").rename(tmp_path / "corpus" / "b.pdf")
    (document,) = read(reader, tmp_path / "corpus")
    assert told == []
    assert isinstance(first[0], Document)
    assert isinstance(document, Document)
    assert (document.text, document.pages) == (first[0].text, first[0].pages)
    page = ReadingCache(tmp_path / "readings").page(document.digest, 2)
    assert page is not None
    assert [page.text[box.start : box.end] for box in page.boxes] == page.text.split()


@pytest.mark.parametrize("damage", [b"", b"\x78\x9c\x00"])
def test_a_damaged_entry_is_read_again(
    tmp_path: Path, reader: GuardedReader, damage: bytes
) -> None:
    written(tmp_path / "corpus" / "a.pdf", pages=1)
    first = read(reader, tmp_path / "corpus")
    (entry,) = entries(tmp_path, ".readings")
    content = entry.read_bytes()
    entry.write_bytes(damage or content[: len(content) // 2])
    told = pages_told(reader)
    assert read(reader, tmp_path / "corpus") == first
    assert told == [1]
    assert entry.read_bytes() == content


def test_a_reading_that_was_interrupted_is_gone_on_with(
    tmp_path: Path, reader: GuardedReader
) -> None:
    written(tmp_path / "corpus" / "a.pdf")

    def interrupt(progress: Progress) -> None:
        if progress.page == 3:
            raise KeyboardInterrupt

    reader.progress = interrupt
    with pytest.raises(KeyboardInterrupt):
        read(reader, tmp_path / "corpus")
    (entry,) = entries(tmp_path, ".pages")
    with entry.open("ab") as file:
        file.write(b'{"number": 4, "te')  # as a power cut leaves it
    told = pages_told(reader)
    (document,) = read(reader, tmp_path / "corpus")
    assert told == [4, 5]
    assert not entry.exists()
    with closing(GuardedReader(LIMITS)) as another:
        assert [document] == read(another, tmp_path / "corpus")


def test_of_a_file_that_breaks_its_reader_the_pages_before_are_read(
    tmp_path: Path, reader: GuardedReader
) -> None:
    written(tmp_path / "corpus" / "a.pdf", bomb=4)
    written(tmp_path / "corpus" / "b.pdf", pages=1)
    before, error, after = read(reader, tmp_path / "corpus")
    assert isinstance(before, Document)
    assert [page.origin for page in before.pages] == [PageOrigin.TEXT] * 3
    assert str(error).startswith("a.pdf: pages 1–3 of 5 were read; then: ")
    assert isinstance(after, Document)
    assert [path.parent.name for path in entries(tmp_path, ".readings")] == [after.digest]


def test_a_member_that_breaks_its_reader_costs_no_other(
    tmp_path: Path, reader: GuardedReader
) -> None:
    (tmp_path / "corpus").mkdir()
    with zipfile.ZipFile(tmp_path / "corpus" / "all.zip", "w") as archive:
        archive.write(written(tmp_path / "1.pdf", pages=1), "1.pdf")
        archive.write(written(tmp_path / "2.pdf", pages=1, bomb=1), "2.pdf")
        archive.write(written(tmp_path / "3.pdf", pages=2), "3.pdf")
    first, error, last = read(reader, tmp_path / "corpus")
    assert isinstance(first, Document)
    assert isinstance(error, DocumentError)
    assert isinstance(last, Document)
    assert (first.member, last.member) == ("1.pdf", "3.pdf")
    assert str(error).startswith("all.zip: 2.pdf: ")


def test_readings_of_files_that_are_gone_are_dropped(tmp_path: Path, reader: GuardedReader) -> None:
    written(tmp_path / "corpus" / "a.pdf", pages=1)
    written(tmp_path / "corpus" / "b.pdf", pages=2)
    kept = read(reader, tmp_path / "corpus")[0]
    assert isinstance(kept, Document)
    cache = ReadingCache(tmp_path / "readings")
    assert cache.size()[0] == 2
    assert cache.purge({kept.digest}) > 0
    assert cache.size()[0] == 1
    assert cache.pages(kept.digest) != ()
