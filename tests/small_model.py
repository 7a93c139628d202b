"""A small model in the format of the real one: a dozen words, one layer, and numbers by chance.

Words of one line of MEANINGS have the same embedding, so that a question in one language is near to
a text in the other. All the code but the real weights is at work.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from indexer.meaning import model, weights
from indexer.meaning.weights import DIMENSIONS

MEANINGS = (
    ("شرطة", "police"),
    ("مدرسة", "school"),
    ("قمح", "wheat"),
    ("بحر", "sea"),
    ("كتاب", "book"),
    ("قطار", "train"),
)
SIGNS = ("<s>", "<pad>", "</s>", "<unk>")
OTHERS = ("▁", "query:", "passage:", "▁query:", "▁passage:", "ا", "ب", "ة", "و", "a", "b", "ab")
INNER, POSITIONS, LAYERS, HEADS = 1536, 512, 1, 12
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


def pieces() -> list[tuple[str, float]]:
    """The pieces of the vocabulary and their scores, the id of each its place."""
    words = [f"▁{word}" for line in MEANINGS for word in line]
    long = [(word, -2.0) for word in words]
    return [(sign, 0.0) for sign in SIGNS] + [(one, -5.0 - len(one)) for one in OTHERS] + long


def write_small_model(path: Path) -> None:
    """Writes the model to `path`."""
    rng = np.random.default_rng(13)
    table = pieces()
    names = [piece.encode() for piece, _ in table]
    ends = np.concatenate(([0], np.cumsum([len(name) for name in names]))).astype("<u4")
    scores = np.array([score for _, score in table], "<f4")
    characters = struct.pack("<IB1I", ord("ھ"), 1, ord("ه")) + struct.pack("<IB", 0xAD, 0)
    head = struct.pack(
        "<4sI7ifi", b"E5S1", 1, DIMENSIONS, LAYERS, HEADS, INNER, len(table), POSITIONS, 1, 1e-5, 32
    )
    vocabulary = struct.pack("<5iQ", len(table), 0, 2, 1, 3, int(ends[-1]))
    body = head + vocabulary + ends.tobytes() + scores.tobytes() + b"".join(names)
    body += struct.pack("<iI", 2, len(characters)) + characters
    tensors = list(_tensors(rng, table))
    size = 4 + sum(2 + len(name) + 21 for name, _ in tensors)
    offset = len(body) + size
    directory = struct.pack("<i", len(tensors))
    for name, content in tensors:
        directory += struct.pack("<H", len(name)) + name.encode()
        directory += struct.pack("<BIQQ", 0, 0, offset, len(content))
        offset += len(content)
    path.write_bytes(body + directory + b"".join(content for _, content in tensors))


def _tensors(
    rng: np.random.Generator, table: list[tuple[str, float]]
) -> Iterator[tuple[str, bytes]]:
    words = _blocks(rng, len(table), DIMENSIONS, 0.05)
    first = len(table) - 2 * len(MEANINGS)
    words[first + 1 :: 2] = words[first::2]
    yield "emb.word", words.tobytes()
    yield "emb.pos", _floats(rng, POSITIONS * DIMENSIONS, 0.001)
    yield "emb.type", _floats(rng, DIMENSIONS, 0.001)
    for name in ("emb.ln", "l0.aln", "l0.oln"):
        yield f"{name}.w", np.ones(DIMENSIONS, "<f4").tobytes()
        yield f"{name}.b", _floats(rng, DIMENSIONS, 0.001)
    for name in ("q", "k", "v", "ao"):
        yield f"l0.{name}.w", _blocks(rng, DIMENSIONS, DIMENSIONS, 0.001).tobytes()
        yield f"l0.{name}.b", _floats(rng, DIMENSIONS, 0.001)
    yield "l0.fi.w", _blocks(rng, INNER, DIMENSIONS, 0.001).tobytes()
    yield "l0.fi.b", _floats(rng, INNER, 0.001)
    yield "l0.fo.w", _blocks(rng, DIMENSIONS, INNER, 0.001).tobytes()
    yield "l0.fo.b", _floats(rng, DIMENSIONS, 0.001)


def _blocks(rng: np.random.Generator, rows: int, columns: int, scale: float) -> NDArray[np.void]:
    found = np.zeros((rows, columns // 32), _BLOCK)
    found["scale"] = scale
    found["nibbles"] = rng.integers(0, 256, found["nibbles"].shape)
    return found


def _floats(rng: np.random.Generator, size: int, spread: float) -> bytes:
    return (rng.standard_normal(size) * spread).astype("<f4").tobytes()


@contextmanager
def installed(path: Path) -> Iterator[Path]:
    """The small model at `path`, in the place of the package, as long as the block lasts."""
    write_small_model(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "SHA256", digest)
        for module in ("indexer.meaning.model", "indexer.build.passage_vectors"):
            patch.setattr(f"{module}.model_path", lambda: path)
        patch.setattr(model, "one_thread", lambda: None)  # its package is not there
        model.model.cache_clear()
        yield path
        model.model.cache_clear()
