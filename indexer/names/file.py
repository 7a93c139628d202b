"""names.jsonl: the names that a generation attests, one to a line, in the order of their keys."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from indexer.errors import IndexDamaged
from indexer.model.names import ArchiveName, NameCue, NameKind

NAMES = "names.jsonl"


def write_names(folder: Path, names: Iterable[ArchiveName]) -> None:
    """Writes `names` into the generation folder `folder`."""
    lines = (
        json.dumps(
            [
                name.kind,
                name.key,
                name.shown,
                name.places,
                name.documents,
                name.spellings,
                name.cues,
            ],
            ensure_ascii=False,
        )
        for name in names
    )
    (folder / NAMES).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def stored_names(folder: Path) -> tuple[ArchiveName, ...]:
    """The names that `write_names` wrote into `folder`; none where they were not looked for.

    Raises IndexDamaged where the file is not as it was written.
    """
    path = folder / NAMES
    if not path.exists():
        return ()
    try:
        return tuple(map(_name, path.read_text("utf-8").splitlines()))
    except (ValueError, TypeError, OSError) as error:
        raise IndexDamaged(f"{path} is damaged: {error}.") from error


def _name(line: str) -> ArchiveName:
    kind, key, shown, places, documents, spellings, cues = json.loads(line)
    return ArchiveName(
        NameKind(kind),
        str(key),
        str(shown),
        tuple((str(written), int(times)) for written, times in spellings),
        tuple((NameCue(cue), int(times)) for cue, times in cues),
        int(places),
        int(documents),
    )
