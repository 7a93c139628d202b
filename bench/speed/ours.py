"""Our own engines: the index of a whole archive, and the engine below it with one field of stems.

What they measure is imported in the functions: importing it guards Whoosh's pickles, which would
slow `stock`, and takes memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from bench.speed.given import HITS, MEMORY_MEGABYTES, Ask, Count, Query, rows
from bench.speed.stems import light_stem

_BATCH = 1_000
_SECONDS = 60.0  # of a search, before it is cut short
_FIELD = "text_word"

# The archive: the whole index, by the command that builds it


def _archive_settings(folder: Path) -> Any:
    from indexer import load_settings

    return load_settings().with_folders(folder / "corpus", folder / "index")


def build_archive(passages: Path, folder: Path) -> None:
    """Indexes the passages as the documents of an archive."""
    from indexer import reindex

    (folder / "corpus").mkdir()
    (folder / "corpus" / passages.name).hardlink_to(passages)
    reindex(_archive_settings(folder))


def opened_archive(folder: Path) -> Ask:
    """Asks the field of families; a "request" is a whole search, with ten passages and marks."""
    from indexer import Archive, SearchRequest
    from indexer.engine import generations
    from indexer.lexicon import Lexicon

    settings = _archive_settings(folder)
    archive = Archive(settings)
    generation = generations.current(settings.index.folder).folder
    lexicon = Lexicon(generation)
    most = settings.search.max_expansions

    def families(query: Query) -> Sequence[str]:
        return [lexicon.family(word) for word in query.folded]

    ask_engine = _asking(generation, families, "text_exact", most)

    def ask(query: Query) -> Any:
        if query.kind == "request":
            return archive.search(SearchRequest(" ".join(query.words), page_size=HITS))
        return ask_engine(query)

    return ask


def found_archive(folder: Path) -> Count:
    """Counts as `opened_archive` answers."""
    ask = opened_archive(folder)
    return lambda query: ask(query).total


# Ours: the same engine with one field, from text as it is


def build_ours(passages: Path, folder: Path) -> None:
    """Analyses the passages and indexes their stems."""
    import numpy as np

    from indexer.analysis import TERM_FIELDS, folded
    from indexer.analysis.batch_tokenizer import Vocabulary
    from indexer.engine.term_batch import TermBatch
    from indexer.engine.whoosh.writer import WhooshWriter
    from indexer.model import Document

    vocabulary = Vocabulary()
    of_word = np.zeros(0, np.int32)
    terms: dict[str, int] = {}
    names: list[str] = []
    writer = WhooshWriter(folder, MEMORY_MEGABYTES, existing=False)
    every = rows(passages)
    while batch := list(islice(every, _BATCH)):
        words, lengths = vocabulary.batch([row["text"] for row in batch])
        new = []
        for word in vocabulary.words[len(of_word) :]:
            term = light_stem(folded(word))
            number = terms.setdefault(term, len(names))
            if number == len(names):
                names.append(term)
            new.append(number)
        of_word = np.append(of_word, np.array(new, np.int32))
        none = TermBatch([], np.zeros(0, np.int32), np.zeros(len(batch), np.int64))
        given = dict.fromkeys(TERM_FIELDS, none) | {
            _FIELD: TermBatch(names, of_word[words], lengths)
        }
        documents = [Document(row["id"], row["title"], row["text"]) for row in batch]
        writer.add(documents, given, [""] * len(batch))
    writer.commit()


def opened_ours(folder: Path) -> Ask:
    """Asks the field of stems."""
    return _asking(folder, attrgetter("stems"), _FIELD, None)


def found_ours(folder: Path) -> Count:
    """Counts as `opened_ours` answers."""
    ask = opened_ours(folder)
    return lambda query: ask(query).total


def _asking(
    folder: Path, terms_of: Callable[[Query], Sequence[str]], beginnings: str, most: int | None
) -> Ask:
    """Asks the engine of the archive itself, without what the archive puts around it.

    It is asked for the terms that `terms_of` gives; for a prefix, for the first `most` terms of the
    field `beginnings` that begin with it.
    """
    from indexer.engine.protocol import AllOf, AnyOf, OneOf, SpanNear, Term, Without
    from indexer.engine.utf8 import decoded, encoded
    from indexer.engine.whoosh.searcher import WhooshSearcher
    from indexer.engine.whoosh.toc import read_contents
    from indexer.model import Filters, Sort

    searcher = WhooshSearcher(folder)
    entries = read_contents(folder).segments
    dictionaries = [entry.opened(folder).fields[beginnings].dictionary for entry in entries]

    def beginning(prefix: str) -> Iterator[str]:
        terms = (dictionary.with_prefix(encoded(prefix))[1] for dictionary in dictionaries)
        return map(decoded, islice(sorted(set().union(*terms)), most))

    def node(query: Query) -> Any:
        terms = [Term(_FIELD, text) for text in terms_of(query)]
        match query.kind:
            case "or" | "common_or":
                return AnyOf(tuple(terms))
            case "and":
                return AllOf(tuple(terms))
            case "phrase":
                return SpanNear(_FIELD, tuple((term.text,) for term in terms))
            case "prefix":
                return OneOf(beginnings, tuple(beginning(query.words[0])))
            case _:
                a, b, c, d = terms
                return Without(AllOf((a, AnyOf((b, c)))), d)

    def ask(query: Query) -> Any:
        return searcher.search(node(query), Filters(), Sort.RELEVANCE, 0, HITS, _SECONDS)

    return ask
