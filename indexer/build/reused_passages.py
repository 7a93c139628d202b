"""The words of the documents of a new generation → passages of several of them, and copies."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.batch_tokenizer import Vocabulary, word_bounds
from indexer.build.batches import batches
from indexer.build.spool import TextWords
from indexer.engine.copies import write_copies
from indexer.engine.generations import Building
from indexer.engine.protocol import Engine, Searcher
from indexer.engine.sealed_file import SealedFile, unsealed
from indexer.errors import IndexDamaged
from indexer.highlight.anchors import Anchor, kind_of
from indexer.highlight.passages import numbered
from indexer.model import Document
from indexer.model.reuse import PassageFamily, PassagePlace
from indexer.reuse.copies import copy_groups
from indexer.reuse.families import family_places
from indexer.reuse.file import write_reuse
from indexer.reuse.keys import KeyKinds, key_numbers
from indexer.reuse.matches import found_matches
from indexer.reuse.seeds import most_documents
from indexer.reuse.spill import Rows

_UNDATED = 99_999_999  # after every date, as the number YYYYMMDD
_DIGEST = 16  # bytes
_KEY_BYTES = 4


class KeyFile:
    """The keys of the words of all documents, in a file in `folder` until they are compared."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "keys"
        self._ordered = folder / "keys.ordered"
        self._file = SealedFile(self._path)
        self._keys = np.zeros(0, np.int32)  # of each word id
        self._kinds = KeyKinds(np.zeros(0, bool), np.zeros(0, bool), np.zeros(0, np.uint32))
        self._ids: list[str] = []
        self._days: list[int] = []
        self._digests: list[bytes] = []  # of the words of each document
        self._firsts = [0]

    def __enter__(self) -> KeyFile:
        self._file.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def compare_by(self, families: Sequence[str], of_word: NDArray[np.int32]) -> None:
        """Compares words by their `families`; `of_word` has the number of that of each word id."""
        numbers, self._kinds = key_numbers(families)
        self._keys = numbers[of_word]

    def add(self, documents: Sequence[Document], words: TextWords) -> None:
        """Adds `documents`, whose texts have these `words`."""
        for document in documents:
            self._ids.append(document.id)
            self._days.append(document.date.first_day if document.date else _UNDATED)
        for numbers in np.split(words.numbers, words.lengths.cumsum()[:-1]):
            self._digests.append(blake2b(numbers.tobytes(), digest_size=_DIGEST).digest())
        self._firsts += (self._firsts[-1] + np.cumsum(words.lengths)).tolist()
        self._file.write(self._keys[words.numbers].data)

    def add_kept(self, searcher: Searcher, gone: Set[str], vocabulary: Vocabulary) -> None:
        """Adds the documents of the generation before but those that are `gone`.

        `vocabulary` has all their words.
        """
        kept = (one for one in searcher.scan(("id", "date", "text")) if one.id not in gone)
        for batch in batches(kept):
            self.add(batch, TextWords(*vocabulary.batch([one.text for one in batch])))

    def put(self, engine: Engine, building: Building) -> None:
        """Writes the passages, and the groups of copies, into the folder of `building`.

        It holds all the documents.
        """
        with unsealed(self._path):
            firsts = self._in_order_of_ids()
        places, formulae = np.zeros((0, 4), np.int64), 0
        if firsts[-1]:
            keys = np.memmap(self._ordered, np.int32, "r", shape=(int(firsts[-1]),))
            matches = found_matches(keys, self._kinds, firsts, self._folder)
            places, formulae = family_places(matches, most_documents(len(self._ids)))
            del keys  # its file can be removed
        order = sorted(range(len(self._ids)), key=lambda at: (self._days[at], self._ids[at]))
        groups = copy_groups(places, firsts, self._digests, order)
        write_copies(building.folder, [[self._ids[at] for at in group] for group in groups])
        with closing(engine.open(building)) as searcher:
            write_reuse(building.folder, self._families(searcher, places, firsts), formulae)

    def _in_order_of_ids(self) -> NDArray[np.int64]:
        """Puts all that is known of documents in the order of their ids; then as `self._firsts`.

        So an update finds what it would find if it had read them all.
        """
        order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
        firsts = np.array(self._firsts, np.int64)
        if order == list(range(len(order))):
            self._ordered = self._path
            return firsts
        with self._ordered.open("wb") as file, self._path.open("rb") as keys:
            for at in order:
                keys.seek(int(firsts[at]) * _KEY_BYTES)
                file.write(keys.read(int(firsts[at + 1] - firsts[at]) * _KEY_BYTES))
        self._ids = [self._ids[at] for at in order]
        self._days = [self._days[at] for at in order]
        self._digests = [self._digests[at] for at in order]
        return np.concatenate(([0], np.cumsum(np.diff(firsts)[order])))

    def _families(
        self, searcher: Searcher, places: Rows, firsts: NDArray[np.int64]
    ) -> list[PassageFamily]:
        """The families that have these `places`, (family, document, start, end), in words."""
        rows_of: defaultdict[int, list[int]] = defaultdict(list)
        for row, number in enumerate(places[:, 1].tolist()):
            rows_of[number].append(row)
        found: dict[int, PassagePlace] = {}
        for number, text in self._texts(searcher, list(rows_of)):
            rows = rows_of[number]
            words = places[rows, 2:] - firsts[number]
            found.update(zip(rows, _placed(self._ids[number], text, words), strict=True))
        families: defaultdict[int, list[tuple[int, PassagePlace]]] = defaultdict(list)
        for row, (family, number) in enumerate(places[:, :2].tolist()):
            families[family].append((self._days[number], found[row]))
        ordered = sorted((sorted(rows, key=_dated) for rows in families.values()), key=_oldest)
        return [
            PassageFamily(at, tuple(place for _, place in rows)) for at, rows in enumerate(ordered)
        ]

    def _texts(self, searcher: Searcher, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """(number, text) of the documents of these `numbers`."""
        ids = [self._ids[number] for number in numbers]
        for number, document in zip(numbers, searcher.read(ids, ("id", "text")), strict=True):
            if isinstance(document, IndexDamaged):
                raise document
            if document is None:
                raise IndexDamaged(f"The new index does not hold {self._ids[number]}.")
            yield number, document.text


def _placed(document_id: str, text: str, words: Rows) -> Iterator[PassagePlace]:
    """The places of `words`, (start, end) counted in words, in the `text` of a document."""
    starts, ends = word_bounds(text)
    passages = list(numbered(text))
    begun = [passage.start for passage, _ in passages]
    for first, last in zip(
        starts[words[:, 0]].tolist(), ends[words[:, 1] - 1].tolist(), strict=True
    ):
        passage, number = passages[bisect_right(begun, first) - 1]
        yield PassagePlace(document_id, first, last, str(Anchor(kind_of(passage.level), number)))


def _dated(row: tuple[int, PassagePlace]) -> tuple[int, str, int]:
    day, place = row
    return day, place.id, place.start


def _oldest(rows: Sequence[tuple[int, PassagePlace]]) -> tuple[int, str, int]:
    return _dated(rows[0])
