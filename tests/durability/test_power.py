"""A power cut at any instant leaves an index that answers, the one before or the new one.

Every change of a run below the index is recorded (shim.c). From the record are made the folders
that a power cut may leave after each change: a change is sure to be there only when its file or
folder was synced after it; of the others none may be there, or the names alone, or any of them,
a write cut short or full of zeros.

KHIZANA_LONG_TESTS=1 looks at all of these folders; otherwise a sample is looked at.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from indexer import (
    Archive,
    IndexMissing,
    SearchIndexError,
    SearchRequest,
    Settings,
    reindex,
    update,
)
from indexer.engine import generations
from indexer.engine.check import checked
from indexer.engine.whoosh.engine import whoosh_engine
from indexer.engine.whoosh.searcher import WhooshSearcher

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
STATES = 100_000 if LONG else 50  # at most, of those a run may leave
EVERY, RECOVERED = 9, 40 if LONG else 2  # of so many the next run is tried on one; on so many
SECTOR = 512  # bytes, of which all or none are written
SEED = 5

# What is done with the changes that nothing made last.
MODES = ("none", "names", "some", "torn", "all")


@dataclass(slots=True)
class Change:
    """One line of the record, as shim.c describes it."""

    what: str
    path: str
    other: str
    number: int
    content: bytes


def changes(record: bytes) -> Iterator[Change]:
    at = 0
    while at < len(record):
        end = record.index(b"\n", at)
        what, *numbers = record[at:end].decode().split(" ")
        path, other, number, size = map(int, numbers)
        at = end + 1
        parts = []
        for length in (path, other, size):
            parts.append(record[at : at + length])
            at += length
        yield Change(what, parts[0].decode(), parts[1].decode(), number, parts[2])


@dataclass(slots=True, eq=False)
class Node:
    """A file or a folder: `now` is what a running system sees of it, `lasting` what is sure.

    A file is its bytes, a folder its names.
    """

    now: Any
    lasting: Any

    @classmethod
    def file(cls, content: bytes = b"", lasting: bytes = b"") -> Node:
        return cls(bytearray(content), lasting)

    @classmethod
    def read(cls, path: Path) -> Node:
        """What is at `path`, all of it lasting."""
        if path.is_dir():
            names = {entry.name: cls.read(entry) for entry in path.iterdir()}
            return cls(dict(names), dict(names))
        return cls.file(path.read_bytes(), path.read_bytes())


Step = tuple[Any, ...]  # what is done to a node: ("write", place, content), ("add", name, node) …


def do(content: Any, step: Step) -> None:
    """Does `step` to the content of a file or the names of a folder."""
    match step:
        case ("write", place, written):
            content.extend(bytes(max(0, place - len(content))))
            content[place : place + len(written)] = written
        case ("cut", length):
            del content[length:]
            content.extend(bytes(length - len(content)))
        case ("add", name, node):
            content[name] = node
        case ("remove", name):
            content.pop(name, None)
        case ("rename", name, other, node):  # within a folder: both or neither
            content.pop(name, None)
            content[other] = node


@dataclass(slots=True)
class Disk:
    """The folder `top` of a disk, and what was done to it that is not sure to last."""

    top: str
    root: Node
    syncing: bool = True
    pending: list[tuple[Node, Step]] = field(default_factory=list)

    def apply(self, change: Change) -> None:
        match change.what:
            case "sync":
                if self.syncing:
                    self._synced(self._node(change.path))
            case "write":
                self._do(self._node(change.path), ("write", change.number, change.content))
            case "cut":
                self._do(self._node(change.path), ("cut", change.number))
            case "open":
                folder, name = self._place(change.path)
                if name not in folder.now:
                    if change.number & os.O_CREAT:
                        self._do(folder, ("add", name, Node.file()))
                elif change.number & os.O_TRUNC:
                    self._do(folder.now[name], ("cut", 0))
            case "mkdir":
                folder, name = self._place(change.path)
                self._do(folder, ("add", name, Node({}, {})))
            case "remove":
                folder, name = self._place(change.path)
                self._do(folder, ("remove", name))
            case "rename":
                folder, name = self._place(change.path)
                target, other = self._place(change.other)
                assert folder is target
                self._do(folder, ("rename", name, other, folder.now[name]))
            case _:
                raise AssertionError(change.what)

    def _do(self, node: Node, step: Step) -> None:
        do(node.now, step)
        self.pending.append((node, step))

    def _synced(self, node: Node) -> None:
        node.lasting = type(node.now)(node.now)
        self.pending = [(of, step) for of, step in self.pending if of is not node]

    def _node(self, path: str) -> Node:
        node = self.root
        for name in filter(None, path.removeprefix(self.top).split("/")):
            node = node.now[name]
        return node

    def _place(self, path: str) -> tuple[Node, str]:
        folder, _, name = path.rpartition("/")
        return self._node(folder), name

    def left(self, mode: str, chance: random.Random) -> dict[str, bytes | None]:
        """path → content of what a power cut leaves; None is that of a folder."""
        there: dict[int, Any] = {}

        def content(node: Node) -> Any:
            kind = dict if isinstance(node.now, dict) else bytearray
            return there.setdefault(id(node), kind(node.lasting))

        for node, step in self.pending:
            is_name = step[0] in ("add", "remove", "rename")
            if mode == "none" or (mode == "names" and not is_name):
                continue
            if mode == "some" and chance.random() < 0.4:
                continue
            if mode == "torn" and step[0] == "write":
                step = ("write", step[1], torn(step[2], chance))
            do(content(node), step)

        def laid_out(node: Node, path: str) -> Iterator[tuple[str, bytes | None]]:
            found = content(node)
            if not isinstance(found, dict):
                yield path, bytes(found)
                return
            yield path, None
            for name in sorted(found):
                yield from laid_out(found[name], f"{path}/{name}")

        return dict(laid_out(self.root, "."))


def torn(written: bytes, chance: random.Random) -> bytes:
    """What may be there of a write: a part in whole sectors, or its length alone."""
    if chance.random() < 0.3:
        return bytes(len(written))
    if chance.random() < 0.5:
        return written[: chance.randrange(len(written) // SECTOR + 1) * SECTOR]
    return written


# The runs


@dataclass(slots=True)
class Run:
    """A recorded run: the folder before it, what it did, and what may be found after a cut."""

    settings: Settings
    before: Node
    changes: list[Change]
    again: Callable[[Settings], object]
    states: list[Any]  # of an index that is right; None is that of no index


def state(index: Path) -> Any:
    """What the index says, or what is wrong with it."""
    try:
        found = checked(whoosh_engine(index))
    except IndexMissing:
        return None
    except SearchIndexError as error:
        return f"refused: {error}"
    if not found.whole or generations.pointer_fault(index):
        return f"harmed: {found.lines}"
    with closing(WhooshSearcher(generations.current(index).folder)) as searcher:
        ids, checksums = searcher.checksums()
    return sorted(zip(ids, checksums[["title", "words", "sum"]].tolist(), strict=True))


def recorded(settings: Settings, environment: dict[str, str], command: str) -> Run:
    """The run of a command on the index of `settings`."""
    index = settings.index.folder
    index.mkdir(exist_ok=True)
    before, old = Node.read(index), state(index)
    record = index.with_name("record")
    folders = ["--corpus", str(settings.corpus.folder), "--index", str(index)]
    subprocess.run(
        [sys.executable, "-B", "-m", "indexer", command, *folders],
        cwd=ROOT,
        env={**environment, "SHIM_FOLDER": str(index), "SHIM_LOG": str(record)},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    done = list(changes(record.read_bytes()))
    replayed = Disk(str(index), before)
    for change in done:
        replayed.apply(change)
    assert replayed.left("all", random.Random()) == Disk("", Node.read(index)).left(
        "all", random.Random()
    ), "the record is not whole"
    again = update if command == "update" else reindex
    return Run(settings, _as_it_was(before), done, again, [old, state(index)])


def _as_it_was(node: Node) -> Node:
    """`node` as it was before anything was done to it that did not last."""
    if not isinstance(node.lasting, dict):
        return Node.file(node.lasting, node.lasting)
    names = {name: _as_it_was(child) for name, child in node.lasting.items()}
    return Node(dict(names), dict(names))


@pytest.fixture(params=["reindex", "update", "first"])
def run(request: pytest.FixtureRequest, changed: Settings, under_shim: dict[str, str]) -> Run:
    """A run that builds anew, one that brings up to date, and one that makes the first index."""
    if request.param == "first":
        shutil.rmtree(changed.index.folder)
    return recorded(changed, under_shim, "update" if request.param == "update" else "reindex")


def states(run: Run, syncing: bool, most: int) -> Iterator[tuple[str, Settings]]:
    """What power cuts leave of a run, each different one once, written to disk."""
    chance = random.Random(SEED)
    every = [(at, mode) for at in range(len(run.changes)) for mode in MODES]
    chosen = set(every if len(every) <= most else chance.sample(every, most))
    disk = Disk(str(run.settings.index.folder), _as_it_was(run.before), syncing)
    folder = run.settings.index.folder.with_name("left")
    seen = set()
    for at, change in enumerate(run.changes):
        disk.apply(change)
        for mode in MODES:
            if (at, mode) not in chosen:
                continue
            left = disk.left(mode, chance)
            digest = blake2b(repr(left).encode()).digest()
            if digest in seen:
                continue
            seen.add(digest)
            shutil.rmtree(folder, ignore_errors=True)
            for path, content in left.items():
                if content is None:
                    (folder / path).mkdir()
                else:
                    (folder / path).write_bytes(content)
            yield (
                f"{mode} after {at}: {change.what} {change.path}",
                run.settings.with_folders(index=folder),
            )


def test_a_power_cut_leaves_one_index_or_the_other(run: Run) -> None:
    looked_at = recovered = 0
    for after, settings in states(run, syncing=True, most=STATES):
        found = state(settings.index.folder)
        assert found in run.states, f"{after}: {found}"
        looked_at += 1
        if looked_at % EVERY == 0 and recovered < RECOVERED:
            recovered += 1
            run.again(settings)
            assert state(settings.index.folder) == run.states[1], after
            with Archive(settings) as archive:
                assert archive.status().degraded is None
                assert archive.search(SearchRequest("مشترك")).total == len(run.states[1])
    assert looked_at > 20
    assert recovered


def test_without_syncing_there_would_be_harm(changed: Settings, under_shim: dict[str, str]) -> None:
    """The control: the same record, with all that makes it last left out."""
    run = recorded(changed, under_shim, "update")
    found = [state(left.index.folder) for _, left in states(run, syncing=False, most=4 * STATES)]
    assert any(one not in run.states for one in found)
