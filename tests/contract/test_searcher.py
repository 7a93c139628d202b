"""What every engine promises the archive (indexer/engine/protocol.py), whichever it is.

Whatever an engine answers is compared with the plain reading of a dozen tiny documents.
"""

from __future__ import annotations

import math
import os
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import BOUNDARY, MENTION, TERM_FIELDS
from indexer.engine.copies import write_copies
from indexer.engine.generations import Manifest
from indexer.engine.memory.engine import memory_engine
from indexer.engine.protocol import (
    AllOf,
    AnyOf,
    Dated,
    Engine,
    Everything,
    Expression,
    Node,
    OneOf,
    Pair,
    Ranking,
    SearchAnswer,
    Searcher,
    SpanNear,
    Term,
    Without,
    Writer,
)
from indexer.engine.registry import ENGINES, engine_of
from indexer.engine.tally import Tally
from indexer.engine.term_batch import TermBatch
from indexer.engine.value_spellings import ValueSpellings
from indexer.engine.whoosh import writer as writing
from indexer.model import FACETS, ArchiveDate, Document, Filters, Sort
from indexer.model.identifiers import whole_name
from indexer.settings import IndexSettings

# What is held to the protocol: the engines of the registry, and one more that a test plants there.
SEGMENTS = "whoosh, several segments"
PLANTED = "planted"
OPENSEARCH = "opensearch"
WORDS = ("امن", "شرطه", "قانون", "وزاره")
Opened = Callable[..., Searcher]


def made(name: str, text: str = "", title: str = "", **values: object) -> Document:
    return Document(id=name, title=title, text=text, **values)  # type: ignore[arg-type]


def words_of(document: Document, field: str) -> list[str]:
    if field == MENTION:
        return sorted({f"word {word}" for word in document.text.split()})
    return (document.title if field.startswith("title") else document.text).split()


def add(writer: Writer, documents: list[Document]) -> None:
    """Adds `documents` in batches of a few, each with a vocabulary of its own."""
    for start in range(0, len(documents), 5):
        batch = documents[start : start + 5]
        terms = {field: TermBatch.of(words_of(d, field) for d in batch) for field in TERM_FIELDS}
        writer.add(batch, terms, [document.title for document in batch])
    writer.add([], {field: TermBatch.of(()) for field in TERM_FIELDS}, [])


LAWS = ("law 31.13", "law 31.1", "dahir 1.58.377", "named مدونة الأسرة")


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
            cites=tuple(chance.sample(LAWS, chance.randint(0, 3))),
            names=tuple(sorted(chance.sample(WORDS, chance.randint(0, 2)))),
            ranked_parts=chance.choice(((), (), (0, 2), (0, 1, 4))),
            date=chance.choice((None, ArchiveDate(1956), ArchiveDate(1956, 5), ArchiveDate(2018))),
            added=chance.choice((None, "2025-03-01T09:00:00+00:00", "2026-01-02T03:04:05+00:00")),
        )
        for number in range(12)
    ]


DOCUMENTS = random_documents(1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Holds each engine to each test; random queries are put to the planted one in a long run."""
    if "new_engine" in metafunc.fixturenames:
        engines = ["whoosh", "memory", OPENSEARCH]
        if not {"searcher", "respelt", "tallied"}.isdisjoint(metafunc.fixturenames):
            engines.append(SEGMENTS)
        random_queries = getattr(metafunc.function, "is_hypothesis_test", False)
        if os.environ.get("KHIZANA_LONG_TESTS") or not random_queries:
            engines.append(PLANTED)
        metafunc.parametrize("new_engine", engines, indirect=True, scope="module")


@pytest.fixture(scope="module")
def new_engine(request: pytest.FixtureRequest) -> Iterator[Callable[[Path], Engine]]:
    """Makes an engine over an empty folder."""
    name, _, variant = request.param.partition(", ")
    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(ENGINES, PLANTED, planted_engine)
        if variant:
            patched.setattr(writing, "WORDS_PER_MEGABYTE", 0)
        hosts = (request.getfixturevalue("cluster_host"),) if name == OPENSEARCH else ()
        yield lambda folder: engine_of(
            IndexSettings(
                engine=name,
                folder=folder,
                names=True,
                memory_megabytes=16,
                hosts=hosts,
                name=f"contract-{crc32(bytes(folder)):x}",
            )
        )


def planted_engine(settings: IndexSettings) -> Engine:
    """A third engine: it keeps its generations as the one in memory does."""
    return replace(memory_engine(settings.folder), name=PLANTED)


# Documents with the same text, the oldest of each group first, whatever their dates here.
GROUPS = (("03", "00", "07", "09"), ("11", "01"), ("absent", "05"))


def write(engine: Engine, documents: list[Document], removed: Sequence[str] = ()) -> None:
    """Publishes a generation with `documents` too, without those `removed`, and GROUPS."""
    base = next(iter(engine.generations()), None)
    with engine.build() as building:
        writer = engine.writer(building, base)
        for name in removed:
            writer.delete(name)
        add(writer, documents)
        writer.commit()
        write_copies(building.folder, GROUPS)
        engine.publish(building, Manifest(building.number, "", "", "", len(documents), 0, ()))


@pytest.fixture
def opened(new_engine: Callable[[Path], Engine], tmp_path: Path) -> Iterator[Opened]:
    """Writes documents into an index of their own and opens it."""
    searchers: list[Searcher] = []

    def opened_with(*documents: Document) -> Searcher:
        engine = new_engine(tmp_path)
        write(engine, list(documents))
        searchers.append(engine.open(engine.current()))
        return searchers[-1]

    yield opened_with
    for searcher in searchers:
        searcher.close()


@pytest.fixture(scope="module")
def searcher(
    new_engine: Callable[[Path], Engine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """Searches DOCUMENTS, written in three runs: the second replaces what the first had wrong."""
    engine = new_engine(tmp_path_factory.mktemp("index"))
    with closing(written_in_three_runs(engine)) as opened:
        yield opened


def written_in_three_runs(engine: Engine) -> Searcher:
    wrong = [made(document.id, "خطأ", "خطأ") for document in DOCUMENTS[:4]]
    write(engine, wrong + DOCUMENTS[4:8])
    write(engine, DOCUMENTS[:4], removed=[d.id for d in wrong])
    write(engine, DOCUMENTS[8:])
    return engine.open(engine.current())


@pytest.fixture(scope="module")
def searcher_of_stretches(
    new_engine: Callable[[Path], Engine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """The same, where stretches are of four words."""
    engine = new_engine(tmp_path_factory.mktemp("index"))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("indexer.engine.protocol.STRETCH", 4)
        with closing(written_in_three_runs(engine)) as opened:
            yield opened


def asked(
    searcher: Searcher,
    node: Node,
    filters: Filters = Filters(),  # noqa: B008
    sort: Sort = Sort.RELEVANCE,
    offset: int = 0,
    limit: int = 100,
) -> SearchAnswer:
    facets = dict.fromkeys(FACETS)
    return searcher.search(node, filters, sort, offset, limit, seconds=60, facets=facets)


def count(searcher: Searcher, node: Node, filters: Filters = Filters()) -> int | None:  # noqa: B008
    return searcher.counts([(node, filters)])[0]


def usual(searcher: Searcher, facet: str, value: str) -> str:
    return ValueSpellings(searcher).usual(facet, value)


def ids(found: SearchAnswer) -> list[str]:
    return list(found.ids)


def answers(node: Node, document: Document) -> bool:
    """The reference: what each node means, read off the words of a document."""
    match node:
        case Term(field, text):
            return text in words_of(document, field)
        case SpanNear(field, clauses, gap, ordered):
            return any(runs(words_of(document, field), clauses, gap, ordered))
        case OneOf(field, texts):
            return not set(texts).isdisjoint(words_of(document, field))
        case AllOf(parts):
            return all(answers(part, document) for part in parts)
        case AnyOf(parts):
            return any(answers(part, document) for part in parts)
        case Without(kept, left_out):
            return answers(kept, document) and not answers(left_out, document)
        case Everything():
            return True
        case Dated(first, last):
            date = document.date
            return date is not None and date.last_day >= first and date.first_day <= last


def runs(
    words: list[str], clauses: tuple[tuple[str, ...], ...], gap: int, ordered: bool
) -> Iterator[bool]:
    """True for each place where a run of words answers the clauses."""
    places = [[at for at, word in enumerate(words) if word in clause] for clause in clauses]
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
    if facet in ("topic", "cites"):
        return document.topics if facet == "topic" else document.cites
    if facet == "name":
        return document.names
    if facet == "year":
        return (str(document.date.year),) if document.date else ()
    value = getattr(document, facet)
    return (value,) if value else ()


words = st.sampled_from((*WORDS, "غائب"))  # few, so that they often answer
fields = st.sampled_from(("title_exact", "text_word"))
clauses = st.lists(words, min_size=1, max_size=2).map(tuple)
leaves = (
    st.builds(Term, fields, words)
    | st.builds(OneOf, fields, st.lists(words, max_size=3).map(tuple))
    | st.just(Everything())
    | st.builds(Dated, st.sampled_from((1, 19560301, 20000101)), st.sampled_from((19560430, 2**30)))
    | st.builds(
        SpanNear,
        fields,
        st.lists(clauses, min_size=2, max_size=3).map(tuple),
        st.integers(1, 3),
        st.booleans(),
    )
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


def test_a_document_is_found_by_each_thing_it_mentions(searcher: Searcher) -> None:
    for word in (*WORDS, "خطأ"):
        node = Term(MENTION, f"word {word}")
        due = {document.id for document in DOCUMENTS if word in document.text.split()}
        assert set(ids(asked(searcher, node))) == due
        assert count(searcher, node) == len(due)
        assert searcher.frequencies(MENTION, [node.text]) == {node.text: len(due)}


def test_a_mention_narrows_other_words_and_its_score_is_that_of_a_whole_value(
    opened: Opened,
) -> None:
    searcher = opened(made("a", "امن امن قانون"), made("b", "امن"), made("c", "قانون"))
    both = AllOf((Term("text_exact", "امن"), OneOf(MENTION, ("word قانون", "word وزاره"))))
    assert ids(asked(searcher, both)) == ["a"]
    found = asked(searcher, Term(MENTION, "word امن"))
    assert found.rows == (("a", 1.0), ("b", 1.0))


@settings(max_examples=400)
@given(node=nodes)
def test_a_search_finds_what_the_node_means(searcher: Searcher, node: Node) -> None:
    expected = {document.id for document in DOCUMENTS if answers(node, document)}
    found = asked(searcher, node)
    assert set(ids(found)) == expected
    assert found.total == count(searcher, node) == len(expected)


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
    assert count(searcher, node, filters) == found.total
    for facet in FACETS:
        counted = [d for d in answering if failed(d, filters) <= {facet}]
        assert found.facets[facet] == Counter(
            value for d in counted for value in values_of(d, facet)
        )


def test_the_count_of_a_value_is_that_of_its_filter(searcher: Searcher) -> None:
    for facet in ("topic", "cites"):
        for value, number in asked(searcher, Everything()).facets[facet].items():
            assert count(searcher, Everything(), Filters(((facet, (value,)),))) == number


def group_of(document: Document) -> str:
    """The first document of its group of copies; itself where it is of none."""
    return next((group[0] for group in GROUPS if document.id in group), document.id)


def without_copies(documents: Sequence[Document]) -> set[str]:
    """The ids of `documents`, of each group of copies that of the first alone."""
    ids = {document.id for document in documents}
    hidden = [[name for name in group if name in ids][1:] for group in GROUPS]
    return ids - {name for names in hidden for name in names}


@given(
    node=nodes,
    kinds=st.sets(st.sampled_from(("law", "report")), max_size=1),
    topics=st.sets(words, max_size=2),
    since=st.sampled_from((None, ArchiveDate(1956, 3))),
    sort=st.sampled_from(Sort),
)
def test_of_the_hits_with_the_same_text_the_oldest_stands_for_all(
    searcher: Searcher,
    node: Node,
    kinds: set[str],
    topics: set[str],
    since: ArchiveDate | None,
    sort: Sort,
) -> None:
    chosen = (("kind", tuple(kinds)), ("topic", tuple(topics)))
    filters = Filters(tuple((name, values) for name, values in chosen if values), since)
    hiding = replace(filters, copies_hidden=True)
    answering = [document for document in DOCUMENTS if answers(node, document)]
    passing = [document for document in answering if not failed(document, filters)]
    expected = without_copies(passing)
    found = asked(searcher, node, hiding, sort)
    assert set(ids(found)) == expected
    assert found.total == count(searcher, node, hiding) == len(expected)
    assert found.hidden == len(passing) - len(expected)
    for facet in FACETS:
        counted = [d for d in answering if failed(d, filters) <= {facet}]
        held = {(value, group_of(d)) for d in counted for value in values_of(d, facet)}
        assert found.facets[facet] == Counter(value for value, _ in held)
    rows = asked(searcher, node, filters, sort).rows
    assert found.rows == tuple(row for row in rows if row[0] in expected)
    paged = [asked(searcher, node, hiding, sort, at, 1).ids for at in range(len(expected))]
    assert [name for page in paged for name in page] == ids(found)


def test_a_row_comes_with_the_hits_that_it_stands_for(searcher: Searcher) -> None:
    hiding = Filters(copies_hidden=True)
    found = searcher.search(Everything(), hiding, Sort.TITLE, 0, 100, fields=None)
    told = {name: [one.id for one in copies.documents] for name, copies in found.copies.items()}
    assert told == {"03": ["00", "07", "09"], "11": ["01"]}
    assert {name: copies.total for name, copies in found.copies.items()} == {"03": 3, "11": 1}
    dates = {document.id: document.date for document in DOCUMENTS}
    assert [one.date for one in found.copies["03"].documents] == [dates[n] for n in told["03"]]
    without_documents = searcher.search(Everything(), hiding, Sort.TITLE, 0, 100)
    assert not without_documents.copies
    assert not searcher.search(Everything(), Filters(), Sort.TITLE, 0, 100, fields=None).copies


# Spellings of one value, by a name of ours: what the reference groups by.
SPELLINGS = {
    "agadir": ("أكادير", "اكادير", "أكـادير", "أَكادير", " أكادير "),
    "sale": ("سلا",),
    "square": ("ساحة الأمم", "ساحه الامم", "ساحة  الأمم", "ساحة\u00a0الأُمم"),
    "affair": ("شؤون", "شئون"),
    "hospital": ("مستشفى", "مستشفي"),
    "beni": ("Béni Mellal", "BENI MELLAL", "beni mellal"),
}
VALUE_OF = {spelling: name for name, alike in SPELLINGS.items() for spelling in alike}


def spelt_documents(seed: int) -> list[Document]:
    """Documents with places and topics in random spellings, several of one value among them."""
    chance = random.Random(seed)
    every = list(VALUE_OF)
    return [
        made(
            f"{number:02}",
            chance.choice(WORDS),
            place=chance.choice([None, *every]),
            topics=tuple(chance.sample(every, chance.randint(0, 4))),
        )
        for number in range(40)
    ]


def of_value(document: Document, facet: str) -> set[str]:
    return {VALUE_OF[value] for value in values_of(document, facet)}


@pytest.fixture
def respelt(
    new_engine: Callable[[Path], Engine], tmp_path: Path
) -> Iterator[tuple[Searcher, list[Document]]]:
    """Documents in many spellings, some of them replaced and some deleted; and what is left."""
    engine = new_engine(tmp_path)
    former, documents = spelt_documents(1), spelt_documents(2)
    write(engine, former[:25] + documents[25:30])
    write(engine, documents[:20], removed=[d.id for d in former[:25]])
    write(engine, documents[30:])
    with closing(engine.open(engine.current())) as searcher:
        yield searcher, documents[:20] + documents[25:]


@pytest.mark.parametrize("facet", ["place", "topic"])
def test_values_that_differ_in_spelling_only_are_one(
    respelt: tuple[Searcher, list[Document]], facet: str
) -> None:
    searcher, documents = respelt
    counts = asked(searcher, Everything()).facets[facet]
    written = Counter(value for document in documents for value in values_of(document, facet))
    for name, alike in SPELLINGS.items():
        most_frequent = min(alike, key=lambda value: (-written[value], value))
        holders = {document.id for document in documents if name in of_value(document, facet)}
        assert {value: counts[value] for value in alike if value in counts} == {
            most_frequent: len(holders)
        }
        for value in alike:
            assert usual(searcher, facet, value) == most_frequent
            filters = Filters(((facet, (value,)),))
            assert set(ids(asked(searcher, Everything(), filters))) == holders
            assert count(searcher, Everything(), filters) == len(holders)


def test_documents_keep_their_own_spelling(respelt: tuple[Searcher, list[Document]]) -> None:
    searcher, documents = respelt
    assert list(searcher.read([document.id for document in documents])) == documents


def test_a_value_that_no_document_has_passes_none(opened: Opened) -> None:
    searcher = opened(made("1", place="سلا"))
    filters = Filters((("place", ("أكادير",)),))
    assert asked(searcher, Everything(), filters).total == 0
    assert usual(searcher, "place", "أكادير") == "أكادير"


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        # undated documents come last in both orders of time; ties go by id
        (Sort.NEWEST, lambda d: (-d.date.last_day if d.date else 0, d.id)),
        (Sort.OLDEST, lambda d: (d.date.first_day if d.date else 99_999_999, d.id)),
        (Sort.TITLE, lambda d: (d.title, d.id)),
        # the latest first; the texts of moments have the order of time
        (Sort.ADDED, lambda d: ([-ord(sign) for sign in d.added or " "], d.id)),
        (Sort.RELEVANCE, lambda d: d.id),  # everything has one score
    ],
)
def test_orders(searcher: Searcher, sort: Sort, key: Callable[[Document], object]) -> None:
    expected = [document.id for document in sorted(DOCUMENTS, key=key)]  # type: ignore[arg-type]
    assert ids(asked(searcher, Everything(), sort=sort)) == expected


def test_what_came_in_together_stands_in_the_order_of_ids_whatever_its_score(
    searcher: Searcher,
) -> None:
    node = Term("text_exact", WORDS[0])
    held = {document.id: document for document in DOCUMENTS}
    found = [held[name] for name in ids(asked(searcher, node, sort=Sort.ADDED))]
    assert len(found) > 3
    assert found == sorted(
        sorted(found, key=lambda d: d.id), key=lambda d: d.added or "", reverse=True
    )


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


def test_the_first_document_may_be_left_out(opened: Opened) -> None:
    searcher = opened(made("1", "قانون"), made("2", "امن قانون"), made("3", "امن"))
    node = Without(Term("text_word", "امن"), Term("text_word", "قانون"))
    assert ids(asked(searcher, node)) == ["3"]


def test_the_values_of_a_facet_are_whole_and_each_in_all_its_spellings(
    respelt: tuple[Searcher, list[Document]],
) -> None:
    searcher, documents = respelt
    for facet in ("place", "topic", "author"):
        written = Counter(value for document in documents for value in values_of(document, facet))
        alike = {name: written.keys() & set(spellings) for name, spellings in SPELLINGS.items()}
        expected = {
            tuple(sorted(spellings, key=lambda value: (-written[value], value)))
            for spellings in alike.values()
            if spellings
        }
        values = searcher.values(facet)
        assert set(values) == expected
        assert len(values) == len(expected)


def test_frequency_is_how_many_documents_hold_the_term(opened: Opened) -> None:
    searcher = opened(made("1", "امن امن"), made("2", "امن"), made("3", "شرطه"))
    found = searcher.frequencies("text_word", ("امن", "شرطه", "غائب"))
    assert found == {"امن": 2, "شرطه": 1, "غائب": 0}


def test_documents_come_back_as_they_were_stored(opened: Opened) -> None:
    whole = Document(
        **{name: name for name in ("id", "title", "text", "source_url", "path")},
        authors=("أ", "ب"),
        date=ArchiveDate(1956, 5, 16),
        topics=("شرطة", "أمن"),
        language="fr",
    )
    searcher = opened(whole, made("bare"))
    assert list(searcher.read(["id", "absent", "bare", "id"])) == [whole, None, made("bare"), whole]
    assert {document.id: document for document in searcher.scan()} == {
        "id": whole,
        "bare": made("bare"),
    }
    (text,) = [searcher.text("id")]
    assert text is not None
    assert "".join(text) == "text"
    assert searcher.text("absent") is None


def test_only_the_fields_asked_for_are_read(opened: Opened) -> None:
    whole = made("a", "امن", "شرطه", authors=("author",), topics=("1",), date=ArchiveDate(1956))
    searcher = opened(whole)
    some = Document(id="a", title="", text="", authors=("author",), date=ArchiveDate(1956))
    assert list(searcher.read(["a"], ("id", "authors", "date"))) == [some]
    assert list(searcher.scan(("id", "authors", "date"))) == [some]
    assert list(searcher.scan(("text",))) == [Document(id="", title="", text="امن")]


def test_so_many_characters_of_a_long_text_are_read_at_least(opened: Opened) -> None:
    text = "كلمة أخرى في نص طويل جدا\n\n" * 20_000
    searcher = opened(made("long", text.strip()))
    for characters in (0, 1, 100_000, 10**9):
        (some,) = searcher.read(["long"], characters=characters)
        assert isinstance(some, Document)
        assert text.startswith(some.text)
        assert len(some.text) >= min(characters, len(text.strip()))


@given(node=nodes)
def test_the_documents_of_hits_come_along(searcher: Searcher, node: Node) -> None:
    found = searcher.search(node, Filters(), Sort.TITLE, 2, 5, fields=("id", "title"))
    titles = {document.id: document.title for document in DOCUMENTS}
    assert list(found.documents) == [Document(name, titles[name], "") for name in found.ids]


@given(queries=st.lists(nodes, max_size=4), kind=st.sampled_from(("law", "report")))
def test_several_queries_are_counted_at_once(
    searcher: Searcher, queries: list[Node], kind: str
) -> None:
    filters = Filters((("kind", (kind,)),))
    both = [*((node, Filters()) for node in queries), *((node, filters) for node in queries)]
    assert searcher.counts(both) == tuple(asked(searcher, *query).total for query in both)


@given(node=nodes, sort=st.sampled_from(Sort), limit=st.integers(1, 5))
def test_pages_by_their_cursor_are_all_rows(
    searcher: Searcher, node: Node, sort: Sort, limit: int
) -> None:
    every = asked(searcher, node, sort=sort)
    rows: list[tuple[str, float]] = []
    after = None
    for _ in range(len(DOCUMENTS)):
        page = searcher.search(node, Filters(), sort, 0, limit, after=after)
        rows += page.rows
        after = page.after
        if after is None:
            break
    assert after is None
    assert tuple(rows) == every.rows


@given(node=nodes, most=st.integers(0, 4))
def test_of_a_facet_come_the_most_frequent_values(
    searcher: Searcher, node: Node, most: int
) -> None:
    facets = searcher.search(node, Filters(), Sort.TITLE, 0, 0, facets={"topic": most}).facets
    every = asked(searcher, node).facets["topic"].items()
    assert list(facets) == ["topic"]
    assert list(facets["topic"].items()) == sorted(every, key=lambda row: (-row[1], row[0]))[:most]


def test_a_document_is_found_by_the_beginning_of_its_whole_name(opened: Opened) -> None:
    documents = [made(f"d{number}") for number in range(300)]
    searcher = opened(*documents)
    for document in documents:
        assert searcher.named(whole_name(document.id)) == (document.id,)
    for beginning in ("", "0", "7z", "zzzz", "é"):
        expected = [d.id for d in documents if whole_name(d.id).startswith(beginning)]
        assert searcher.named(beginning) == tuple(sorted(expected, key=whole_name))


def test_deleted_documents_are_gone(searcher: Searcher) -> None:
    assert count(searcher, Term("text_word", "خطأ")) == 0
    left = {document.id for document in searcher.scan()}
    assert set(searcher.named("")) == left


def test_cancel_forgets_what_was_added(
    new_engine: Callable[[Path], Engine], tmp_path: Path
) -> None:
    engine = new_engine(tmp_path)
    write(engine, [made("kept", "امن")])
    with engine.build() as building:
        writer = engine.writer(building, engine.current())
        add(writer, [made("forgotten", "امن")])
        writer.delete("kept")
        writer.cancel()
        with closing(engine.open(building)) as searcher:
            assert ids(asked(searcher, Everything())) == ["kept"]
    assert engine.current().manifest.generation == 1


def test_a_generation_bears_the_name_of_its_engine(
    new_engine: Callable[[Path], Engine], tmp_path: Path
) -> None:
    engine = new_engine(tmp_path)
    assert engine.generations() == ()
    before = engine.stamp()
    write(engine, [made("1", "امن")])
    write(engine, [made("2", "امن")])
    assert engine.stamp() != before
    second, first = engine.generations()
    assert second == engine.current()
    assert [second.manifest.generation, first.manifest.generation] == [2, 1]
    assert second.manifest.engine == first.manifest.engine == engine.name
    assert engine.damaged(second) == ()
    assert engine.fault() is None
    assert [d.id for d in engine.stored_documents(first)] == ["1"]
    assert {d.id for d in engine.stored_documents(second)} == {"1", "2"}
    with closing(engine.open(first)) as searcher:
        assert list(searcher.read(["1", "2"])) == [made("1", "امن"), None]


def test_a_search_out_of_time_says_that_it_is_partial(opened: Opened) -> None:
    searcher = opened(*(made(str(number), "امن") for number in range(600)))
    found = searcher.search(Everything(), Filters(), Sort.RELEVANCE, 0, 10, seconds=-1)
    assert found.partial
    assert searcher.counts([(Everything(), Filters())] * 2, seconds=-1) == (None, None)
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


def test_one_of_several_terms_scores_as_each_of_them_does(searcher: Searcher) -> None:
    texts = ("امن", "شرطه", "غائب")
    each = AnyOf(tuple(Term("text_word", text, 2.0) for text in texts))
    assert scores(searcher, OneOf("text_word", texts, 2.0)) == scores(searcher, each) != {}


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


@given(node=nodes)
def test_hits_of_one_score_stand_in_the_order_of_their_ids(searcher: Searcher, node: Node) -> None:
    rows = asked(searcher, node).rows
    assert list(rows) == sorted(rows, key=lambda row: (-row[1], row[0]))


def test_scores_are_those_of_an_index_that_was_never_changed(
    searcher: Searcher, opened: Opened
) -> None:
    afresh = opened(*reversed(DOCUMENTS))
    for word in WORDS:
        node = AnyOf((Term("text_word", word), Term("title_exact", word, 2.0)))
        assert scores(searcher, node) == pytest.approx(scores(afresh, node))
    expected = afresh.frequencies("text_word", WORDS)
    assert searcher.frequencies("text_word", WORDS) == expected


def test_the_terms_of_deleted_documents_are_gone(searcher: Searcher) -> None:
    assert searcher.frequencies("text_word", ("خطأ",)) == {"خطأ": 0}


chosen = st.builds(
    lambda kinds, until: Filters((("kind", tuple(kinds)),) if kinds else (), until=until),
    st.sets(st.sampled_from(("law", "report")), max_size=2),
    st.sampled_from((None, ArchiveDate(2000))),
)
TALLIED = [
    replace(document, words=len(document.text.split()), publisher=publisher)
    for document, publisher in zip(DOCUMENTS, ("الناشر", "الناشِر", None, "غيره") * 3, strict=True)
]


@pytest.fixture(scope="module")
def tallied(
    new_engine: Callable[[Path], Engine], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    """Searches TALLIED, whose texts are indexed after titles and before other words."""

    def row(document: Document, field: str) -> list[str]:
        if field.startswith("title"):
            return document.title.split()
        return [*document.title.split(), BOUNDARY, *document.text.split(), *WORDS]

    engine = new_engine(tmp_path_factory.mktemp("index"))
    with engine.build() as building:
        writer = engine.writer(building, None)
        for some in (TALLIED[:5], TALLIED[5:]):
            terms = {
                field: TermBatch.of([() if field == MENTION else row(d, field) for d in some])
                for field in TERM_FIELDS
            }
            writer.add(some, terms, [document.title for document in some])
        writer.commit()
        engine.publish(building, Manifest(building.number, "", "", "", len(TALLIED), 0, ()))
    with closing(engine.open(engine.current())) as opened:
        yield opened


@given(node=nodes, chosen=chosen, texts=st.lists(words, max_size=3), facet=st.sampled_from(FACETS))
def test_tallies_are_sums_over_the_documents_that_pass(
    tallied: Searcher, node: Node, chosen: Filters, texts: list[str], facet: str
) -> None:
    expected: dict[str, Tally] = {}
    hits = set(ids(asked(tallied, node, chosen)))
    for document in (document for document in TALLIED if document.id in hits):
        held = document.text.split()
        own = Tally(1, len(held), sum(held.count(text) for text in set(texts)))
        values = {usual(tallied, facet, value) for value in values_of(document, facet)}
        for value in values or {""}:
            expected[value] = expected.get(value, Tally()) + own
    queries = [(node, chosen, "text_word", texts), (AnyOf(()), Filters(), "text_exact", ())]
    found, partial = tallied.tallies(queries, ("kind", facet), seconds=60)
    assert (found[0][facet], found[1][facet], partial) == (expected, {}, False)
    assert tallied.tallies(queries[:1], (facet,), seconds=-1)[1] or not expected


@pytest.mark.parametrize("field", ["title_exact", "text_word"])
@given(run=st.lists(clauses, min_size=1, max_size=3), texts=st.sets(words).map(tuple))
def test_what_follows_is_counted_place_by_place(
    searcher: Searcher, field: str, run: list[tuple[str, ...]], texts: tuple[str, ...]
) -> None:
    expected: Counter[str] = Counter()
    for document in DOCUMENTS:
        held = words_of(document, field)
        for start in range(len(held) - len(run)):
            if all(held[start + at] in slot for at, slot in enumerate(run)):
                expected[held[start + len(run)]] += 1
    wanted = {text: count for text, count in expected.items() if text in texts}
    assert searcher.following(field, run, texts) == wanted


ranked = st.lists(st.builds(Term, fields, words, st.sampled_from((0.5, 1.0, 2.0))), max_size=4)


@given(node=nodes, terms=ranked.map(tuple))
def test_a_ranking_scores_hits_by_its_terms_alone(
    searcher: Searcher, node: Node, terms: tuple[Term, ...]
) -> None:
    found = searcher.search(node, Filters(), Sort.RELEVANCE, 0, 100, 60, Ranking(terms))
    assert set(ids(found)) == set(ids(asked(searcher, node)))
    by_terms = scores(searcher, AnyOf(terms))
    assert dict(found.rows) == pytest.approx({n: by_terms.get(n, 0.0) for n in ids(found)})
    assert list(found.rows) == sorted(found.rows, key=lambda row: (-row[1], row[0]))


def test_a_pair_scores_as_one_term_as_rare_as_its_rarer(opened: Opened) -> None:
    documents = [made("1", "امن شرطه امن شرطه"), made("2", "شرطه امن"), made("3", "امن شرطه قانون")]
    searcher = opened(*documents, made("4", "شرطه قانون"))
    pair = Pair("text_word", "امن", "شرطه", boost=2.0)
    found = searcher.search(
        Everything(), Filters(), Sort.RELEVANCE, 0, 9, 60, Ranking((), pairs=(pair,))
    )
    mean = sum(len(d.text.split()) for d in documents) / 4 + 2 / 4
    rarity = math.log(1 + (4 - 3 + 0.5) / (3 + 0.5))

    def score(count: int, length: int) -> float:
        return 2.0 * rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))

    expected = {"1": score(2, 4), "3": score(1, 3), "2": 0.0, "4": 0.0}
    assert dict(found.rows) == pytest.approx(expected)
    assert ids(found) == ["1", "3", "2", "4"]


clauses = st.lists(st.lists(words, min_size=1, max_size=2).map(tuple), min_size=1, max_size=4)
expressions = st.lists(
    st.builds(Expression, fields, clauses.map(tuple), st.sampled_from((0.5, 2.0, 6.0))), max_size=3
)


@given(terms=ranked.map(tuple), expressions=expressions.map(tuple))
def test_an_expression_multiplies_the_score_of_what_holds_it(
    searcher: Searcher, terms: tuple[Term, ...], expressions: tuple[Expression, ...]
) -> None:
    ranking = Ranking(terms, expressions=expressions)
    found = searcher.search(Everything(), Filters(), Sort.RELEVANCE, 0, 100, 60, ranking)
    expected = dict.fromkeys(ids(found), 0.0) | scores(searcher, AnyOf(terms))
    for expression in expressions:
        for name in ids(asked(searcher, SpanNear(expression.field, expression.clauses))):
            expected[name] *= expression.factor
    assert dict(found.rows) == pytest.approx(expected)


def test_an_expression_multiplies_what_pairs_add(opened: Opened) -> None:
    searcher = opened(made("1", "امن شرطه"), made("2", "شرطه امن"))
    terms, pairs = (Term("text_word", "امن"),), (Pair("text_word", "امن", "شرطه"),)
    expression = Expression("text_word", (("امن",), ("قانون", "شرطه")), 3.0)
    paired, both = (
        dict(searcher.search(Everything(), Filters(), Sort.RELEVANCE, 0, 9, 60, ranking).rows)
        for ranking in (Ranking(terms, pairs), Ranking(terms, pairs, (expression,)))
    )
    assert both == {"1": pytest.approx(3 * paired["1"]), "2": paired["2"]}


@settings(max_examples=50)
@given(terms=ranked.map(tuple), stretch=st.lists(words, min_size=1, max_size=3, unique=True))
def test_a_long_document_is_scored_by_its_best_stretch_too(
    searcher_of_stretches: Searcher, terms: tuple[Term, ...], stretch: list[str]
) -> None:
    searcher = searcher_of_stretches
    evidence = tuple(Term("text_word", text, 3.0) for text in stretch)
    ranking = Ranking(terms, stretch=evidence)
    found = searcher.search(Everything(), Filters(), Sort.RELEVANCE, 0, 100, 60, ranking)
    lengths = [len(document.text.split()) for document in DOCUMENTS if document.text]
    count, mean = len(lengths), sum(lengths) / len(lengths)
    plain = dict.fromkeys(ids(found), 0.0) | scores(searcher, AnyOf(terms))

    def score(held: list[str], length: int) -> float:
        total = 0.0
        for text in stretch:
            holding = sum(text in document.text.split() for document in DOCUMENTS)
            rarity = math.log(1 + (count - holding + 0.5) / (holding + 0.5))
            norm = 1.2 * (0.25 + 0.75 * length / mean)
            total += 3.0 * rarity * held.count(text) * 2.2 / (held.count(text) + norm)
        return total

    for document in DOCUMENTS:
        held = document.text.split()
        if len(held) > 4:
            parts = [held[start : start + 4] for start in range(0, len(held), 2)]
            if starts := document.ranked_parts:
                parts = [held[start:end] for start, end in pairwise((*starts, len(held)))]
            best = max(score(part, len(part) if starts else 4) for part in parts)
            gain = (1 - 4 / len(held)) * (best - score(held, len(held)))
            plain[document.id] = max(0.0, plain[document.id] + gain)
    assert dict(found.rows) == pytest.approx(plain, rel=1e-4, abs=1e-5)


def test_pairs_and_expressions_are_looked_at_in_the_best_by_terms_at_least(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.engine.protocol.WINDOW", 1)
    texts = ("امن امن قانون شرطه", "امن قانون شرطه وزاره وزاره")
    searcher = opened(*(made(str(number), text) for number, text in enumerate(texts)))
    terms = (Term("text_word", "امن"),)
    plain, paired = (
        dict(searcher.search(Everything(), Filters(), Sort.RELEVANCE, 0, 9, 60, ranking).rows)
        for ranking in (
            Ranking(terms),
            Ranking(
                terms,
                (Pair("text_word", "قانون", "شرطه"),),
                (Expression("text_word", (("قانون",), ("شرطه",)), 2.0),),
            ),
        )
    )
    assert paired["0"] > plain["0"]
    assert paired["1"] >= plain["1"]
