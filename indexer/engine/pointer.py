"""Which generation is in place: the small file `current` names it.

It is a file and not a link, so that an index can be carried by whatever carries files. A link, as
earlier versions made it, is read too. Where the pointer is lost (it is not there, is a folder, or
names nothing that is there) the caller chooses, and the next writer mends it.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from pathlib import Path

from indexer.engine.disk import replace, sync
from indexer.errors import SearchIndexError

GENERATION = re.compile(r"gen-([0-9]+)")
MANIFEST = "MANIFEST.json"
CURRENT = "current"
_NEXT = "current.next"
_MOST_BYTES = 100

Stamp = tuple[int, int, int]


def pointed(index: Path) -> str | None:
    """The name of the generation that the pointer of `index` names; None when it is lost."""
    path = index / CURRENT
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            name = os.readlink(path)
        elif stat.S_ISREG(mode):
            with path.open("rb") as file:
                name = file.read(_MOST_BYTES).decode("latin-1").strip()
        else:
            return None
    except OSError:
        return None
    return name if GENERATION.fullmatch(name) and (index / name).is_dir() else None


def stamp(index: Path) -> Stamp | None:
    """A value that changes whenever another generation is put in place in `index`.

    Cheap enough to ask before each search; None when there is no such folder.
    """
    try:
        status = os.lstat(index / CURRENT)
        if stat.S_ISDIR(status.st_mode):  # the pointer is lost: look at what comes and goes
            status = os.stat(index)
    except OSError:
        try:
            status = os.stat(index)
        except OSError:
            return None
    return status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def point(index: Path, name: str) -> None:
    """Makes the pointer of `index` name the generation `name`, durably and in one step."""
    clear(index)
    aside = index / _NEXT
    aside.write_text(f"{name}\n", "ascii")
    sync(aside)
    replace(aside, index / CURRENT)
    sync(index)


def clear(index: Path) -> None:
    """Removes what stands in the way of a pointer: one half made, or a copy of a generation.

    Such a copy comes of an index with a link, copied by what follows links. Raises SearchIndexError
    when a folder `current` is anything else.
    """
    (index / _NEXT).unlink(missing_ok=True)
    path = index / CURRENT
    if path.is_dir() and not path.is_symlink():
        if any(path.iterdir()) and not (path / MANIFEST).is_file():
            raise SearchIndexError(
                f"{path} is a folder, and not of an index: choose another folder for the index, "
                "or move this one away."
            )
        shutil.rmtree(path)
