"""How well are pictures of pages read? Letters, Arabic-Indic numbers, lines, processor time.

CER: edits by letter ÷ letters of the known text, folded as in `reading`. Pages with numbers are
drawn here, at 200 dots per inch, in each font; numbers are right as a whole or wrong.
"""

from __future__ import annotations

import random
import re
import resource
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from rapidfuzz.distance import Levenshtein

from bench.reading import folded
from indexer.ingest.files import readings_of
from indexer.ingest.limits import SourceLimits
from indexer.ingest.ocr.recognition import ocr_page
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source

_PACKAGE = "pylopdf_fonts_ar"
_OF_PACKAGE = ("NotoNaskhArabic-Variable.ttf", "NotoSansArabic-Variable.ttf")
_OF_DEBIAN = (
    "truetype/dejavu/DejaVuSans.ttf",
    "truetype/kacst/KacstBook.ttf",
    "truetype/kacst/KacstOffice.ttf",
    "truetype/scheherazade/Scheherazade-Regular.ttf",
    "opentype/fonts-hosny-amiri/Amiri-Regular.ttf",
)
_SENTENCE = (
    "صدر القانون رقم {law} في الجريدة الرسمية عدد {few} بتاريخ {date} وبلغ عدد السكان {many}"
    " نسمة في سنة {year} حسب الإحصاء العام الذي نشر يوم {day} مارس {year} في الصفحة {few} من"
    " الكتاب (سنة {year} للهجرة) وتوفي عام {year} بعد أن حكم {day} سنة ثم خلفه ابنه الذي ولد"
    " سنة {year} وجاء في المادة {few} من المرسوم المؤرخ في {date} ما يلي"
)
_AS_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_NUMBER = re.compile(r"\d+(?:[./]\d+)*")
_MARGIN, _ROW = 150, 2  # pixels; times the size of type


def fonts() -> list[Path]:
    """The fonts to draw pages in: two of a package, and those of Debian that are installed."""
    ours = [Path(str(files(_PACKAGE).joinpath(name))) for name in _OF_PACKAGE]
    return ours + [
        path for name in _OF_DEBIAN if (path := Path("/usr/share/fonts", name)).is_file()
    ]


def numbers_page(
    font: Path, size: int = 36, seed: int = 1, western: bool = False
) -> tuple[Image.Image, list[str]]:
    """A page of 200 dots per inch with numbers in its sentences, and its lines."""
    chance = random.Random(seed)
    text = " ".join(_filled(chance) for _ in range(3))
    if "kacst" in font.name.lower():
        text = text.replace(".", "").replace("/", "")  # which its fonts do not have
    if not western:
        text = text.translate(_AS_ARABIC)
    face = ImageFont.truetype(str(font), size)
    lines: list[str] = []
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if face.getlength(longer, direction="rtl", language="ar") > 1654 - 2 * _MARGIN:
            lines.append(line)
            longer = word
        line = longer
    lines.append(line)
    page = Image.new("L", (1654, 2 * _MARGIN + _ROW * size * len(lines)), 245)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        at = (page.width - _MARGIN, _MARGIN + _ROW * size * row)
        pen.text(at, line, 15, face, anchor="ra", direction="rtl", language="ar")
    return page, lines


def _filled(chance: random.Random) -> str:
    parts = _SENTENCE.split("{")
    numbers = {
        "law": lambda: f"{chance.randint(1, 99)}.{chance.randint(10, 99)}",
        "few": lambda: str(chance.randint(10, 999)),
        "many": lambda: str(chance.randint(1_000, 99_999)),
        "date": lambda: f"{chance.randint(1, 29)}/{chance.randint(1, 12)}/{_year(chance)}",
        "day": lambda: str(chance.randint(10, 29)),
        "year": lambda: _year(chance),
    }
    filled = parts[0]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        filled += numbers[name]() + rest
    return filled


def _year(chance: random.Random) -> str:
    return str(chance.randint(600, 2_024))


def error_rate(found: str, expected: str) -> float:
    """The character error rate of the text `found` where `expected` is right."""
    ours, theirs = (" ".join(folded(text).split()) for text in (found, expected))
    return Levenshtein.distance(ours, theirs) / max(1, len(theirs))


def numbers_right(found: str, expected: str) -> tuple[int, int]:
    """(numbers of `expected` that are in `found`, all of them)."""
    ours, theirs = Counter(_NUMBER.findall(found)), Counter(_NUMBER.findall(expected))
    return (ours & theirs).total(), theirs.total()


def lost(found: str, lines: Sequence[str]) -> int:
    """How many of `lines` have less than half of their words in `found`."""
    words = set(folded(found).split())
    return sum(
        2 * sum(word in words for word in folded(line).split()) < len(line.split())
        for line in lines
    )


def image_page(path: Path) -> PageReading:
    """The page of the image at `path`."""
    source = Source(path, path.name, path.stat().st_size)
    (reading,) = readings_of(source, SourceLimits(1_000_000))
    if not isinstance(reading, Reading):
        raise ValueError(str(reading))
    return reading.pages[0]


def report(folder: Path) -> Iterator[str]:
    """The figures of the images of `folder`, all of one text, and of drawn pages."""
    expected = (folder / "report-page.expected.txt").read_text("utf-8")
    for path in sorted(folder.glob("*.jpg")):
        start = _seconds()
        rate = error_rate(image_page(path).text, expected)
        yield f"{path.stem}: CER {rate:.4f}, {_seconds() - start:.1f} s of processor time"
    for western in (False, True):
        yield from _numbers_report(western)


def _numbers_report(western: bool) -> Iterator[str]:
    """The figures of pages with numbers, font by font."""
    kind = "Western" if western else "Arabic-Indic"
    right = count = missing = 0
    for font in fonts():
        if western and "kacst" in font.name.lower():
            continue  # they have no Western digits
        for size in (30, 36):
            page, lines = numbers_page(font, size, seed=size, western=western)
            start = _seconds()
            read = ocr_page(page)
            spent = _seconds() - start
            here, all_here = numbers_right(read.text, "\n".join(lines))
            right, count = right + here, count + all_here
            missing += lost(read.text, lines)
            doubtful = sum(box.doubtful for box in read.boxes)
            yield (
                f"{font.stem} {size} px: {here} of {all_here} {kind} numbers right,"
                f" {doubtful} doubtful, {spent:.1f} s"
            )
    yield f"{kind} numbers: {right / count:.3f} of {count} right; lines lost: {missing}"


def _seconds() -> float:
    """The processor time of this process and of those that it waited for."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
