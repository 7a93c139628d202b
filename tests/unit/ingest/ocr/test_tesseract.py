"""The table that tesseract writes, and the program as it is installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image

from indexer.ingest.cache import entry_name
from indexer.ingest.limits import SourceLimits
from indexer.ingest.ocr import tesseract as module
from indexer.ingest.ocr.tesseract import NotRecognised, Tesseract, ocr_options, parse_words

ROWS = (
    "level page_num block_num par_num line_num word_num left top width height conf text",
    "1 1 0 0 0 0 0 0 1653 876 -1 ",
    "5 1 1 1 2 1 1443 175 58 21 92.25 صدر",
    "5 1 1 1 2 2 158 168 47 21 61.4 \u200e١٩٥٦\u200f",
    "5 1 1 1 2 3 158 168 47 21 -1 ",
)


def program(path: str) -> Tesseract:
    return Tesseract(path, "5.3.0", frozenset({"ara"}))


def script(folder: Path, text: str) -> str:
    """A program of the operating system that does what `text` says, in Python."""
    path = folder / "tesseract"
    path.write_text(f"#!{sys.executable}\n{text}\n")
    path.chmod(0o755)
    return str(path)


def test_words_are_taken_from_the_table() -> None:
    first, second = parse_words("\n".join(ROWS).replace(" ", "\t"))
    assert first == ("صدر", 1443, 175, 1501, 196, 92, (1, 1, 1, 2))
    assert (second.text, second.confidence) == ("١٩٥٦", 61)  # without direction marks


def test_a_program_that_crashes_is_said(tmp_path: Path) -> None:
    crash = script(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    with pytest.raises(NotRecognised, match="signal 11"):
        program(crash).words([Image.new("L", (50, 50), 255)], "ara", 3)


def test_a_program_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised, match="cannot be started: No such file"):
        program(str(tmp_path / "gone")).words([Image.new("L", (50, 50), 255)], "ara", 3)


def test_the_program_uses_one_thread(tmp_path: Path) -> None:
    told = script(
        tmp_path,
        "import os, sys; sys.stdin.buffer.read()\n"
        "row = ['5', *'111111234', '90', 'خيط' + os.environ['OMP_THREAD_LIMIT']]\n"
        "sys.stdout.buffer.write('\\t'.join(row).encode())",
    )
    (word,) = program(told).words([Image.new("L", (50, 50), 255)], "ara", 3)
    assert word.text == "خيط1"


@pytest.mark.parametrize(
    ("found", "pages", "options"),
    [
        (None, 5_000, "-no-ocr"),
        (program("tesseract"), 0, "-no-ocr"),
        (program("tesseract"), 5_000, "-ara-200-5.3.0-5000"),
        (
            Tesseract("tesseract", "v5.4/Beta", frozenset({"ara", "fra", "deu"})),
            10,
            "-ara+fra-200-v5.4_beta-10",
        ),
    ],
    ids=["absent", "none allowed", "Arabic", "with French"],
)
def test_a_cached_reading_says_how_its_pictures_were_read(
    found: Tesseract | None, pages: int, options: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "installed_tesseract", lambda: found)
    assert ocr_options(SourceLimits(1, ocr_pages=pages)) == options
    assert entry_name("", f"png-1{options}")
