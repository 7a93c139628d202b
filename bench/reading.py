"""How well are real files read? Word F1, sequence and numbers of each file with a known text.

word F1: the Arabic words as a bag, folded (no marks, no kashida). seq: the longest common
subsequence of all words and numbers, so that their order counts. num: F1 of the numbers.
pdftotext and PyMuPDF are measured beside, where they are installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from indexer.errors import DocumentError
from indexer.ingest.files import readings_of
from indexer.ingest.health import health_of
from indexer.ingest.limits import SourceLimits
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source
from indexer.model import PageOrigin

_LIMITS = SourceLimits(500_000_000)
_NO_OCR = SourceLimits(500_000_000, ocr_pages=0)
_FOLDED = dict.fromkeys((1600, *range(1552, 1563), *range(1611, 1632), 1648))
_FOLDED |= {0x200C: 32, ord("ی"): ord("ي"), ord("ى"): ord("ي"), ord("ک"): ord("ك")}
_FOLDED |= {ord(digit): 0x30 + at for at, digit in enumerate("٠١٢٣٤٥٦٧٨٩")}
_FOLDED |= {ord(digit): 0x30 + at for at, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")}
_FOLDED |= {ord("٫"): ord("."), ord("٬"): ord(",")}
_MARKUP = re.compile(r"<[^<>\n]{1,80}>|&[a-z]+;|[*_#|`\\$]")
_ARABIC_WORD = re.compile("[\u0621-\u064a\u0671-\u06d3]+")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_WORD = re.compile(rf"{_ARABIC_WORD.pattern}|{_NUMBER.pattern}|[^\W\d_]+")
SPEED_SECONDS = 3.0
_HEALTHIER = 0.03  # by which a reading is taken for another

Reader = Callable[[Path], str]


class Score(NamedTuple):
    """A text beside the expected one; each figure is from 0 to 1."""

    words: float
    sequence: float
    numbers: float


class Bar(NamedTuple):
    """The least figures that a file must reach; docs/reading.md gives their reasons."""

    words: float
    sequence: float = 0.0
    numbers: float = 0.0


MADE = Bar(0.98, 0.97, 0.98)
# file → what it must reach.
BARS = {
    **dict.fromkeys(
        (
            "cairo-report", "chromium-mixed", "chromium-table", "enc-owner-report", "fpdf2-mixed",
            "libreoffice-law", "libreoffice-mixed", "reportlab-mixed", "weasy-law-2col",
            "weasy-mixed",
        ),
        MADE,
    ),
    "chromium-hadith": Bar(0.90),
    "kitab-ligatures-simplified-arabic": Bar(0.98),
    "kitab-axt-indesign": Bar(0.97),
    "kitab-false-tounicode": Bar(0.85),
    "gs-law": Bar(0.80),
    "scan-no-text-layer": Bar(0.95),
    "ma-dahir-1-04-162-hasana-barlamaniya": Bar(0.96, 0.95, 0.98),
}  # fmt: skip

# Not reached: the file lacks its first lines.
BY_EYE = frozenset({"gs-law", "scan-no-text-layer"})  # reached only where tesseract is installed
OPEN = frozenset({"libreoffice-mixed"})


def score(found: str, expected: str) -> Score:
    """The figures of the text `found` where `expected` is right."""
    found, expected = folded(found), folded(expected)
    ours, theirs = _WORD.findall(found), _WORD.findall(expected)
    common = LCSseq.similarity(ours, theirs)
    total = len(ours) + len(theirs)
    return Score(
        _f1(_ARABIC_WORD.findall(found), _ARABIC_WORD.findall(expected)),
        2 * common / total if total else 1.0,
        _f1(_NUMBER.findall(found), _NUMBER.findall(expected)),
    )


def folded(text: str) -> str:
    return _MARKUP.sub(" ", text).translate(_FOLDED)


def _f1(found: Sequence[str], expected: Sequence[str]) -> float:
    """The F1 of two bags; 1 where both are empty."""
    if not found and not expected:
        return 1.0
    common = (Counter(found) & Counter(expected)).total()
    return 2 * common / (len(found) + len(expected))


def readings(path: Path, *, ocr: bool = True) -> Iterator[Reading | DocumentError]:
    """The readings of the file at `path`, by the reader for its format."""
    source = Source(path, path.name, path.stat().st_size)
    yield from readings_of(source, _LIMITS if ocr else _NO_OCR)


def text_by_us(path: Path, *, ocr: bool = True) -> str:
    """The text of `path` as Khizana reads it, running heads included."""
    texts: list[str] = []
    for reading in readings(path, ocr=ocr):
        if isinstance(reading, DocumentError) and not texts:
            raise ValueError(reading.reason)
        if isinstance(reading, Reading):
            texts.append(reading.text)
            for page in reading.pages:
                texts += (page.margin, page.text)
    return "\n\n".join(texts)


def _text_by_pdftotext(path: Path) -> str:
    command = ("pdftotext", "-enc", "UTF-8", path, "-")
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    return done.stdout.decode("utf-8", "replace")


def _text_by_pymupdf(path: Path) -> str:
    with import_module("pymupdf").open(path) as document:
        return "\n".join(page.get_text() for page in document)


def _text_by_qalam(path: Path) -> str:
    return "\n".join(page.text for page in import_module("qalam").Document(str(path)).pages)


def healthier_by_qalam(folder: Path) -> Iterator[str]:
    """The pages that qalam, where it is installed, reads to a healthier text than we do.

    A second reader is worth having if these are many (docs/reading.md).
    """
    if not find_spec("qalam"):
        return
    pages = better = 0
    for path, _ in expected_texts(folder, ".pdf"):
        try:
            theirs = [page.text for page in import_module("qalam").Document(str(path)).pages]
        except (ValueError, RuntimeError):
            continue
        for page, text in zip(_pages(path), theirs, strict=False):
            pages += 1
            ours, its = health_of(page.text), health_of(text)
            better += its is not None and its > (ours or 0.0) + _HEALTHIER
    yield f"qalam reads {better} of {pages} pages to a text healthier by {_HEALTHIER} or more"


def readers() -> dict[str, Reader]:
    """The readers that are installed, by name."""
    found: dict[str, Reader] = {
        "khizana": text_by_us,
        "without OCR": partial(text_by_us, ocr=False),
    }
    if shutil.which("pdftotext"):
        found["pdftotext"] = _text_by_pdftotext
    if find_spec("pymupdf"):
        found["pymupdf"] = _text_by_pymupdf
    if find_spec("qalam"):
        found["qalam"] = _text_by_qalam
    return found


def expected_texts(folder: Path, suffix: str) -> Iterator[tuple[Path, str]]:
    """The files of `folder` with this suffix whose text is known, and their text."""
    for path in sorted(folder.rglob(f"*{suffix}")):
        for kind in ("txt", "md"):
            known = path.with_name(f"{path.stem}.expected.{kind}")
            if known.is_file():
                yield path, known.read_text("utf-8")


def report(folder: Path, seconds: float = SPEED_SECONDS) -> Iterator[str]:
    """The figures of each PDF below `folder`, reader by reader, and pages a second."""
    by = readers()
    yield "\t".join(("file", *(f"{name} F1/seq/num" for name in by), "bar"))
    sums: dict[str, list[Score]] = {name: [] for name in by}
    missed = 0
    for path, expected in expected_texts(folder, ".pdf"):
        cells = [path.stem]
        for name, reader in by.items():
            try:
                found = score(reader(path), expected)
            except (ValueError, RuntimeError) as error:
                cells.append(str(error))
                continue
            sums[name].append(found)
            cells.append("/".join(f"{figure:.3f}" for figure in found))
            if name == "khizana" and path.stem in BARS:
                bar = BARS[path.stem]
                reached = all(figure >= least for figure, least in zip(found, bar, strict=True))
                missed += not reached
                shown = "/".join(f"{least:.2f}" for least in bar if least)
                bar_cell = f"{shown} {'reached' if reached else 'MISSED'}"
        cells.append(bar_cell if path.stem in BARS else "")
        yield "\t".join(cells)
    for name, scores in sums.items():
        if scores:
            means = "/".join(
                f"{sum(column) / len(scores):.3f}" for column in zip(*scores, strict=True)
            )
            yield f"mean of {len(scores)} files, {name}: {means}"
    yield f"bars missed: {missed}"
    yield from healthier_by_qalam(folder)
    if seconds:
        yield from speed(folder, seconds)


def same_words(folder: Path) -> Iterator[str]:
    """The words of one document in each office format, as a share of those of its DOCX.

    `folder` has the samples. Beside it, what antiword and LibreOffice find.
    """
    word = folder / "docx" / "un-crc-c-gc-20-ar.docx"
    others = sorted((folder / "office").glob(f"{word.stem}.*"))
    expected = _unmarked_words(text_by_us(word))
    yield f"{word.name}: {expected.total():,} words, notes included"
    for path in (word, *others):
        found: dict[str, Callable[[Path], str]] = {"khizana": text_by_us}
        if shutil.which("antiword") and path.suffix == ".doc":
            found["antiword"] = _text_by_antiword
        if shutil.which("soffice") and path.suffix != ".epub":  # which it only writes
            found["LibreOffice"] = _text_by_libreoffice
        for name, reader in found.items():
            start = time.perf_counter()
            words = _unmarked_words(reader(path))
            spent = time.perf_counter() - start
            share = (words & expected).total() / expected.total()
            more = (words - expected).total()
            yield f"{path.suffix}\t{name}\t{share:.4f} of the words, {more} others\t{spent:.2f} s"


def _unmarked_words(text: str) -> Counter[str]:
    """The words of `text`; the marks of notes (¹) are none."""
    return Counter(_WORD.findall(re.sub("[⁰¹²³⁴-⁹]+", " ", text)))


def _text_by_antiword(path: Path) -> str:
    command = ("antiword", "-m", "UTF-8.txt", "-w", "0", path)
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    return done.stdout.decode("utf-8", "replace")


def _text_by_libreoffice(path: Path) -> str:
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = ("soffice", "--headless", profile, "--convert-to", "txt:Text (encoded):UTF8")
        subprocess.run(
            (*command, "--outdir", folder, path), capture_output=True, timeout=120, check=False
        )
        return Path(folder, f"{path.stem}.txt").read_text("utf-8")


def speed(folder: Path, seconds: float) -> Iterator[str]:
    """Pages of text layers a second of processor time; files with a page read by OCR are left."""
    paths = [path for path in sorted(folder.rglob("*.pdf")) if _has_text_layers(path)]
    pages, spent = 0, 0.0
    while spent < seconds:
        for path in paths:
            start = time.process_time()
            pages += len(_pages(path, ocr=False))
            spent += time.process_time() - start
    yield f"{pages} pages in {spent:.1f} s of processor time: {pages / spent:.0f} pages a second"


def _pages(path: Path, *, ocr: bool = True) -> list[PageReading]:
    found = (one for one in readings(path, ocr=ocr) if isinstance(one, Reading))
    return [page for one in found for page in one.pages]


def _has_text_layers(path: Path) -> bool:
    """True if the text of all pages of the PDF is taken from the file."""
    with suppress(ValueError):
        return {page.origin for page in _pages(path)} <= {PageOrigin.TEXT, PageOrigin.REPAIRED}
    return False
