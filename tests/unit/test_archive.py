"""What readers get from the archive, on the dozen documents of tests/corpus."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import (
    AlternativeKind,
    Archive,
    ArchiveDate,
    Filters,
    IndexMissing,
    Interpretation,
    InterpretationKind,
    Lack,
    Note,
    ResultPage,
    SearchRequest,
    Settings,
    Snippet,
    Sort,
    Suggestion,
    Why,
    Width,
    load_settings,
    reindex,
)

ROOT = Path(__file__).resolve().parents[2]
EVERY = {
    *("law-1956", "law-1963", "report-2011", "report-2018", "prisons", "long", "vowelled"),
    *("scanned", "bilingual", "digits", "number", "french"),
}

SECURITY = "أمن أو أمنية"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    index = tmp_path_factory.mktemp("index")
    settings = load_settings(ROOT / "config.toml").with_folders(ROOT / "tests/corpus", index)
    assert reindex(settings).skipped == ()
    with Archive(settings) as opened:
        yield opened


def searched(archive: Archive, query: str, **asked: object) -> ResultPage:
    return archive.search(SearchRequest(query, **{"page_size": 100, **asked}))  # type: ignore[arg-type]


def ids(page: ResultPage) -> list[str]:
    return [hit.document.id for hit in page.hits]


def counts(page: ResultPage, facet: str) -> dict[str, int]:
    return {row.value: row.count for row in dict(page.facets)[facet]}


def shown(snippet: Snippet) -> str:
    return "".join(f"[{piece.text}]" if piece.match else piece.text for piece in snippet)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        # a word in any form, of the title or of the text, whatever its marks
        ("أمن", {"law-1956", "bilingual"}),
        ("أمنية", {"report-2011", "report-2018"}),  # of security: a word of its own
        ("للسجن", {"prisons"}),
        ("القرب", {"report-2018"}),  # in the title alone
        ("محتسب", {"long", "vowelled"}),
        ("الحسبة", {"long", "vowelled"}),
        ("جمارك", {"scanned"}),
        ("الخزانه", {"scanned"}),
        ("surete", {"bilingual"}),
        ("MOHTASSIB", {"french"}),
        ("السيرافي", {"bilingual"}),
        # numbers, in the digits of any script
        ("1960", {"digits"}),
        ("١٩٩٠", {"bilingual"}),
        ("1.11.91", {"number"}),
        # all words, phrases, either, not, wildcards, fields
        ("الحكامة الأمنية", {"report-2011", "report-2018"}),
        ("«الحكامة الأمنية»", {"report-2011"}),
        ("سجن أو جمارك", {"prisons", "scanned"}),
        ("«الحكامة الأمنية» أو سجن", {"report-2011", "prisons"}),
        ("أمن -حكامة", {"law-1956", "bilingual"}),
        ("سج*", {"prisons"}),
        ("نوع:law", {"law-1956", "law-1963", "number"}),
        ("موضوع:القانون سنة:..1960", {"law-1956"}),
        ("عنوان:قانون", {"law-1963"}),
        ("lieu:الدار قانون", {"law-1963"}),
        # nothing
        ("برتقال", set()),
        ("أمن برتقال", {"law-1956", "bilingual"}),  # no document has both
        ("=أمن =برتقال", set()),
        ("أمن =«نوع رسالة»", set()),
        ("؟", set()),
    ],
)
def test_what_is_found(archive: Archive, query: str, found: set[str]) -> None:
    page = searched(archive, query)
    assert set(ids(page)) == found
    assert page.total == len(found)


@pytest.mark.parametrize("query", ["", "  \n"])
def test_an_empty_query_lists_all(archive: Archive, query: str) -> None:
    page = searched(archive, query)
    assert set(ids(page)) == EVERY
    assert page.total == page.documents == len(EVERY)


@pytest.mark.parametrize(
    ("width", "found"),
    [
        (Width.WORD, {"law-1956", "bilingual"}),
        (Width.EXACT, {"law-1956"}),  # not الأمن
        (Width.ROOT, {"law-1956", "bilingual", "report-2011", "report-2018"}),  # الأمنية
    ],
)
def test_the_width_of_words(archive: Archive, width: Width, found: set[str]) -> None:
    page = searched(archive, "للأمن", width=width)
    assert set(ids(page)) == found
    exact, word, derived, root = Width
    assert page.widths == ((exact, 1), (word, 2), (derived, 2), (root, 4))  # whichever is asked


@pytest.mark.parametrize("query", ["أمن", "شرطة برتقال سجن", "محتسب", "«الحكامة الأمنية»", "شرتة"])
@pytest.mark.parametrize("filters", [Filters(), Filters((("language", ("ar",)),))])
def test_as_many_documents_hold_all_words_at_each_width_as_is_said(
    archive: Archive, query: str, filters: Filters
) -> None:
    for width, total in searched(archive, query, filters=filters).widths:
        page = searched(archive, query, filters=filters, width=width)
        assert dict(page.widths)[width] == total
        if page.basis.why is Why.AS_ASKED:
            assert page.total == page.all_words == total
        if page.basis.why is Why.WIDENED:
            assert page.total > page.all_words == total


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("أمن -وطني", {}),  # more is left out at a wider width
        ("أمن (شرطة أو -وطني)", {}),
        ("أمن", {"without": ("للأمن",)}),
        ("أمن -وطني", {"width": Width.ROOT}),
    ],
)
def test_the_count_of_the_width_asked_stands_alone_where_a_wider_one_may_find_fewer(
    archive: Archive, query: str, asked: dict[str, object]
) -> None:
    page = searched(archive, query, **asked)
    assert page.widths == ((page.request.width, page.all_words),)


def test_a_wildcard_cut_short_has_the_count_of_its_width_alone(
    settings: Settings, write: Callable[..., Path]
) -> None:
    search = dataclasses.replace(settings.search, max_expansions=2)
    settings = dataclasses.replace(settings, search=search)
    write("a.txt", "كتاب\n\nكتابة كتب كاتب والكتابان والكتابات")
    reindex(settings)
    with Archive(settings) as archive:
        assert searched(archive, "كتاب*", width=Width.EXACT).widths == ((Width.EXACT, 1),)


@pytest.mark.parametrize(
    ("query", "width", "found"),
    [
        ("المُحْتَسِبُ", Width.EXACT, {"vowelled"}),  # with the marks that were typed
        ("المحتسب", Width.EXACT, {"long", "vowelled"}),  # whatever its marks
        ("المُحْتَسِبُ", Width.WORD, {"long", "vowelled"}),
        ("المحتسِب", Width.EXACT, {"vowelled"}),  # at least those marks
        ("المحتسَب", Width.EXACT, set()),
    ],
)
def test_marks_count_where_they_are_typed_in_an_exact_query(
    archive: Archive, query: str, width: Width, found: set[str]
) -> None:
    page = archive.search(SearchRequest(query, width))
    assert set(ids(page)) == found


def test_a_form_that_is_switched_off_is_neither_found_nor_marked(archive: Archive) -> None:
    page = searched(archive, "أمن", without=("للأمن", "وبالأمن"), filters=kinds("law"))
    (hit,) = page.hits
    assert (hit.matches, shown(hit.title)) == (1, "ظهير إحداث [الأمن] الوطني")
    off = {form.text for form in page.words[0].forms if not form.on}
    assert off == {"للأمن", "وبالأمن"}
    assert {"الأمن"} < {form.text for form in page.words[0].forms}


def test_with_all_forms_switched_off_nothing_is_found_and_they_are_offered(
    archive: Archive,
) -> None:
    without = tuple(form.text for form in searched(archive, "سجن").words[0].forms)
    page = searched(archive, "سجن", without=without)
    assert page.total == 0
    assert [(other.way, other.total) for other in page.alternatives] == [(AlternativeKind.FORMS, 1)]
    assert searched(archive, "سجن").total == 1


def test_a_word_in_the_title_counts_more(archive: Archive) -> None:
    first, second = searched(archive, "تقرير أو مستوى أو شرطة أو خطة").hits
    assert first.score > second.score
    assert ids(searched(archive, "قانون"))[0] == "law-1963"


# Filters and the counts of facets


def kinds(*values: str) -> Filters:
    return Filters((("kind", values),))


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (kinds("law"), {"law-1956"}),
        (kinds("law", "report"), {"law-1956", "report-2011", "report-2018"}),  # either
        (Filters((("kind", ("report",)), ("place", ("الرباط",)))), {"report-2011"}),  # both
        (Filters((("topic", ("الحكامة",)),)), {"report-2011"}),  # one of its topics
        (Filters((("year", ("2018",)),)), {"report-2018"}),
        (Filters((("language", ("fr",)),)), {"bilingual"}),
        (Filters(since=ArchiveDate(2011)), {"report-2011", "report-2018"}),
        (Filters(until=ArchiveDate(2011)), {"law-1956", "report-2011"}),
        (Filters(since=ArchiveDate(2011, 7, 2), until=ArchiveDate(2018, 1)), {"report-2018"}),
        (Filters(since=ArchiveDate(2018, 6)), {"report-2018"}),  # it may be of June
    ],
)
def test_filters(archive: Archive, filters: Filters, found: set[str]) -> None:
    page = searched(archive, SECURITY, filters=filters)
    assert set(ids(page)) == found
    assert page.total == len(found)


def test_facets_count_the_documents_found(archive: Archive) -> None:
    page = searched(archive, SECURITY)
    assert counts(page, "kind") == {"law": 1, "report": 2}
    assert counts(page, "topic") == {"الأمن": 3, "الحكامة": 1, "القانون": 1}  # several each
    assert counts(page, "year") == {"1956": 1, "2011": 1, "2018": 1}
    assert counts(page, "language") == {"ar": 3, "fr": 1}


def test_the_counts_of_a_facet_ignore_its_own_filter_alone(archive: Archive) -> None:
    page = searched(archive, SECURITY, filters=kinds("law"))
    assert counts(page, "kind") == {"law": 1, "report": 2}
    assert counts(page, "place") == {"الرباط": 1}


def test_the_counts_of_years_ignore_the_period(archive: Archive) -> None:
    page = searched(archive, SECURITY, filters=Filters(since=ArchiveDate(2000)))
    assert counts(page, "year") == {"1956": 1, "2011": 1, "2018": 1}
    assert counts(page, "kind") == {"report": 2}


def test_values_come_by_their_count_and_years_in_order(archive: Archive) -> None:
    page = searched(archive, "")
    assert list(counts(page, "topic")) == ["الأمن", "القانون", "الحكامة", "السجون"]
    assert list(counts(page, "year")) == ["1956", "1960", "1963", "2011", "2018"]


def test_no_more_values_than_the_settings_say_but_every_year(settings: Settings) -> None:
    search = dataclasses.replace(settings.search, facet_values=2)
    settings = dataclasses.replace(settings, search=search)
    settings = settings.with_folders(corpus=ROOT / "tests/corpus")
    reindex(settings)
    with Archive(settings) as archive:
        page = searched(archive, "")
    assert list(counts(page, "topic")) == ["الأمن", "القانون"]
    assert len(counts(page, "year")) == 5


# Orders and pages

UNDATED = ["bilingual", "french", "long", "prisons", "scanned", "vowelled"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        # a year ends in December: 2018 is newer than any day of 2011; undated last
        (
            Sort.NEWEST,
            ["report-2018", "number", "report-2011", "law-1963", "digits", "law-1956", *UNDATED],
        ),
        (
            Sort.OLDEST,
            ["law-1956", "digits", "law-1963", "report-2011", "number", "report-2018", *UNDATED],
        ),
        (Sort.RELEVANCE, sorted(EVERY)),  # all are as good: by id
    ],
)
def test_orders(archive: Archive, sort: Sort, order: list[str]) -> None:
    assert ids(searched(archive, "", sort=sort)) == order


def test_titles_are_ordered_without_their_article(archive: Archive) -> None:
    order = ids(searched(archive, "قانون أو سجن أو شرطة أو حكامة", sort=Sort.TITLE))
    assert order == ["report-2011", "prisons", "report-2018", "law-1963"]  # ت س ش ق


def test_pages_hold_every_hit_once(archive: Archive) -> None:
    pages = [searched(archive, "", page=page, page_size=5) for page in (1, 2, 3)]
    assert [len(page.hits) for page in pages] == [5, 5, 2]
    assert {name for page in pages for name in ids(page)} == EVERY
    assert {page.total for page in pages} == {12}
    assert pages[0].pages == 3


def test_a_page_past_the_end_is_empty_but_knows_the_total(archive: Archive) -> None:
    page = searched(archive, "", page=4, page_size=5)
    assert page.hits == ()
    assert page.total == 12
    assert counts(page, "kind")["law"] == 3


# What is shown with a hit


def test_a_hit_shows_its_answers_in_title_and_text(archive: Archive) -> None:
    (hit,) = searched(archive, "أمن", filters=kinds("law")).hits
    assert shown(hit.title) == "ظهير إحداث [الأمن] الوطني"
    assert [shown(snippet) for snippet in hit.snippets] == [
        "يحدث بالمملكة جهاز [للأمن] الوطني تناط به حماية المواطنين.",
        "يسهر [الأمن] الوطني على النظام العام، [وبالأمن] تصان الحقوق.",
    ]
    assert hit.matches == 3


def test_a_late_answer_is_shown_where_it_stands(archive: Archive) -> None:
    (hit,) = searched(archive, "مكاييل").hits
    (snippet,) = hit.snippets
    assert "الموازين [والمكاييل]، ويزجر" in shown(snippet)


def test_a_hit_by_its_title_shows_the_beginning_of_its_text(archive: Archive) -> None:
    (hit,) = searched(archive, "القرب").hits
    assert shown(hit.title) == "شرطة [القرب]"
    assert [shown(snippet)[:18] for snippet in hit.snippets] == ["الخطة الأمنية جزء "]
    assert hit.matches == 0


def test_a_text_under_its_marks_is_marked_as_it_was_written(archive: Archive) -> None:
    hits = {hit.document.id: hit for hit in searched(archive, "محتسب معروف").hits}
    (snippet,) = hits["vowelled"].snippets
    assert shown(snippet).startswith("[المُحْتَسِبُ] يَأْمُرُ [بِالمَعْرُوفِ] وَيَنْهَى")


# Common words


@pytest.mark.parametrize(
    ("query", "marked", "unmarked"),
    [
        ("في شرطة", {"شرطة"}, ("في",)),
        ("شرطة أو في أو من", {"شرطة"}, ("في", "من")),
        ("«في» شرطة", {"في", "شرطة"}, ()),  # asked for by itself
        ("=في شرطة", {"في", "شرطة"}, ()),
        ("«في من» شرطة", {"في من", "شرطة"}, ()),
        ("شرطة ضمن 5 كلمات في", {"في", "شرطة"}, ()),
        ("في", {"في"}, ()),  # there is nothing else to mark
        ("في على -سجن", {"في", "على"}, ()),
        ("قانون شرطة", {"قانون", "شرطة"}, ()),  # however many documents hold it
    ],
)
def test_a_common_word_among_others_is_found_but_neither_marked_nor_counted(
    common: Archive, query: str, marked: set[str], unmarked: tuple[str, ...]
) -> None:
    request = SearchRequest(query, page_size=100)
    page = common.search(request)
    assert page.hits
    assert page.basis.unmarked == unmarked
    passages = [piece for hit in page.hits for snippet in hit.snippets for piece in snippet]
    assert {piece.text for piece in passages if piece.match} == marked
    lines = common.concordance(request)
    assert {word for line in lines.lines for word in line.marked} == marked
    assert lines.basis.unmarked == common.terms(request).basis.unmarked == unmarked
    for hit in page.hits:
        reading = common.read(hit.document.id, query)
        assert reading is not None
        assert (reading.matches, reading.unmarked) == (hit.matches, unmarked)


def test_a_common_word_must_still_be_there(common: Archive) -> None:
    assert searched(common, "في سجن").all_words == 0  # no document holds both
    assert searched(common, "على سجن").total == 5


def test_the_years_of_common_words_are_not_counted(archive: Archive) -> None:
    assert (
        archive.terms(SearchRequest("في أو السجون")).years
        == archive.terms(SearchRequest("السجون")).years
    )


# What the answer is an answer to


@pytest.mark.parametrize(
    ("query", "asked", "why", "carried_out"),
    [
        ("شرطة القرب", {}, Why.AS_ASKED, "شرطة القرب"),
        ("«الحكامة الأمنية»", {}, Why.AS_ASKED, "«الحكامة الأمنية»"),
        ("شرتة القرب", {}, Why.CORRECTED, "شرطة القرب"),
        ("شرطة سجن برتقال", {}, Why.WIDENED, "شرطة أو سجن أو برتقال"),
        ("السجون شرتة برتقال", {}, Why.WIDENED, "السجون أو شرطة أو برتقال"),
        (
            "السجون شرتة برتقال",
            {"width": Width.EXACT},
            Why.WIDENED,
            "السجون أو word:شرطة أو برتقال",
        ),
        ("شرطة سجن حكامة -تقرير", {}, Why.WIDENED, "(شرطة أو سجن أو حكامة) -تقرير"),
        ("", {}, Why.AS_ASKED, ""),
    ],
)
def test_the_query_carried_out_is_said_and_finds_the_same(
    archive: Archive, query: str, asked: dict[str, object], why: Why, carried_out: str
) -> None:
    page = searched(archive, query, **asked)
    assert (page.basis.why, page.basis.query, page.basis.complete) == (why, carried_out, True)
    assert set(ids(searched(archive, carried_out, **asked))) == set(ids(page))


@pytest.mark.parametrize(
    "query", ["في شرطة سجن", "(في أو شرطة) على من", "(في أو شرطة) على سجن -قانون", "في على من"]
)
def test_the_query_of_a_widened_answer_finds_the_same_where_words_are_common(
    common: Archive, query: str
) -> None:
    page = searched(common, query)
    assert page.basis.widened == (page.total > page.all_words)
    assert set(ids(searched(common, page.basis.query))) == set(ids(page))


def test_all_that_lists_hits_or_places_has_one_basis(archive: Archive) -> None:
    for query in ("شرطة", "شرتة القرب", "شرطة سجن برتقال"):
        request = SearchRequest(query)
        page = archive.search(request)
        assert archive.concordance(request).basis == archive.terms(request).basis == page.basis


def test_more_than_the_last_page_reaches_is_not_complete(settings: Settings) -> None:
    search = dataclasses.replace(settings.search, max_page=2)
    settings = dataclasses.replace(settings, search=search)
    settings = settings.with_folders(corpus=ROOT / "tests/corpus")
    reindex(settings)
    with Archive(settings) as archive:
        assert archive.search(SearchRequest("", page_size=6)).basis.lacks == ()
        assert archive.search(SearchRequest("", page_size=5)).basis.lacks == (Lack.PAGES,)


# Suggestions, alternatives and notes


def test_where_only_the_correction_finds_something_its_hits_are_shown(archive: Archive) -> None:
    page = searched(archive, "شرتة القرب")
    assert page.corrected == Suggestion("شرطة القرب", 1)
    assert (ids(page), page.total, page.all_words) == (["report-2018"], 1, 0)
    assert shown(page.hits[0].title) == "[شرطة] [القرب]"
    assert page.request.query == "شرتة القرب"
    assert [word.forms == () for word in page.words] == [True, False]  # those of what was asked
    assert page.notes == (Note.UNKNOWN_WORD,)


def test_the_correction_keeps_to_the_filters(archive: Archive) -> None:
    page = searched(archive, "شرتة", filters=kinds("law"))
    assert (page.corrected, page.total) == (None, 0)
    assert page.suggestions[0].query == "شرطة"  # in the whole archive


def test_what_is_found_is_never_corrected(archive: Archive) -> None:
    assert searched(archive, "شرطة").corrected is None
    assert searched(archive, "شرتة أو سجن").corrected is None


@pytest.mark.parametrize(
    ("query", "asked", "way", "other"),
    [
        ("الامن", {"width": Width.EXACT}, AlternativeKind.WIDTH, {"width": Width.WORD}),
        ("سجن", {"filters": kinds("law")}, AlternativeKind.FILTERS, {"filters": Filters()}),
        ("«الأمنية الحكامة»", {}, AlternativeKind.WORDS, {"query": "الأمنية الحكامة"}),
        ("الحكامة NEAR/1 مستوى", {}, AlternativeKind.WORDS, {"query": "الحكامة مستوى"}),
        ("القرب", {"without": ("القرب",)}, AlternativeKind.FORMS, {"without": ()}),
    ],
)
def test_without_a_hit_other_ways_to_ask_are_offered(
    archive: Archive,
    query: str,
    asked: dict[str, object],
    way: AlternativeKind,
    other: dict[str, object],
) -> None:
    page = searched(archive, query, **asked)
    assert page.total == 0
    wanted = dataclasses.replace(page.request, **other)  # type: ignore[arg-type]
    assert (way, wanted) in [(other.way, other.request) for other in page.alternatives]
    for alternative in page.alternatives:
        assert archive.search(alternative.request).total == alternative.total > 0


def test_the_words_of_a_long_query_that_are_not_there_stand_for_those_near_them(
    archive: Archive,
) -> None:
    page = searched(archive, "السجون شرتة برتقال")
    assert page.total == searched(archive, "سجون أو شرطة").total
    assert [word.near for word in page.words] == [(), ("شرطة",), ()]


def test_without_a_hit_queries_that_find_something_are_suggested(archive: Archive) -> None:
    page = searched(archive, "شرطة =برتقال")
    assert page.suggestions == (Suggestion("شرطة", 1), Suggestion("شرطة أو =برتقال", 1))


def test_each_word_left_out_in_turn_is_suggested_first(archive: Archive) -> None:
    page = searched(archive, "«الحكامة الأمنية» word:سجون")
    assert page.suggestions == (
        Suggestion("word:سجون", 1),
        Suggestion("«الحكامة الأمنية»", 1),
        Suggestion("«الحكامة الأمنية» أو word:سجون", 2),
    )


def test_a_suggestion_finds_as_many_as_it_says(archive: Archive) -> None:
    for near in searched(archive, "أمن سجون -وطني").suggestions:
        assert searched(archive, near.query).total == near.total > 0


def test_what_was_left_out_alone_is_no_suggestion(archive: Archive) -> None:
    page = searched(archive, "برتقال -أمن")
    assert page.suggestions == ()


def test_a_repeated_word_is_suggested_once(archive: Archive) -> None:
    page = searched(archive, "سجن -أمن سجن نوع:law")
    queries = [near.query for near in page.suggestions]
    assert queries
    assert len(queries) == len(set(queries))


def test_documents_with_some_of_many_words_follow_those_with_all(archive: Archive) -> None:
    page = searched(archive, "شرطة برتقال سجن")  # none has all three
    assert (page.all_words, page.total) == (0, searched(archive, "شرطة أو سجن").total)
    assert page.notes == (Note.UNKNOWN_WORD, Note.WIDENED)


def test_two_words_are_widened_only_where_no_document_has_both(archive: Archive) -> None:
    page = searched(archive, "شرطة برتقال")
    assert (page.all_words, page.total) == (0, searched(archive, "شرطة").total)
    assert page.notes == (Note.UNKNOWN_WORD, Note.WIDENED)
    page = searched(archive, "الحكامة القرب")
    assert (page.all_words, page.total, page.notes) == (1, 1, ())


def test_a_phrase_among_words_that_no_document_has_is_its_words(archive: Archive) -> None:
    page = searched(archive, "الجمارك «القرب الحكامة»")
    assert set(ids(page)) == {"scanned", *ids(searched(archive, "قرب أو حكامة"))}
    assert (page.all_words, Note.WIDENED in page.notes) == (0, True)
    (reading,) = page.basis.readings
    assert (reading.kind, reading.text) == ("phrase_is_absent", "«القرب الحكامة»")
    assert reading.query is None
    # one that some document has stays one
    page = searched(archive, "الجمارك «الحكامة الأمنية»")
    assert (set(ids(page)), page.basis.readings) == ({"scanned", "report-2011"}, ())
    # alone it is what was asked for
    assert searched(archive, "«القرب الحكامة»").total == 0


def test_what_a_long_query_leaves_out_stays_left_out(archive: Archive) -> None:
    page = searched(archive, "شرطة سجن حكامة -تقرير")
    assert set(ids(page)) == {"report-2018", "prisons"}  # not report-2011
    assert (page.all_words, Note.WIDENED in page.notes) == (0, True)


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """80 documents: most hold في, على and من, 20 of them all three; few hold another word."""
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    where = {"في": range(60), "على": range(20, 80), "من": (*range(40), *range(60, 80))}
    where |= {"شرطة": range(3), "سجن": range(70, 75)}
    where |= {"قانون": range(30), "القانون": range(30, 80)}
    texts = (" ".join(word for word in where if at in where[word]) for at in range(80))
    rows = ({"id": f"d{at}", "title": "—", "text": text} for at, text in enumerate(texts))
    (corpus / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    settings = load_settings(ROOT / "config.toml").with_folders(corpus, index)
    reindex(settings)
    with Archive(settings) as opened:
        yield opened


@pytest.mark.parametrize(
    ("query", "total", "all_words"),
    [
        ("في شرطة سجن", 3 + 5, 0),  # not the 60 that hold في
        ("في سجن على -شرطة", 5, 0),
        ("في شرطة من", 3, 3),  # which hold all
        ("في على من", 80, 20),  # all are common
    ],
)
@pytest.mark.parametrize("width", Width)
def test_a_word_of_most_documents_widens_no_search(
    common: Archive, query: str, total: int, all_words: int, width: Width
) -> None:
    page = searched(common, query, width=width)
    assert (page.total, page.all_words) == (total, all_words)
    assert dict(page.widths) == dict.fromkeys(dict(page.widths), all_words)
    assert all(word.forms for word in page.words)
    assert page.words[0].word == "في"


def test_a_word_is_common_by_all_its_forms_at_every_width(common: Archive) -> None:
    for width in Width:
        assert searched(common, "قانون شرطة سجن", width=width).total == 3 + 5


@pytest.mark.parametrize(
    ("query", "looser"),
    [
        ("«الحكامة الأمنية» سجن برتقال", "«الحكامة الأمنية» أو سجن"),  # a phrase stays one
        ("(شرطة أو سجن) برتقال", "شرطة أو سجن"),  # the words of a group count among the others
        ("(شرطة سجن) برتقال", "شرطة أو سجن"),
    ],
)
def test_any_word_or_phrase_of_a_long_query_will_do(
    archive: Archive, query: str, looser: str
) -> None:
    assert set(ids(searched(archive, query))) == set(ids(searched(archive, looser)))


@pytest.mark.parametrize(
    "other", ["title:برتقال", "برتق*", "نوع:law", "سنة:2018", "=برتقال", "برتقال NEAR/3 سوق"]
)
def test_operators_are_not_widened(archive: Archive, other: str) -> None:
    assert searched(archive, f"شرطة سجن وطني {other}").total == 0


@pytest.mark.parametrize("query", ["برتقال", "أمن", "", "برتقال تفاح"])
def test_nothing_is_suggested_when_it_would_not_help(archive: Archive, query: str) -> None:
    assert searched(archive, query).suggestions == ()


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("أمن", ()),
        ("«أمن", (Note.SYNTAX,)),
        ("؟", ()),  # its basis tells that it is not searched
        ("ليس", (Note.UNKNOWN_WORD,)),  # a word like others
        ("(", (Note.SYNTAX,)),
        ("أمن م*", (Note.TOO_BROAD,)),
        ("أمن " * 40, (Note.TOO_MANY_WORDS,)),
    ],
)
def test_notes(archive: Archive, query: str, notes: tuple[Note, ...]) -> None:
    assert searched(archive, query).notes == notes


def test_a_wildcard_that_stands_for_too_many_words_is_noted(
    settings: Settings, write: Callable[..., Path]
) -> None:
    search = dataclasses.replace(settings.search, max_expansions=2)
    settings = dataclasses.replace(settings, search=search)
    write("a.txt", "كتاب\n\nكتابة كتب كاتب")
    reindex(settings)
    with Archive(settings) as archive:
        capped = searched(archive, "كت*")
        assert (capped.notes, capped.basis.lacks) == ((Note.EXPANSION_CAPPED,), (Lack.WORDS,))
        assert searched(archive, "كتاب*").notes == ()
        assert searched(archive, "كتاب*").basis.complete


def test_an_answer_cut_short_by_the_clock_is_noted(
    settings: Settings, write: Callable[..., Path]
) -> None:
    search = dataclasses.replace(settings.search, seconds=0.0)
    settings = dataclasses.replace(settings, search=search)
    write("many.jsonl", "\n".join(f'{{"id": "{n}", "text": "نص"}}' for n in range(600)))
    reindex(settings)
    with Archive(settings) as archive:
        page = archive.search(SearchRequest("نص"))
    assert page.notes == (Note.PARTIAL,)
    assert page.basis.lacks == (Lack.TIME,)
    assert page.total < 600
    assert (page.corrected, page.suggestions, page.alternatives) == (None, (), ())


def test_a_document_is_laid_out_with_its_answers_marked(archive: Archive) -> None:
    reading = archive.read("law-1956", "أمن")
    assert reading is not None
    assert shown(reading.title) == "ظهير إحداث [الأمن] الوطني"
    assert [(block.number, block.level) for block in reading.blocks] == [(1, 0), (0, 2), (2, 0)]
    assert "وبالأمن" in [piece.text for piece in reading.blocks[2].pieces if piece.match]
    assert reading.matches == 3


def test_reading_keeps_to_the_width(archive: Archive) -> None:
    reading = archive.read("law-1956", "الأمن", Width.EXACT)
    assert reading is not None
    assert reading.matches == 1


def test_without_a_query_nothing_is_marked(archive: Archive) -> None:
    reading = archive.read("law-1956")
    assert reading is not None
    assert reading.matches == 0
    assert "\n\n".join(shown(block.pieces) for block in reading.blocks) == (
        reading.document.text.replace("## ", "")
    )


def test_a_document_that_is_not_there_is_none(archive: Archive) -> None:
    assert archive.read("absent", "أمن") is None


def test_the_ids_of_all_documents_are_those_of_a_search_for_everything(archive: Archive) -> None:
    every = searched(archive, "", sort=Sort.TITLE)
    assert archive.ids() == tuple(ids(every))
    assert set(archive.ids()) == EVERY


def test_the_status_counts_what_the_archive_holds(archive: Archive) -> None:
    status = archive.status()
    assert status.documents == 12
    assert status.years == ((1956, 1), (1960, 1), (1963, 1), (2011, 2), (2018, 1))
    assert status.words > 100
    assert status.degraded is None


def test_an_archive_follows_a_reindex(settings: Settings, write: Callable[..., Path]) -> None:
    write("a.txt", "نص أول")
    reindex(settings)
    with Archive(settings) as archive:
        before = searched(archive, "نص")
        write("b.txt", "نص ثان")
        reindex(settings)
        after = searched(archive, "نص")
    assert (ids(before), set(ids(after))) == (["a"], {"a", "b"})
    assert after.generation > before.generation


def test_an_archive_without_an_index_says_so(settings: Settings) -> None:
    with Archive(settings) as archive, pytest.raises(IndexMissing):
        searched(archive, "نص")


@pytest.mark.parametrize(
    ("query", "kind", "text", "otherwise"),
    [
        ("شرطة ليس سجن", InterpretationKind.NOT, "ليس", "شرطة «ليس» سجن"),
        ("ليس من شرطة", InterpretationKind.WORDS, "ليس", "-من شرطة"),
        ("place:مراكش شرطة", InterpretationKind.FIELD_IS_EMPTY, "place:مراكش", None),
        ("العنوان: شرطة", InterpretationKind.FIELD_AS_WORDS, "العنوان", "title:شرطة"),
        (
            "المكان: مراكش",
            InterpretationKind.FIELD_AS_WORDS,
            "المكان",
            None,
        ),  # which would be empty
        ("؟", InterpretationKind.UNSEARCHED, "؟", None),
    ],
)
def test_how_a_query_was_read_is_told_with_its_other_reading(
    archive: Archive, query: str, kind: InterpretationKind, text: str, otherwise: str | None
) -> None:
    page = searched(archive, query)
    assert page.basis.readings == (Interpretation(kind, text, otherwise),)
    if otherwise is not None:
        assert searched(archive, otherwise).basis.query != page.basis.query


def test_a_field_that_nothing_has_is_asked_for_in_the_texts(
    archive_of: Callable[..., Archive],
) -> None:
    archive = archive_of(
        {
            "a.md": "---\ntitle: أ\nplace: فاس\n---\nنص عن مراكش والمكان الذي فيها.",
            "b.md": "---\ntitle: ب\n---\nنص عن مراكش.",
        }
    )
    page = searched(archive, "المكان:مراكش")
    assert ids(page) == ["a"]  # with its name, a word of this archive
    (told,) = page.basis.readings
    assert told == Interpretation(InterpretationKind.FIELD_IS_EMPTY, "المكان:مراكش", "مراكش")
    assert ids(searched(archive, "مكان:فاس")) == ["a"]
    assert sorted(ids(searched(archive, "-المكان:مراكش"))) == ["a", "b"]  # nothing has it


def test_a_hijri_year_is_a_field_of_a_query(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of(
        {
            f"{date}.md": f"---\ntitle: أ\ndate: {date}\n---\nنص عن السوق."
            for date in ("1955-08-19", "1955-08-20", "1956-05", "1956-08-08", "2001")
        }
    )
    assert sorted(ids(searched(archive, "السوق سنة:1375هـ"))) == ["1955-08-20", "1956-05"]
    assert sorted(ids(searched(archive, "سنة:«١٣٧٥ هـ»"))) == ["1955-08-20", "1956-05"]
    assert sorted(ids(searched(archive, "سنة:1374..1375هـ"))) == [
        "1955-08-19", "1955-08-20", "1956-05",
    ]  # fmt: skip
    assert sorted(ids(searched(archive, "السوق -سنة:1375هـ"))) == [
        "1955-08-19", "1956-08-08", "2001",
    ]  # fmt: skip
    (told,) = searched(archive, "السوق سنة:1300هـ").basis.readings  # of no document
    assert told.kind is InterpretationKind.FIELD_IS_EMPTY


@pytest.mark.parametrize("query", ["«صلى الله عليه وسلم»", "ﷺ", "الله", "صلى وسلم"])
def test_a_sign_is_marked_once_whichever_of_its_words_are_asked(
    archive_of: Callable[..., Archive], query: str
) -> None:
    archive = archive_of({"a.txt": "حديث\n\nقال رسول كريم ﷺ هذا."})
    for width in Width:
        (hit,) = searched(archive, query, width=width).hits
        assert [piece.text for snippet in hit.snippets for piece in snippet if piece.match] == ["ﷺ"]
        assert hit.matches == 1


def test_a_letter_before_a_name_is_marked_with_it(archive_of: Callable[..., Archive]) -> None:
    archive = archive_of({"a.txt": "عرض\n\nألقى د. سمير كلمة عن د. مبادئ."})
    (hit,) = searched(archive, "الدكتور سمير").hits
    marked = [piece.text for snippet in hit.snippets for piece in snippet if piece.match]
    assert marked == ["د. سمير"]
