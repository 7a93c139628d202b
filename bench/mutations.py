"""Constants and guards that are altered one at a time: do the tests notice?

Each mutation is made in a copy of the checkout, and the tests that are to notice it run there.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_LEFT = shutil.ignore_patterns(".git", ".venv", ".*_cache", "__pycache__", "index", "images")
_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Mutation:
    """`old` becomes `new` in `file`, where it stands once; `tests` are to notice."""

    file: str
    old: str
    new: str
    tests: str  # paths, a space between them


_RELEVANCE = "tests/relevance"
MUTATIONS = (
    Mutation(
        "indexer/analysis/normalize.py",
        "    araby.ALEF_HAMZA_BELOW: araby.ALEF,  # إ\n",
        "",
        "tests/unit/analysis",
    ),
    Mutation(
        "indexer/analysis/tokenizer.py",
        r'SEPARATORS = r".,/:\-',
        r'SEPARATORS = r".,:\-',
        "tests/unit/analysis",
    ),
    Mutation("indexer/analysis/morphology/affixes.py", ' "نا",', "", "tests/unit/analysis"),
    Mutation(
        "indexer/analysis/morphology/affixes.py",
        '"ون": (("", 3, 0.1),)',
        '"ون": (("", 3, 5.0),)',
        "tests/unit/analysis",
    ),
    Mutation(
        "indexer/analysis/morphology/stemmer.py",
        "_BESIDE_WHOLE = 1.0",
        "_BESIDE_WHOLE = 0.05",
        "tests/unit/analysis",
    ),
    Mutation(
        "indexer/analysis/morphology/roots.py",
        "_LEAST_PATTERNS = 2.0",
        "_LEAST_PATTERNS = 0.0",
        "tests/unit/analysis",
    ),
    Mutation(
        "indexer/engine/scoring/bm25.py",
        "K1, B = 1.2, 0.75",
        "K1, B = 2.0, 0.75",
        "tests/contract tests/unit/engine",
    ),
    Mutation(
        "indexer/engine/scoring/bm25.py",
        "K1, B = 1.2, 0.75",
        "K1, B = 1.2, 0.2",
        "tests/contract tests/unit/engine",
    ),
    Mutation(
        "config.toml", "title_boost = 0.7", "title_boost = 0.0", f"tests/unit/query {_RELEVANCE}"
    ),
    Mutation(
        "indexer/query/rewrite.py",
        "LEAST_WIDENED = 3",
        "LEAST_WIDENED = 9",
        f"tests/unit/query tests/unit/test_archive.py {_RELEVANCE}",
    ),
    Mutation(
        "indexer/lexicon/spelling.py", "_SWAPPED = 0.6", "_SWAPPED = 3.0", "tests/unit/lexicon"
    ),
    Mutation("indexer/lexicon/spelling.py", "_SURE = 6", "_SURE = 2", "tests/unit/lexicon"),
    Mutation("indexer/explore/collocations.py", "_LEAST = 2", "_LEAST = 1", "tests/unit/explore"),
    Mutation(
        "indexer/explore/cooccurrence.py", "WINDOW = 60", "WINDOW = 600", "tests/unit/explore"
    ),
    Mutation(
        "indexer/engine/whoosh/pickle_guard.py",
        "        if (module, name) not in ALLOWED and (module, name) not in FORMER:",
        "        if False:",
        "tests/unit/engine/whoosh",
    ),
    Mutation(
        "indexer/engine/disk.py",
        "        _sync(handle)\n",
        "        pass\n",
        "tests/unit/engine tests/durability/test_power.py",
    ),
    Mutation(
        "indexer/build/verify.py",
        "checksums[part] != expected[part]",
        "checksums[part] != checksums[part]",
        "tests/unit/build tests/durability/test_failing.py",
    ),
    Mutation(
        "indexer/engine/lane.py",
        "len(self._queue) >= self._most_waiting",
        "len(self._queue) > self._most_waiting",
        "tests/unit/engine/test_lane.py",
    ),
    Mutation(
        "indexer/deadline.py",
        "            self.struck = True\n",
        "            pass\n",
        "tests/unit/explore tests/unit/highlight",
    ),
    Mutation(
        "indexer/__main__.py",
        "_MOST_GONE = 0.2",
        "_MOST_GONE = 0.9",
        "tests/unit/test_command_line.py",
    ),
    Mutation(
        "indexer/ingest/html.py", "_MAX_DEPTH = 512", "_MAX_DEPTH = 1_000_000", "tests/unit/ingest"
    ),
    Mutation(
        "webapp/http/origins.py",
        "        if self._hosts and not _named(host_name(request.host), self._hosts):",
        "        if False:",
        "tests/web/test_origins.py",
    ),
    Mutation(
        "webapp/i18n.py",
        "escape(text).format(**values)",
        "Markup(text.format(**values))",
        "tests/web/test_templates.py tests/web/test_pages.py",
    ),
    Mutation(
        "webapp/http/headers.py",
        '"X-Content-Type-Options": "nosniff"',
        '"X-Content-Type-Options": "sniff"',
        "tests/web/test_headers.py",
    ),
)


def report() -> Iterator[str]:
    """A line for each mutation, then how many were noticed."""
    noticed = 0
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        shutil.copytree(ROOT, copy, ignore=_LEFT)
        for mutation in MUTATIONS:
            file = copy / mutation.file
            text = file.read_text("utf-8")
            if text.count(mutation.old) != 1:
                raise AssertionError(f"{mutation.file} no longer has {mutation.old!r} once")
            file.write_text(text.replace(mutation.old, mutation.new), "utf-8")
            failed = not _passes(copy, mutation.tests.split())
            file.write_text(text, "utf-8")
            noticed += failed
            change = f"{mutation.old.strip()} → {mutation.new.strip() or 'nothing'}"
            yield f"{'noticed' if failed else 'MISSED '} {mutation.file}: {change}"
    yield f"{noticed} of {len(MUTATIONS)} mutations are noticed."


def _passes(copy: Path, tests: list[str]) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=_SECONDS)
    except subprocess.TimeoutExpired:  # a test that waits for ever does not pass
        return False
    if done.returncode not in (0, 1):  # neither passed nor failed
        raise AssertionError(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode == 0
