"""The bench of articles, on the documents of its list."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.articles import ARTICLES, judgements, report

SOME = ("002-", "007-", "031-", "075-", "101-", "152-")  # not held out: small, or hard


def test_the_list_has_laws_and_others() -> None:
    rows = [row.split("\t") for row in ARTICLES.read_text("utf-8").splitlines()]
    laws = [row for row in rows if row[2] != "-"]
    assert len(laws) >= 25
    assert len(rows) - len(laws) >= 100
    assert len({row[0] for row in rows}) == len(rows)


def test_a_document_of_the_list_is_judged_by_its_text(tmp_path: Path) -> None:
    (tmp_path / "002-dustur-2011.txt").write_text("نص آخر بهذا الاسم.", "utf-8")
    assert list(judgements(tmp_path)) == []
    assert "0 laws, 0 articles" in next(report(tmp_path, 0))


def test_articles_of_laws_have_their_addresses(shared: Path, tmp_path: Path) -> None:
    for path in (shared / "corpus").glob("*.md"):
        if path.name.startswith(SOME):
            (tmp_path / path.name).write_bytes(path.read_bytes())
    judged = list(judgements(tmp_path))
    if not judged:
        pytest.skip("../shared/corpus has other texts")
    assert {one.document_id: one.found ^ one.wanted for one in judged} == (
        {one.document_id: frozenset() for one in judged}
    )
    assert sum(len(one.wanted) for one in judged) > 200
