"""Lucene's run over a small collection, which `evaluate` compares with, and what it needs."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from bench.__main__ import DONE, WRONG_USAGE, main
from bench.speed import lucene
from indexer.__main__ import main as indexer_main
from indexer.evaluate import read_run

DOCUMENTS = [
    {"id": "law", "title": "قانون\tالصحافة", "text": "نشر\nفي المدينة"},
    {"id": "sea", "text": "ميناء على البحر والمدينة"},
    {"id": "road", "title": None, "text": "حافلات"},
]
needs_lucene = pytest.mark.skipif(not lucene.installed(), reason="Lucene 8 is not installed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a corpus and one collection on it."""
    (tmp_path / "texts").mkdir()
    (tmp_path / "asked").mkdir()
    lines = "\n".join(json.dumps(document) for document in DOCUMENTS)
    (tmp_path / "texts/corpus.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    queries = "title\tالصحافه\nstem\tبحر أو مدينتي\nstop\tفي\nunknown\tجبل\n"
    (tmp_path / "asked/queries.tsv").write_text(queries, "utf-8")
    right = {"title": "law", "stem": "sea", "stop": "law", "unknown": "road"}
    rows = "".join(f"{query}\t{document}\t1\n" for query, document in right.items())
    (tmp_path / "asked/qrels.tsv").write_text(rows, "utf-8")
    (tmp_path / "asked/meta.json").write_text('{"corpus": "texts"}', "utf-8")
    return tmp_path


@needs_lucene
def test_what_lucene_finds_is_a_baseline(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = folder / "lucene.json"
    assert main(["lucene", "--folder", str(folder), "--json", str(file)]) == DONE
    assert capsys.readouterr().out.splitlines()[1].split()[:3] == ["asked", "4", "0.5000"]
    found = {query: values[0] for query, values in read_run(file)["asked"].items()}
    assert found == {
        "title": 1.0,  # in one field with the text; ة and ه are one
        "stem": 1.0,  # any word, without its article and endings
        "stop": 0.0,  # is not indexed
        "unknown": 0.0,
    }
    assert indexer_main(["evaluate", str(folder), "--baseline", str(file)]) == DONE
    assert "difference" in capsys.readouterr().out


def test_without_lucene_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lucene, "_JARS", folder)  # which holds no jar
    assert main(["lucene", "--folder", str(folder)]) == WRONG_USAGE
    assert "liblucene8-java" in capsys.readouterr().err
