"""The engines that are measured: how each builds its index of the passages, and answers a query.

An engine is two functions, called in processes of their own:

    build(passages, folder)      indexes the passages, one JSON object a line, into `folder`
    opened(folder)               a function that answers a Query with its first ten documents

They import what they measure and nothing else: the archive guards Whoosh's pickles, which slows it.
`stock` and `fts5` are given words that are analysed already, which is not counted; the others read
the text as it is.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from bench.speed import lucene

KINDS = ("or", "common_or", "and", "phrase", "prefix", "bool", "request")
HITS = 10
_BATCH = 1_000
_MEMORY_MEGABYTES = 256
_SECONDS = 60.0  # of a search, before it is cut short
_FIELD = "text_word"


@dataclass(frozen=True, slots=True)
class Query:
    """One query. `words` are written as in the text, `folded` are the same as they are indexed.

    For "prefix" the one word is the beginning of others; for "bool" they are a, b, c and d of
    `a AND (b OR c) NOT d`; the words of a "request" are typed into the search field.
    """

    kind: str
    words: tuple[str, ...]
    folded: tuple[str, ...]


Ask = Callable[[Query], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Engine:
    """What is measured under one name. `modules` are imported before the clock runs."""

    about: str
    modules: tuple[str, ...]
    build: Callable[[Path, Path], None]
    opened: Callable[[Path], Ask]
    answers: Collection[str] = KINDS
    warm: int = 5  # times that queries of each kind are asked before the clock runs
    clock: Clock = time.process_time  # seconds of processor time spent on answers


def written_for(engines: Collection[str], passages: Path) -> None:
    """Writes what `engines` are given instead of JSON, which is not measured."""
    if not {"stock", "fts5"}.isdisjoint(engines):
        write_analysed(passages)
    if "lucene" in engines:
        with _tabbed(passages).open("w", encoding="utf-8") as file:
            for row in rows(passages):
                text = " ".join(row["text"].split())
                file.write(f"{row['id']}\t{row['title']}\t{text}\n")


def _tabbed(passages: Path) -> Path:
    return passages.with_suffix(".tsv")


def rows(passages: Path) -> Iterator[dict[str, Any]]:
    """The passages of a file."""
    with passages.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def analysed(passages: Path) -> Path:
    """Where the folded words of the passages are, one passage a line: see `write_analysed`."""
    return passages.with_suffix(".folded")


def write_analysed(passages: Path) -> None:
    """Writes the folded words of each passage, for engines that are given them."""
    from indexer.language import folded, tokens

    with analysed(passages).open("w", encoding="utf-8") as file:
        for row in rows(passages):
            words = (folded(token.written) for token in tokens(row["text"]))
            file.write(" ".join(word.replace(" ", "_") for word in words) + "\n")


def _analysed_rows(passages: Path) -> Iterator[tuple[str, str, str]]:
    """(id, title, folded words) of each passage."""
    with analysed(passages).open(encoding="utf-8") as lines:
        for row, line in zip(rows(passages), lines, strict=True):
            yield row["id"], row["title"], line.rstrip("\n")


# The archive: the whole index, by the command that builds it


def _archive_settings(folder: Path) -> Any:
    from indexer import load_settings

    return load_settings().with_folders(folder / "corpus", folder / "index")


def _build_archive(passages: Path, folder: Path) -> None:
    from indexer import reindex

    (folder / "corpus").mkdir()
    (folder / "corpus" / passages.name).hardlink_to(passages)
    reindex(_archive_settings(folder))


def _opened_archive(folder: Path) -> Ask:
    from indexer import Archive, SearchRequest
    from indexer.language import Lexicon

    settings = _archive_settings(folder)
    archive = Archive(settings)
    generation = (settings.index.folder / "current").resolve()
    lexicon = Lexicon(generation)
    most = settings.search.max_expansions
    ask_engine = _asking(generation, lexicon.family, "text_exact", most)

    def ask(query: Query) -> object:
        if query.kind == "request":
            return archive.search(SearchRequest(" ".join(query.words), page_size=HITS))
        return ask_engine(query)

    return ask


# Ours: the same engine with one field, from text as it is


def _build_ours(passages: Path, folder: Path) -> None:
    from indexer.language import FIELDS, folded
    from indexer.language.batches import Vocabulary
    from indexer.model import Document
    from indexer.storage.protocol import Terms
    from indexer.storage.whoosh_backend import WhooshWriter

    vocabulary = Vocabulary()
    of_word = np.zeros(0, np.int32)
    terms: dict[str, int] = {}
    names: list[str] = []
    writer = WhooshWriter(folder, _MEMORY_MEGABYTES, existing=False)
    every = rows(passages)
    while batch := list(islice(every, _BATCH)):
        words, lengths = vocabulary.batch([row["text"] for row in batch])
        new = []
        for word in vocabulary.words[len(of_word) :]:
            term = folded(word)
            number = terms.setdefault(term, len(names))
            if number == len(names):
                names.append(term)
            new.append(number)
        of_word = np.append(of_word, np.array(new, np.int32))
        none = Terms([], np.zeros(0, np.int32), np.zeros(len(batch), np.int64))
        given = dict.fromkeys(FIELDS, none) | {_FIELD: Terms(names, of_word[words], lengths)}
        documents = [Document(row["id"], row["title"], row["text"]) for row in batch]
        writer.add(documents, given, [""] * len(batch))
    writer.commit()


def _opened_ours(folder: Path) -> Ask:
    return _asking(folder, str, _FIELD, None)


def _asking(folder: Path, term_of: Callable[[str], str], beginnings: str, most: int | None) -> Ask:
    """Asks the engine of the archive itself, without what the archive puts around it.

    Words that begin with a prefix are those of the field `beginnings`, `most` of them.
    """
    from indexer.model import Filters, Sort
    from indexer.storage.protocol import AllOf, AnyOf, Sequence, Term, Without
    from indexer.storage.whoosh_backend import WhooshSearcher

    searcher = WhooshSearcher(folder)

    def node(query: Query) -> Any:
        terms = [Term(_FIELD, term_of(word)) for word in query.folded]
        match query.kind:
            case "or" | "common_or":
                return AnyOf(tuple(terms))
            case "and":
                return AllOf(tuple(terms))
            case "phrase":
                return Sequence(_FIELD, tuple((term.text,) for term in terms))
            case "prefix":
                found = islice(searcher.terms(beginnings, query.folded[0]), most)
                return AnyOf(tuple(Term(beginnings, text) for text in found))
            case _:
                a, b, c, d = terms
                return Without(AllOf((a, AnyOf((b, c)))), d)

    def ask(query: Query) -> object:
        return searcher.search(node(query), Filters(), Sort.RELEVANCE, 0, HITS, _SECONDS)

    return ask


# Whoosh 2.7.4 as it comes


def _build_stock(passages: Path, folder: Path) -> None:
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import ID, STORED, TEXT, Schema
    from whoosh.index import create_in

    body = TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True)
    writer = create_in(folder, Schema(id=ID(stored=True), title=STORED(), body=body)).writer()
    for name, title, words in _analysed_rows(passages):
        writer.add_document(id=name, title=title, body=words)
    writer.commit()


def _opened_stock(folder: Path) -> Ask:
    from whoosh import query as nodes
    from whoosh.index import open_dir
    from whoosh.qparser import QueryParser

    index = open_dir(folder)
    searcher = index.searcher()
    parser = QueryParser("body", index.schema)

    def ask(query: Query) -> object:
        terms = [nodes.Term("body", word) for word in query.folded]
        match query.kind:
            case "or" | "common_or":
                return searcher.search(nodes.Or(terms), limit=HITS)
            case "and":
                return searcher.search(nodes.And(terms), limit=HITS)
            case "phrase":
                return searcher.search(nodes.Phrase("body", list(query.folded)), limit=HITS)
            case "prefix":
                return searcher.search(nodes.Prefix("body", query.folded[0]), limit=HITS)
            case "bool":
                a, b, c, d = terms
                return searcher.search(nodes.And([a, nodes.Or([b, c]), nodes.Not(d)]), limit=HITS)
            case _:
                found = searcher.search(parser.parse(" ".join(query.folded)), limit=HITS)
                return [(hit["id"], hit["title"], hit.highlights("body")) for hit in found]

    return ask


# SQLite FTS5


def _build_fts5(passages: Path, folder: Path) -> None:
    with sqlite3.connect(folder / "fts5.db") as base:
        base.execute("CREATE VIRTUAL TABLE p USING fts5(id UNINDEXED, title UNINDEXED, body)")
        base.executemany("INSERT INTO p VALUES (?, ?, ?)", _analysed_rows(passages))
    base.execute("INSERT INTO p(p) VALUES ('optimize')")
    base.commit()
    base.close()


def _opened_fts5(folder: Path) -> Ask:
    base = sqlite3.connect(folder / "fts5.db")
    ranked = "FROM p WHERE p MATCH ? ORDER BY rank LIMIT 10"

    def ask(query: Query) -> object:
        words = [f'"{word}"' for word in query.folded]
        match query.kind:
            case "or" | "common_or":
                text = " OR ".join(words)
            case "phrase":
                text = '"' + " ".join(query.folded) + '"'
            case "prefix":
                text = words[0] + "*"
            case "bool":
                a, b, c, d = words
                text = f"({a} AND ({b} OR {c})) NOT {d}"
            case _:
                text = " AND ".join(words)
        body = "title, snippet(p, 2, '[', ']', '…', 20)" if query.kind == "request" else "rank"
        return base.execute(f"SELECT id, {body} {ranked}", (text,)).fetchall()

    return ask


# tantivy, with its Arabic stemmer


def _tantivy_analyzer() -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    return builder.filter(Filter.lowercase()).filter(Filter.stemmer("arabic")).build()


def _tantivy_index(folder: Path) -> Any:
    from tantivy import Index, SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", stored=True, tokenizer_name="raw")
    builder.add_text_field("body", stored=True, tokenizer_name="ar")
    index = Index(builder.build(), path=str(folder))
    index.register_tokenizer("ar", _tantivy_analyzer())
    return index


def _build_tantivy(passages: Path, folder: Path) -> None:
    from tantivy import Document

    index = _tantivy_index(folder)
    writer = index.writer(_MEMORY_MEGABYTES << 20, 1)
    for row in rows(passages):
        writer.add_document(Document(id=row["id"], title=row["title"], body=row["text"]))
    writer.commit()
    writer.wait_merging_threads()


def _opened_tantivy(folder: Path) -> Ask:
    from tantivy import Occur, SnippetGenerator
    from tantivy import Query as Nodes

    index = _tantivy_index(folder)
    searcher, schema, analyzer = index.searcher(), index.schema, _tantivy_analyzer()

    def term(word: str) -> Any:
        return Nodes.term_query(schema, "body", analyzer.analyze(word)[0])

    def ask(query: Query) -> object:
        match query.kind:
            case "or" | "common_or":
                parts = [(Occur.Should, term(word)) for word in query.words]
            case "and" | "request":
                parts = [(Occur.Must, term(word)) for word in query.words]
            case "phrase":
                stems = [analyzer.analyze(word)[0] for word in query.words]
                return searcher.search(Nodes.phrase_query(schema, "body", stems), HITS)
            case "prefix":
                beginning = Nodes.regex_query(schema, "body", query.words[0] + ".*")
                return searcher.search(beginning, HITS)
            case _:
                a, b, c, d = map(term, query.words)
                either = Nodes.boolean_query([(Occur.Should, b), (Occur.Should, c)])
                parts = [(Occur.Must, a), (Occur.Must, either), (Occur.MustNot, d)]
        node = Nodes.boolean_query(parts)
        found = searcher.search(node, HITS)
        if query.kind != "request":
            return found
        marked = SnippetGenerator.create(searcher, node, schema, "body")
        documents = [searcher.doc(address) for _, address in found.hits]
        return [(d["title"], marked.snippet_from_doc(d).to_html()) for d in documents]

    return ask


# Lucene, where it is installed


def _build_lucene(passages: Path, folder: Path) -> None:
    lucene.build(_tabbed(passages), folder)


def _opened_lucene(folder: Path) -> Ask:
    opened = _opened["lucene"] = lucene.Lucene(folder)
    return lambda query: opened.ask(query.kind, query.words)


_opened: dict[str, lucene.Lucene] = {}  # so that the clock can be read


def _lucene_seconds() -> float:
    return _opened["lucene"].seconds if _opened else 0.0


ENGINES = {
    "archive": Engine(
        "Khizana, the whole index of an archive, by `reindex`",
        ("indexer",),
        _build_archive,
        _opened_archive,
    ),
    "ours": Engine(
        "Khizana's engine with one field",
        ("indexer.language.batches", "indexer.storage.whoosh_backend"),
        _build_ours,
        _opened_ours,
        KINDS[:-1],
    ),
    "stock": Engine(
        "Whoosh 2.7.4 as it comes, one field",
        ("whoosh.index", "whoosh.qparser", "whoosh.highlight"),
        _build_stock,
        _opened_stock,
    ),
    "tantivy": Engine(
        "tantivy, its Arabic stemmer, one field", ("tantivy",), _build_tantivy, _opened_tantivy
    ),
    "fts5": Engine("SQLite FTS5, one field", (), _build_fts5, _opened_fts5),
}
if lucene.installed():
    ENGINES["lucene"] = Engine(
        "Lucene 8, ArabicAnalyzer, one field",
        (),
        _build_lucene,
        _opened_lucene,
        KINDS[:-1],
        warm=1_000,  # Java compiles what runs often
        clock=_lucene_seconds,
    )
