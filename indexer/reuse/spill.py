"""Rows of numbers that wait on disk in parts, so that each part can be sorted in memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]


class Spill:
    """Rows int64[n, columns], kept in `parts` files in `folder` until their part is taken."""

    def __init__(self, folder: Path, name: str, columns: int, parts: int) -> None:
        self._paths = [folder / f"{name}.{number}" for number in range(parts)]
        self._columns = columns
        self.parts = parts

    def add(self, rows: Rows, part: NDArray[np.int64]) -> None:
        """Adds `rows`, each to the part of that number."""
        if self.parts > 1:
            order = np.argsort(part, kind="stable")
            rows, part = rows[order], part[order]
        edges = np.searchsorted(part, np.arange(self.parts + 1))
        for number, path in enumerate(self._paths):
            here = rows[edges[number] : edges[number + 1]]
            if len(here):
                with path.open("ab") as file:
                    file.write(np.ascontiguousarray(here).data)

    def take(self, number: int) -> Rows:
        """The rows of part `number`, in the order they were added; its file is removed."""
        path = self._paths[number]
        if not path.exists():
            return np.zeros((0, self._columns), np.int64)
        rows = np.frombuffer(path.read_bytes(), np.int64).reshape(-1, self._columns)
        path.unlink()
        return rows
