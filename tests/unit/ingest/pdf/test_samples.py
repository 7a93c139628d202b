"""Real files with a known text: the bars of docs/reading.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reading import BARS, BY_EYE, OPEN, score, text_by_us


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
