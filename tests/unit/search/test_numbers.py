"""Numbers of queries and of texts, however either is written, in one small archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Width, load_settings, reindex

# id → text
TEXTS = {
    "dot": "صدر القانون رقم 36.15 المتعلق بالماء.",
    "hyphen": "صدر القانون رقم 36-15 المتعلق بالماء.",
    "slash": "صدر القانون رقم 36/15 المتعلق بالماء.",
    "dash": "صدر القانون رقم 36–15 المتعلق بالماء.",
    "minus": "صدر القانون رقم 36−15 المتعلق بالماء.",
    "other laws": "القانون 136.15 والقانون 361.5 والقانون 3.615 والقانون 3615.",
    "turned": "القانون 15.37 والقانون 15-37.",
    "dahir": "الظهير الشريف رقم 1.16.113 بتنفيذه.",
    "dahir with hyphens": "الظهير الشريف رقم 1-16-113 بتنفيذه.",
    "year": "تقرير سنة 2012.",
    "years": "تقرير الموسم الدراسي 2011/2012.",
    "short year": "تقرير الموسم الدراسي 2012-13.",
    "season": "تقرير الموسم الدراسي 2017-18.",
    "file": "الملف عدد 2019/1302/77 بالمحكمة.",
    "sum": "منحة قدرها 1200 درهم.",
    "sum with a dot": "منحة قدرها 1.200 درهم.",
    "sum with a comma": "منحة قدرها 1,200 درهم.",
    "sum with ٬": "منحة قدرها ١٬٢٠٠ درهم.",
    "sum with ،": "منحة قدرها 1،200 درهم.",
    "sum with a space": "منحة قدرها 1\u00a0200 درهم.",
    "sum with a thin space": "منحة قدرها 1\u2009200 درهم.",
    "sum with any space": "منحة قدرها 1 200 درهم.",
    "pages": "الصفحات 1-200 من الكتاب.",
    "articles": "الفصول 300-400.",
    "list": "المواد 12 200 و15.",
    "rate": "بلغت النسبة 3.5 في المائة.",
    "rate with a comma": "بلغت النسبة 3,5 في المائة.",
    "rate in Arabic digits": "بلغت النسبة ٣٫٥ في المائة.",
    "day": "حرر في 12/03/1975 بالبلدية.",
    "day without zero": "حرر في ١٢-٣-١٩٧٥ بالبلدية.",
    "telephone": "الهاتف: 0522276000.",
    "telephone in words": "الهاتف: 0522 27 60 00.",
    "telephone in pairs of words": "الهاتف: 05 22 27 60 00.",
    "telephone from abroad in words": "الهاتف: +212 5 22 27 60 00.",
    "other telephone": "الهاتف: 0522 27 60 01، و00 60 27 0522.",
    "telephone in pairs": "الهاتف: 05-22-27-60-00.",
    "telephone from abroad": "الهاتف: +212-522-27-60-00.",
    "spaces around": "من 2014 – 2015، يوم 12 / 04 / 1975.",
    "glued": "ابتداء من سنة ل2030 وبـ36.17 من القانون.",
}

SUMS = [name for name in TEXTS if name.startswith("sum")]
TELEPHONES = [name for name in TEXTS if name.startswith("telephone")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("numbers")
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in TEXTS.items():
        (corpus / f"{name}.txt").write_text(text, "utf-8")
    root = Path(__file__).resolve().parents[3]
    settings = load_settings(root / "config.toml").with_folders(corpus, folder / "index")
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


def found(archive: Archive, query: str, width: Width = Width.WORD) -> list[str]:
    """The ids of the documents that hold all of `query`, the first first."""
    page = archive.search(SearchRequest(query, width, page_size=100))
    assert page.total == page.all_words
    return [hit.document.id for hit in page.hits]


@pytest.mark.parametrize(
    ("ids", "queries"),
    [
        ("dot hyphen slash dash minus", "36.15 36-15 36/15 36,15 36–15 36‑15 36‐15 36−15 ٣٦.١٥"),
        ("dahir, dahir with hyphens", "1.16.113 1-16-113 1/16/113 ١-١٦-١١٣"),
        (
            "sum, sum with a dot, sum with a comma, sum with ٬, sum with a space, "
            "sum with a thin space, sum with any space, sum with ،",
            "1200 1.200 1,200 1٬200 1،200 1\u00a0200 1\u202f200 ١٢٠٠",
        ),
        ("rate, rate with a comma, rate in Arabic digits", "3.5 3,5 ٣٫٥"),
        ("day, day without zero", "12/03/1975 12-3-1975 12.03.1975 1975-03-12 ١٢/٣/١٩٧٥"),
        (
            "telephone, telephone in pairs, telephone from abroad, telephone in words, "
            "telephone in pairs of words, telephone from abroad in words",
            "0522276000 05-22-27-60-00 05.22.27.60.00 0522-276000 +212522276000 00212522276000",
        ),
        ("turned", "15.37 15-37 15/37"),
    ],
)
def test_every_writing_of_a_number_finds_the_same(archive: Archive, ids: str, queries: str) -> None:
    expected = sorted(ids.split(", ") if ", " in ids else ids.split(" "))
    for query in queries.split(" "):
        assert sorted(found(archive, query)) == expected, query
        assert sorted(found(archive, f"«{query}»")) == expected, query


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("2012", ["year", "years", "short year"]),  # the number by itself first
        ("2013", ["short year"]),
        ("2018", ["season"]),
        ("2017-2018", ["season"]),
        ("1302", ["file"]),
        ("113", ["dahir", "dahir with hyphens"]),
        ("0522 27 60 00", TELEPHONES),
        ("05 22 27 60 00", TELEPHONES),
        ("+212 522 27 60 00", TELEPHONES),
        ("00212 5 22 27 60 00", TELEPHONES),
        ("«الهاتف +212 5 22 27 60 00»", TELEPHONES),
        ("الهاتف NEAR/3 0522276000", TELEPHONES),
        ("«منحة قدرها 1 200 درهم»", SUMS),
        ("«منحة قدرها 1.200 درهم»", SUMS),
        ("12 200", ["list"]),  # a list is found as one
        ("200 12", ["list"]),
        ("12.200", ["list"]),
        ("2014-2015", ["spaces around"]),
        ("«القانون رقم 36 - 15»", ["dash", "dot", "hyphen", "minus", "slash"]),
        ("36 - 15", ["dash", "dot", "hyphen", "minus", "slash"]),
        ("12/4/1975", ["spaces around"]),
        ("2030", ["glued"]),
        ("36.17", ["glued"]),
        ("200", ["list", "pages", "sum with any space"]),
        # a number of one digit or two is found by itself alone
        ("15", ["list"]),
        ("16", []),
        # thousands, or a number in two parts
        ("1-200", ["pages", "sum with a comma", "sum with a dot"]),
        ("300.400", ["articles"]),  # no sum here
        ("300400", []),
        # in a phrase, near, with a wildcard
        ("«القانون رقم 36-15»", ["dash", "dot", "hyphen", "minus", "slash"]),
        ("القانون NEAR/2 36-15", ["dash", "dot", "hyphen", "minus", "slash"]),
        ("36*", ["dash", "dot", "glued", "hyphen", "minus", "other laws", "slash"]),
        ("36-1*", ["dash", "dot", "glued", "hyphen", "minus", "slash"]),
        ("20?2", ["year"]),
        ("القانون NOT 36-15", ["glued", "other laws", "turned"]),
    ],
)
def test_what_a_number_finds(archive: Archive, query: str, ids: list[str]) -> None:
    assert sorted(found(archive, query)) == sorted(ids)


def test_the_number_as_typed_stands_first(archive: Archive) -> None:
    assert found(archive, "2012")[0] == "year"
    for writing, first in (("36-15", "hyphen"), ("36/15", "slash"), ("1,200", "sum with a comma")):
        assert found(archive, writing)[0] == first


def test_as_written_is_as_written(archive: Archive) -> None:
    for writing, only in (("36-15", "hyphen"), ("36.15", "dot"), ("2012", "year")):
        assert found(archive, writing, Width.EXACT) == [only]


def test_the_writings_are_shown_and_switched_off(archive: Archive) -> None:
    request = SearchRequest("36-15")
    (word,) = archive.search(request).words
    assert {form.text: form.count for form in word.forms} == dict.fromkeys(
        ("36.15", "36-15", "36/15", "36–15", "36−15"), 1
    )
    page = archive.search(replace(request, without=("36.15", "36–15", "36/15")))
    assert sorted(hit.document.id for hit in page.hits) == ["hyphen", "minus"]
    request = SearchRequest("1200", without=("1\u00a0200", "1200"))
    ids = {hit.document.id for hit in archive.search(request).hits}
    assert ids == {*SUMS} - {"sum", "sum with a space", "sum with a thin space"}


def test_a_number_in_the_other_order_is_named_and_not_searched(archive: Archive) -> None:
    page = archive.search(SearchRequest("37-15"))
    (word,) = page.words
    assert [(form.text, form.count) for form in word.also] == [("15-37", 1), ("15.37", 1)]
    assert page.total == 0


def test_the_number_is_marked_however_it_is_written(archive: Archive) -> None:
    for query, marked in (("1200", "1\u2009200"), ("2012", "2011/2012"), ("36.15", "36–15")):
        page = archive.search(SearchRequest(query, page_size=100))
        marks = {p.text for hit in page.hits for s in hit.snippets for p in s if p.match}
        assert marked in marks
    lines = archive.concordance(SearchRequest("36-15")).lines
    assert len(lines) == 5


def test_analyze_tells_why(archive: Archive) -> None:
    (word,) = archive.words("36.15")
    assert (word.family, word.steps) == ("36-15", ("36.15 → 36-15",))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("1-16", ["1-16-113"]),
        ("1/16", ["1.16.113"]),  # no text has the slash
        ("1-16-", ["1-16-113"]),
        ("الظهير الشريف رقم 1-16", {"1.16.113", "1-16-113"}),
        ("الظهير الشريف رقم 1/", {"1.16.113", "1-16-113"}),
        ("2011-", ["2011/2012"]),
        ("الصفحات -", []),
    ],
)
def test_a_number_is_completed_whatever_sign_is_typed(
    archive: Archive, typed: str, words: list[str] | set[str]
) -> None:
    found = [one.text.rpartition(" ")[2] for one in archive.completions(typed).found]
    assert (set(found) if isinstance(words, set) else found) == words
