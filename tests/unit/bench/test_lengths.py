"""Documents put together into longer ones, and the questions that they answer."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from bench import lengths


def test_questions_are_answered_by_the_longer_document(tmp_path: Path) -> None:
    folder = tmp_path / "asked"
    folder.mkdir()
    texts = [f"كلمة{number} في المدينة" for number in range(40)]
    rows = ({"id": str(at), "title": None, "text": text} for at, text in enumerate(texts))
    lines = "\n".join(json.dumps(row) for row in rows)
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (folder / "queries.tsv").write_text("q\tكلمة7\n", "utf-8")
    (folder / "qrels.tsv").write_text("q\t7\t1\n", "utf-8")
    (folder / "meta.json").write_text("{}", "utf-8")
    name, head, whole, without = lengths.report(tmp_path, (), 1)
    assert name == "asked"
    assert head.split()[-2:] == ["difference", "p"]
    assert whole.split()[2:] == ["1", *["1.0000"] * 5, "+0.0000", "1.0000"]
    assert without.split()[:2] == ["without", "stretch"]
