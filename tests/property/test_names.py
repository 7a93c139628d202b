"""A name is found in each of its spellings by each of them, in a generated archive."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, load_settings, reindex

CONFIG = Path(__file__).resolve().parents[2] / "config.toml"
# A name in each of its spellings; the parts that another document may have elsewhere.
NAMES = [
    [f"{servant} {name}", f"{servant}{name}"]
    for servant, name in product(("عبد",), ("الله", "الكريم", "الصمد", "الواحد"))
]
NAMES += [
    ["بن زيدون", "ابن زيدون", "بنزيدون"],
    ["بن سودة", "ابن سودة", "بنسودة"],
    ["أبو شعيب", "أبي شعيب", "أبا شعيب", "أبوشعيب"],
    ["بو شتى", "بوشتى"],
    ["أم كلثوم", "أمكلثوم"],
    ["ذو النون", "ذي النون", "ذوالنون"],
    ["بن عبد السلام", "بنعبد السلام", "بن عبدالسلام", "بنعبدالسلام"],
]
FIRST = ("حضر", "سافر", "كتب", "رحل")
LAST = ("المرنيسي", "الرقاقي", "الدباغ")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Every spelling of every name in two documents, and documents with the parts of them apart."""
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    drawn = random.Random(13)
    rows = []
    for number, spellings in enumerate(NAMES):
        for written, spelling in enumerate(spellings * 2):
            text = f"{drawn.choice(FIRST)} {spelling} {LAST[number % 3]} أمس."
            rows.append({"id": f"{number}-{written}", "title": "خبر", "text": text})
        parts = spellings[0].split()
        text = f"{LAST[number % 3]} {parts[-1]} هنا، ثم {parts[0]} هناك."
        rows.append({"id": f"{number}-apart", "title": "خبر", "text": text})
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (corpus / "all.jsonl").write_text("\n".join(lines), "utf-8")
    settings = load_settings(CONFIG).with_folders(corpus, index)
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


def found(archive: Archive, query: str) -> tuple[set[str], int]:
    """The ids of the documents found, and how many of them hold all words."""
    answer = archive.search(SearchRequest(query, page_size=100))
    return {hit.document.id for hit in answer.hits}, answer.all_words


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_every_spelling_finds_every_spelling(archive: Archive, number: int) -> None:
    spellings = NAMES[number]
    written = {f"{number}-{one}" for one in range(2 * len(spellings))}
    last = LAST[number % 3]
    for spelling in spellings:
        assert found(archive, f"«{spelling} {last}»") == (written, len(written)), spelling
        assert found(archive, f"«{spelling}»") == (written, len(written)), spelling
        ids, all_words = found(archive, f"{spelling} {last}")
        assert written <= ids, spelling
        # The words of a name stand apart in one document: some of them are words by themselves.
        apart = spelling.startswith(("ابن ", "أبو ", "أبي ", "أبا ", "أم ", "ذو ", "ذي "))
        assert all_words - len(written) in ((0, 1) if apart else (0,)), spelling
