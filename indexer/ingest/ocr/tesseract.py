"""Tesseract, an optional program: pictures in, the words that it sees with their boxes out."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from indexer.ingest.limits import SourceLimits

if TYPE_CHECKING:
    from PIL.Image import Image

PROGRAM = "tesseract"
LANGUAGE = "ara"
LATIN_LANGUAGE = "fra"  # added where a page shows Latin words, because it doubles the time
DPI = 200
WHOLE_PAGE, RAW_LINE = 3, 13  # page segmentation modes

_SECONDS = 120  # of one call, whatever else the machine does
_WORD = "5"  # the level of the lines of its table that are words
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class SeenWord(NamedTuple):
    """A word that was seen: its text, its box in pixels, ends excluded, and its line.

    `place` is (picture, block, paragraph, line), each counted by the program; words and lines come
    in reading order. `confidence` is from 0 to 100.
    """

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: int
    place: tuple[int, int, int, int]


class NotRecognised(Exception):
    """The program did not read a picture; the text of the exception says why."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program as it is installed here."""

    path: str
    version: str
    languages: frozenset[str]

    def words(self, pictures: Sequence[Image], languages: str, mode: int) -> list[SeenWord]:
        """The words on grey `pictures`; raises NotRecognised."""
        command = [self.path, "-", "-", "-l", languages, "--psm", str(mode), "--dpi", str(DPI)]
        encoded = io.BytesIO()
        first, *others = pictures
        if others:
            first.save(encoded, "TIFF", save_all=True, append_images=others)
        else:
            first.save(encoded, "PPM")
        try:
            answer = subprocess.run(  # noqa: S603
                [*command, "tsv"],
                input=encoded.getvalue(),
                capture_output=True,
                timeout=_SECONDS,
                env=_environment(),
                check=True,
            )
        except subprocess.TimeoutExpired:
            raise NotRecognised(f"{PROGRAM} took more than {_SECONDS} seconds") from None
        except subprocess.CalledProcessError as error:
            ended = f"signal {-error.returncode}" if error.returncode < 0 else error.returncode
            raise NotRecognised(f"{PROGRAM} failed ({ended})") from None
        except OSError as error:
            raise NotRecognised(f"{PROGRAM} cannot be started: {error.strerror}") from None
        return parse_words(answer.stdout.decode("utf-8", "replace"))


def parse_words(table: str) -> list[SeenWord]:
    """The words in a table of tab-separated values, as the program writes it."""
    words = []
    for line in table.splitlines():
        cells = line.split("\t")
        if len(cells) != 12 or cells[0] != _WORD:
            continue
        text = " ".join(_MARKS.sub("", cells[11]).split())
        if not text:
            continue
        page, block, paragraph, row, _, left, top, width, height = map(int, cells[1:10])
        confidence = min(100, max(0, round(float(cells[10]))))
        place = (page, block, paragraph, row)
        words.append(SeenWord(text, left, top, left + width, top + height, confidence, place))
    return words


@cache
def installed_tesseract() -> Tesseract | None:
    """The program with its languages; None where it is not installed or cannot read Arabic."""
    path = shutil.which(PROGRAM)
    if path is None:
        return None
    try:
        version, listed = (
            subprocess.run(  # noqa: S603
                [path, option], capture_output=True, timeout=20, env=_environment(), check=True
            ).stdout.decode("utf-8", "replace")
            for option in ("--version", "--list-langs")
        )
    except (OSError, subprocess.SubprocessError):
        return None
    languages = frozenset(listed.split("\n")[1:])
    if LANGUAGE not in languages:
        return None
    first = version.split("\n")[0].split()
    return Tesseract(path, first[-1] if first else "", languages)


def ocr_options(limits: SourceLimits) -> str:
    """The part of the name of a cached reading that says how its pictures were read."""
    program = installed_tesseract() if limits.ocr_pages else None
    if program is None:
        return "-no-ocr"
    languages = [name for name in (LANGUAGE, LATIN_LANGUAGE) if name in program.languages]
    version = re.sub("[^a-z0-9.]", "_", program.version.lower())
    return f"-{'+'.join(languages)}-{DPI}-{version}-{limits.ocr_pages}"


def _environment() -> dict[str, str]:
    """The environment, in which the program uses one thread: each core reads a file of its own."""
    return os.environ | {"OMP_THREAD_LIMIT": "1"}
