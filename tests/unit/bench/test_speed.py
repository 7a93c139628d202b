"""The speed bench: its passages grow as real texts do, and every engine finds the same."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bench.__main__ import DONE, main
from bench.speed import measuring
from bench.speed.engines import ENGINES
from bench.speed.given import KINDS, Query, written_for
from bench.speed.passages import Passages, written_passages
from bench.speed.queries import queries
from bench.speed.stems import light_stem
from indexer.analysis import folded

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@pytest.fixture(scope="module")
def texts() -> list[str]:
    """Thirty texts of 400 words, some frequent and many that occur once."""
    draw = random.Random(5)
    words = ["".join(draw.choices(LETTERS, k=draw.randint(4, 7))) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    return [" ".join(draw.choices(words, weights, k=400)) for _ in range(30)]


@pytest.fixture
def corpus(texts: list[str], tmp_path: Path) -> Passages:
    return written_passages(iter(texts), 60, tmp_path / "passages.jsonl")


def lines(corpus: Passages) -> list[str]:
    rows = map(json.loads, corpus.file.read_text("utf-8").splitlines())
    return [row["text"] for row in rows]


def test_real_passages_are_the_texts_cut(texts: list[str], corpus: Passages) -> None:
    assert corpus.passages == corpus.real == len(lines(corpus)) == 60
    for passage in lines(corpus):
        assert 100 <= len(passage.split()) <= 250
        assert any(passage in text for text in texts)


def test_further_passages_keep_the_growth_of_the_vocabulary(
    texts: list[str], tmp_path: Path
) -> None:
    def distinct(passages: list[str]) -> int:
        return len({word for passage in passages for word in passage.split()})

    corpus = written_passages(iter(texts), 400, tmp_path / "passages.jsonl")
    passages = lines(corpus)
    assert (corpus.passages, len(set(passages))) == (400, 400)
    expected = distinct(passages[: corpus.real]) * (400 / corpus.real) ** corpus.heaps
    assert distinct(passages) == pytest.approx(expected, rel=0.15)
    assert corpus.words == sum(len(passage.split()) for passage in passages)


def test_the_same_passages_each_time(texts: list[str], tmp_path: Path) -> None:
    first, again = (
        written_passages(iter(texts), 150, tmp_path / f"{run}.jsonl").file.read_bytes()
        for run in range(2)
    )
    assert first == again


def test_texts_too_short_make_no_passage(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="hundred words"):
        written_passages(iter(["كتاب"]), 5, tmp_path / "passages.jsonl")


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("والكتاب", "كتاب"),  # one prefix
        ("للمدرسة", "مدرس"),  # one prefix, one suffix
        ("وكتاب", "كتاب"),
        ("فالولد", "ولد"),
        ("وبالبيت", "بالبيت"),  # a second prefix stays
        ("ولد", "ولد"),  # the waw is a root letter: too short to strip
        ("الان", "الان"),  # too short for either
        ("كتابها", "كتاب"),
        ("مدرسون", "مدرس"),
        ("مصريتها", "مصريت"),
        ("مصرياته", "مصريات"),  # suffixes in their order, each once
        ("مصريين", "مصر"),  # ين, then ي
        ("على", "علي"),  # folded
        ("10,405", "10,405"),
    ],
)
def test_light_stem(word: str, stem: str) -> None:
    assert light_stem(folded(word)) == stem


def test_queries_of_each_kind(corpus: Passages) -> None:
    drawn = queries(corpus.file, 9)
    assert [query.kind for query in drawn] == [kind for kind in KINDS for _ in range(9)]
    assert drawn == queries(corpus.file, 9)
    text = " ".join(lines(corpus))
    assert all(" ".join(query.words) in text for query in drawn if query.kind == "phrase")
    assert {len(query.words) for query in drawn if query.kind == "bool"} == {4}
    assert all(query.words == query.stems for query in drawn if query.kind == "prefix")


def test_the_most_frequent_words_are_asked_for_in_their_own_kind_and_in_phrases(
    texts: list[str], corpus: Passages
) -> None:
    counts = Counter(" ".join(texts).split())
    most_frequent = {word for word, _ in counts.most_common(20)}
    with_them = {
        query.kind
        for query in queries(corpus.file, 50)
        if not most_frequent.isdisjoint(query.words)
    }
    assert with_them == {"common_or", "phrase"}


def test_neighbours_stand_side_by_side(tmp_path: Path) -> None:
    text = " ".join(["كتاب 1950 ورق"] * 40)  # a year between any two words but ورق كتاب
    corpus = written_passages(iter([text]), 1, tmp_path / "passages.jsonl")
    assert {query.words for query in queries(corpus.file, 9, ("phrase",))} == {("ورق", "كتاب")}


@pytest.mark.parametrize("name", ENGINES)
def test_what_an_engine_costs(name: str, corpus: Passages, tmp_path: Path) -> None:
    written_for(ENGINES, corpus.file)
    folder = tmp_path / name
    folder.mkdir()
    built = measuring.build(name, corpus.file, folder)
    assert min(built.cpu, built.wall, built.peak_megabytes, built.bytes) > 0
    drawn = queries(corpus.file, measuring.WARMING + 2)
    asking = measuring.ask(name, folder, drawn)
    assert {kind: len(each) for kind, each in asking.cpu_ms.items()} == dict.fromkeys(
        ENGINES[name].answers, 2
    )
    assert min(cost for each in asking.cpu_ms.values() for cost in each) > 0


@pytest.mark.parametrize("name", ["ours", "tantivy", "fts5"])
def test_queries_find_what_they_were_drawn_from(
    name: str, corpus: Passages, tmp_path: Path
) -> None:
    written_for(ENGINES, corpus.file)
    ENGINES[name].build(corpus.file, tmp_path)
    ask = ENGINES[name].opened(tmp_path)

    def found(query: Query) -> int:
        answer: Any = ask(query)
        return len(getattr(answer, "hits", getattr(answer, "rows", answer)))

    for query in queries(corpus.file, 5, ("or", "common_or", "and", "phrase")):
        assert found(query)
    absent = ("ظظظظظ", *lines(corpus)[0].split()[:1])
    assert found(Query("and", absent, absent, absent)) == 0


def test_engines_given_stems_find_the_same(tmp_path: Path) -> None:
    draw = random.Random(8)
    bases = ["".join(draw.choices(LETTERS, k=draw.randint(2, 5))) for _ in range(2_000)]
    weights = [1 / rank for rank in range(1, len(bases) + 1)]

    def word() -> str:
        if draw.random() < 0.05:
            return draw.choice(("10,405", "1950", "Café", "cafe", "كِتَاب", "مـدينة,"))
        (base,) = draw.choices(bases, weights)
        return draw.choice(("", "", "و", "ال", "وال", "لل")) + base + draw.choice(("", "ة", "ات"))

    texts = (" ".join(word() for _ in range(400)) for _ in range(300))
    corpus = written_passages(texts, 300, tmp_path / "passages.jsonl")
    written_for(("stock", "fts5"), corpus.file)
    drawn = queries(corpus.file, measuring.WARMING + 10)
    drawn += [Query("or", (word,), (word,), (word,)) for word in ("cafe", "café", "10,405", "10")]
    found = {}
    for name in ("ours", "stock", "fts5"):
        (tmp_path / name).mkdir()
        measuring.build(name, corpus.file, tmp_path / name)
        found[name] = measuring.found(name, tmp_path / name, drawn)
    assert found["stock"] == found["fts5"]
    assert found["stock"] == {**found["ours"], "request": found["stock"]["request"]}
    assert all(map(any, found["stock"].values()))


def test_the_report(texts: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number, text in enumerate(texts):
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    given = ["--folder", str(tmp_path), "--engines", "ours,fts5", "--queries", "2", "--rounds", "1"]
    assert main(["speed", "--growth", "40,0.2k", *given]) == DONE
    told = capsys.readouterr().out
    assert "200 passages" in told
    assert "of them are real" in told
    assert told.count("| ours ") == 3  # asked twice, and grown
    assert told.count("documents found on average, by ours: or ") == 2


def test_the_report_of_the_analysis(
    texts: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("\n".join(texts), "utf-8")
    assert main(["analysis", "--folder", str(tmp_path)]) == DONE
    told = capsys.readouterr().out.splitlines()
    assert told[0].startswith("12,000 words, ")
    assert len(told) == 5
