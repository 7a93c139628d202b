"""Does the health of a text tell which texts are unreadable?

A text is unreadable if its words agree with those of its document by an F1 below UNREADABLE. The
health finds it if it is below READABLE (indexer/ingest/health.py). The texts are pages of documents
with the damages of bench/damage.py, and PDF files with a transcript as plain readers read them,
those of them that are installed.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from shutil import which

from bench.damage import damaged_pages, pages_of, word_f1
from bench.speed.passages import folder_texts
from indexer.ingest.health import (
    ARABIC_WORD,
    foreign_letters,
    health_of,
    health_score,
    is_shred,
    known_form,
    word_form,
)
from indexer.model.health import READABLE, SOUND

UNREADABLE = 0.7
SEED = 7
LEARNT_FROM = 3
_LAM_ALEF = re.compile("(ل)([اأإآ])")
_TURNED = re.compile("اال|األ|اإل|اآل")


@dataclass(frozen=True, slots=True)
class Judged:
    """A text whose word F1 is known, and its health."""

    kind: str  # the damage, or the reader
    f1: float
    health: float


@dataclass(frozen=True, slots=True)
class Score:
    """How many texts are unreadable, and how many the health finds, rightly or not."""

    texts: int
    unreadable: int
    found: int
    wrong: int

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.wrong) if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.unreadable if self.unreadable else 1.0


def score(judged: Sequence[Judged], threshold: float = READABLE) -> Score:
    """How well a health below `threshold` finds the unreadable ones of `judged`."""
    low = [one for one in judged if one.health < threshold]
    found = sum(one.f1 < UNREADABLE for one in low)
    unreadable = sum(one.f1 < UNREADABLE for one in judged)
    return Score(len(judged), unreadable, found, len(low) - found)


def judged_damage(texts: Iterable[str]) -> list[Judged]:
    """The pages of `texts`, each as it is and with each damage."""
    pages = (page for text in texts for page in pages_of(text))
    return _judged(damaged_pages(pages, Random(SEED)))


def judged_files(folder: Path) -> list[Judged]:
    """The PDF files in `folder` beside which their text stands, as each plain reader reads them."""
    return _judged(_extractions(folder))


def _judged(texts: Iterable[tuple[str, float, str]]) -> list[Judged]:
    """Texts too short to judge are left out."""
    return [
        Judged(kind, f1, health)
        for kind, f1, text in texts
        if (health := health_of(text)) is not None
    ]


def _extractions(folder: Path) -> Iterator[tuple[str, float, str]]:
    for expected in sorted(folder.rglob("*.expected.*")):
        pdf = expected.with_name(f"{expected.name.partition('.expected')[0]}.pdf")
        if not pdf.is_file():
            continue
        truth = expected.read_text("utf-8")
        for name, read in _PLAIN_READERS.items():
            text = read(pdf)
            if text is not None:
                yield name, word_f1(text, truth), text


def _pdftotext(*options: str) -> Callable[[Path], str | None]:
    def read(pdf: Path) -> str | None:
        program = which("pdftotext")
        if program is None:
            return None
        command = (program, *options, "-enc", "UTF-8", str(pdf), "-")
        done = subprocess.run(command, capture_output=True, check=False, timeout=60)
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None

    return read


def _pdfium(pdf: Path) -> str | None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf)
    except pypdfium2.PdfiumError:
        return None
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def _pypdf(pdf: Path) -> str | None:
    try:
        import pypdf
    except ImportError:
        return None
    try:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(pdf).pages)
    except pypdf.errors.DependencyError:
        return None


def _pymupdf(pdf: Path) -> str | None:
    try:
        import pymupdf
    except ImportError:
        return None
    document = pymupdf.open(pdf)
    return None if document.needs_pass else "\n".join(page.get_text() for page in document)


# Readers whose faults are known; whether they are installed is their matter.
_PLAIN_READERS: dict[str, Callable[[Path], str | None]] = {
    "pdftotext": _pdftotext(),
    "pdftotext -layout": _pdftotext("-layout"),
    "pdftotext -raw": _pdftotext("-raw"),
    "pdfium": _pdfium,
    "pypdf": _pypdf,
    "pymupdf": _pymupdf,
}


def learning(texts: Sequence[str]) -> Iterator[str]:
    """The quality of documents before and after an archive has learnt the words of sound ones.

    Every second document has its lam-alef turned round. A word is learnt if LEARNT_FROM sound ones
    have it.
    """
    mixed = [_LAM_ALEF.sub(r"\2\1", text) if at % 2 else text for at, text in enumerate(texts)]
    seen: Counter[str] = Counter()
    for text in mixed:
        if (_health(text, frozenset()) or 0) >= SOUND:
            seen.update({form for form in _forms(text) if not known_form(form)})
    learnt = frozenset(form for form, times in seen.items() if times >= LEARNT_FROM)
    odd = sum(_TURNED.search(form) is not None for form in learnt)
    yield f"learning: {len(learnt):,} words learnt, {odd:,} of them with lam-alef turned round"
    for name, first in (("sound documents", 0), ("lam-alef turned", 1)):
        for when, words in (("before", frozenset[str]()), ("after", learnt)):
            found = [_health(text, words) or 0 for text in mixed[first::2]]
            low = sum(health < SOUND for health in found)
            yield f"{name:>20} {when:>6}: {low:,} of {len(found):,} below {SOUND}"


def _forms(text: str) -> list[str]:
    return [word_form(word) for word in ARABIC_WORD.findall(text)]


def _health(text: str, learnt: frozenset[str]) -> float | None:
    """The health of `text` where the words `learnt` are known, too."""
    forms = _forms(text)
    known = sum(len(form) for form in forms if known_form(form) or form in learnt)
    letters, shreds = sum(map(len, forms)), sum(map(is_shred, forms))
    return health_score(letters, known, len(forms), shreds, foreign_letters(text))


def report(corpus: Path, samples: Path) -> Iterator[str]:
    """The table of each set of texts by threshold, then of each kind at the one that is used."""
    texts = list(folder_texts(corpus))
    sets = {
        "pages with damage": judged_damage(texts),
        "PDF files, plain readers": judged_files(samples),
    }
    for name, judged in sets.items():
        yield f"{name}: {len(judged):,} texts, {score(judged).unreadable:,} with F1 < {UNREADABLE}"
        yield f"{'health below':>20} {'precision':>9} {'recall':>7} {'found':>6} {'wrong':>6}"
        for threshold in (0.6, 0.65, READABLE, 0.75, 0.8):
            at = score(judged, threshold)
            line = f"{at.precision:9.3f} {at.recall:7.3f} {at.found:6,} {at.wrong:6,}"
            yield f"{threshold:20.2f} {line}"
        yield f"{'kind':>20} {'texts':>9} {'F1 < .7':>7} {'found':>6} {'wrong':>6}"
        for kind in dict.fromkeys(one.kind for one in judged):
            of_kind = score([one for one in judged if one.kind == kind])
            numbers = f"{of_kind.texts:9,} {of_kind.unreadable:7,} {of_kind.found:6,}"
            yield f"{kind:>20} {numbers} {of_kind.wrong:6,}"
    yield from learning(texts)
