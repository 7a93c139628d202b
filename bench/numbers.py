"""Whether each number of some documents is found however a reader writes it.

Every distinct number «a.b», «a-b», «a/b» and «a,b» in their texts is searched as it stands and with
each other sign between its parts. A writing that groups thousands (1.200) is searched as these are.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from indexer import Archive, Filters, SearchRequest, Sort, load_settings, reindex
from indexer.analysis.numbers import number_family
from indexer.analysis.tokenizer import tokens
from indexer.engine.requests import hit_ids

SIGNS = (".", "-", "/", "–", "‑", "−", ",", "٫")
GROUPING = ("", ".", ",", "٬", "\u00a0", "،")
_TWO_PARTS = re.compile(r"(\d+)([.,/-])(\d+)")


def report(corpus: Path) -> Iterator[str]:
    """A line for each sign: the numbers written with it, and how many every writing finds."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings().with_folders(corpus, Path(folder, "index"))
        reindex(settings)
        with Archive(settings) as archive:
            for sign, numbers in sorted(written_numbers(archive).items()):
                yield _line(archive, sign, numbers)


def written_numbers(archive: Archive) -> dict[str, dict[str, set[str]]]:
    """sign → number of two parts with it → ids of the documents that have it so."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    with archive.session() as session:
        for document in session.searcher.scan():
            for token in tokens(f"{document.title}\n{document.text}"):
                if number := _TWO_PARTS.fullmatch(token.surface):
                    found[number[2]][number[0]].add(document.id)
    return found


def writings(number: str) -> list[str]:
    """How readers may write `number`, itself among them."""
    family = number_family(number)
    if family.isdecimal():
        return [f"{int(family):,}".replace(",", sign) for sign in GROUPING]
    parts = re.split(r"\D", number)
    return [sign.join(parts) for sign in SIGNS]


def _line(archive: Archive, sign: str, numbers: dict[str, set[str]]) -> str:
    found = equal = 0
    for number, documents in numbers.items():
        ids = [_found(archive, writing) for writing in writings(number)]
        found += all(documents <= of for of in ids)
        equal += all(of == ids[0] for of in ids)
    places = sum(map(len, numbers.values()))
    return (
        f"a{sign}b: {len(numbers):,} numbers, each in {places / len(numbers):.1f} documents; "
        f"found by every writing {found:,}; the same documents by every writing {equal:,}"
    )


def _found(archive: Archive, query: str) -> set[str]:
    """The ids of the documents that hold the number `query`."""
    with archive.session() as session:
        node = session.plan(SearchRequest(query)).node
        return set(hit_ids(session.searcher, node, Filters(), Sort.TITLE)[0])
