"""Are the articles of laws recognised, and is nothing else taken for a law?

`articles.tsv` says of documents of the shared corpus which articles of their own they have, as a
reader finds them: written down from the texts before the rules were made. A document goes by its id
and the SHA-256 of its text, and is left out where its text is another. Half of them are held out,
by their digest: rules must not be tuned on them.

    m 1-32 32bis 33     articles (f: the chapters that are articles of older laws)
    -                   none: reports, news and books, which speak of articles

    right   articles with the address that they must have, of those recognised
    found   the same, of those that there are
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.highlight.sections import Text
from indexer.ingest import read_source
from indexer.ingest.limits import source_limits
from indexer.ingest.sources import corpus_sources
from indexer.model import Document
from indexer.settings import load_settings
from indexer.structure.numbers import DivisionNumber
from indexer.structure.tree import Tree, tree_of

ARTICLES = Path(__file__).with_name("articles.tsv")
_DEV = frozenset("01234567")  # first digits of the digests that rules may be tuned on


@dataclass(frozen=True, slots=True)
class Judged:
    """The articles that a document has, by their addresses, and those that were recognised."""

    document_id: str
    held_out: bool
    wanted: frozenset[str]
    found: frozenset[str]


def report(corpus: Path, show: int) -> Iterator[str]:
    """A line for each half of the list, and the `show` worst documents of DEV."""
    judged = list(judgements(corpus))
    for name, held_out in (("DEV ", False), ("HELD", True)):
        yield _line(name, [one for one in judged if one.held_out == held_out])
    dev = [one for one in judged if not one.held_out and one.found != one.wanted]
    for one in sorted(dev, key=lambda one: -len(one.found ^ one.wanted))[:show]:
        missing, more = sorted(one.wanted - one.found), sorted(one.found - one.wanted)
        yield f"{one.document_id}: missing {missing}, more {more}"


def judgements(corpus: Path) -> Iterator[Judged]:
    """The documents of `corpus` that are on the list, each with its articles."""
    rows = dict(_rows())
    limits = source_limits(load_settings().corpus, load_settings().reading)
    for source in corpus_sources(corpus):
        for document in read_source(source, limits):
            if isinstance(document, Document) and document.id in rows:
                digest, wanted = rows[document.id]
                if hashlib.sha256(document.text.encode()).hexdigest() == digest:
                    found = addresses(tree_of(Text.of(document.text)))
                    yield Judged(document.id, digest[0] not in _DEV, wanted, found)


def addresses(tree: Tree) -> frozenset[str]:
    """The addresses of the articles of `tree`, without those of texts beside the main one."""
    kind = "m" if any(part.kind == "m" for part in tree.divisions) else "f"
    return frozenset(
        part.address for part in tree.divisions if part.kind == kind and part.address == part.step
    )


def _rows() -> Iterator[tuple[str, tuple[str, frozenset[str]]]]:
    """The id of each document on the list, with its digest and the addresses of its articles."""
    for row in ARTICLES.read_text("utf-8").splitlines():
        document_id, digest, kind, *numbers = row.split("\t")
        listed = _numbers(numbers[0].split() if numbers else ())
        yield document_id, (digest, frozenset(f"{kind}-{number}" for number in listed))


def _numbers(listed: Iterable[str]) -> Iterator[DivisionNumber]:
    """The numbers of a row; a range goes up (1-32), what is inserted does not (231-5)."""
    for item in listed:
        first, _, last = item.partition("-")
        if last.isdecimal() and int(last) > int(first):
            yield from map(DivisionNumber, range(int(first), int(last) + 1))
        elif number := DivisionNumber.parse(item):
            yield number


def _line(name: str, judged: list[Judged]) -> str:
    laws = [one for one in judged if one.wanted]
    others = [one for one in judged if not one.wanted]
    both = sum(len(one.wanted & one.found) for one in laws)
    found = sum(len(one.found) for one in laws)
    wanted = sum(len(one.wanted) for one in laws)
    whole = sum(one.found == one.wanted for one in laws)
    taken = sum(bool(one.found) for one in others)
    return (
        f"{name} {len(laws)} laws, {wanted} articles: right {both / max(1, found):.4f},"
        f" found {both / max(1, wanted):.4f}, {whole} laws without fault;"
        f" {taken} of {len(others)} other documents taken for laws"
    )
