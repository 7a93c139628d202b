"""Which words of some documents are taken for names that are written joined, and what they find.

The most frequent words that begin like names (بن, بو, عبد, أبو) are looked up. Of those that are
taken apart, a line tells how often the word occurs and how many documents have its parts side by
side: a reader can judge whether they are the same name.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from heapq import nlargest
from itertools import chain
from operator import itemgetter
from pathlib import Path

from indexer import Archive, SearchRequest, Width, load_settings, reindex
from indexer.analysis import folded
from indexer.lexicon import Lexicon
from indexer.query.names import NameSpellings

BEGINNINGS = tuple(map(folded, ("بن", "بو", "عبد", "أبو")))


def report(corpus: Path, most: int) -> Iterator[str]:
    """A line for each of the `most` frequent words that is taken apart, then how many they are."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings().with_folders(corpus, Path(folder, "index"))
        reindex(settings)
        with Archive(settings) as archive:
            with archive.session() as session:
                lexicon = session.lexicon
            words = frequent_words(lexicon, most)
            names = [(word, apart) for word in words if (apart := taken_apart(word, lexicon))]
            found = 0
            for word, apart in names:
                literally = SearchRequest(f"«{apart}»", Width.EXACT, page_size=1)
                documents = archive.search(literally).total
                found += documents > 0
                counted = f"{lexicon.spelling(word):14} {lexicon.count(word):6,}"
                yield f"{counted}  {apart:16} {documents:5,}"
    yield (
        f"{len(words)} words; taken apart {len(names)}, of which {found} also stand in two words "
        "(word, occurrences, parts, documents with these)"
    )


def frequent_words(lexicon: Lexicon, most: int) -> list[str]:
    """The `most` frequent words that begin like names, folded, the most frequent first."""
    rows = chain.from_iterable(lexicon.frequent(beginning, most) for beginning in BEGINNINGS)
    return [word for word, _ in nlargest(most, rows, key=itemgetter(1))]


def taken_apart(word: str, lexicon: Lexicon) -> str:
    """The parts of `word`, where it is taken for a name that is written joined; else nothing."""
    (unit,) = NameSpellings(lexicon).units([word], in_a_row=False)
    rows = (row for row in unit.rows[1:] if len(row) > 1)
    return next((" ".join(lexicon.spelling(slot.words[0]) for slot in row) for row in rows), "")
