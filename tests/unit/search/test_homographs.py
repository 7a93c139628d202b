"""Homographs in a whole search: two words that a sign tells apart are found and marked apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, load_settings, reindex

ROOT = Path(__file__).resolve().parents[3]
TEXTS = {
    "to": "ذهب إليه وإليها، ثم عاد إليه، وكتب إليه",
    "to-2": "وصل إليه من المدينة، ونظر إليه، وأشار إليه",
    "tool": "وضعت آلية جديدة، والآلية تنظر في الآليات",
    "tools": "كل آلية من الآليات",
    "library": "هذه مكتبة المدينة، والمكتبة قرب مكتبها",
    "office": "دخل مكتبه ثم خرج من مكتبه، ورأى مكتبه قرب مكتب، وكل مكتب في مكتب",
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("homographs")
    rows = ({"id": name, "title": "نص", "text": text} for name, text in TEXTS.items())
    (folder / "corpus").mkdir()
    (folder / "corpus" / "all.jsonl").write_text(
        "\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8"
    )
    settings = load_settings(ROOT / "config.toml").with_folders(folder / "corpus", folder / "index")
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "found", "marked"),
    [
        ("آلية", {"tool", "tools"}, {"آلية", "والآلية", "الآليات"}),
        ("آليه", {"tool", "tools"}, {"آلية", "والآلية", "الآليات"}),
        ("«إليه»", {"to", "to-2"}, {"إليه", "وإليها"}),
        (
            "«اليه»",
            {"to", "to-2", "tool", "tools"},
            {"إليه", "وإليها", "آلية", "والآلية", "الآليات"},
        ),
        ("مكتبة", {"library"}, {"مكتبة", "والمكتبة"}),
        ("مكتب", {"office", "library"}, {"مكتبه", "مكتبها", "مكتب"}),
    ],
)
def test_each_word_is_found_and_marked_alone(
    archive: Archive, query: str, found: set[str], marked: set[str]
) -> None:
    hits = archive.search(SearchRequest(query)).hits
    assert {hit.document.id for hit in hits} == found
    pieces = (piece for hit in hits for snippet in hit.snippets for piece in snippet)
    assert {piece.text for piece in pieces if piece.match} == marked


def test_the_analysis_of_a_word_without_signs_tells_both(archive: Archive) -> None:
    assert [found.family for found in archive.words("اليه")] == ["الي", "آلية"]
    assert [found.occurrences for found in archive.words("آلية")] == [2]
