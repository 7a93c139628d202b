"""The records of a generation beside its documents: failures of its corpus, its files, lines.

failures.json   {"failures": [{"path", "reason", "since", "line", "ids", "digest"}, …],
                 "unread": {suffix: files}}
lines.json      {path of a file of many documents: [id of each, in the order of its lines]}
files.json      {path of a file without failures: [SHA-256 of it, that of the files about it]}
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamaged
from indexer.model.failures import Failure, Failures

FAILURES, LINES, FILES = "failures.json", "lines.json", "files.json"

Lines = Mapping[str, Sequence[str]]
FileDigests = Mapping[str, tuple[str, str]]  # path → digest of the file, and of those about it


def write_records(folder: Path, failures: Failures, lines: Lines, files: FileDigests) -> None:
    """Writes the three files into the generation folder `folder`."""
    rows = [
        {name: value for name, value in asdict(failure).items() if value not in (None, (), False)}
        for failure in failures.failures
    ]
    _write(folder / FAILURES, {"failures": rows, "unread": dict(failures.unread)})
    _write(folder / LINES, lines)
    _write(folder / FILES, files)


def failures_in(folder: Path) -> Failures:
    """The failures of the generation in `folder`: none where it records none.

    Raises IndexDamaged when they cannot be read.
    """
    try:
        rows = _read(folder / FAILURES, {"failures": [], "unread": {}})
        failures = tuple(_failure(row) for row in rows["failures"])
        unread = tuple((str(suffix), int(count)) for suffix, count in rows["unread"].items())
        return Failures(failures, unread)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{folder / FAILURES} cannot be read: {error!r}") from error


def lines_in(folder: Path) -> dict[str, list[str]]:
    """The order of lines in the generation in `folder`; raises IndexDamaged."""
    try:
        rows = _read(folder / LINES, {})
        return {str(path): [str(name) for name in names] for path, names in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{folder / LINES} cannot be read: {error!r}") from error


def files_in(folder: Path) -> dict[str, tuple[str, str]]:
    """The digests of files in the generation in `folder`; raises IndexDamaged."""
    try:
        rows = _read(folder / FILES, {})
        return {str(path): (str(digest), str(about)) for path, (digest, about) in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{folder / FILES} cannot be read: {error!r}") from error


def _failure(row: Mapping[str, Any]) -> Failure:
    line, digest = row.get("line"), row.get("digest")
    return Failure(
        path=str(row["path"]),
        reason=str(row["reason"]),
        since=str(row["since"]),
        line=None if line is None else int(line),
        ids=tuple(map(str, row.get("ids", ()))),
        digest=None if digest is None else str(digest),
        among=bool(row.get("among")),
    )


def _write(path: Path, rows: object) -> None:
    # surrogates of names that are not UTF-8 stand as \u escapes
    with path.open("w", encoding="ascii") as stream:
        json.dump(rows, stream, indent=0)
        stream.write("\n")


def _read(path: Path, absent: dict[str, Any]) -> dict[str, Any]:
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        return absent
    found: dict[str, Any] = json.loads(text)
    return found
