"""Damage to an index is named: it never makes an answer wrong, nor any other error.

KHIZANA_LONG_TESTS=1 does twenty times as much of it.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from indexer import load_settings, reindex

ROOT = Path(__file__).resolve().parents[2]
TIMES = 20 if os.environ.get("KHIZANA_LONG_TESTS") else 1
SEED = 11
PLAIN, HOSTILE = 250 * TIMES, 200 * TIMES
WORDS = ("المدينة", "القديمة", "مدرسة", "قانون", "والقانون", "للمدرسة", "شرطة", "كتاب", "وزارة")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """A small index of two generations, which differ by a document."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    settings = load_settings(ROOT / "config.toml").with_folders(corpus, tmp_path / "index")
    chance = random.Random(SEED)
    for number in range(12):
        facts = f"date: {1950 + number}-03\nkind: {'قانون' if number % 2 else 'تقرير'}"
        text = f"{' '.join(chance.choices(WORDS, k=60))}\n\nمشترك المدينة القديمة كلمة{number}"
        head = f"---\ntitle: وثيقة رقم {number}\n{facts}\ntopics: [تعليم, أمن{number % 3}]\n---"
        (corpus / f"{number:02}.md").write_text(f"{head}\n\n{text}", "utf-8")
        if number == 10:
            reindex(settings)
    reindex(settings)
    return settings.index.folder


def outcomes(index: Path, kind: str, damages: int) -> tuple[Counter[str], Counter[str]]:
    """How often a damaged index answers in each way, and how often `check` says what of it."""
    script = Path(__file__).with_name("damaging.py")
    command = [sys.executable, "-B", script, index, str(SEED), "0", str(damages), kind]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    rows = list(map(json.loads, ran.stdout.splitlines()))
    assert len(rows) > 0.95 * damages  # a few change nothing
    return Counter(row["answers"] for row in rows), Counter(row["check"] for row in rows)


def test_no_damage_makes_an_answer_wrong_and_all_of_it_is_seen(index: Path) -> None:
    answers, checks = outcomes(index, "plain", PLAIN)
    assert set(answers) <= {"right", "refused"}, answers
    assert set(checks) == {"seen"}, checks


def test_an_index_made_to_mislead_brings_no_other_error(index: Path) -> None:
    answers, checks = outcomes(index, "hostile", HOSTILE)
    assert set(answers) == {"right", "refused", "wrong"}, answers
    assert set(checks) <= {"seen", "missed"}, checks
