"""Documents are looked up together, and a fault is told of those alone that it touches."""

from __future__ import annotations

import json
from pathlib import Path

from indexer import Document, IndexDamaged, load_settings, reindex
from indexer.engine import generations
from indexer.engine.segment.array_file import mapped_arrays
from indexer.engine.whoosh.searcher import WhooshSearcher

ROOT = Path(__file__).resolve().parents[4]
BLOCK = 64  # ids that are compressed together


def test_damage_among_the_ids_takes_no_document_but_those_of_the_same_block(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    ids = [f"{number:03}" for number in range(3 * BLOCK)]
    rows = (json.dumps({"id": name, "title": name, "text": f"نص {name}"}) for name in ids)
    (tmp_path / "corpus" / "many.jsonl").write_text("\n".join(rows), "utf-8")
    settings = load_settings(ROOT / "config.toml")
    settings = settings.with_folders(tmp_path / "corpus", tmp_path / "index")
    reindex(settings)
    folder = generations.current(settings.index.folder).folder
    (file,) = folder.glob("*.arrays")
    arrays = mapped_arrays(file)
    _, start, stop, _ = arrays["id/starts"].tolist()
    block = arrays["id/texts"][start:stop].tobytes()
    content = file.read_bytes()
    file.write_bytes(content.replace(block, bytes(len(block))))

    found = list(WhooshSearcher(folder).read([*ids, "none"]))

    assert [one.text if isinstance(one, Document) else type(one) for one in found] == [
        *(f"نص {name}" for name in ids[:BLOCK]),
        *[IndexDamaged] * BLOCK,
        *(f"نص {name}" for name in ids[2 * BLOCK :]),
        type(None),
    ]
