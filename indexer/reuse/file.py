"""reuse.places: the families of passages of a generation, in its folder.

    names        uint8[bytes]              ids of the documents that share passages, one after
                                           the other, in the order of their bytes
    name_ends    uint32[documents + 1]     where each ends there
    firsts       uint32[families + 1]      the number of the first place of each family
    documents    uint32[places]            the document of each place
    starts       uint32[places]            where it begins in the text, in characters
    ends         uint32[places]            where it ends there
    anchors      uint32[places]            twice the number of the paragraph in which it begins;
                                           of a heading, twice its number and 1
    formulae     uint32[1]                 how many families were left out as formulae

Families stand in the order of the date of their oldest place, those without a date last; places
too, those of one date in the order of the archive.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np

from indexer.engine.segment.array_file import Array, mapped_arrays, write_arrays
from indexer.engine.utf8 import decoded, encoded
from indexer.errors import IndexDamaged
from indexer.model.reuse import PassageFamily, PassagePlace

REUSE = "reuse.places"
_COLUMNS = ("documents", "starts", "ends", "anchors")


def write_reuse(folder: Path, families: Sequence[PassageFamily], formulae: int) -> None:
    """Writes `families` into the generation folder `folder`, and how many formulae there are."""
    names = sorted({encoded(place.id) for family in families for place in family.places})
    number = {decoded(name): at for at, name in enumerate(names)}
    rows = [
        (number[place.id], place.start, place.end, _anchor_number(place.anchor))
        for family in families
        for place in family.places
    ]
    columns = np.array(rows, np.uint32).reshape(-1, len(_COLUMNS)).T
    firsts = accumulate((len(family.places) for family in families), initial=0)
    path = folder / REUSE
    path.unlink(missing_ok=True)
    write_arrays(
        path,
        (
            ("names", np.frombuffer(b"".join(names), np.uint8)),
            ("name_ends", np.array([*accumulate(map(len, names), initial=0)], np.uint32)),
            ("firsts", np.array([*firsts], np.uint32)),
            *zip(_COLUMNS, columns, strict=True),
            ("formulae", np.array([formulae], np.uint32)),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Names:
    """The ids of documents, in the order of their bytes."""

    names: Array
    ends: Array

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __getitem__(self, at: int) -> bytes:
        return bytes(self.names[self.ends[at] : self.ends[at + 1]])


class ReuseFile:
    """The families of the generation in `folder`, mapped; threads may share it.

    `formulae` is the number of those that stand in so many documents that they are left out.
    Raises IndexDamaged when they cannot be read.
    """

    def __init__(self, folder: Path) -> None:
        arrays = mapped_arrays(folder / REUSE)
        try:
            self._names = _Names(arrays["names"], arrays["name_ends"])
            self._firsts = arrays["firsts"]
            self._columns = [arrays[name] for name in _COLUMNS]
            self.formulae = int(arrays["formulae"][0])
        except (KeyError, ValueError, IndexError) as error:
            raise IndexDamaged(f"{folder / REUSE} cannot be read: {error!r}") from error
        self.families = len(self._firsts) - 1

    @staticmethod
    def there(folder: Path) -> bool:
        """Whether passages were looked for when the generation in `folder` was built."""
        return (folder / REUSE).is_file()

    def family(self, number: int) -> PassageFamily:
        """The family of this number, from 0."""
        first, last = self._firsts[number : number + 2].tolist()
        rows = zip(*(column[first:last].tolist() for column in self._columns), strict=True)
        places = (
            PassagePlace(decoded(self._names[document]), start, end, _anchor(anchor))
            for document, start, end, anchor in rows
        )
        return PassageFamily(number, tuple(places))

    def of(self, document_id: str) -> tuple[PassageFamily, ...]:
        """The families that have a place in a document, in the order of their first place there."""
        name = encoded(document_id)
        at = bisect_left(self._names, name)
        if at == len(self._names) or self._names[at] != name:
            return ()
        here = np.flatnonzero(self._columns[0] == at)
        here = here[np.argsort(self._columns[1][here], kind="stable")]
        numbers = np.searchsorted(self._firsts, here, "right") - 1
        return tuple(map(self.family, dict.fromkeys(numbers.tolist())))


def _anchor_number(anchor: str) -> int:
    return 2 * int(anchor[1:]) + (anchor[0] == "s")


def _anchor(number: int) -> str:
    return f"{'s' if number % 2 else 'p'}{number // 2}"
