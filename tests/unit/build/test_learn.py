"""The terms that documents are indexed under: of titles, and of titles and texts together."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import Settings, ingest
from indexer.analysis import BOUNDARY, FIELDS, FamilyList
from indexer.analysis.morphology.family_list import ListedPair
from indexer.build.holdings import PreviousGeneration
from indexer.build.learn import _whole, learnt_terms
from indexer.build.spool import Spool, TextWords, spooled
from indexer.engine.term_batch import TermBatch
from indexer.ingest import SourceLimits
from indexer.lexicon import Lexicon

Numbers = list[list[int]]
numbers = st.lists(st.integers(0, 9), max_size=5)
documents = st.lists(st.tuples(numbers, numbers), max_size=6)


def words(texts: Numbers) -> TextWords:
    flat = [number for text in texts for number in text]
    return TextWords(np.array(flat, np.int32), np.array([len(text) for text in texts], np.int64))


@given(documents)
def test_the_whole_of_each_document_is_its_title_the_boundary_and_its_text(
    pairs: list[tuple[list[int], list[int]]],
) -> None:
    title, text = words([title for title, _ in pairs]), words([text for _, text in pairs])
    whole = _whole(title, text, boundary=99)
    expected = [[*title, 99, *text] for title, text in pairs]
    assert whole.numbers.tolist() == [number for document in expected for number in document]
    assert whole.lengths.tolist() == [len(document) for document in expected]
    assert whole.numbers.dtype == np.int32


# Of a real spool


def spool_of(settings: Settings, folder: Path, *rows: dict[str, str]) -> Spool:
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    (settings.corpus.folder / "all.jsonl").write_text(lines, "utf-8")
    folder.mkdir()
    listing = ingest.corpus_listing(settings.corpus.folder)
    return spooled(folder, listing, PreviousGeneration("now"), SourceLimits(1_000_000), 1)


def listed(terms: TermBatch) -> list[list[str]]:
    """The terms of each document."""
    ends = np.cumsum(terms.lengths)
    return [
        [terms.dictionary[number] for number in terms.terms[end - length : end]]
        for end, length in zip(ends, terms.lengths, strict=True)
    ]


def test_a_document_has_its_words_as_written_their_families_and_roots(
    settings: Settings, tmp_path: Path
) -> None:
    found = spool_of(
        settings,
        tmp_path / "spool",
        {"id": "1", "title": "الأمنُ", "text": "وزارة الداخلية ووزارة، الأمن"},
        {"id": "2", "title": "—", "text": "الوزارة"},
    )
    terms = learnt_terms(found, None, tmp_path)
    (of_parts,) = (batch.words for batch in found.batches())
    lexicon = Lexicon(tmp_path)
    fields = {field: listed(of) for field, of in terms.of(of_parts).items()}
    assert fields.keys() == set(FIELDS)
    assert fields["title_exact"] == [["الأمنُ"], []]
    assert fields["text_exact"] == [
        ["الأمنُ", BOUNDARY, "وزارة", "الداخلية", "ووزارة", "الأمن"],
        [BOUNDARY, "الوزارة"],
    ]
    assert fields["title_word"] == [["امن"], []]
    assert fields["text_word"] == [
        ["امن", BOUNDARY, "وزاره", lexicon.family("الداخليه"), "وزاره", "امن"],
        [BOUNDARY, "وزاره"],
    ]
    for part in ("title", "text"):
        roots = [
            [word if word == BOUNDARY else lexicon.root(word) for word in document]
            for document in fields[f"{part}_word"]
        ]
        assert fields[f"{part}_root"] == roots


def test_the_lexicon_counts_the_words_of_titles_and_texts(
    settings: Settings, tmp_path: Path
) -> None:
    rows = {"id": "1", "title": "الأمنُ", "text": "وزارة الأمن"}, {"id": "2", "text": "الوزارة"}
    learnt_terms(spool_of(settings, tmp_path / "spool", *rows), None, tmp_path)
    found = dict(Lexicon(tmp_path).words())
    assert (found["الامن"], found["وزاره"]) == (2, 1)
    assert BOUNDARY not in found


def test_words_that_are_known_keep_their_families_and_roots(
    settings: Settings, tmp_path: Path
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    learnt_terms(spool_of(settings, tmp_path / "1", {"id": "1", "text": "بلكوش"}), None, before)
    more = spool_of(settings, tmp_path / "2", {"id": "1", "text": "بلكوش " + "لكوش " * 20})
    learnt_terms(more, before, after)
    assert Lexicon(after).family("بلكوش") == "بلكوش"
    learnt_terms(more, None, after)
    assert Lexicon(after).family("بلكوش") == "لكوش"


def test_the_list_of_the_archive_holds_after_an_update(settings: Settings, tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    before.mkdir()
    after.mkdir()
    listed = FamilyList("families.txt", (ListedPair(1, "رجال", "رجل", together=True),))
    one = {"id": "1", "text": "رجال رجل الرجل"}
    learnt_terms(spool_of(settings, tmp_path / "1", one), None, before, listed)
    assert str(Lexicon(before).steps("رجال")[0]) == "رجال families.txt:1 → رجل"
    two = {"id": "1", "text": "رجال رجل الرجل والرجال"}
    learnt_terms(spool_of(settings, tmp_path / "2", two), before, after)
    assert Lexicon(after).family("والرجال") == "رجل"
    assert Lexicon(after).all_decisions() == Lexicon(before).all_decisions()


def test_the_sample_has_every_nth_text(settings: Settings, tmp_path: Path) -> None:
    rows = [{"id": str(number), "text": f"كلمة {number}"} for number in range(6)]
    spool = spool_of(settings, tmp_path / "spool", *rows)
    assert spool.sample(12).lengths.sum() == 12
    assert spool.sample(5).lengths.tolist() == [2, 2]
    assert spool.sample(0).lengths.tolist() == []


def test_another_process_learns_the_same(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, apart = tmp_path / "here", tmp_path / "apart"
    here.mkdir()
    apart.mkdir()
    found = spool_of(settings, tmp_path / "spool", {"id": "1", "title": "أمن", "text": "وبالأمن"})
    (of_parts,) = (batch.words for batch in found.batches())
    alone = learnt_terms(found, None, here).of(of_parts)
    monkeypatch.setattr("indexer.build.learn._MANY_WORDS", 1)
    told = learnt_terms(found, None, apart).of(of_parts)
    assert {field: listed(of) for field, of in told.items()} == {
        field: listed(of) for field, of in alone.items()
    }
    assert Lexicon(apart).all_families() == Lexicon(here).all_families()
