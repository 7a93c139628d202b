"""Runs a command once for each change it makes on disk, which fails; prints what came of each.

Run under shim.c, as: failing.py PLAN, in JSON.

    command     reindex or update
    folder      has a corpus, and the index of an earlier one
    kinds       of the changes that fail, as in shim.c
    errors      they fail with, one after the other
    stays       1 when all changes after the one fail too
    last, most  the last change that fails, and how many do at most
    old         old faults that are put back, of OLD
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from indexer import ArchiveError
from indexer.__main__ import main
from indexer.build import spool, verify
from indexer.engine import generations, sealed_file
from indexer.engine.check import checked
from indexer.engine.whoosh.engine import whoosh_engine
from indexer.engine.whoosh.searcher import WhooshSearcher

shim = ctypes.CDLL(None)


def saved_by_numpy(file: sealed_file.SealedFile, array: Any) -> None:
    """Writes as the spool once did: numpy gives a real file to the C library."""
    file._file.flush()
    np.save(file._file, array)


def loaded_by_numpy(file: Any, numbers: Any) -> spool.TextWords:
    return spool.TextWords(numbers[np.load(file)], np.load(file))


def unproved() -> None:
    verify.Expected._compare = lambda *_: None  # type: ignore[method-assign]


def unsealed() -> None:
    spool._write_array = saved_by_numpy
    spool._read_words = loaded_by_numpy
    spool.unsealed = lambda path: path.open("rb")  # type: ignore[assignment]


OLD: dict[str, Callable[[], None]] = {"np.save": unsealed, "no proofs": unproved}


def state(index: Path) -> Any:
    """All that the index answers with: documents, words at their places, counts, families."""
    generation = generations.current(index)
    manifest = generation.manifest
    with closing(WhooshSearcher(generation.folder)) as searcher:
        ids, checksums = searcher.checksums()
        texts = [(found.id, found.title, found.text) for found in searcher.scan()]
    return (
        checked(whoosh_engine(index)).whole,
        (manifest.documents, manifest.words, manifest.years),
        sorted(texts),
        sorted(zip(ids, checksums[["title", "words", "sum"]].tolist(), strict=True)),
        [path.read_bytes() for path in sorted(generation.folder.glob("*.tsv"))],
    )


def run(plan: dict[str, Any], index: Path, arm: Callable[[], None]) -> tuple[int, int, str]:
    """The exit code of the command, how many changes it made, what it said of an error."""
    said, tell = index.with_name("said"), os.pipe()
    child = os.fork()
    if not child:
        code = 99
        try:
            for number in (1, 2):
                os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
            folders = ["--corpus", f"{plan['folder']}/corpus", "--index", str(index)]
            arm()
            code = main([plan["command"], *folders])
        except BaseException:
            traceback.print_exc()
        os.write(tell[1], str(shim.shim_seen()).encode())
        os._exit(code)
    os.close(tell[1])
    _, status = os.waitpid(child, 0)
    with open(tell[0], "rb") as told:
        seen = int(told.read() or b"0")
    text = said.read_text("utf-8")
    said.unlink()
    return os.waitstatus_to_exitcode(status), seen, text


def verdict(index: Path, old: Any, new: Any) -> str:
    try:
        found = state(index)
    except ArchiveError as error:
        return f"none: {error}"
    return "old" if found == old else "new" if found == new else f"other: {found}"


def shots(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What came of each failing change."""
    folder = Path(plan["folder"])
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    index, before = work / "index", folder / "index"
    shutil.copytree(before, index, symlinks=True)
    old = state(index)
    run(plan, index, lambda: shim.shim_fail(plan["kinds"], 0, 0, 0))
    new = state(index)
    _, changes, _ = _shot(plan, index, before, 0, 0)
    yield {"changes": changes}
    last = min(changes, plan["last"])
    step = max(1, -(-last // plan["most"]))
    for error in plan["errors"]:
        for at in range(1, last + 1, step):
            code, _, said = _shot(plan, index, before, at, error)
            left = sorted(path.name for path in index.iterdir() if "building" in path.name)
            yield {
                "error": error,
                "at": at,
                "code": code,
                "said": said,
                "index": verdict(index, old, new),
                "left": left,
            }


def _shot(
    plan: dict[str, Any], index: Path, before: Path, at: int, error: int
) -> tuple[int, int, str]:
    shutil.rmtree(index)
    shutil.copytree(before, index, symlinks=True)
    return run(plan, index, lambda: shim.shim_fail(plan["kinds"], at, error, at and plan["stays"]))


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    for fault in given["old"]:
        OLD[fault]()
    for shot in shots(given):
        print(json.dumps(shot, ensure_ascii=False), flush=True)
