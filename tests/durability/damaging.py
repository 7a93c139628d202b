"""Damages an index again and again, asks it everything each time, and prints what came of it.

Run as: damaging.py INDEX SEED FIRST STOP hostile|plain

Each of the damages from FIRST to before STOP, counted from 0, has a seed of its own. Those of an
attacker (`hostile`) are followed by a manifest that agrees with them, so that only the reading of
the files can notice them.
"""

from __future__ import annotations

import json
import logging
import random
import resource
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from indexer import Archive, ArchiveError, SearchRequest, Settings, Sort, Width, load_settings
from indexer.engine import disk, generations, verified
from indexer.engine.check import checked
from indexer.engine.requests import generation_before
from indexer.engine.whoosh.engine import whoosh_engine

ROOT = Path(__file__).resolve().parents[2]
NOTES = {verified.NOTE, disk.LOCK}  # of this host, beside the files of the index
SECONDS = 20  # after which a question is said to hang
MOST_MEMORY = 4 << 30
QUERIES = (
    SearchRequest("مشترك"),
    SearchRequest("المدينة القديمة", Width.ROOT),
    SearchRequest('"المدينة القديمة"', Width.EXACT, sort=Sort.NEWEST),
    SearchRequest("قانو* أو مدرسة"),
    SearchRequest("شرظة", sort=Sort.TITLE),
)

Damage = Callable[[bytearray, random.Random], bytes | bytearray]


def flipped(content: bytearray, chance: random.Random) -> bytearray:
    content[_place(content, chance)] ^= 1 << chance.randrange(8)
    return content


def other_byte(content: bytearray, chance: random.Random) -> bytearray:
    content[_place(content, chance)] = chance.randrange(256)
    return content


def zeroed(content: bytearray, chance: random.Random) -> bytearray:
    at = _place(content, chance)
    content[at : at + 64] = bytes(len(content[at : at + 64]))
    return content


def highest(content: bytearray, chance: random.Random) -> bytearray:
    at = _place(content, chance)
    content[at : at + 8] = b"\xff" * len(content[at : at + 8])
    return content


def moved(content: bytearray, chance: random.Random) -> bytearray:
    at = _place(content, chance)
    content[at : at + 512], content[:512] = content[:512], content[at : at + 512]
    return content


def cut(content: bytearray, chance: random.Random) -> bytearray:
    return content[: _place(content, chance)]


def grown(content: bytearray, chance: random.Random) -> bytearray:
    return content + chance.randbytes(chance.randrange(1, 5_000))


def sign_for_another(content: bytearray, chance: random.Random) -> bytearray:
    """A tab, a space, a line end or a digit where another sign was."""
    content[_place(content, chance)] = chance.choice(b"\t \n~&0")
    return content


def line_lost(content: bytearray, chance: random.Random) -> bytes:
    lines = content.split(b"\n")
    lines.pop(chance.randrange(len(lines)))
    return b"\n".join(lines)


PLAIN: tuple[Damage, ...] = (flipped, other_byte, zeroed, highest, moved, cut, grown)
HOSTILE: tuple[Damage, ...] = (*PLAIN, sign_for_another, line_lost)


def _place(content: bytearray, chance: random.Random) -> int:
    """A place in `content`: anywhere, or near its end, where the table of a file of arrays is."""
    near = min(len(content), 3_000) if chance.random() < 0.4 else len(content)
    return len(content) - 1 - chance.randrange(near)


def answers(archive: Archive, queries: Sequence[SearchRequest]) -> Any:
    """What the archive says to questions of every kind."""
    asked: list[Any] = []
    for request in queries:
        page = archive.search(request)
        hits = [(hit.document, hit.title, hit.snippets, round(hit.score, 4)) for hit in page.hits]
        asked.append((page.total, hits, page.facets, page.widths, page.words, page.corrected))
    reading = archive.read("03", "المدينة")
    asked.append((archive.ids(), reading and (reading.document, reading.matches)))
    for request in queries[1:2]:
        lines = archive.concordance(request)
        asked.append((lines.total, lines.lines, archive.terms(request)))
        asked.append(
            (archive.completions("المد"), archive.related("03"), archive.words("بالمدينة"))
        )
        exported: list[Any] = []
        asked.append((archive.export(request, exported.append), exported))
    return asked


def outcome(settings: Settings, right: list[Any], queries: Sequence[SearchRequest]) -> str:
    """Whether the first answers of a new process would be right, refused, wrong or an error."""
    try:
        with Archive(settings) as archive:
            return "right" if answers(archive, queries) in right else "wrong"
    except ArchiveError:
        return "refused"
    except Exception:
        return traceback.format_exc()


def check(index: Path) -> str:
    """Whether `check` sees the damage, or what it dies of."""
    try:
        return "missed" if checked(whoosh_engine(index)).whole else "seen"
    except ArchiveError:
        return "seen"
    except Exception:
        return traceback.format_exc()


def hung(*_: object) -> None:
    raise BaseException(f"no answer in {SECONDS} s")


def agreed(folder: Path) -> None:
    """Makes the manifest agree with the files there are."""
    manifest = folder / generations.MANIFEST
    row = json.loads(manifest.read_text("utf-8"))
    row["files"] = [file for file in generations.digests(folder) if file[0] not in NOTES]
    manifest.write_text(json.dumps(row), "utf-8")
    (folder / generations.SIGNATURE).write_bytes(generations.signature(manifest.read_bytes()))


def main(index: Path, seed: int, first: int, stop: int, hostile: bool) -> None:
    settings = load_settings(ROOT / "config.toml").with_folders(index.with_name("corpus"), index)
    folder = generations.current(index).folder
    before = generation_before(whoosh_engine(index))
    queries = QUERIES if hostile else QUERIES[:1]
    right = []
    for generation in (folder.name, before.folder.name if before else folder.name):
        (index / "current").write_text(generation)
        with Archive(settings) as archive:
            right.append(answers(archive, queries))
    (index / "current").write_text(folder.name)
    if hostile:
        right.pop()
        if before:
            shutil.rmtree(before.folder)
    whole = {path: path.read_bytes() for path in folder.iterdir() if path.name not in NOTES}
    names = sorted(path for path in whole if not (hostile and path.name.startswith("MANIFEST")))
    for number in range(first, stop):
        chance = random.Random(f"{seed} {number}")
        path = chance.choice(names)
        damages = HOSTILE if hostile else PLAIN
        damage = chance.choice(damages if whole[path] else (grown,))  # an empty file can only grow
        spoilt = bytes(damage(bytearray(whole[path]), chance))
        if spoilt == whole[path]:
            continue
        path.write_bytes(spoilt)
        if hostile:
            agreed(folder)
        signal.alarm(SECONDS)
        row = {"at": number, "file": path.suffix, "damage": damage.__name__}
        row["answers"] = outcome(settings, right, queries)
        row["check"] = check(index)
        signal.alarm(0)
        print(json.dumps(row), flush=True)
        for name, content in whole.items():
            if hostile or name == path:
                name.write_bytes(content)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    signal.signal(signal.SIGALRM, hung)
    logging.disable(logging.CRITICAL)
    given = sys.argv[1:]
    main(Path(given[0]), *map(int, given[1:4]), hostile=given[4] == "hostile")
