"""copies.groups: the documents of a generation that have the same text, in its folder.

names        uint8[bytes]            the ids of these documents, group after group; of a group
                                     the oldest first, those without a date last
name_ends    uint32[documents + 1]   where each ends there
firsts       uint32[groups + 1]      the number of the first document of each group
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, pairwise
from pathlib import Path

import numpy as np

from indexer.engine.segment.array_file import mapped_arrays, write_arrays
from indexer.engine.utf8 import decoded, encoded
from indexer.errors import IndexDamaged

COPIES = "copies.groups"

Groups = tuple[tuple[str, ...], ...]


def standing_for(rows: Iterable[tuple[int, str]]) -> dict[str, list[str]]:
    """The id of each hit that stands for others → their ids, the oldest first.

    `rows` are the group and the id of hits of groups, the oldest of each group first.
    """
    groups: dict[int, list[str]] = {}
    for group, name in rows:
        groups.setdefault(group, []).append(name)
    return {first: others for first, *others in groups.values() if others}


def write_copies(folder: Path, groups: Sequence[Sequence[str]]) -> None:
    """Writes the `groups` of ids into the generation folder `folder`."""
    names = [encoded(name) for name in chain.from_iterable(groups)]
    path = folder / COPIES
    path.unlink(missing_ok=True)
    write_arrays(
        path,
        (
            ("names", np.frombuffer(b"".join(names), np.uint8)),
            ("name_ends", np.array([*accumulate(map(len, names), initial=0)], np.uint32)),
            ("firsts", np.array([*accumulate(map(len, groups), initial=0)], np.uint32)),
        ),
    )


def copies_in(folder: Path) -> Groups:
    """The groups of the generation in `folder`; none where they were not looked for.

    Raises IndexDamaged when they cannot be read.
    """
    if not (folder / COPIES).is_file():
        return ()
    arrays = mapped_arrays(folder / COPIES)
    try:
        content = bytes(arrays["names"])
        ends, firsts = arrays["name_ends"].tolist(), arrays["firsts"].tolist()
        names = [decoded(content[start:end]) for start, end in pairwise(ends)]
        return tuple(tuple(names[first:last]) for first, last in pairwise(firsts))
    except (KeyError, ValueError) as error:
        raise IndexDamaged(f"{folder / COPIES} cannot be read: {error!r}") from error
