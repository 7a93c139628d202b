"""What every engine promises the archive (indexer/storage/protocol.py), whichever it is.

Whatever an engine answers is compared with the plain reading of a dozen tiny documents.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.language import FIELDS
from indexer.model import FACETS, ArchiveDate, Document, Filters, Sort
from indexer.storage.protocol import (
    AllOf,
    AnyOf,
    Everything,
    Found,
    Node,
    Searcher,
    Sequence,
    Term,
    Terms,
    Without,
    Writer,
)
from indexer.storage.whoosh_backend import WhooshSearcher, WhooshWriter

BACKENDS: dict[str, tuple[Callable[[Path, bool], Writer], Callable[[Path], Searcher]]] = {
    "whoosh": (WhooshWriter, WhooshSearcher),
}
WORDS = ("امن", "شرطه", "قانون", "وزاره")
Opened = Callable[..., Searcher]


def made(name: str, text: str = "", title: str = "", **values: object) -> Document:
    return Document(id=name, title=title, text=text, **values)  # type: ignore[arg-type]


def words_of(document: Document, field: str) -> list[str]:
    return (document.title if field.startswith("title") else document.text).split()


def add(writer: Writer, documents: list[Document]) -> None:
    writer.add(
        documents,
        {
            field: analysed([words_of(document, field) for document in documents])
            for field in FIELDS
        },
        [document.title for document in documents],
    )


def analysed(texts: list[list[str]]) -> Terms:
    """The words of texts as an engine takes them."""
    vocabulary = sorted({word for text in texts for word in text})
    ids = np.array([vocabulary.index(word) for text in texts for word in text], np.int32)
    return Terms(vocabulary, ids, np.array([len(text) for text in texts], np.int64))


def random_documents(seed: int) -> list[Document]:
    """A dozen documents of a few of WORDS, with random values for filters."""
    chance = random.Random(seed)

    def some(most: int) -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(0, most)))

    return [
        made(
            f"{number:02}",
            some(9),
            some(3),
            kind=chance.choice((None, "law", "report")),
            topics=tuple(sorted(chance.sample(WORDS, chance.randint(0, 2)))),
            date=chance.choice((None, ArchiveDate(1956), ArchiveDate(1956, 5), ArchiveDate(2018))),
        )
        for number in range(12)
    ]


DOCUMENTS = random_documents(1)


@pytest.fixture(params=BACKENDS)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    """Writes documents into an index of their own and opens it."""
    new_writer, new_searcher = BACKENDS[request.param]
    searchers: list[Searcher] = []

    def opened_with(*documents: Document) -> Searcher:
        writer = new_writer(tmp_path, False)
        add(writer, list(documents))
        writer.commit()
        searchers.append(new_searcher(tmp_path))
        return searchers[-1]

    yield opened_with
    for searcher in searchers:
        searcher.close()


@pytest.fixture(scope="module", params=BACKENDS)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """Searches DOCUMENTS, written in two runs: the second replaces what the first had wrong."""
    new_writer, new_searcher = BACKENDS[request.param]
    folder = tmp_path_factory.mktemp("index")
    first = new_writer(folder, False)
    add(first, [made(document.id, "خطأ", "خطأ") for document in DOCUMENTS[:4]] + DOCUMENTS[4:8])
    first.commit()
    second = new_writer(folder, True)
    for document in DOCUMENTS[:4]:
        second.delete(document.id)
    add(second, DOCUMENTS[:4] + DOCUMENTS[8:])
    second.commit()
    with closing(new_searcher(folder)) as opened:
        yield opened


def asked(
    searcher: Searcher,
    node: Node,
    filters: Filters = Filters(),  # noqa: B008
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = 100,
) -> Found:
    return searcher.search(node, filters, sort, offset, limit, seconds=60)


def ids(found: Found) -> list[str]:
    return [name for name, _ in found.rows]


def answers(node: Node, document: Document) -> bool:
    """The reference: what each node means, read off the words of a document."""
    match node:
        case Term(field, text):
            return text in words_of(document, field)
        case Sequence(field, slots, gap, ordered):
            return any(runs(words_of(document, field), slots, gap, ordered))
        case AllOf(parts):
            return all(answers(part, document) for part in parts)
        case AnyOf(parts):
            return any(answers(part, document) for part in parts)
        case Without(kept, left_out):
            return answers(kept, document) and not answers(left_out, document)
        case Everything():
            return True


def runs(
    words: list[str], slots: tuple[tuple[str, ...], ...], gap: int, ordered: bool
) -> Iterator[bool]:
    """True for each place where a run of words answers the slots."""
    places = [[at for at, word in enumerate(words) if word in slot] for slot in slots]
    for first in places[0]:
        reached = {first}
        for next_places in places[1:]:
            reached = {
                place
                for place in next_places
                for last in reached
                if 1 <= (place - last if ordered else abs(place - last)) <= gap
            }
        yield bool(reached)


def failed(document: Document, filters: Filters) -> set[str]:
    """The names of the filters that keep `document` out."""
    names = {
        name for name, wanted in filters.values if not set(values_of(document, name)) & set(wanted)
    }
    date = document.date
    if filters.since and (date is None or date.last_day < filters.since.first_day):
        names.add("year")
    if filters.until and (date is None or date.first_day > filters.until.last_day):
        names.add("year")
    return names


def values_of(document: Document, facet: str) -> tuple[str, ...]:
    if facet == "topic":
        return document.topics
    if facet == "year":
        return (str(document.date.year),) if document.date else ()
    value = getattr(document, facet)
    return (value,) if value else ()


words = st.sampled_from((*WORDS, "غائب"))  # few, so that they often answer
fields = st.sampled_from(("title_exact", "text_word"))
slots = st.lists(words, min_size=1, max_size=2).map(tuple)
leaves = (
    st.builds(Term, fields, words)
    | st.just(Everything())
    | st.builds(
        Sequence,
        fields,
        st.lists(slots, min_size=2, max_size=3).map(tuple),
        st.integers(1, 3),
        st.just(True),
    )
    | st.builds(Sequence, fields, st.tuples(slots, slots), st.integers(1, 3), st.just(False))
)
nodes = st.recursive(
    leaves,
    lambda parts: (
        st.builds(AllOf, st.lists(parts, min_size=1, max_size=3).map(tuple))
        | st.builds(AnyOf, st.lists(parts, max_size=3).map(tuple))
        | st.builds(Without, parts, parts)
    ),
    max_leaves=6,
)


@settings(max_examples=400)
@given(node=nodes)
def test_a_search_finds_what_the_node_means(searcher: Searcher, node: Node) -> None:
    expected = {document.id for document in DOCUMENTS if answers(node, document)}
    found = asked(searcher, node)
    assert set(ids(found)) == expected
    assert found.total == searcher.count(node) == len(expected)


@given(
    node=nodes,
    kinds=st.sets(st.sampled_from(("law", "report", "none")), max_size=2),
    topics=st.sets(words, max_size=2),
    since=st.sampled_from((None, ArchiveDate(1956, 3), ArchiveDate(2000))),
    until=st.sampled_from((None, ArchiveDate(1956, 3), ArchiveDate(2000))),
)
def test_filters_keep_what_passes_all_and_facets_count_without_their_own(
    searcher: Searcher,
    node: Node,
    kinds: set[str],
    topics: set[str],
    since: ArchiveDate | None,
    until: ArchiveDate | None,
) -> None:
    chosen = (("kind", tuple(kinds)), ("topic", tuple(topics)))
    filters = Filters(tuple((name, values) for name, values in chosen if values), since, until)
    answering = [document for document in DOCUMENTS if answers(node, document)]
    found = asked(searcher, node, filters)
    assert set(ids(found)) == {
        document.id for document in answering if not failed(document, filters)
    }
    for facet in FACETS:
        counted = [d for d in answering if failed(d, filters) <= {facet}]
        assert found.facets[facet] == Counter(
            value for d in counted for value in values_of(d, facet)
        )


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        # undated documents come last in both orders of time; ties go by id
        (Sort.NEWEST, lambda d: (-d.date.last_day if d.date else 0, d.id)),
        (Sort.OLDEST, lambda d: (d.date.first_day if d.date else 99_999_999, d.id)),
        (Sort.TITLE, lambda d: (d.title, d.id)),
        (Sort.RELEVANCE, lambda d: d.id),  # everything has one score
    ],
)
def test_orders(searcher: Searcher, sort: Sort, key: Callable[[Document], object]) -> None:
    expected = [document.id for document in sorted(DOCUMENTS, key=key)]  # type: ignore[arg-type]
    assert ids(asked(searcher, Everything(), sort=sort)) == expected


@given(
    node=nodes,
    sort=st.sampled_from(Sort),
    offset=st.integers(0, 14),
    limit=st.integers(0, 14),
)
def test_a_page_is_a_slice_of_all_rows(
    searcher: Searcher, node: Node, sort: Sort, offset: int, limit: int
) -> None:
    every = asked(searcher, node, sort=sort)
    page = asked(searcher, node, sort=sort, offset=offset, limit=limit)
    assert page.rows == every.rows[offset : offset + limit]
    assert page.total == every.total


@pytest.mark.parametrize("field", ["title_exact", "text_word"])
def test_terms_are_those_of_the_documents_in_order(opened: Opened, field: str) -> None:
    expected = sorted({word for document in DOCUMENTS for word in words_of(document, field)})
    assert list(opened(*DOCUMENTS).terms(field)) == expected


def test_the_first_document_may_be_left_out(opened: Opened) -> None:
    searcher = opened(made("1", "قانون"), made("2", "امن قانون"), made("3", "امن"))
    node = Without(Term("text_word", "امن"), Term("text_word", "قانون"))
    assert ids(asked(searcher, node)) == ["3"]


def test_terms_begin_with_the_prefix(opened: Opened) -> None:
    searcher = opened(made("1", "قانون قاض وقانون قبر"))
    assert list(searcher.terms("text_exact", "قا")) == ["قاض", "قانون"]


def test_the_terms_of_a_facet_are_its_whole_values(opened: Opened) -> None:
    searcher = opened(made("1", topics=("حقوق الإنسان", "الأمن"), place="الدار البيضاء"))
    assert list(searcher.terms("topic")) == ["الأمن", "حقوق الإنسان"]
    assert list(searcher.terms("place")) == ["الدار البيضاء"]


def test_frequency_is_how_many_documents_hold_the_term(opened: Opened) -> None:
    searcher = opened(made("1", "امن امن"), made("2", "امن"), made("3", "شرطه"))
    found = [searcher.frequency("text_word", word) for word in ("امن", "شرطه", "غائب")]
    assert found == [2, 1, 0]


def test_documents_come_back_as_they_were_stored(opened: Opened) -> None:
    whole = Document(
        **{name: name for name in ("id", "title", "text", "author", "source_url", "path")},
        date=ArchiveDate(1956, 5, 16),
        topics=("شرطة", "أمن"),
        language="fr",
    )
    searcher = opened(whole, made("bare"))
    assert searcher.document("id") == whole
    assert searcher.document("absent") is None
    assert {document.id for document in searcher.documents()} == {"id", "bare"}


def test_deleted_documents_are_gone(searcher: Searcher) -> None:
    assert searcher.count(Term("text_word", "خطأ")) == 0


def test_words_counts_those_of_the_texts(searcher: Searcher) -> None:
    assert searcher.words() == sum(len(document.text.split()) for document in DOCUMENTS)


def test_cancel_forgets_what_was_added(tmp_path: Path) -> None:
    for name, (new_writer, new_searcher) in BACKENDS.items():
        folder = tmp_path / name
        folder.mkdir()
        first = new_writer(folder, False)
        add(first, [made("kept", "امن")])
        first.commit()
        second = new_writer(folder, True)
        add(second, [made("forgotten", "امن")])
        second.cancel()
        with closing(new_searcher(folder)) as searcher:
            assert ids(asked(searcher, Everything())) == ["kept"]


def test_a_search_out_of_time_says_that_it_is_partial(opened: Opened) -> None:
    searcher = opened(*(made(str(number), "امن") for number in range(600)))
    found = searcher.search(Everything(), Filters(), Sort.RELEVANCE, 0, 10, seconds=0)
    assert found.partial
    assert found.total < 600
    assert not asked(searcher, Everything()).partial


def scores(searcher: Searcher, node: Node) -> dict[str, float]:
    return dict(asked(searcher, node).rows)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("امن امن شرطه", "امن شرطه شرطه"),  # the term more often
        ("امن شرطه", "امن" + " شرطه" * 9),  # a shorter text
    ],
)
def test_the_better_document_scores_higher(opened: Opened, better: str, worse: str) -> None:
    searcher = opened(made("better", better), made("worse", worse))
    found = scores(searcher, Term("text_word", "امن"))
    assert list(found) == ["better", "worse"]
    assert found["better"] > found["worse"] > 0


def test_the_rarer_term_scores_higher(opened: Opened) -> None:
    searcher = opened(made("1", "امن شرطه"), made("2", "امن"), made("3", "امن"))
    rare, common = (scores(searcher, Term("text_word", word)) for word in ("شرطه", "امن"))
    assert rare["1"] > common["1"]


def test_a_boost_multiplies(searcher: Searcher) -> None:
    once = scores(searcher, Term("text_word", "امن"))
    boosted = scores(searcher, Term("text_word", "امن", boost=3.0))
    assert boosted == pytest.approx({name: 3 * score for name, score in once.items()})


@pytest.mark.parametrize("together", [AllOf, AnyOf])
def test_scores_of_the_parts_add_up(
    searcher: Searcher, together: Callable[[tuple[Node, ...]], Node]
) -> None:
    parts = (Term("text_word", "امن"), Term("text_word", "شرطه"))
    first, second = (scores(searcher, part) for part in parts)
    found = scores(searcher, together(parts))
    assert found
    for name, score in found.items():
        assert score == pytest.approx(first.get(name, 0) + second.get(name, 0))


def test_what_is_left_out_adds_nothing(searcher: Searcher) -> None:
    kept = scores(searcher, Term("text_word", "امن"))
    found = scores(searcher, Without(Term("text_word", "امن"), Term("title_word", "قانون")))
    assert found
    assert found.items() <= kept.items()
