"""The invariants of a segment (docs/file-format.md): the facts that its arrays keep to each other.

Digests tell that a file is as it was written; these tell that it was written rightly. Of each array
the first fault is told, and a field in which one is wrong is not looked at further.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np

from indexer.analysis import BOUNDARY, FIELDS, FIELDS_WITH_POSITIONS, MENTION, field_of
from indexer.engine.segment.array_file import Array, mapped_arrays
from indexer.engine.segment.integers import DENSE, bounds
from indexer.engine.segment.postings import Postings
from indexer.engine.segment.segment import (
    ARRAYS,
    DOCUMENTS,
    ID,
    NO_DATE,
    TITLE_KEY,
    VALUES,
    WHOLE_NAME,
    Segment,
)
from indexer.engine.segment.term_dictionary import TERMS_OF_A_BLOCK
from indexer.engine.utf8 import decoded, encoded
from indexer.errors import IndexDamaged
from indexer.model import Width
from indexer.model.facets import WITH_SEVERAL

_POSTINGS_AT_ONCE = 1 << 19
_ONE_VALUE = frozenset(VALUES) - {*WITH_SEVERAL, MENTION}  # of a document, at most
_EACH_DOCUMENT = (ID, WHOLE_NAME, TITLE_KEY)  # has a value
_WHOLE = field_of("title", Width.EXACT), field_of("text", Width.EXACT)
OWN_ARRAYS = {
    "names": "<u1",
    "name_starts": "<u4",
    "starts": "<u8",
    "days": "<i4",
    "added": "<u4",
    "words": "<u4",
    "parts": "<u4",
    "part_starts": "<u4",
}
_PACKED = ("<u1", "<u2")


class _Broken(Exception):
    """An invariant does not hold: the array, and a sentence."""


def segment_faults(folder: Path, name: str, count: int) -> Iterator[str]:
    """A sentence for each broken invariant of the segment `name`, of `count` documents."""
    path = folder / f"{name}{ARRAYS}"
    try:
        arrays = mapped_arrays(path)
        with _told():
            _check_names(arrays)
            _check_documents(arrays, count, (folder / f"{name}{DOCUMENTS}").stat().st_size)
        segment = Segment(folder, name)
    except (IndexDamaged, OSError) as error:
        yield str(error)
        return
    except _Broken as broken:
        yield f"{path}: {broken}"
        return
    whole = True
    for field in (*VALUES, *FIELDS):
        try:
            with _told():
                _check_field(arrays, field, count)
        except _Broken as broken:
            whole = False
            yield f"{path}: {broken}"
    if whole:
        try:
            with _told():
                _check_together(segment)
        except _Broken as broken:
            yield f"{path}: {broken}"


@contextmanager
def _told() -> Iterator[None]:
    """Errors of every kind, which come of arrays that contradict each other, become _Broken."""
    try:
        yield
    except (_Broken, IndexDamaged, OSError):
        raise
    except Exception as error:
        raise _Broken(f"it cannot be read: {error!r}") from error


def _demand(holds: object, array: str, fault: str) -> None:
    """Raises _Broken unless the invariant `holds`."""
    if not holds:
        raise _Broken(f"{array}: {fault}")


def _check_names(arrays: Mapping[str, Array]) -> None:
    """Every array is there, of its type, and no other."""
    expected = dict.fromkeys(OWN_ARRAYS, ("",)) | {
        name: kinds for field in (*VALUES, *FIELDS) for name, kinds in field_arrays(field).items()
    }
    expected |= {name: (kind,) for name, kind in OWN_ARRAYS.items()}
    found = {name.removesuffix("/halves") for name in arrays}
    for name in sorted(expected.keys() - found):
        raise _Broken(f"{name}: is not there")
    for name in sorted(found - expected.keys()):
        raise _Broken(f"{name}: is no array of a segment")
    for name, kinds in expected.items():
        _demand(arrays[name].dtype.str.replace("|", "<") in kinds, name, f"is not of {kinds}")


def field_arrays(field: str) -> dict[str, tuple[str, ...]]:
    """Name → types of each array of `field`, but for the empty marks `…/halves`."""
    found: dict[str, tuple[str, ...]] = {
        f"{field}/heads": ("<u1",),
        f"{field}/texts": ("<u1",),
        f"{field}/starts": ("<u4",),
        f"{field}/documents/starts": ("<u4",),
        f"{field}/documents/dense": ("<u4",),
    }
    packed = ["documents/dense_gaps", "documents/sparse_gaps"]
    if field in FIELDS:
        packed += ["counts", "lengths"]
    if field in FIELDS_WITH_POSITIONS:
        packed.append("positions")
        found[f"{field}/position_starts"] = ("<u4",)
    for name in packed:
        found[f"{field}/{name}"] = _PACKED
        found[f"{field}/{name}+at"] = found[f"{field}/{name}+"] = ("<u4",)
    return found


def _check_offsets(offsets: Array, name: str, slices: int, end: int, least: int = 0) -> None:
    """`offsets`, [slices + 1], go from 0 to `end`, each slice of `least` entries or more."""
    _demand(len(offsets) == slices + 1, name, f"has {len(offsets):,} offsets, not {slices + 1:,}")
    _demand(offsets[0] == 0, name, "does not begin at 0")
    lengths = np.diff(offsets.astype(np.int64))
    _demand((lengths >= least).all(), name, "offsets do not ascend")
    _demand(offsets[-1] == end, name, f"ends at {offsets[-1]:,}, not at {end:,}")


def _check_documents(arrays: Mapping[str, Array], count: int, size: int) -> None:
    """The arrays that belong to no field."""
    _check_offsets(arrays["starts"], "starts", count, size, least=1)
    _check_offsets(arrays["name_starts"], "name_starts", count, len(arrays["names"]), least=1)
    days, added = arrays["days"], arrays["added"]
    _demand(len(days) == 2 * count, "days", f"has {len(days):,} days, not {2 * count:,}")
    _demand(len(added) == count, "added", f"has {len(added):,} times, not {count:,}")
    words = arrays["words"]
    _demand(len(words) == count, "words", f"has {len(words):,} counts, not {count:,}")
    first, last = days.reshape(-1, 2).T
    _demand(((first == NO_DATE) == (last == NO_DATE)).all(), "days", "one of two is unknown")
    _demand((first <= last).all(), "days", "a first day comes after its last")
    parts, starts = arrays["parts"], arrays["part_starts"]
    _check_offsets(starts, "part_starts", count, len(parts), least=0)
    firsts = starts[:-1][np.diff(starts.astype(np.int64)) > 0]
    falls = np.flatnonzero(parts[1:] <= parts[:-1]) + 1
    _demand(np.array_equal(falls, firsts[1:]), "parts", "those of a document do not ascend")
    _demand(not parts[firsts].any(), "parts", "the first of a document is not at 0")


def _check_field(arrays: Mapping[str, Array], field: str, count: int) -> None:
    """The arrays of one field of a segment of `count` documents."""
    starts = arrays[f"{field}/documents/starts"]
    terms = len(starts) - 1
    _demand(terms >= 0, f"{field}/documents/starts", "is empty")
    _check_terms(arrays, field, terms)
    postings = int(starts[-1])
    _check_offsets(starts, f"{field}/documents/starts", terms, postings, least=1)
    lengths = np.diff(starts.astype(np.int64))
    dense = arrays[f"{field}/documents/dense"]
    of_dense = np.flatnonzero(lengths * DENSE >= count)
    name = f"{field}/documents/dense"
    _demand(np.array_equal(dense, of_dense), name, "the dense lists are others")
    in_dense = int(lengths[of_dense].sum())
    _check_packed(arrays, f"{field}/documents/dense_gaps", in_dense)
    _check_packed(arrays, f"{field}/documents/sparse_gaps", postings - in_dense)
    if field in FIELDS:
        _check_packed(arrays, f"{field}/counts", postings)
        _check_packed(arrays, f"{field}/lengths", count)
    if field in FIELDS_WITH_POSITIONS:
        position_starts, name = arrays[f"{field}/position_starts"], f"{field}/position_starts"
        _demand(len(position_starts), name, "is empty")
        positions = int(position_starts[-1])
        _check_offsets(position_starts, name, terms, positions, least=1)
        _check_packed(arrays, f"{field}/positions", positions)
    _check_postings(Postings(arrays, field), field, count)


def _check_terms(arrays: Mapping[str, Array], field: str, terms: int) -> None:
    """The term dictionary: sorted, in blocks that the heads name."""
    texts, name = arrays[f"{field}/texts"], f"{field}/starts"
    blocks = -(-terms // TERMS_OF_A_BLOCK)
    _check_offsets(arrays[name], name, blocks, len(texts), least=1)
    dictionary = Postings(arrays, field).dictionary
    before, heads = b"", []
    for number in range(blocks):
        block = dictionary.block(number)
        due = min(TERMS_OF_A_BLOCK, terms - number * TERMS_OF_A_BLOCK)
        name = f"{field}/texts"
        _demand(len(block) == due, name, f"block {number} has {len(block)} terms, not {due}")
        ascend = all(one < other for one, other in pairwise(block))
        _demand(ascend and (not number or before < block[0]), name, "terms are not sorted")
        before = block[-1]
        heads.append(block[0])
        for term in block:
            decoded(term)
    name = f"{field}/heads"
    _demand(dictionary.heads() == heads, name, "are not the first terms of the blocks")


def _check_packed(arrays: Mapping[str, Array], name: str, count: int) -> None:
    """`count` packed numbers, of which exactly those at their highest are kept aside."""
    low, at, values = arrays[name], arrays[f"{name}+at"], arrays[f"{name}+"]
    halves = f"{name}/halves" in arrays
    due = (count + 1) // 2 if halves else count
    _demand(len(low) == due, name, f"has {len(low):,} entries, not {due:,}")
    _demand(len(values) == len(at), f"{name}+", "are not as many as their indices")
    _demand((np.diff(at.astype(np.int64)) > 0).all(), f"{name}+at", "indices do not ascend")
    _demand(not len(at) or at[-1] < count, f"{name}+at", "an index is out of range")
    top = 0xF if halves else np.iinfo(low.dtype).max
    _demand((values >= top).all(), f"{name}+", "a number that is kept aside is small")
    if halves:
        _demand(not count % 2 or not low[-1] >> 4, name, "the half after the last is not 0")
        low = np.stack((low & 0xF, low >> 4), axis=1).ravel()[:count]
    _demand(np.array_equal(np.flatnonzero(low == top), at), f"{name}+at", "indices are others")


def _check_postings(field: Postings, name: str, count: int) -> None:
    """Documents ascend, counts make up the lengths, positions ascend within the lengths."""
    starts = field.documents.starts.astype(np.int64)
    words = np.zeros(count, np.int64)
    sums = np.zeros(count, np.float64)
    lengths = field.lengths.slice(0, count).astype(np.int64) if field.scored else words
    low, terms = 0, len(field.documents)
    while low < terms:
        high = max(low + 1, int(starts.searchsorted(starts[low] + _POSTINGS_AT_ONCE, "right")) - 1)
        documents = field.documents.span(low, high)
        inner = np.ones(len(documents), bool)
        inner[starts[low:high] - starts[low]] = False
        rises = np.diff(documents, prepend=0)[inner] > 0
        _demand(rises.all(), f"{name}/documents", "documents do not ascend")
        _demand((documents < count).all(), f"{name}/documents", "a document is out of range")
        if field.scored:
            counts = field.counts.slice(int(starts[low]), int(starts[high])).astype(np.int64)
            _demand((counts > 0).all(), f"{name}/counts", "a count is 0")
            words += np.bincount(documents, counts, count).astype(np.int64)
        if field.positional:
            sums += _checked_positions(field, name, low, high, documents, counts, lengths)
        low = high
    if field.scored:
        _demand((words == lengths).all(), f"{name}/lengths", "are not the sums of the counts")
    if field.positional:
        due = lengths * (lengths - 1) / 2
        _demand((sums == due).all(), f"{name}/positions", "a position has two terms, or none")


def _checked_positions(
    field: Postings, name: str, low: int, high: int, documents: Array, counts: Array, lengths: Array
) -> Array:
    """The sum of the positions in each document, float64[documents], of terms from low to high."""
    starts = field.position_starts[low : high + 1].astype(np.int64)
    totals = np.add.reduceat(
        counts, (field.documents.starts[low:high] - field.documents.starts[low])
    )
    same = np.array_equal(np.diff(starts), totals)
    _demand(same, f"{name}/position_starts", "are not the sums of the counts")
    positions = field.positions.slice(int(starts[0]), int(starts[-1])).astype(np.int64)
    inner = np.ones(len(positions), bool)
    inner[bounds(counts)[:-1]] = False
    rises = np.diff(positions, prepend=0)[inner] > 0
    _demand(rises.all(), f"{name}/positions", "positions do not ascend")
    holders = documents.repeat(counts)
    _demand((positions < lengths[holders]).all(), f"{name}/positions", "one is past the end")
    sums: Array = np.bincount(holders, positions, len(lengths))
    return sums


def _check_together(segment: Segment) -> None:
    """Facts that hold between fields."""
    count = segment.count
    for name in _ONE_VALUE:
        held = np.bincount(segment.fields[name].by_term, minlength=count)
        _demand((held <= 1).all(), f"{name}/documents", "a document has two values")
        _demand(
            name not in _EACH_DOCUMENT or held.all(), f"{name}/documents", "a document has no value"
        )
    ids = segment.fields[ID]
    order = ids.by_term
    _demand(len(order) == len(ids.documents), f"{ID}/documents", "two documents have one id")
    names = [encoded(segment.document_id(number)) for number in order.tolist()]
    _demand(names == ids.dictionary.terms(), "names", "are not the ids")
    for part in ("title", "text"):
        of_part = [field for field in FIELDS if field.startswith(part)]
        first, *others = (segment.fields[field].lengths.slice(0, count) for field in of_part)
        for field, other in zip(of_part[1:], others, strict=True):
            _demand(np.array_equal(first, other), f"{field}/lengths", f"are not of {of_part[0]}")
    titles, texts = (segment.fields[field].lengths.slice(0, count) for field in _WHOLE)
    most = np.maximum(texts.astype(np.int64) - titles - 1, 0)
    _demand((segment.words <= most).all(), "words", "a text has more than are indexed of it")
    for field in FIELDS_WITH_POSITIONS:
        if field.startswith("text"):
            _check_boundaries(segment, field)


def _check_boundaries(segment: Segment, field: str) -> None:
    """BOUNDARY stands once in each document, after as many words as the title has."""
    postings = segment.fields[field]
    (term,) = postings.dictionary.numbers((encoded(BOUNDARY),))
    titles = segment.fields[field.replace("text", "title", 1)].lengths.slice(0, segment.count)
    positions: Array = np.zeros(0, np.int64)
    if term >= 0:
        positions, _ = postings.positions_of(term, np.arange(segment.count))
    same = np.array_equal(positions, titles)
    _demand(same, f"{field}/positions", "the boundary does not stand after the title")
