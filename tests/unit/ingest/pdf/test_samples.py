"""Real files with a known text: the bars of docs/reading.md."""

from __future__ import annotations

import re
from pathlib import Path
from statistics import median

import pytest

from bench.reading import BARS, BY_EYE, OPEN, score, text_by_us
from indexer.ingest.health import health_of


@pytest.mark.parametrize("name", sorted(BARS.keys() - OPEN - BY_EYE))
def test_a_file_is_read_as_well_as_its_bar_says(shared: Path, name: str) -> None:
    (path,) = (shared / "samples" / "pdf").rglob(f"{name}.pdf")
    known = next(path.parent.glob(f"{name}.expected.*"))
    found = score(text_by_us(path), known.read_text("utf-8"))
    assert found.words >= BARS[name].words
    assert found.sequence >= BARS[name].sequence
    assert found.numbers >= BARS[name].numbers


@pytest.mark.parametrize(
    ("name", "phrases"),
    [
        (
            "ma-marsum-2-88-51",
            ("2.88.51 صادر في 9 جمادى الآخرة 1408 (29 يناير 1988)", "دورة استثنائية؛", "العراقي."),
        ),
        ("ma-qarar-978-09", ("رقم 978.09",)),
    ],
)
def test_laws_are_read_in_their_order(shared: Path, name: str, phrases: tuple[str, ...]) -> None:
    text = " ".join(text_by_us(shared / "samples" / "pdf" / f"{name}.pdf").split())
    for phrase in phrases:
        assert phrase in text
    assert " اال" not in text
    assert " األ" not in text


def test_letters_and_numbers_of_the_moroccan_laws(shared: Path) -> None:
    healths: list[float] = []
    for path in sorted((shared / "samples" / "pdf").glob("ma-*.pdf")):
        text = text_by_us(path, ocr=False)
        healths.append(health_of(text) or 0.0)
        assert not re.search(r"\b(?:اال|األ|اآل)\w", text)
        for known in path.parent.glob(f"{path.stem}.expected.txt"):
            assert numbers(known.read_text("utf-8")) <= numbers(text)
    assert median(healths) >= 0.92


def numbers(text: str) -> set[str]:
    """The years and the numbers of laws in `text`."""
    found = re.findall(r"(?<!\d)(?:\d+(?:\.\d+){1,2}|1[0-9]{3}|20\d\d)(?!\d)", text)
    return set(found)
