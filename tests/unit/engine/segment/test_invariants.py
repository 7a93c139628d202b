"""Every invariant of docs/file-format.md is checked: an index that breaks one is named by `check`.

The digests of each broken index are right, so that nothing else can notice.
"""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import pytest

from indexer import load_settings, reindex
from indexer.analysis import FIELDS
from indexer.engine import generations
from indexer.engine.check import Check, checked
from indexer.engine.segment.array_file import Array, mapped_arrays, write_arrays
from indexer.engine.segment.integers import PackedIntegers
from indexer.engine.segment.invariants import OWN_ARRAYS, field_arrays
from indexer.engine.segment.postings import Postings
from indexer.engine.segment.segment import VALUES
from indexer.engine.segment.term_dictionary import TermDictionary
from indexer.engine.whoosh.engine import whoosh_engine

Arrays = dict[str, Array]
LETTERS = "ابتثجحخدذرز"
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of 240 documents, whose words are frequent and rare."""
    folder = tmp_path_factory.mktemp("built")
    corpus = folder / "corpus"
    corpus.mkdir()
    chance = random.Random(7)
    words = ["".join(chance.choices(LETTERS, k=4)) for _ in range(400)]
    for number in range(240):
        text = " ".join(words[int(400 * chance.random() ** 3)] for _ in range(30))
        day = f"19{number % 90 + 10}"
        head = f"title: عنوان {words[number]}\ntopics: [قانون, أمن]\nkind: تقرير\ndate: {day}"
        (corpus / f"{number}.md").write_text(f"---\n{head}\n---\n{text} {'كلمة ' * 40}", "utf-8")
    settings = load_settings(ROOT / "config.toml").with_folders(corpus, folder / "index")
    reindex(settings)
    return settings.index.folder


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    """A copy of that index, to be broken."""
    return Path(shutil.copytree(built, tmp_path / "index"))


def segment(index: Path) -> Path:
    (path,) = (index / "gen-1").glob("*.arrays")
    return path


def signed(index: Path, manifest: generations.Manifest) -> None:
    """Gives the manifest the digests of the files as they are now."""
    folder = index / "gen-1"
    row = json.dumps(asdict(replace(manifest, files=generations.digests(folder)))).encode()
    (folder / generations.MANIFEST).write_bytes(row)
    (folder / generations.SIGNATURE).write_bytes(generations.signature(row))


def said_of(index: Path, change: Callable[[Arrays], object]) -> Check:
    """The answer of `check` once the arrays of the segment are changed and signed."""
    path, manifest = segment(index), generations.current(index).manifest
    arrays = {name: np.array(array) for name, array in mapped_arrays(path).items()}
    change(arrays)
    write_arrays(path, arrays.items())
    signed(index, manifest)
    return checked(whoosh_engine(index))


def test_the_index_that_is_broken_below_was_whole(index: Path) -> None:
    assert said_of(index, lambda arrays: None).whole


# The changes: each makes a function of the arrays.

Change = Callable[[Arrays], object]


def without(name: str) -> Change:
    return lambda arrays: arrays.pop(name)


def made(name: str, of: Callable[[Array], Array]) -> Change:
    """The array `name` becomes `of` it."""
    return lambda arrays: arrays.update({name: of(arrays[name])})


def at(name: str, index: int, value: int) -> Change:
    return lambda arrays: arrays[name].__setitem__(index, value)


def more(name: str, index: int, by: int) -> Change:
    return lambda arrays: arrays[name].__setitem__(index, int(arrays[name][index]) + by)


def packed(field: str, name: str, of: Callable[[Array], object]) -> Change:
    """The packed numbers of the array become others, which are written as they should be."""

    def change(arrays: Arrays) -> None:
        postings = Postings(arrays, field)
        starts = postings.documents.starts.astype(np.int64)
        dense = int(np.diff(starts)[arrays[f"{field}/documents/dense"]].sum())
        sizes = {
            "counts": int(starts[-1]),
            "lengths": 240,
            "positions": int(postings.position_starts[-1]) if postings.positional else 0,
            "documents/dense_gaps": dense,
            "documents/sparse_gaps": int(starts[-1]) - dense,
        }
        numbers = PackedIntegers(arrays, f"{field}/{name}").slice(0, sizes[name]).astype(np.int64)
        of(numbers)
        arrays.pop(f"{field}/{name}/halves", None)
        arrays.update(PackedIntegers.arrays(f"{field}/{name}", numbers))

    return change


def _parts(arrays: Arrays, *places: int) -> Arrays:
    """The parts of the first document, whatever it had."""
    more = np.full(len(arrays["part_starts"]), len(places), np.uint32)
    more[0] = 0
    return {"parts": np.array(places, np.uint32), "part_starts": more}


def terms(field: str, of: Callable[[list[bytes]], list[bytes]]) -> Change:
    """The terms of the field become others, in blocks as they should be."""

    def change(arrays: Arrays) -> None:
        found = of(Postings(arrays, field).dictionary.terms())
        arrays.update(TermDictionary.arrays(field, found))

    return change


def both(*changes: Change) -> Change:
    return lambda arrays: [change(arrays) for change in changes]


def swapped(first: int, second: int) -> Callable[[Array], object]:
    def swap(numbers: Array) -> None:
        numbers[[first, second]] = numbers[[second, first]]

    return swap


def put(index: int, value: int) -> Callable[[Array], object]:
    return lambda numbers: numbers.__setitem__(index, value)


def nowhere_twice(arrays: Arrays) -> None:
    """Moves a posting of the last author-like value to a document that has another one."""
    starts = arrays["kind/documents/starts"]
    arrays["kind/documents/starts"] = np.array([0, starts[-1], starts[-1] + 1], np.uint32)
    arrays.update(TermDictionary.arrays("kind", ["تقرير".encode(), "قرار".encode()]))
    gaps = arrays.pop("kind/documents/dense_gaps")
    arrays.pop("kind/documents/dense_gaps/halves", None)
    assert len(gaps) in (120, 240)
    numbers = np.array([0, *[1] * 239], np.int64)
    arrays.update(PackedIntegers.arrays("kind/documents/dense_gaps", numbers))
    arrays.update(PackedIntegers.arrays("kind/documents/sparse_gaps", np.array([5])))


def a_word_more(arrays: Arrays) -> None:
    """Counts the first word of titles once more where it first stands, in one width alone."""
    document = int(Postings(arrays, "title_root").documents[0][0])
    packed("title_root", "counts", lambda of: of.__setitem__(0, of[0] + 1))(arrays)
    longer = lambda of: of.__setitem__(document, of[document] + 1)  # noqa: E731
    packed("title_root", "lengths", longer)(arrays)


def boundary_moved(arrays: Arrays) -> None:
    """Lets the boundary of the first document and a word that stands there once change places."""
    postings = Postings(arrays, "text_exact")
    for term in range(1, len(postings.documents)):
        if postings.documents[term][0] == 0 and postings.counts_of(term)[0] == 1:
            other = int(postings.position_starts[term])
            packed("text_exact", "positions", swapped(0, other))(arrays)
            return


BROKEN: dict[str, tuple[Change, str]] = {
    "an array is missing": (without("added"), "added"),
    "an array of a field is missing": (
        without("text_exact/counts+at"),
        "text_exact/counts+at",
    ),
    "an array more": (
        lambda arrays: arrays.update(more=np.zeros(1, np.uint8)),
        "more: is no array of a segment",
    ),
    "another type": (made("added", lambda of: of.astype(np.uint64)), "added: is not of"),
    "documents: first offset": (at("starts", 0, 1), "starts: does not begin at 0"),
    "documents: offsets": (at("starts", 2, 1), "starts: offsets do not ascend"),
    "documents: last offset": (more("starts", -1, 1), "starts: ends at"),
    "documents: too few": (made("starts", lambda of: of[:-1]), "starts: has 240 offsets, not 241"),
    "names: last offset": (more("name_starts", -1, 1), "name_starts: ends at"),
    "names: an empty one": (at("name_starts", 1, 0), "name_starts: offsets do not ascend"),
    "names: others": (at("names", 0, 66), "names: are not the ids"),
    "days: too few": (made("days", lambda of: of[:-2]), "days: has 478 days, not 480"),
    "days: backwards": (at("days", 1, 19_000_101), "days: a first day comes after its last"),
    "days: half known": (at("days", 0, 0), "days: one of two is unknown"),
    "parts: not at 0": (
        lambda arrays: arrays.update(_parts(arrays, 1, 7)),
        "parts: the first of a document is not at 0",
    ),
    "parts: not ascending": (
        lambda arrays: arrays.update(_parts(arrays, 0, 0)),
        "parts: those of a document do not ascend",
    ),
    "added: too few": (made("added", lambda of: of[:-1]), "added: has 239 times, not 240"),
    "terms: blocks": (at("text_exact/starts", 0, 1), "text_exact/starts: does not begin at 0"),
    "terms: order": (
        terms("text_exact", lambda of: [*of[:5], of[6], of[5], *of[7:]]),
        "text_exact/texts: terms are not sorted",
    ),
    "terms: twice": (
        terms("text_exact", lambda of: [*of[:70], of[69], *of[71:]]),
        "text_exact/texts: terms are not sorted",
    ),
    "terms: too few": (
        terms("text_exact", lambda of: of[:-1]),
        "text_exact/texts: block",
    ),
    "terms: heads": (at("text_exact/heads", -2, 0x61), "text_exact/heads: are not the first terms"),
    "postings: offsets": (
        at("text_word/documents/starts", 1, 0),
        "text_word/documents/starts: offsets do not ascend",
    ),
    "postings: dense lists": (
        made("text_exact/documents/dense", lambda of: of[:-1]),
        "text_exact/documents/dense: the dense lists are others",
    ),
    "postings: too few gaps": (
        made("text_exact/documents/dense_gaps", lambda of: of[:-1]),
        "text_exact/documents/dense_gaps: has",
    ),
    "postings: a document twice": (
        packed("text_exact", "documents/dense_gaps", put(1, 0)),
        "text_exact/documents: documents do not ascend",
    ),
    "postings: no such document": (
        packed("text_exact", "documents/dense_gaps", put(0, 239)),
        "text_exact/documents: a document is out of range",
    ),
    "packed: indices": (
        both(
            packed("text_exact", "lengths", lambda of: of.__setitem__(slice(3), 70_000)),
            made("text_exact/lengths+at", lambda of: of[::-1]),
        ),
        "text_exact/lengths+at: indices do not ascend",
    ),
    "packed: index out of range": (
        both(
            packed("text_exact", "lengths", put(0, 70_000)),
            at("text_exact/lengths+at", -1, 240),
        ),
        "text_exact/lengths+at: an index is out of range",
    ),
    "packed: other indices": (
        both(packed("text_exact", "lengths", put(0, 70_000)), at("text_exact/lengths+at", 0, 1)),
        "text_exact/lengths+at: indices are others",
    ),
    "packed: a small number aside": (
        both(packed("text_exact", "lengths", put(0, 70_000)), at("text_exact/lengths+", 0, 3)),
        "text_exact/lengths+: a number that is kept aside is small",
    ),
    "packed: fewer values than indices": (
        both(
            packed("text_exact", "lengths", put(0, 70_000)),
            made("text_exact/lengths+", lambda of: of[:0]),
        ),
        "text_exact/lengths+: are not as many as their indices",
    ),
    "counts: 0": (packed("text_root", "counts", put(0, 0)), "text_root/counts: a count is 0"),
    "counts: others": (
        packed("text_root", "counts", put(0, 9)),
        "text_root/lengths: are not the sums of the counts",
    ),
    "counts: other positions": (
        packed("text_exact", "counts", put(0, 9)),
        "text_exact/position_starts: are not the sums of the counts",
    ),
    "positions: offsets": (
        more("text_exact/position_starts", -2, -1),
        "text_exact/position_starts: are not the sums of the counts",
    ),
    "positions: order": (
        packed("text_exact", "positions", swapped(-1, -2)),
        "text_exact/positions: positions do not ascend",
    ),
    "positions: past the end": (
        packed("text_exact", "positions", put(-1, 500)),
        "text_exact/positions: one is past the end",
    ),
    "positions: two terms at one": (
        packed("title_exact", "positions", lambda of: of.__setitem__(-1, 1 - of[-1])),
        "title_exact/positions: a position has two terms, or none",
    ),
    "values: two of one facet": (nowhere_twice, "kind/documents: a document has two values"),
    "lengths: another width": (a_word_more, "title_root/lengths: are not of title_exact"),
    "the boundary": (
        boundary_moved,
        "text_exact/positions: the boundary does not stand after the title",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_check_names_the_invariant_that_is_broken(index: Path, name: str) -> None:
    change, fault = BROKEN[name]
    found = said_of(index, change)
    assert not found.whole
    assert any(fault in line for line in found.lines), found.lines


# The page that describes them


def described() -> dict[str, set[str]]:
    """Array → types, as the tables of docs/file-format.md have them."""
    rows: dict[str, set[str]] = {}
    for line in (ROOT / "docs/file-format.md").read_text("utf-8").splitlines():
        name, kind, *_ = [cell.strip() for cell in line.strip("|").split("|")] + [""]
        if name.startswith("`") and (kind.startswith("`<") or kind == "packed"):
            rows[name.strip("`")] = {of.strip("` ") for of in kind.split(",")}
    return rows


def test_every_array_is_described_with_its_type(built: Path) -> None:
    rows = described()
    assert {name: {kind} for name, kind in OWN_ARRAYS.items()}.items() <= rows.items()
    fields = dict(field_arrays("text_exact"))
    packed_arrays = {name.removesuffix("+at") for name in fields if name.endswith("+at")}
    for name, kinds in fields.items():
        base = name.removesuffix("+at").removesuffix("+")
        generic = "A" if base != name else name.replace("text_exact", "F")
        if base != name:
            generic += name.removeprefix(base)
        expected = {"packed"} if name in packed_arrays else set(kinds)
        assert rows[generic] == expected, name
    known = {*OWN_ARRAYS, *(name.replace("text_exact", "F") for name in fields)}
    assert set(rows) - {"A", "A/halves", "A+at", "A+"} <= known
    written = set(mapped_arrays(segment(built)))
    every = {name for field in (*VALUES, *FIELDS) for name in field_arrays(field)}
    assert {name for name in written if not name.endswith("/halves")} == every | set(OWN_ARRAYS)


def test_the_present_format_is_in_the_table_of_versions() -> None:
    page = (ROOT / "docs/file-format.md").read_text("utf-8")
    rows = [line for line in page.split("\n## Versions\n")[1].splitlines() if line.startswith("|")]
    assert rows[2].startswith(f"| {generations.FORMAT} |")
