"""Which values of a facet answer what is written after its name."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from indexer.analysis import families_of, roots_of
from indexer.analysis.morphology.corpus_statistics import folded_words
from indexer.lexicon import Lexicon, write_lexicon
from indexer.query.facet_values import LABELS, accepts

MESSAGES = sorted((Path(__file__).resolve().parents[3] / "webapp/messages").glob("*.toml"))


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    writings = Counter(("القانون", "قانون", "حقوق", "الحقوق"))
    counts = folded_words(writings)[0]
    families = families_of(counts, {})
    write_lexicon(tmp_path, writings, families, roots_of(families, counts, {}))
    return Lexicon(tmp_path)


@pytest.mark.parametrize(
    ("facet", "asked", "value", "accepted"),
    [
        ("place", "الرباط", "الرباط", True),
        ("place", "رباط", "الدار البيضاء", False),
        ("topic", "حقوق", "الحقوق والحريات", True),  # in any form
        ("topic", "حقوق إنسان", "الحقوق والحريات", False),  # every word
        ("kind", "law", "law", True),
        ("kind", "القانون", "law", True),  # as readers call it
        ("kind", "Loi", "law", True),
        ("kind", "قانون", "report", False),
        ("kind", "نص", "classical", True),
        ("kind", "قانون", "قانون الشغل", True),  # a value that is no code
        ("language", "عربية", "ar", True),
        ("language", "tamazight", "zgh", True),
        ("author", "law", "قانون", False),  # no code
        ("year", "2011..2018", "2018", True),
        ("year", "2011..2018", "2019", False),
    ],
)
def test_values(lexicon: Lexicon, facet: str, asked: str, value: str, accepted: bool) -> None:
    assert accepts(facet, asked, lexicon)(value) is accepted


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.stem)
def test_what_the_pages_call_a_value_finds_it(lexicon: Lexicon, path: Path) -> None:
    messages = tomllib.loads(path.read_text("utf-8"))
    for facet in LABELS:
        for code, label in messages[facet].items():
            assert accepts(facet, label, lexicon)(code), (facet, code, label)
