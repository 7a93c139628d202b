"""Files made to exhaust memory or time are skipped by name, and the others are indexed.

KHIZANA_LONG_TESTS=1 makes them of 19 MB each, under the limits of config.toml.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings
from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources
from indexer.ingest.guarded import GuardedReader

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
SIZE = 19_000_000 if LONG else 2_000_000
LIMITS = SourceLimits(20_000_000) if LONG else SourceLimits(20_000_000, 50_000_000, 1.0)
HEAD, TEXT = '{"id":"x","text":"نص",', "نص"


def filled(unit: str, before: str = "", after: str = TEXT) -> str:
    """`unit` as often as fits."""
    return before + unit * (SIZE // len(unit.encode())) + after


def numbered(unit: str, before: str = "", after: str = TEXT) -> str:
    """`unit` with another number each time."""
    return before + "".join(unit % n for n in range(SIZE // (len(unit.encode()) + 5))) + after


FONTS = "<p>" + "".join(f"<font a={n}>" for n in range(64))
BOMBS: dict[str, Callable[[], str | bytes]] = {
    # formatting that is left open, and what repeats it
    "font.html": lambda: filled("<p>س", FONTS + "<font b>"),
    "font-64.html": lambda: filled("<p>س", FONTS),
    "font-in-tables.html": lambda: filled("<table><td>س</table>", FONTS),
    "link.html": lambda: numbered("<a href=%d><p>س"),
    "nobr.html": lambda: filled("<nobr><p>س"),
    "adoption.html": lambda: filled("<b><p></b>س"),
    # lists to choose from
    "options.html": lambda: filled("<option>س", "<select>"),
    "option-groups.html": lambda: filled("<optgroup><option>س", "<select>"),
    # attributes
    "attributes.html": lambda: numbered(" a%d=1", "<p", ">نص"),
    "attributes-hidden.html": lambda: numbered(" a%d=1", '<p x=">"', ">نص"),
    "attributes-of-many.html": lambda: filled(f"<p {' '.join(f'a{n}' for n in range(250))}>س"),
    "attributes-of-body.html": lambda: numbered("<body b%d=1>"),
    "attributes-of-html.html": lambda: numbered("<html b%d=1>"),
    # nesting
    "div.html": lambda: filled("<div>"),
    "table.html": lambda: filled("<table><tr><td>"),
    "foster-parents.html": lambda: filled("<b>س<tr>", "<table>"),
    "foster-text.html": lambda: filled("س<p>", "<table>"),
    "svg.html": lambda: filled("<svg><foreignObject>"),
    "template.html": lambda: filled("<template>"),
    "ruby.html": lambda: filled("<ruby><rb>س<rt>س"),
    "paragraph-in-item.html": lambda: filled("<p><li>"),
    "line-breaks.html": lambda: filled("<br>"),
    # front matter
    "yaml-aliases.md": lambda: (
        "---\na: &a [x,x,x,x,x,x,x,x,x,x]\n"
        + "".join(
            f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 10)}]\n"
            for n in range(15)
        )
        + "topics: *o\n---\nنص"
    ),
    "yaml-deep.md": lambda: "---\na: " + "[" * 60_000 + "\n---\nنص",
    "yaml-without-end.md": lambda: filled("a: 1\n", "---\n"),
    # lines of JSON
    "json-deep.jsonl": lambda: filled("[", HEAD + '"z":', "}"),
    "json-number.jsonl": lambda: filled("9", HEAD + '"z":', "}"),
    "json-title.jsonl": lambda: filled("ا", HEAD + '"title":"', '"}'),
    "json-line.jsonl": lambda: "x" * 21_000_000,
    # no text
    "zeros.txt": lambda: b"\0" * SIZE,
}


# Their text is read: it is only a field that is a bomb, and the field is dropped.
READ = {"json-title.jsonl", "yaml-aliases.md", "yaml-deep.md"}

# Runs a command, and prints the memory of the largest of its processes in KB. A process counts what
# the one that starts it holds at the time, so a small one starts it.
WEIGHED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(code)
"""


def test_bombs_are_skipped_by_name_and_the_others_are_indexed(
    settings: Settings, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    for name, made in BOMBS.items():
        content = made()
        path = settings.corpus.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        write(f"beside-{name}.txt", "كتاب بجانبها")
    assert len(BOMBS) == 30
    config = tmp_path / "config.toml"
    config.write_text(
        f"[corpus]\nmax_memory_megabytes = {LIMITS.max_memory_bytes // 1_000_000}\n"
        f"max_seconds = {LIMITS.max_seconds}\n"
    )
    folders = ["--corpus", str(settings.corpus.folder), "--index", str(settings.index.folder)]
    command = [sys.executable, "-m", "indexer", "--config", str(config), "reindex", *folders]
    run = subprocess.run(
        [sys.executable, "-c", WEIGHED, *command], cwd=ROOT, capture_output=True, text=True
    )
    lines = run.stderr.splitlines()
    assert run.returncode == 1, lines
    skipped = [line for line in lines if line.startswith("skipped ")]
    assert sorted(line.split()[1].split(":")[0] for line in skipped) == sorted(BOMBS.keys() - READ)
    with Archive(settings) as archive:
        assert archive.search(SearchRequest("كتاب")).total == len(BOMBS)
    kilobytes = int(run.stdout)
    assert kilobytes < (1_500_000 if LONG else 250_000)


@pytest.mark.skipif(not LONG, reason="KHIZANA_LONG_TESTS is not set: every bomb by itself")
@pytest.mark.parametrize("name", BOMBS)
def test_no_bomb_takes_more_than_30_seconds(name: str, tmp_path: Path) -> None:
    content = BOMBS[name]()
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    reader = GuardedReader(replace(LIMITS))
    (found,) = reader.read(corpus_sources(tmp_path))
    reader.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert isinstance(found, DocumentError) != (name in READ)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 30
    assert after.ru_maxrss < 1_500_000
