"""The measures by hand, a small collection through the real search, and what is refused."""

from __future__ import annotations

import gzip
import json
import math
from pathlib import Path

import pytest

from indexer import Settings
from indexer.__main__ import DONE, WRONG_USAGE, main
from indexer.archive import Archive
from indexer.errors import EvaluationError
from indexer.evaluate import (
    collections,
    evaluate,
    indexed,
    ndcg,
    read_run,
    recall,
    reciprocal_rank,
    significance,
    success,
    table,
    values,
    write_run,
)
from tests.small_model import installed

DOCUMENTS = [
    {"id": "law", "title": "", "text": "قانون الصحافة والنشر"},
    {"id": "sea", "title": None, "text": "ميناء المدينة على البحر"},
    {"id": "road", "title": "الطريق", "text": "حافلات المدينة"},
]
GRADES = {"a": 3.0, "b": 1.0}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a corpus and one collection on it."""
    quality = tmp_path / "quality"
    (quality / "texts").mkdir(parents=True)
    (quality / "asked").mkdir()
    lines = "\n".join(json.dumps(document) for document in DOCUMENTS)
    (quality / "texts/corpus.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (quality / "asked/queries.tsv").write_text("q1\tما قانون الصحافة؟\nq2\t- (البحر)\n", "utf-8")
    (quality / "asked/qrels.tsv").write_text("q1\tlaw\t1\nq1\tsea\t0\nq2\tsea\t2\n", "utf-8")
    (quality / "asked/meta.json").write_text('{"corpus": "texts"}', "utf-8")
    return quality


@pytest.mark.parametrize(
    ("ranking", "value"),
    [
        (["a", "b"], 1),
        (["b", "a"], (1 + 3 / math.log2(3)) / (3 + 1 / math.log2(3))),
        (["x", "a"], 3 / math.log2(3) / (3 + 1 / math.log2(3))),
        (["x"] * 10 + ["a"], 0),  # past the depth
        ([], 0),
    ],
)
def test_ndcg(ranking: list[str], value: float) -> None:
    assert ndcg(ranking, GRADES, 10) == pytest.approx(value)


@pytest.mark.parametrize(
    ("ranking", "value"), [(["b", "a"], 1), (["x", "y", "a"], 1 / 3), (["x"] * 10 + ["a"], 0)]
)
def test_reciprocal_rank(ranking: list[str], value: float) -> None:
    assert reciprocal_rank(ranking, GRADES, 10) == pytest.approx(value)


@pytest.mark.parametrize(("ranking", "value"), [(["b", "x"], 1), (["x", "a"], 0), ([], 0)])
def test_success(ranking: list[str], value: float) -> None:
    assert success(ranking, GRADES, 1) == value


@pytest.mark.parametrize(("depth", "value"), [(1, 0), (2, 0.5), (4, 1)])
def test_recall(depth: int, value: float) -> None:
    assert recall(["x", "b", "y", "a"], GRADES, depth) == value


def test_a_collection_is_read(folder: Path) -> None:
    (asked,) = collections(folder)
    assert asked.name == "asked"
    assert asked.queries == {"q1": "ما قانون الصحافة؟", "q2": "- (البحر)"}
    assert asked.grades == {"q1": {"law": 1}, "q2": {"sea": 2}}  # grade 0 is wrong


def test_queries_of_another_kind(folder: Path) -> None:
    (folder / "asked/queries.typo.tsv.gz").write_bytes(gzip.compress("q2\tالبجر\n".encode()))
    (asked,) = collections(folder, kind="typo")
    assert asked.queries == {"q2": "البجر"}


def test_an_untitled_document_has_no_words_in_its_title(folder: Path, settings: Settings) -> None:
    with indexed(folder / "texts/corpus.jsonl.gz", settings) as there, Archive(there) as archive:
        assert archive.status().documents == 3
        words = sum(len(str(document["text"]).split()) for document in DOCUMENTS)
        assert archive.status().words == words
        found = archive.read("law")
        assert found is not None
        assert found.document.title_origin is not None
    assert not there.index.folder.exists()


@pytest.mark.parametrize("jobs", [1, 2])
def test_questions_go_through_the_real_search(folder: Path, settings: Settings, jobs: int) -> None:
    (folder / "asked/queries.tsv").write_text("q1\tالقانون\nq2\tحافلات؟\n", "utf-8")
    run = evaluate(collections(folder), settings, jobs)
    assert run == {"asked": {"q1": (1, 1, 1, 1, 1), "q2": (0, 0, 0, 0, 0)}}


def test_collections_share_the_index_of_their_corpus(folder: Path, settings: Settings) -> None:
    (folder / "again").mkdir()
    for path in (folder / "asked").iterdir():
        (folder / "again" / path.name).write_bytes(path.read_bytes())
    run = evaluate(collections(folder, ["asked", "again"]), settings)
    assert list(run) == ["asked", "again"]
    assert run["asked"] == run["again"]


def test_nothing_asked_is_nothing_measured(folder: Path, settings: Settings) -> None:
    with indexed(folder / "texts/corpus.jsonl.gz", settings) as there:
        (asked,) = collections(folder)
        assert values(there, type(asked)("none", asked.corpus, {}, {}), jobs=2) == {}


def test_runs_that_are_alike_differ_by_chance() -> None:
    assert significance([0.0] * 20) == 1
    assert significance([0.5, -0.5] * 50) > 0.5


def test_a_clear_difference_is_significant() -> None:
    assert significance([0.1] * 30) < 0.001
    assert significance([-0.1] * 30) < 0.001


def test_the_smallest_p_of_few_queries_is_exact() -> None:
    assert significance([1.0] * 3) == pytest.approx(2 / 2**3, abs=0.02)  # all + or all -
    assert significance([1.0] * 3) == significance([1.0] * 3)  # seeded


def test_a_table_with_a_baseline() -> None:
    run = {"one": {"q": (1.0, 1.0, 1.0, 1.0, 1.0)}, "two": {"q": (0.5, 0.5, 0.0, 0.5, 1.0)}}
    head, one, two, overall = table(run, {"one": {"q": (0.25, 0.0, 0.0, 0.0, 0.0)}})
    assert head.split()[-2:] == ["difference", "p"]
    assert one.split()[:3] == ["one", "1", "1.0000"]
    assert one.split()[-2:] == ["+0.7500", "1.0000"]  # one query is no evidence
    assert two.split()[-1] == "1.0000"
    assert overall.split() == ["mean", "0.7500", "0.7500", "0.5000", "0.7500", "1.0000"]


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_run(tmp_path / "run.json", {"one": {"q": (1.0, 0.5, 0.0, 0.0, 1.0)}})
    assert read_run(tmp_path / "run.json") == {"one": {"q": [1.0, 0.5, 0.0, 0.0, 1.0]}}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"measures": [], "collections": {}}', "[" * 9999, '{"collections": 1}'],
)
def test_what_is_no_run_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "run.json").write_text(text, "utf-8")
    with pytest.raises(EvaluationError, match="is not a run"):
        read_run(tmp_path / "run.json")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("queries.tsv", "", "has no query"),
        ("queries.tsv", "q1 without a tab", "queries.tsv:1: fewer than 2 columns"),
        ("queries.tsv", "q1\ta\n\nq1\tb\n", "queries.tsv:3: the id q1 is used twice"),
        ("queries.tsv", "q9\ta\n", "names no document for q9"),
        ("qrels.tsv", "q1\tlaw\n", "qrels.tsv:1: fewer than 3 columns"),
        ("qrels.tsv", "q1\tlaw\tgood\n", "qrels.tsv:1: “good” is no grade"),
        ("qrels.tsv", "q1\tlaw\tnan\n", "qrels.tsv:1: “nan” is no grade"),
        ("qrels.tsv", "\udcff", "is not UTF-8"),
        ("meta.json", "{", "is not JSON"),
        ("meta.json", '{"corpus": 1}', "name of a folder"),
        ("meta.json", '{"corpus": "gone"}', "there is no"),
        ("meta.json", "{}", "names the corpus asked, but there is no"),
    ],
)
def test_malformed_collections_are_refused(
    folder: Path, name: str, content: str, reason: str
) -> None:
    (folder / "asked" / name).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(EvaluationError, match=reason):
        collections(folder)


@pytest.mark.parametrize("name", ["qrels.tsv", "meta.json"])
def test_missing_files_are_refused(folder: Path, name: str) -> None:
    (folder / "asked" / name).unlink()
    with pytest.raises(EvaluationError, match=f"{name}: cannot be read"):
        collections(folder)


@pytest.mark.parametrize("content", [b"no gzip", gzip.compress(b"{}" * 999, mtime=0)[:-9]])
def test_a_damaged_corpus_is_refused(folder: Path, settings: Settings, content: bytes) -> None:
    (folder / "texts/corpus.jsonl.gz").write_bytes(content)
    with pytest.raises(EvaluationError, match="cannot be read"):
        evaluate(collections(folder), settings)


@pytest.mark.parametrize("line", ["{", "[]"])
def test_a_corpus_of_anything_else_is_refused(folder: Path, settings: Settings, line: str) -> None:
    (folder / "texts/corpus.jsonl.gz").write_bytes(gzip.compress(line.encode()))
    with pytest.raises(EvaluationError, match=r"jsonl\.gz:1: "):
        evaluate(collections(folder), settings)


def test_the_command(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = str(tmp_path / "run.json")
    assert main(["evaluate", str(folder), "--jobs", "1", "--json", run]) == DONE
    assert main(["evaluate", str(folder), "--jobs", "1", "--baseline", run]) == DONE
    assert capsys.readouterr().out.splitlines()[-1].split()[-2:] == ["+0.0000", "1.0000"]


def test_the_command_searches_by_meaning_where_asked(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "asked/queries.tsv").write_text("q1\tpolice\nq2\tsea\n", "utf-8")
    given = ["evaluate", str(folder), "--jobs", "1"]
    with installed(tmp_path / "small.bin"):
        assert main(given) == DONE
        assert main([*given, "--meaning"]) == DONE
    by_words, by_meaning = capsys.readouterr().out.splitlines()[1::2]
    assert float(by_words.split()[-1]) == 0  # Recall@100
    assert float(by_meaning.split()[-1]) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["--collections", "other"],
        ["--queries", "other"],
        ["--baseline", "/nowhere.json"],
    ],
)
def test_the_command_refuses(
    folder: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(folder), *arguments]) == WRONG_USAGE
    assert capsys.readouterr().out == ""


def test_a_folder_without_collections_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"holds no folder with a queries\.tsv"):
        collections(tmp_path)
