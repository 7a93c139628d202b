"""A small collection searched in several ways, and the tables that compare them."""

from __future__ import annotations

import gzip
import json
from dataclasses import fields
from pathlib import Path

import pytest

from indexer import Settings
from indexer.__main__ import DONE, main
from indexer.evaluate import Way, collections, mean, read_run
from indexer.query.ranking import Weights
from indexer.variations import ABLATIONS, VARIATIONS, WAYS, WIDTHS, evaluated, tables

DOCUMENTS = {
    "twice": ("سفر", "الشرطة في المدينة الشرطة في الطريق"),
    "titled": ("الشرطة", "يوم في المدينة يوم في الطريق"),
    "joined": ("رحلة", "والقرية وطريق"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two collections on one corpus."""
    quality = tmp_path / "quality"
    for name in ("first", "second"):
        (quality / name).mkdir(parents=True)
        (quality / name / "queries.tsv").write_text("q1\tالشرطة\nq2\tقرية\n", "utf-8")
        (quality / name / "qrels.tsv").write_text("q1\ttitled\t1\nq2\tjoined\t1\n", "utf-8")
        (quality / name / "meta.json").write_text('{"corpus": "first"}', "utf-8")
    rows = ({"id": i, "title": title, "text": text} for i, (title, text) in DOCUMENTS.items())
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (quality / "first/corpus.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    return quality


def test_each_way_is_a_search_of_its_own(folder: Path, settings: Settings) -> None:
    ways = {**WIDTHS, "untitled": Way(weights={"title": 0.0})}
    (of,) = evaluated(collections(folder, ["first"]), settings, ways).values()
    assert list(of) == ["word", "exact", "derived", "root", "untitled"]
    assert of["word"]["q2"][-1] == 1
    assert of["exact"]["q2"][-1] == 0  # nobody wrote قرية
    assert of["word"]["q1"][2] == 1
    assert of["untitled"]["q1"][2] == 0  # twice in the text comes before the title


def test_each_weight_is_left_out_in_turn() -> None:
    assert len(ABLATIONS) >= 8
    left_out = [way.weights for way in ABLATIONS.values()]
    assert left_out[0] == {}
    assert {"root": 0.0} in left_out
    assert {"title": 0.0} in left_out
    assert "family" not in left_out[-1]


def test_each_weight_is_a_quarter_lower_and_a_quarter_higher_in_turn() -> None:
    varied = [way.weights for way in VARIATIONS.values()]
    assert {"root": Weights().root * 0.75} in varied
    assert {"root": Weights().root * 1.25} in varied
    assert len(varied) == 2 * len(fields(Weights)) + 1


def test_ways_are_compared_with_the_first(folder: Path, settings: Settings) -> None:
    found = evaluated(collections(folder), settings, WIDTHS)
    lines = list(tables(found))
    name, head, word, exact, _, _, again = lines[:7]
    assert (name, again) == ("first", "second")
    assert head.split()[-2:] == ["difference", "p"]
    assert word.split()[-2:] == ["+0.0000", "1.0000"]
    difference = mean(found["first"]["exact"], 0) - mean(found["first"]["word"], 0)
    assert float(exact.split()[-2]) == pytest.approx(difference, abs=1e-4)
    assert lines[-5] == "mean"
    assert [line.split()[0] for line in lines[-4:]] == ["word", "exact", "derived", "root"]


@pytest.mark.parametrize("option", WAYS)
def test_the_command(
    option: str, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "run.json"
    given = ["--jobs", "1", "--collections", "first", "--json", str(file)]
    assert main(["evaluate", str(folder), option, *given]) == DONE
    ways, _ = WAYS[option]
    assert len(capsys.readouterr().out.splitlines()) == 2 + len(ways)
    assert list(read_run(file)) == [f"first, {way}" for way in ways]
