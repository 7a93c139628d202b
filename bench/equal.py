"""Does our searcher find and score what Whoosh itself does?

The same documents are written twice: into our index, and into one by Whoosh's own codec and writer.
Random queries of every kind are asked of our searcher and of Whoosh's collectors, again after some
documents are changed and taken away. Both must find the same documents, score them alike, and in
the same order; where scores are equal, ours stand in the order of their ids.
"""

from __future__ import annotations

import gzip
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Any
from unittest.mock import patch

from whoosh import query as whoosh_query
from whoosh.analysis import IDTokenizer
from whoosh.codec import whoosh3
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.matching import AndNotMatcher
from whoosh.query import spans

from indexer import Document
from indexer.analysis import FIELDS, MENTION, tokens
from indexer.engine.protocol import AllOf, AnyOf, Everything, Node, OneOf, SpanNear, Term, Without
from indexer.engine.scoring.bm25 import LENGTHS, length_step
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh.codec import LuceneBm25
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.writer import WhooshWriter
from indexer.errors import EvaluationError
from indexer.model import Filters, Sort

COLLECTIONS = ("snn_dev", "openiti_dev", "wiki_dev")
TOLERANCE = 1e-4  # of a score, of which it is a part
_MEMORY = 64  # megabytes
_FIELDS = ("title_exact", "text_exact", "text_word")
_SECONDS = 600.0


def report(folder: Path, most: int, queries: int, seed: int) -> Iterator[str]:
    """The lines of the comparison on at most `most` passages of the collections in `folder`.

    Raises EvaluationError when there are none.
    """
    documents = list(passages(folder, most, seed))
    if not documents:
        raise EvaluationError(str(folder), "no collection in it has a corpus.jsonl.gz")
    yield f"{len(documents):,} passages, {queries:,} queries, seed {seed}"
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch, closing(Both(Path(scratch))) as both:
        first, rest = documents[: len(documents) * 3 // 4], documents[len(documents) * 3 // 4 :]
        both.write(first)
        yield _compared("as first written", both, queries, chance)
        changed = [
            replace(old, title=new.title) for old, new in zip(first[::9], rest, strict=False)
        ]
        both.write(rest + changed, [document.id for document in changed])
        yield _compared("after additions, changes and merges", both, queries, chance)
        both.write([], [document.id for document in documents if chance.random() < 0.2])
        yield _compared("after deletions", both, queries, chance)


def _compared(when: str, both: Both, queries: int, chance: random.Random) -> str:
    wrong, hits = 0, 0
    first = ""
    for node in random_nodes(both.words, queries, chance):
        ours, theirs = both.ours(node), both.theirs(node)
        hits += len(theirs)
        if fault := difference(ours, theirs):
            wrong += 1
            first = first or f"; the first: {fault} for {node}"
    return f"{when}: {queries - wrong:,} of {queries:,} alike, {hits:,} hits{first}"


def passages(folder: Path, most: int, seed: int) -> Iterator[Document]:
    """Passages of 100 to 250 words of the collections in `folder`, at most `most`."""
    chance = random.Random(seed)
    made = 0
    for path in (folder / name / "corpus.jsonl.gz" for name in COLLECTIONS):
        if not path.is_file():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                words = row["text"].split()
                start = 0
                while start < len(words) and made < most:
                    stop = start + chance.randint(100, 250)
                    name = f"{path.parent.name}/{row['id']}/{start}"
                    yield Document(name, row.get("title") or "", " ".join(words[start:stop]))
                    start, made = stop, made + 1


class Both:
    """The same documents in an index of ours, in `folder`, and in one of Whoosh's own.

    Until it is closed, Whoosh's codec rounds lengths as Lucene does.
    """

    def __init__(self, scratch: Path) -> None:
        self.folder = scratch / "ours"
        self.folder.mkdir()
        self._scratch = scratch
        self._written = 0
        self._documents: dict[str, Document] = {}
        self._opened: tuple[WhooshSearcher, Any] | None = None
        self._rounding = patch.multiple(
            whoosh3,
            length_to_byte=lambda length: int(length_step(length or 0)),
            byte_to_length=lambda byte: int(LENGTHS[byte]),
        )
        self._rounding.start()

    @property
    def words(self) -> list[list[str]]:
        """The words of some of the texts."""
        some = islice(self._documents.values(), 0, None, 7)
        rows = ([token.surface for token in tokens(document.text)] for document in some)
        return [words for words in rows if len(words) > 8]

    def write(self, documents: Sequence[Document], removed: Sequence[str] = ()) -> None:
        """Adds `documents` to both, once those called `removed` are taken away.

        Whoosh's index is written anew: when it merges its segments it rounds the lengths of their
        documents once more, and so scores them a little differently from then on.
        """
        self._let_go()
        mine = WhooshWriter(self.folder, _MEMORY, existing=self._written > 0)
        for name in removed:
            mine.delete(name)
            del self._documents[name]
        for start in range(0, len(documents), 1_000):
            batch = documents[start : start + 1_000]
            rows = [_rows(document) for document in batch]
            terms = {name: TermBatch.of(row[name] for row in rows) for name in FIELDS}
            terms[MENTION] = TermBatch.of([[]] * len(rows))
            mine.add(batch, terms, [document.title for document in batch])
        mine.commit()
        self._documents |= {document.id: document for document in documents}
        self._written += 1
        whole = IDTokenizer()
        schema = Schema(id=ID(unique=True, stored=True), **dict.fromkeys(_FIELDS, TEXT(whole)))
        folder = self._scratch / f"theirs{self._written}"
        folder.mkdir()
        self._stock = FileIndex.create(FileStorage(str(folder)), schema)
        stock = self._stock.writer(limitmb=256)
        for document in self._documents.values():
            row = _rows(document)
            stock.add_document(id=document.id, **{name: row[name] for name in _FIELDS})
        stock.commit()

    def _searchers(self) -> tuple[WhooshSearcher, Any]:
        if self._opened is None:
            weighting = LuceneBm25()
            self._opened = WhooshSearcher(self.folder), self._stock.searcher(weighting=weighting)
        return self._opened

    def ours(self, node: Node) -> list[tuple[str, float]]:
        """Every hit of `node` with its score, in order, by our searcher."""
        mine, _ = self._searchers()
        found = mine.search(node, Filters(), Sort.RELEVANCE, 0, 1_000_000, _SECONDS)
        return list(found.rows)

    def theirs(self, node: Node) -> dict[str, float]:
        """The score of every hit of `node`, by Whoosh's own codec and collectors."""
        return stock_scores(self.stock(), stock_query(node))

    def stock(self) -> Any:
        """Whoosh's searcher of its own index."""
        return self._searchers()[1]

    def _let_go(self) -> None:
        if self._opened is not None:
            for searcher in self._opened:
                searcher.close()
            self._opened = None

    def close(self) -> None:
        """Closes both."""
        self._let_go()
        self._rounding.stop()


def _rows(document: Document) -> dict[str, list[str]]:
    """The terms of each field: folded words, and for the other widths their first letters."""
    rows = {}
    for name in FIELDS:
        part, _, width = name.partition("_")
        words = [token.surface for token in tokens(getattr(document, part))]
        rows[name] = words if width == "exact" else [word[:4] for word in words]
    return rows


def stock_scores(searcher: Any, query: Any) -> dict[str, float]:
    """id → score of every hit of a Whoosh query, by Whoosh's own collectors."""
    results = searcher.search(query, limit=None)
    return {hit["id"]: results.score(at) for at, hit in enumerate(results)}


def difference(ours: Sequence[tuple[str, float]], theirs: dict[str, float]) -> str | None:
    """The difference between the two answers; None when there is none."""
    if {name for name, _ in ours} != theirs.keys() or len(ours) != len(theirs):
        return f"{len(ours)} documents, not {len(theirs)}"
    for name, score in ours:
        if abs(score - theirs[name]) > TOLERANCE * max(1.0, theirs[name]):
            return f"{name} scores {score}, not {theirs[name]}"
    for (name, score), (next_name, next_score) in pairwise(ours):
        if (-score, name) > (-next_score, next_name):
            return f"{name} stands before {next_name}"
        if theirs[next_name] - theirs[name] > TOLERANCE * max(1.0, theirs[name]):
            return f"{name} stands before {next_name}, which scores more"
    return None


# Queries of every kind


def random_nodes(texts: Sequence[list[str]], count: int, chance: random.Random) -> Iterator[Node]:
    """`count` queries, of each kind in turn, on words that stand together in one of `texts`."""
    vocabulary = sorted({word for words in texts for word in words})
    kinds = tuple(_KINDS.values())
    for number in range(count):
        words = chance.choice(texts)
        yield kinds[number % len(kinds)](words, vocabulary, chance)


def _term(words: list[str], _: list[str], chance: random.Random) -> Node:
    word = chance.choice(words)
    field = chance.choice(_FIELDS)
    return Term(field, word if field != "text_word" else word[:4], chance.choice((1.0, 2.5)))


def _several(words: list[str], vocabulary: list[str], chance: random.Random) -> tuple[Node, ...]:
    return tuple(_term(words, vocabulary, chance) for _ in range(chance.randint(2, 5)))


def _both_parts(words: list[str], _: list[str], chance: random.Random) -> Node:
    asked = chance.sample(words, 2)
    return AllOf(tuple(AnyOf((Term("title_exact", w, 2.0), Term("text_exact", w))) for w in asked))


def _prefix(words: list[str], vocabulary: list[str], chance: random.Random) -> Node:
    head = chance.choice(words)[: chance.randint(2, 3)]
    alike = [word for word in vocabulary if word.startswith(head)]
    return OneOf("text_exact", tuple(alike[:300]), chance.choice((1.0, 2.5)))


def _phrase(words: list[str], _: list[str], chance: random.Random) -> Node:
    length = chance.randint(2, 4)
    start = chance.randrange(len(words) - length)
    return SpanNear("text_exact", tuple((word,) for word in words[start : start + length]))


def _near(words: list[str], _: list[str], chance: random.Random) -> Node:
    gap = chance.randint(2, 6)
    start = chance.randrange(len(words) - 7)
    slots = ((words[start],), (words[start + chance.randint(1, gap)],))
    ordered = chance.random() < 0.5
    return SpanNear(
        "text_exact", slots if ordered else slots[::-1], gap, ordered, chance.choice((1, 2))
    )


def _alternatives(words: list[str], vocabulary: list[str], chance: random.Random) -> Node:
    start = chance.randrange(len(words) - 3)
    slots = tuple(
        tuple({word, *chance.sample(vocabulary, 2), chance.choice(words)})
        for word in words[start : start + 2]
    )
    return SpanNear("text_exact", slots, gap=chance.randint(1, 3))


def _but(words: list[str], vocabulary: list[str], chance: random.Random) -> Node:
    first, *others = _several(words, vocabulary, chance)
    return Without(AllOf((first, AnyOf(tuple(others)))), _term(words, vocabulary, chance))


def _nested(words: list[str], vocabulary: list[str], chance: random.Random) -> Node:
    one, other = _several(words, vocabulary, chance), _several(words, vocabulary, chance)
    return AnyOf((AllOf(one), AllOf((other[0], _phrase(words, vocabulary, chance))), other[-1]))


def _all_but(words: list[str], vocabulary: list[str], chance: random.Random) -> Node:
    return Without(Everything(), AnyOf(_several(words, vocabulary, chance)))


_Kind = Callable[[list[str], list[str], random.Random], Node]
_KINDS: dict[str, _Kind] = {
    "term": _term,
    "or": lambda *given: AnyOf(_several(*given)),
    "and": lambda *given: AllOf(_several(*given)),
    "title and text": _both_parts,
    "prefix": _prefix,
    "phrase": _phrase,
    "near": _near,
    "alternatives": _alternatives,
    "not": _but,
    "nested": _nested,
    "everything but": _all_but,
}


# In Whoosh's own query types


def stock_query(node: Node) -> Any:
    """`node` in Whoosh's own query types."""
    match node:
        case Term(field, text, boost):
            return whoosh_query.Term(field, text, boost=boost)
        case OneOf(field, texts, boost):
            return _one_of(field, texts, boost)
        case SpanNear(field, slots, gap, ordered, boost):
            parts = [_one_of(field, slot, boost) for slot in slots]
            return _Near(parts, slop=gap, ordered=ordered, mindist=1)
        case AllOf(parts):
            return whoosh_query.And([stock_query(part) for part in parts])
        case AnyOf(parts):
            return whoosh_query.Or([stock_query(part) for part in parts])
        case Without(kept, left_out):
            return _Without(stock_query(kept), stock_query(left_out))
        case Everything():
            return whoosh_query.Every()


def _one_of(field: str, texts: tuple[str, ...], boost: float) -> Any:
    terms = [whoosh_query.Term(field, text, boost=boost) for text in texts]
    if len(terms) == 1:
        return terms[0]
    either = whoosh_query.Or(terms)
    either.matcher_type = either.DEFAULT_MATCHER  # the others do not know places
    return either


class _Near(spans.SpanNear2):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's own, but for a name it does not define (2.7.4, spans.py, `_and_query`)."""

    def _and_query(self) -> Any:
        return whoosh_query.And(self.qs)


class _Without(whoosh_query.AndNot):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's own, but for its matcher."""

    def matcher(self, searcher: Any, context: Any = None) -> Any:
        left_out = self.b.matcher(searcher, searcher.boolean_context())
        return _WithoutMatcher(self.a.matcher(searcher, context), left_out)


class _WithoutMatcher(AndNotMatcher):  # type: ignore[misc]  # whoosh is untyped
    """Whoosh's own, but that the first document is looked for like the others.

    2.7.4 (matching/binary.py, `_find_first`) keeps it whenever the part left out begins earlier.
    """

    def _find_first(self) -> None:
        if self.a.is_active():
            self._find_next()
