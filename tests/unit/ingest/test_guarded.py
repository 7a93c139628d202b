"""Sources read in a process of their own: what comes back, and what is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, confined, corpus_sources, guarded, read_source
from indexer.ingest.guarded import NO_LIMITS, GuardedReader, guarded_reader
from indexer.model import Document

ROOT = Path(__file__).resolve().parents[3]
LIMITS = SourceLimits(max_bytes=2_000_000, max_memory_bytes=200_000_000, max_seconds=1.0)
# 64 open tags, as many as may be, repeated in 100,000 paragraphs
TOO_BIG = "<p>" + "".join(f"<font a={n}>" for n in range(64)) + "<p>س" * 100_000
# each attribute is compared with all before; the cap does not see those behind a quoted >
TOO_SLOW = '<p x=">"' + "".join(f" a{n}" for n in range(100_000)) + ">نص"


@pytest.fixture
def reader() -> Iterator[GuardedReader]:
    found = GuardedReader(LIMITS)
    yield found
    found.close()


def read(reader: GuardedReader, folder: Path) -> list[str]:
    """The ids of the documents in `folder`, and of what is none the reasons."""
    return [
        str(found) if isinstance(found, DocumentError) else found.id
        for found in reader.read(corpus_sources(folder))
    ]


def child(reader: GuardedReader) -> int:
    """The number of the process that reads."""
    assert reader._process is not None
    return reader._process._running.pid


def alive(pid: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_everything_comes_back_as_it_is_read_without_a_guard(
    tmp_path: Path, reader: GuardedReader
) -> None:
    row = {"id": "ب/1", "text": "نص\n\nثان \U0001f600", "date": "٢٠١١-٠٢", "topics": ["أ", "ب"]}
    lines = [json.dumps(row), "", "{", json.dumps(row | {"id": "c", "date": None})]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    (tmp_path / "b.md").write_text("---\ntitle: عنوان\nsources:\n  - س\n---\nنص", "utf-8")
    (tmp_path / "c.pdf").write_text("")
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text("x")
    sources = corpus_sources(tmp_path)
    expected = [found for source in sources for found in read_source(source, LIMITS)]
    assert list(map(repr, reader.read(sources))) == list(map(repr, expected))
    assert sum(isinstance(found, Document) for found in expected) == 3


def test_what_takes_too_much_memory_is_refused_and_the_next_is_read(
    tmp_path: Path, reader: GuardedReader
) -> None:
    (tmp_path / "a.txt").write_text("نص")
    (tmp_path / "b.html").write_text(TOO_BIG)
    (tmp_path / "c.txt").write_text("نص")
    assert read(reader, tmp_path) == [
        "a",
        "b.html: takes too much memory to read: the limit is 200 MB"
        " (max_memory_megabytes under [corpus] in config.toml)",
        "c",
    ]


def test_what_takes_too_long_is_refused_and_the_next_is_read(
    tmp_path: Path, reader: GuardedReader
) -> None:
    (tmp_path / "a.html").write_text(TOO_SLOW)
    (tmp_path / "b.txt").write_text("نص")
    assert read(reader, tmp_path) == [
        "a.html: takes too long to read: the limit is 1 s"
        " (max_seconds under [corpus] in config.toml)",
        "b",
    ]


def test_of_a_file_of_many_documents_only_the_line_is_refused(
    tmp_path: Path, reader: GuardedReader
) -> None:
    lines = [json.dumps({"id": f"{number}", "text": "نص"}) for number in range(2_000)]
    lines[1_500:1_500] = [
        "",
        "{",
        '{"id": "x", "text": "x", "of": [' + "[[[[]]]]," * 160_000 + "0]}",
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    tight = GuardedReader(SourceLimits(2_000_000, 50_000_000, 5.0))
    found = read(tight, tmp_path)
    tight.close()
    assert [one for one in found if one.isdecimal()] == [str(number) for number in range(2_000)]
    broken, refused = (one for one in found if not one.isdecimal())
    assert broken.startswith("a.jsonl:1502: not JSON")
    assert refused.startswith("a.jsonl:1503: takes too much memory to read: the limit is 50 MB")


def test_one_process_reads_source_after_source(tmp_path: Path, reader: GuardedReader) -> None:
    for number in range(50):
        (tmp_path / f"{number:02}.txt").write_text("نص")
    assert len(read(reader, tmp_path)) == 50
    first = child(reader)
    assert len(read(reader, tmp_path)) == 50
    assert child(reader) == first


def test_a_source_is_not_refused_for_what_another_left(tmp_path: Path) -> None:
    """The second would not fit beside what the first may leave: a new process reads it."""
    line = '{"id": "%s", "text": "x", "of": [' + "[[[[]]]]," * 80_000 + "0]}"
    (tmp_path / "a.jsonl").write_text("\n".join(line % number for number in range(5)))
    tight = GuardedReader(SourceLimits(2_000_000, 80_000_000, 5.0))
    assert read(tight, tmp_path) == list("01234")
    tight.close()


def test_a_process_that_is_killed_is_started_anew(tmp_path: Path, reader: GuardedReader) -> None:
    (tmp_path / "a.txt").write_text("نص")
    read(reader, tmp_path)
    os.kill(child(reader), signal.SIGKILL)
    assert read(reader, tmp_path) == ["a"]


def test_what_breaks_its_reader_is_told_by_the_signal(
    tmp_path: Path, reader: GuardedReader
) -> None:
    (tmp_path / "a.txt").write_text("نص")
    (tmp_path / "b.txt").write_text("نص")
    read(reader, tmp_path)
    os.kill(child(reader), signal.SIGSEGV)
    assert read(reader, tmp_path) == [
        "a.txt: cannot be read: what reads it broke down (SIGSEGV)",
        "b",
    ]


def test_it_has_no_secrets_and_no_files_of_its_parent(
    tmp_path: Path, reader: GuardedReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KHIZANA_SECRET", "x")
    (tmp_path / "a.txt").write_text("نص")
    with (tmp_path / "a.txt").open() as file:
        os.set_inheritable(file.fileno(), True)
        read(reader, tmp_path)
        folder = Path(f"/proc/{child(reader)}")
        assert b"SECRET" not in (folder / "environ").read_bytes()
        assert {path.name for path in (folder / "fd").iterdir()} == {"0", "1", "2"}


def test_it_ends_with_its_parent(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("نص")
    program = f"""
import os, sys
from pathlib import Path
from indexer.ingest import corpus_sources
from indexer.ingest import SourceLimits
from indexer.ingest.guarded import GuardedReader
reader = GuardedReader(SourceLimits(1000))
list(reader.read(corpus_sources(Path({str(tmp_path)!r}))))
print(reader._process._running.pid, flush=True)
os.kill(os.getpid(), 9)
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    pid = int(run.stdout)
    deadline = time.monotonic() + 20
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not alive(pid)


def test_an_idle_reader_is_taken_again_but_not_one_that_was_left_in_the_middle(
    tmp_path: Path,
) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("نص")
    limits = SourceLimits(1_001)
    with guarded_reader(limits) as reader:
        read(reader, tmp_path)
        first = child(reader)
    with guarded_reader(limits) as again, guarded_reader(limits) as another:
        assert again is reader
        assert another is not reader
        assert next(again.read(corpus_sources(tmp_path)))
    assert not alive(first)
    with guarded_reader(limits) as third:
        assert read(third, tmp_path) == ["a", "b"]


# What Windows lacks.
WITHOUT_LIMITS = """
import signal, sys
sys.modules["resource"] = None
for name in ("setitimer", "ITIMER_PROF", "SIGPROF", "SIGKILL"):
    delattr(signal, name)
"""


def test_a_system_without_limits_reads_all_the_same_and_says_so(
    tmp_path: Path,
    reader: GuardedReader,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(confined, "_PROGRAM", WITHOUT_LIMITS + confined._PROGRAM)
    monkeypatch.setitem(sys.modules, "resource", None)  # type: ignore[arg-type]
    monkeypatch.setattr(guarded, "signal", SimpleNamespace(Signals=signal.Signals))
    (tmp_path / "a.txt").write_text("نص")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_text("نص")
    assert read(reader, tmp_path) == ["a", "b.txt: empty", "c"]
    assert [record.message for record in caplog.records] == [NO_LIMITS]
    os.kill(child(reader), 9)
    assert read(reader, tmp_path)[0].startswith("a.txt: cannot be read: what reads it broke down")


def test_no_warning_where_there_are_limits(
    tmp_path: Path, reader: GuardedReader, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.txt").write_text("نص")
    assert read(reader, tmp_path) == ["a"]
    assert caplog.records == []
