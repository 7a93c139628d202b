"""However many processes read and analyse a corpus, the generation is the same, byte for byte.

KHIZANA_LONG_TESTS=1 makes many archives, reads that of ../shared too, and stops runs in the middle.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as options
from hypothesis import strategies as st

from indexer import Settings, load_settings, reindex
from indexer.__main__ import INTERRUPTED, NO_INDEX
from indexer.build import spool
from indexer.engine import generations
from indexer.engine.registry import engine_of

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
WORDS = (
    *("كتاب", "الكتاب", "كتب", "وبالكتب", "مدرسة", "المدارس", "مدرستها", "قانون", "القوانين"),
    *("إليه", "آلية", "هيئة", "هيأة", "سَيَكتُبُ", "2011", "٣/٤/٢٠١٩", "المادة 7 من القانون 31.13"),
    *("loi", "lois", "Rabat", "ﷺ", "۩", "م_د", "\n\n## الباب الأول\n\n", "\n\nالمادة 2\n\n"),
)
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)
archives = st.lists(st.lists(texts, min_size=1, max_size=4), min_size=2, max_size=8)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of a few documents, and no clock."""
    monkeypatch.setattr(spool, "_PART_BYTES", 300)
    monkeypatch.setattr("indexer.build.previous.now", lambda: "2026-01-01T00:00:00+00:00")


def generation(settings: Settings, jobs: int) -> dict[str, bytes]:
    """Kind of file → the bytes of those of the generation that so many processes made.

    Names of segments are drawn, and the manifest and the table of contents name them.
    """
    made = replace(
        settings, index=replace(settings.index, folder=settings.index.folder / f"{jobs}")
    )
    reindex(made, jobs)
    files = engine_of(made.index).files(engine_of(made.index).current()).iterdir()
    found = sorted(path for path in files if path.suffix not in (".toc",))
    return {
        path.suffix if path.name.startswith("MAIN") else path.name: path.read_bytes()
        for path in found
        if path.name not in (generations.MANIFEST, generations.SIGNATURE)
    }


def is_same_for_two(settings: Settings) -> bool:
    alone = generation(settings, 1)
    assert {"words.tsv", "families.tsv", "roots.tsv", ".arrays", ".documents"} <= alone.keys()
    return generation(settings, 2) == alone


def write(folder: Path, archive: list[list[str]]) -> None:
    for number, of_file in enumerate(archive):
        rows = [{"id": f"{number}/{at}", "text": text} for at, text in enumerate(of_file)]
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{number}.jsonl").write_text("\n".join(lines), "utf-8")


def test_two_processes_make_the_generation_that_one_makes(settings: Settings) -> None:
    write(settings.corpus.folder, [[" ".join(WORDS[at::3])] * 2 for at in range(3)])
    assert is_same_for_two(settings)


@pytest.mark.skipif(not LONG, reason="KHIZANA_LONG_TESTS is not set")
@options(max_examples=20)
@given(archive=archives)
def test_of_any_archive(tmp_path_factory: pytest.TempPathFactory, archive: list[list[str]]) -> None:
    folder = tmp_path_factory.mktemp("archive")
    (folder / "corpus").mkdir()
    write(folder / "corpus", archive)
    assert is_same_for_two(load_settings().with_folders(folder / "corpus", folder / "index"))


@pytest.mark.skipif(not LONG, reason="KHIZANA_LONG_TESTS is not set")
def test_of_the_shared_corpus(
    settings: Settings, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "_PART_BYTES", 500_000)
    assert is_same_for_two(settings.with_folders(shared / "corpus", None))


@contextmanager
def running(settings: Settings) -> Iterator[subprocess.Popen[str]]:
    """A run with two processes that has read a part of a large corpus and is reading others."""
    line = json.dumps({"text": " ".join(WORDS) * 300}, ensure_ascii=False)
    for number in range(4):
        (settings.corpus.folder / f"{number}.jsonl").write_text("\n".join([line] * 600), "utf-8")
    folders = ("--corpus", settings.corpus.folder, "--index", settings.index.folder)
    command = (sys.executable, "-m", "indexer", "reindex", *folders, "--jobs", "2")
    temporary = settings.index.folder.parent / "temporary"
    temporary.mkdir()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as run:
        while not list(settings.index.folder.glob("gen-*/spool-*/*.documents")):
            assert run.poll() is None
            time.sleep(0.05)
        yield run
    assert list(settings.index.folder.glob("gen-*")) == []


def workers(run: subprocess.Popen[str]) -> list[int]:
    """The processes that read for `run`."""
    children = Path(f"/proc/{run.pid}/task/{run.pid}/children").read_text().split()
    told = {int(child): Path(f"/proc/{child}/cmdline").read_bytes() for child in children}
    return [child for child, command in told.items() if b"spawn_main" in command]


def is_alive(process: int) -> bool:
    """Whether there is the `process`, and it is none that has ended and is not waited for."""
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not (LONG and Path("/proc/self/task").exists()), reason="long, or no Linux")
def test_ctrl_c_ends_all_of_them(settings: Settings) -> None:
    with running(settings) as run:
        reading = workers(run)
        os.killpg(run.pid, signal.SIGINT)
        assert "interrupted" in run.communicate(timeout=60)[1]
        assert run.returncode == INTERRUPTED
    assert len(reading) == 2
    assert not any(map(is_alive, reading))
    assert list((settings.index.folder.parent / "temporary").iterdir()) == []


@pytest.mark.skipif(not (LONG and Path("/proc/self/task").exists()), reason="long, or no Linux")
def test_a_run_that_loses_one_of_them_says_so(settings: Settings) -> None:
    with running(settings) as run:
        os.kill(workers(run)[0], signal.SIGKILL)
        assert "--jobs 1 needs the least memory" in run.communicate(timeout=60)[1]
        assert run.returncode == NO_INDEX
