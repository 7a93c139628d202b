"""Whatever a reindex dies of, one whole generation serves and the next run cleans up.

KHIZANA_LONG_TESTS=1 kills it many more times.
"""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import Archive, Settings, reindex
from indexer.engine import generations
from indexer.engine.check import checked
from indexer.engine.registry import engine_of

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
SHOTS = 200 if LONG else 12
OLD, NEW = 60, 61  # documents before, and those of the run that dies


@pytest.fixture
def ready(settings: Settings, write: Callable[[str, str], Path]) -> Settings:
    """An index of two generations, and a document that it does not have."""
    for number in range(OLD):
        write(f"{number}.txt", f"كتاب في القانون رقم {number}\n\n" + "مدرسة " * 200)
    reindex(settings)
    reindex(settings)
    write("new.txt", "وثيقة")
    return settings


def command(settings: Settings, *before: str) -> list[str]:
    """The real command, run under what stands `before` it."""
    folders = ["--corpus", str(settings.corpus.folder), "--index", str(settings.index.folder)]
    return [*before, sys.executable, "-B", "-m", "indexer", "reindex", *folders]


def assert_whole(settings: Settings) -> None:
    """The index is the old or the new one, and every byte of it is right."""
    found = checked(engine_of(settings.index))
    assert found.whole, found.lines
    with Archive(settings) as archive:
        assert archive.status().documents in (OLD, NEW)
        assert archive.status().degraded is None
    assert len(entries(settings)) <= 5  # three generations, one of them half built; two pointers


def assert_cleaned(settings: Settings) -> None:
    number = reindex(settings).generation
    assert entries(settings) == {f"gen-{number - 1}", f"gen-{number}", "current"}
    assert generations.current(settings.index.folder).manifest.documents == NEW


def entries(settings: Settings) -> set[str]:
    return {path.name for path in settings.index.folder.iterdir()} - {".writer.lock"}


def test_a_reindex_killed_at_any_instant_harms_nothing(ready: Settings) -> None:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    chance = random.Random(seed)
    started = time.monotonic()
    subprocess.run(command(ready), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    whole = time.monotonic() - started
    for _ in range(SHOTS):
        with subprocess.Popen(command(ready), cwd=ROOT, stdout=subprocess.DEVNULL) as process:
            time.sleep(whole * chance.uniform(0.4, 1.0))
            process.kill()
        assert_whole(ready)
    assert_cleaned(ready)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize(
    ("call", "times"),
    [
        ("mkdir", [1]),  # the folder it is built in
        # a file, the folder of the generation, that of the index, the pointer, that of the index
        ("fsync", [1, 9, 10, 11, 12]),
        ("rename", [2, 3]),  # the folder gets its name; the pointer moves
        ("unlinkat", [1]),  # the oldest generation goes
    ],
)
def test_a_reindex_killed_before_a_step_harms_nothing(
    ready: Settings, call: str, times: list[int]
) -> None:
    died = 0
    for when in range(1, 200) if LONG else times:
        inject = f"inject={call}:signal=SIGKILL:when={when}"
        under = ["strace", "-f", "-qqq", "-o", os.devnull]
        traced = command(ready, *under, "-e", f"trace={call}", "-e", inject)
        code = subprocess.run(traced, cwd=ROOT, stdout=subprocess.DEVNULL).returncode
        assert_whole(ready)
        if code == 0:
            break
        died += 1
    assert died >= len(times)
    assert_cleaned(ready)


@pytest.mark.parametrize("fraction", [0.0, 0.5, 0.99])
def test_a_disk_that_takes_no_more_is_told_and_harms_nothing(
    ready: Settings, fraction: float
) -> None:
    folder = generations.current(ready.index.folder).folder
    most = int(fraction * max(path.stat().st_size for path in folder.iterdir()))
    ran = subprocess.run(
        command(ready),
        cwd=ROOT,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )
    assert ran.returncode == 3
    assert ran.stderr.endswith("was not written: [Errno 27] File too large.\n")
    assert_whole(ready)
    assert entries(ready) == {"gen-1", "gen-2", "current"}
    assert_cleaned(ready)


def children(pid: int) -> list[int]:
    """The processes that process `pid` has started."""
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def lives(pid: int) -> bool:
    """Whether there is such a process, and it is not one that waits to be counted as dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_processes_that_read_do_not_outlive_the_one_that_started_them(ready: Settings) -> None:
    lines = (json.dumps({"id": f"j{n}", "text": "كتاب " * 2_000}) for n in range(3_000))
    (ready.corpus.folder / "large.jsonl").write_text("\n".join(lines), "utf-8")
    reading = [*command(ready), "--jobs", "2"]
    with subprocess.Popen(reading, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        started: list[int] = []
        while len(started) < 3 and process.poll() is None:  # two, and one that looks after them
            time.sleep(0.01)
            started = children(process.pid)
        time.sleep(0.3)
        process.kill()
    assert len(started) == 3
    deadline = time.monotonic() + 20
    while any(map(lives, started)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(map(lives, started))
    assert_whole(ready)
    (ready.corpus.folder / "large.jsonl").unlink()
    assert_cleaned(ready)
