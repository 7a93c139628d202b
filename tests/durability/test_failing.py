"""A write that fails is noticed: the index is what it was, or what it should be, and so is told.

KHIZANA_LONG_TESTS=1 fails every write there is, and every other change.
"""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from indexer import Settings

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
SHOTS = 10_000 if LONG else 3  # at most, for each command and error
WRITES, SYNCS, NAMES, LINKS, LOCKS = 1, 2, 4, 8, 16  # kinds of changes, as in shim.c
ERRORS = (errno.ENOSPC, errno.EIO)
SPOOL = {"errors": [errno.ENOSPC], "last": 14, "most": 14}  # the writes of the spool, all of them

Shots = list[dict[str, Any]]
Fail = Callable[..., Shots]


@pytest.fixture
def fail(changed: Settings, under_shim: dict[str, str]) -> Fail:
    """What comes of a command whose changes fail one after the other."""
    folder = changed.index.folder.parent

    def failed(command: str, **plan: Any) -> Shots:
        given = {
            "command": command,
            "folder": str(folder),
            "kinds": WRITES,
            "errors": ERRORS,
            "stays": 0,
            "last": 10_000,
            "most": SHOTS,
            "old": [],
            **plan,
        }
        script = str(Path(__file__).with_name("failing.py"))
        environment = {**under_shim, "SHIM_FOLDER": str(folder / "work" / "index")}
        ran = subprocess.run(
            [sys.executable, "-B", script, json.dumps(given)],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
        )
        first, *shots = map(json.loads, ran.stdout.splitlines())
        assert first["changes"] >= (20 if given["kinds"] & WRITES else 1)
        assert len(shots) >= len(given["errors"]) * min(given["most"], given["last"], 20) // 2 > 0
        return shots

    return failed


def is_told(shot: dict[str, Any]) -> bool:
    """Whether the run stopped with one sentence and exit code 3, and left nothing behind."""
    sentence = shot["said"].count("\n") == 1 and "Traceback" not in shot["said"]
    return shot["code"] == 3 and sentence and not shot["left"]


def harmed(shots: Shots) -> Shots:
    """Those after which the index is neither the old one, and told, nor the right one."""
    return [
        shot
        for shot in shots
        if not (is_told(shot) and shot["index"] == "old")
        and not (shot["code"] == 0 and shot["index"] == "new")
    ]


@pytest.mark.parametrize("stays", [0, 1], ids=["once", "from then on"])
@pytest.mark.parametrize("command", ["reindex", "update"])
def test_a_write_that_fails_is_noticed(fail: Fail, command: str, stays: int) -> None:
    assert harmed(fail(command, stays=stays)) == []


@pytest.mark.parametrize("command", ["reindex", "update"])
def test_a_disk_without_links_and_locks_will_do(fail: Fail, command: str) -> None:
    """As FAT and some disks of a network are: every link and every lock fails."""
    refusals = (errno.EPERM, errno.ENOLCK)
    shots = fail(command, kinds=LINKS | LOCKS, errors=refusals, stays=1, last=1)
    assert [(shot["code"], shot["index"], shot["left"]) for shot in shots] == [(0, "new", [])] * 2


@pytest.mark.skipif(not LONG, reason="KHIZANA_LONG_TESTS is not set")
@pytest.mark.parametrize("command", ["reindex", "update"])
def test_any_other_change_that_fails_harms_nothing(fail: Fail, command: str) -> None:
    for shot in fail(command, kinds=SYNCS | NAMES, errors=(errno.EIO, errno.EACCES)):
        assert shot["index"] in ("old", "new"), shot
        assert is_told(shot) or (shot["code"], shot["index"]) == (0, "new"), shot


def test_the_faults_there_once_were_are_seen(fail: Fail) -> None:
    """The spool written by numpy into a real file, and no document compared: a silent loss."""
    shots = harmed(fail("reindex", old=["np.save", "no proofs"], **SPOOL))
    assert [shot for shot in shots if shot["code"] == 0 and shot["index"].startswith("other")]


def test_a_loss_in_the_spool_is_seen_in_the_index_too(fail: Fail) -> None:
    shots = fail("reindex", old=["np.save"], **SPOOL)
    assert all(shot["index"] == ("old" if shot["code"] else "new") for shot in shots)
    assert [
        shot for shot in shots if "do not stand in the new index as they were read" in shot["said"]
    ]
