"""The engines of others: Whoosh as it comes, SQLite FTS5, tantivy and Lucene.

What they measure is imported in the functions, so that the process of one holds no other.
"""

from __future__ import annotations

import sqlite3
import weakref
from pathlib import Path
from typing import Any

from bench.speed import lucene
from bench.speed.given import HITS, MEMORY_MEGABYTES, Ask, Count, Query, rows, stemmed, tabbed

# Whoosh 2.7.4 as it comes


def build_stock(passages: Path, folder: Path) -> None:
    """Indexes the stems, by a writer with its defaults."""
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import ID, STORED, TEXT, Schema
    from whoosh.index import create_in

    body = TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True)
    writer = create_in(folder, Schema(id=ID(stored=True), title=STORED(), body=body)).writer()
    for row in rows(stemmed(passages)):
        writer.add_document(id=row["id"], title=row["title"], body=row["text"])
    writer.commit()


def opened_stock(folder: Path) -> Ask:
    """Asks for ten hits; a "request" is parsed, and its hits are marked."""
    return _asking_stock(folder, HITS)


def found_stock(folder: Path) -> Count:
    """Counts all hits."""
    ask = _asking_stock(folder, None)
    return lambda query: len(ask(query))


def _asking_stock(folder: Path, limit: int | None) -> Ask:
    from whoosh import query as nodes
    from whoosh.index import open_dir
    from whoosh.qparser import QueryParser

    index = open_dir(folder)
    searcher = index.searcher()
    parser = QueryParser("body", index.schema)

    def ask(query: Query) -> Any:
        terms = [nodes.Term("body", word) for word in query.stems]
        match query.kind:
            case "or" | "common_or":
                return searcher.search(nodes.Or(terms), limit=limit)
            case "and":
                return searcher.search(nodes.And(terms), limit=limit)
            case "phrase":
                return searcher.search(nodes.Phrase("body", list(query.stems)), limit=limit)
            case "prefix":
                return searcher.search(nodes.Prefix("body", query.stems[0]), limit=limit)
            case "bool":
                a, b, c, d = terms
                return searcher.search(nodes.And([a, nodes.Or([b, c]), nodes.Not(d)]), limit=limit)
            case _:
                found = searcher.search(parser.parse(" ".join(query.stems)), limit=limit)
                return [(hit["id"], hit["title"], hit.highlights("body")) for hit in found]

    return ask


# SQLite FTS5

# Words end at spaces alone, and letters keep their accents: the stems are as they are given.
_AS_GIVEN = "unicode61 remove_diacritics 0 tokenchars '_.,/:-٫٬'"


def build_fts5(passages: Path, folder: Path) -> None:
    """Indexes the stems, and merges what it wrote."""
    with sqlite3.connect(folder / "fts5.db") as base:
        columns = f'id UNINDEXED, title UNINDEXED, body, tokenize = "{_AS_GIVEN}"'
        base.execute(f"CREATE VIRTUAL TABLE p USING fts5({columns})")
        base.executemany("INSERT INTO p VALUES (:id, :title, :text)", rows(stemmed(passages)))
    base.execute("INSERT INTO p(p) VALUES ('optimize')")
    base.commit()
    base.close()


def opened_fts5(folder: Path) -> Ask:
    """Asks for the ten best; a "request" is answered with snippets."""
    return _asking_fts5(folder, HITS)


def found_fts5(folder: Path) -> Count:
    """Counts all rows."""
    ask = _asking_fts5(folder, -1)
    return lambda query: len(ask(query))


def _asking_fts5(folder: Path, limit: int) -> Ask:
    base = sqlite3.connect(folder / "fts5.db")
    ranked = f"FROM p WHERE p MATCH ? ORDER BY rank LIMIT {limit}"

    def ask(query: Query) -> Any:
        words = [f'"{word}"' for word in query.stems]
        match query.kind:
            case "or" | "common_or":
                text = " OR ".join(words)
            case "phrase":
                text = '"' + " ".join(query.stems) + '"'
            case "prefix":
                text = words[0] + "*"
            case "bool":
                a, b, c, d = words
                text = f"({a} AND ({b} OR {c})) NOT {d}"
            case _:
                text = " AND ".join(words)
        body = "title, snippet(p, 2, '[', ']', '…', 20)" if query.kind == "request" else "rank"
        return base.execute(f"SELECT id, {body} {ranked}", (text,)).fetchall()

    weakref.finalize(ask, base.close)

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


def build_tantivy(passages: Path, folder: Path) -> None:
    """Indexes the texts, in one thread."""
    from tantivy import Document

    index = _tantivy_index(folder)
    writer = index.writer(MEMORY_MEGABYTES << 20, 1)
    for row in rows(passages):
        writer.add_document(Document(id=row["id"], title=row["title"], body=row["text"]))
    writer.commit()
    writer.wait_merging_threads()


def opened_tantivy(folder: Path) -> Ask:
    """Asks for ten hits, uncounted; a "request" is answered with snippets."""
    from tantivy import Occur, SnippetGenerator
    from tantivy import Query as Nodes

    index = _tantivy_index(folder)
    searcher, schema, analyzer = index.searcher(), index.schema, _tantivy_analyzer()

    def term(word: str) -> Any:
        return Nodes.term_query(schema, "body", analyzer.analyze(word)[0])

    def ask(query: Query) -> Any:
        match query.kind:
            case "or" | "common_or":
                parts = [(Occur.Should, term(word)) for word in query.words]
            case "and" | "request":
                parts = [(Occur.Must, term(word)) for word in query.words]
            case "phrase":
                stems = [analyzer.analyze(word)[0] for word in query.words]
                node = Nodes.phrase_query(schema, "body", stems)
                return searcher.search(node, HITS, count=False)
            case "prefix":
                node = Nodes.regex_query(schema, "body", query.words[0] + ".*")
                return searcher.search(node, HITS, count=False)
            case _:
                a, b, c, d = map(term, query.words)
                either = Nodes.boolean_query([(Occur.Should, b), (Occur.Should, c)])
                parts = [(Occur.Must, a), (Occur.Must, either), (Occur.MustNot, d)]
        node = Nodes.boolean_query(parts)
        found = searcher.search(node, HITS, count=False)
        if query.kind != "request":
            return found
        marked = SnippetGenerator.create(searcher, node, schema, "body")
        documents = [searcher.doc(address) for _, address in found.hits]
        return [(d["title"], marked.snippet_from_doc(d).to_html()) for d in documents]

    return ask


# Lucene, where it is installed


def build_lucene(passages: Path, folder: Path) -> None:
    """Indexes the texts, in one thread, and merges what it wrote."""
    lucene.build(tabbed(passages), folder)


def opened_lucene(folder: Path) -> Ask:
    """Asks a process of Java."""
    opened = _opened["lucene"] = lucene.Lucene(folder)
    return lambda query: opened.ask(query.kind, query.words)


_opened: dict[str, lucene.Lucene] = {}  # so that the clock can be read


def lucene_seconds() -> float:
    """Seconds of processor time that Java has spent on answers."""
    return _opened["lucene"].seconds if _opened else 0.0
