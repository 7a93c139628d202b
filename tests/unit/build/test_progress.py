"""The bar of a reading: each file has a part as long as it takes to read, filled page by page."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from indexer.build.progress import ReadingBar
from indexer.ingest import Source
from indexer.ingest.guarded import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Standard error, as a terminal."""
    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    return shown


@pytest.fixture
def sources(tmp_path: Path) -> list[Source]:
    found = []
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_bytes(b"x" * 1_000)
        found.append(Source(tmp_path / name, name, 1_000))
    return found


def test_a_page_fills_its_share_of_the_file(
    monkeypatch: pytest.MonkeyPatch, sources: list[Source]
) -> None:
    shown = terminal(monkeypatch)
    with ReadingBar(sources) as bar:
        bar.part(sources[:1])
        bar.page(Progress("b.txt", 1, 4))
        assert " 62%" in shown.getvalue()
        bar.page(Progress("b.txt", 2, 4, ocr=True))
        bar._bar.refresh()
        assert " 75%" in shown.getvalue()
        assert "b.txt 2/4, OCR, 1 pages by OCR" in shown.getvalue()
        bar.part(sources[1:])
        bar._bar.refresh()
        assert "100%" in shown.getvalue()


def test_other_processes_tell_of_their_pages(
    monkeypatch: pytest.MonkeyPatch, sources: list[Source]
) -> None:
    shown = terminal(monkeypatch)
    with ReadingBar(sources) as bar:
        with bar.from_processes() as tell:
            tell(Progress("a.txt", 1, 2))
        bar._bar.refresh()
        assert " 25%" in shown.getvalue()
    assert shown.getvalue().endswith("\r")
