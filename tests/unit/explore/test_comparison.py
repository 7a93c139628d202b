"""Expressions compared: counts against those of the texts, and against the answers they link to."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import (
    COMPARED_BY,
    Archive,
    ArchiveDate,
    ComparedRow,
    Comparison,
    Filters,
    Lack,
    SearchRequest,
    Settings,
    Why,
    Width,
    comparison,
    load_settings,
    reindex,
)
from indexer.explore import comparison as comparing
from indexer.explore.concordance import Bounds

WORDS = ("شرطة", "والشرطة", "الشرطي", "قانون", "أمن", "الأمن", "وطني", "الوطني", "في", "سوق", "بيت")


def random_texts(seed: int) -> dict[str, str]:
    """Documents of a few of WORDS, some without a date, a kind or a publisher."""
    chance = random.Random(seed)
    texts = {}
    for number in range(16):
        fields = {
            "title": " ".join(chance.choices(WORDS, k=2)),
            "date": chance.choice(("", "1999", "2001-05", "2001-06-07", "2011")),
            "kind": chance.choice(("", "law", "report")),
            "publisher": chance.choice(("", "دار الأمة", "دار الامة", "غيرها")),
            "title_fr": "police",
        }
        head = "".join(f"{name}: {value}\n" for name, value in fields.items() if value)
        paragraphs = (" ".join(chance.choices(WORDS, k=chance.randint(1, 25))) for _ in range(4))
        body = "\n\n".join(paragraphs)
        # the name of the file is indexed with the text, and counts as none of it
        texts[f"شرطة-{number}.md"] = f"---\n{head}---\n\n## {chance.choice(WORDS)}\n\n{body}\n"
    return texts


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("compared")
    (folder / "corpus").mkdir()
    for name, text in random_texts(3).items():
        (folder / "corpus" / name).write_text(text, "utf-8")
    settings = load_settings().with_folders(folder / "corpus", folder / "index")
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


def compared(archive: Archive, *requests: SearchRequest) -> Comparison:
    with archive.session() as session:
        return comparison(session, requests)


def rows_of(found: Comparison) -> Iterator[tuple[str, ComparedRow]]:
    for field in ("year", "publisher"):
        yield from ((field, row) for row in found.by(field))


def test_places_and_words_are_those_of_a_naive_count(archive: Archive) -> None:
    requests = [SearchRequest(word, Width.EXACT) for word in ("الأمن", "شرطة", "«أمن وطني»", "في")]
    found = compared(archive, *requests)
    patterns = [r"الأمن", r"شرطة", r"أمن(?=\W+وطني\b)", r"في"]
    due: dict[str, list[int]] = {}
    for text in random_texts(3).values():
        _, head, body = text.split("---\n")
        date = re.search(r"date: (\d+)", head)
        own = due.setdefault(date[1] if date else "", [0] * 6)
        own[0] += 1
        own[1] += len(re.findall(r"[^\W\d]+", body))
        for at, pattern in enumerate(patterns, start=2):
            own[at] += len(re.findall(rf"\b{pattern}\b", body))
    assert {
        row.value: [row.documents, row.words, *(count.places for count in row.counts)]
        for row in found.by("year")
    } == due
    assert [row.value for row in found.by("year")] == ["1999", "2001", "2011", ""]
    assert found.total.words == archive.status().words


REQUESTS = [
    SearchRequest("الأمن", Width.EXACT),
    SearchRequest("شرطة"),
    SearchRequest("شرطة", without=("الشرطي",)),
    SearchRequest("شرطة", Width.ROOT),
    SearchRequest("شرطة أو قانون"),
    SearchRequest("شرطة أو =والشرطة"),
    SearchRequest("أمن*"),
    SearchRequest("«الأمن الوطني»"),
    SearchRequest("شرطة قانون سوق"),  # few hold all words: it is not widened
    SearchRequest("شرطة -سوق"),
    SearchRequest("قانون ~3 أمن"),
    SearchRequest("عنوان:شرطة"),
    SearchRequest("سنة:2001"),
    SearchRequest("قانون", filters=Filters((("kind", ("law",)),), until=ArchiveDate(2001, 5))),
    SearchRequest("قانزن"),  # a correction
    SearchRequest("زعفران"),
]


@pytest.mark.parametrize("number", range(len(REQUESTS)))
def test_each_count_is_that_of_the_answer_it_leads_to(archive: Archive, number: int) -> None:
    request = REQUESTS[number]
    found = compared(archive, request)
    counted = found.expressions[0].counted
    whole = archive.search(counted), archive.concordance(counted)
    assert found.total.counts[0].documents == whole[0].total
    assert found.total.counts[0].places == whole[1].total
    for field, row in rows_of(found):
        if row.value:
            values = dict(counted.filters.values) | {field: (row.value,)}
            filters = replace(counted.filters, values=tuple(values.items()))
            narrowed = replace(counted, filters=filters)
            if row.counts[0].documents:
                assert row.counts[0].documents == archive.search(narrowed).total
            if row.counts[0].places:
                assert row.counts[0].places == archive.concordance(narrowed).total
            within = archive.search(SearchRequest("", filters=filters))
            assert row.documents == within.total


def test_the_rows_of_each_field_add_up(archive: Archive) -> None:
    found = compared(archive, *(SearchRequest(query) for query in ("شرطة", "«الأمن الوطني»")))
    total = found.total
    for field in COMPARED_BY:
        rows = found.by(field)
        assert sum(row.documents for row in rows) == total.documents == 16
        assert sum(row.words for row in rows) == total.words
        for at, count in enumerate(total.counts):
            assert sum(row.counts[at].places for row in rows) == count.places
            assert sum(row.counts[at].documents for row in rows) == count.documents
    assert [row.value for row in found.by("publisher")][-1] == ""
    assert len(found.by("publisher")) == 3  # two spellings are one value


def test_single_words_are_counted_alike_by_the_engine_and_from_the_texts(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = [SearchRequest(query) for query in ("شرطة", "أمن", "في", "سوق أو بيت")]
    requests.append(SearchRequest("شرطة أو قانون", Width.ROOT))
    requests.append(SearchRequest("أمن", Width.DERIVED))
    by_engine = compared(archive, *requests)
    monkeypatch.setattr(comparing, "counted_words", lambda session, outcome: None)
    assert compared(archive, *requests) == by_engine


def test_a_correction_is_counted_and_told(archive: Archive) -> None:
    (one,) = compared(archive, SearchRequest("قانزن")).expressions
    assert (one.request.query, one.basis.why) == ("قانزن", Why.CORRECTED)
    assert one.counted.query == one.basis.query


def test_what_was_not_counted_is_told(archive: Archive) -> None:
    request = SearchRequest("«الأمن الوطني»")
    with archive.session() as session:
        found = comparison(session, [request], Bounds(documents=2, lines=1))
    assert not found.complete
    assert set(found.expressions[0].basis.lacks) == {Lack.DOCUMENTS, Lack.LINES}


def test_words_are_counted_anew_where_documents_change(
    settings: Settings, write: Callable[..., Path]
) -> None:
    texts: Mapping[str, Sequence[str]] = {"a.txt": ["أ", "شرطة شرطة"], "b.txt": ["ب", "شرطة"]}
    for name, lines in texts.items():
        write(name, "\n\n".join(lines))
    reindex(settings)
    write("b.txt", "ب\n\nشرطة وسوق وبيت")
    reindex(settings)
    with Archive(settings) as archive:
        (undated,) = compared(archive, SearchRequest("شرطة")).by("year")
    assert (undated.value, undated.documents, undated.words) == ("", 2, 7)
    assert undated.counts[0].per_thousand(undated.words) == pytest.approx(3000 / 7)
    assert undated.counts[0].per_thousand(0) is None
