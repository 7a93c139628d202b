"""The vectors of all passages of a generation: a file of arrays in its folder, and its search.

    model        uint8[bytes]                the name of the model that made them
    names        uint8[bytes]                the ids of the documents, one after the other
    name_ends    uint32[documents + 1]       where each ends there
    firsts       uint32[documents + 1]       the number of its first passage
    spans        uint32[2 × passages]        where each passage begins and ends in its text
    scales       float32[passages]           what a passage of its vector is to be multiplied by
    vectors      int8[passages × DIMENSIONS]

A vector has length 1. It is stored in whole numbers from −127 to 127, of which `scales` makes it
again: cosines are right to ± 0.002.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engine.segment.array_file import Array, mapped_arrays, write_arrays
from indexer.engine.utf8 import decoded, encoded
from indexer.errors import IndexDamaged
from indexer.meaning.weights import DIMENSIONS, Floats

VECTORS = "meaning.arrays"  # the file in the folder of a generation
WHOLE = 0.5
_BLOCK = 2_048  # passages whose products are worked out at a time: they stay in the cache


@dataclass(frozen=True, slots=True)
class TextVectors:
    """The passages of one text: spans uint32[passages, 2], scales float32[passages],
    vectors int8[passages, DIMENSIONS]."""

    spans: NDArray[np.uint32]
    scales: Floats
    vectors: NDArray[np.int8]

    @classmethod
    def joined(cls, parts: Sequence[tuple[int, TextVectors]]) -> TextVectors:
        """The passages of all `parts` of a text, (where a part begins, its passages)."""
        return cls(
            np.concatenate([part.spans + np.uint32(start) for start, part in parts]),
            np.concatenate([part.scales for _, part in parts]),
            np.concatenate([part.vectors for _, part in parts]),
        )

    @classmethod
    def of(cls, spans: Sequence[tuple[int, int]], vectors: Floats) -> TextVectors:
        """The passages that stand at `spans` and have these vectors, float32[passages, …]."""
        scales, whole = quantized(vectors)
        return cls(np.array(spans, np.uint32).reshape(-1, 2), scales, whole)


@dataclass(frozen=True, slots=True)
class Nearest:
    """A document, how near it is, and where in its text its nearest passage stands.

    `nearness` is the cosine of that passage, and WHOLE of the mean of the cosines of all passages.
    """

    id: str
    nearness: float
    start: int
    end: int


def quantized(vectors: Floats) -> tuple[Floats, NDArray[np.int8]]:
    """(scales float32[n], whole numbers int8[n, …]) of `vectors`, float32[n, …]."""
    scales = np.maximum(np.abs(vectors).max(axis=1, initial=0.0), 1e-9) / np.float32(127)
    return scales.astype(np.float32), np.rint(vectors / scales[:, None]).astype(np.int8)


def write_vectors(folder: Path, model: str, texts: Iterator[tuple[str, TextVectors]]) -> None:
    """Writes the vectors of `texts`, (document id, its passages), of the `model` into `folder`."""
    names: list[bytes] = []
    found: list[TextVectors] = []
    for name, vectors in texts:
        names.append(encoded(name))
        found.append(vectors)
    empty = TextVectors.of((), np.zeros((0, DIMENSIONS), np.float32))
    path = folder / VECTORS
    path.unlink(missing_ok=True)
    write_arrays(
        path,
        (
            ("model", np.frombuffer(model.encode("ascii"), np.uint8)),
            ("names", np.frombuffer(b"".join(names), np.uint8)),
            ("name_ends", _ends(map(len, names), len(names))),
            ("firsts", _ends((len(one.scales) for one in found), len(found))),
            ("spans", np.concatenate([empty.spans, *(one.spans for one in found)]).ravel()),
            ("scales", np.concatenate([empty.scales, *(one.scales for one in found)])),
            ("vectors", np.concatenate([empty.vectors, *(one.vectors for one in found)]).ravel()),
        ),
    )


class PassageVectors:
    """The vectors in the generation folder `folder`, mapped; threads may share it.

    Raises IndexDamaged when they cannot be read; `there` says whether there are any.
    """

    def __init__(self, folder: Path) -> None:
        arrays = mapped_arrays(folder / VECTORS)
        try:
            self.model = arrays["model"].tobytes().decode("ascii")
            self._names, self._name_ends = arrays["names"].data, arrays["name_ends"]
            self._firsts: Array = arrays["firsts"]
            self._spans = arrays["spans"].reshape(-1, 2)
            self._scales = arrays["scales"]
            self._vectors = arrays["vectors"].reshape(-1, DIMENSIONS)
        except (KeyError, ValueError) as error:
            raise IndexDamaged(f"{folder / VECTORS} cannot be read: {error!r}") from error
        self.documents = len(self._firsts) - 1
        self.passages = len(self._scales)

    @staticmethod
    def there(folder: Path) -> bool:
        """Whether `folder` has vectors."""
        return (folder / VECTORS).is_file()

    def cosines(self, query: Floats) -> Floats:
        """The cosine of each passage and `query`, float32[passages]."""
        found = np.empty(self.passages, np.float32)
        for start in range(0, self.passages, _BLOCK):
            block = self._vectors[start : start + _BLOCK].astype(np.float32)
            np.matmul(block, query, out=found[start : start + len(block)])
        found *= self._scales
        return found

    def nearest(self, query: Floats, most: int) -> list[Nearest]:
        """The `most` documents that are nearest to `query`, the nearest first.

        Of two that are as near the one that stands first in the generation comes first.
        """
        if not self.passages:
            return []
        cosines = self.cosines(query)
        full = np.flatnonzero(np.diff(self._firsts))  # documents that have a passage
        firsts = self._firsts[full]
        means = np.add.reduceat(cosines, firsts) / np.diff(self._firsts)[full]
        nearness = np.maximum.reduceat(cosines, firsts) + np.float32(WHOLE) * means
        order = np.argsort(-nearness, kind="stable")[:most]
        return [self._nearest(int(full[at]), float(nearness[at]), cosines) for at in order]

    def _nearest(self, document: int, nearness: float, cosines: Floats) -> Nearest:
        first, last = self._firsts[document : document + 2].tolist()
        passage = first + int(cosines[first:last].argmax())
        start, end = self._spans[passage].tolist()
        return Nearest(self._id(document), nearness, start, end)

    def _id(self, document: int) -> str:
        start, end = self._name_ends[document : document + 2].tolist()
        return decoded(bytes(self._names[start:end]))


def _ends(lengths: Iterator[int], count: int) -> NDArray[np.uint32]:
    """0, and where each of `count` things ends that have these lengths: uint32[count + 1]."""
    return np.concatenate(([0], np.cumsum(np.fromiter(lengths, np.int64, count)))).astype(np.uint32)
