"""Vectors are stored as whole numbers, and the nearest documents are found among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from indexer.errors import IndexDamaged
from indexer.meaning.vectors import (
    VECTORS,
    PassageVectors,
    TextVectors,
    quantized,
    write_vectors,
)
from indexer.meaning.weights import DIMENSIONS, Floats


def unit(number: int, other: int = 0, share: float = 0.0) -> Floats:
    """The vector along axis `number`, turned by `share` towards `other`."""
    found = np.zeros(DIMENSIONS, np.float32)
    found[other] += share
    found[number] += 1 - share
    return found / np.linalg.norm(found)


def texts(*documents: tuple[str, list[Floats]]) -> list[tuple[str, TextVectors]]:
    return [
        (
            name,
            TextVectors.of(
                [(10 * at, 10 * at + 9) for at in range(len(vectors))],
                np.array(vectors, np.float32).reshape(-1, DIMENSIONS),
            ),
        )
        for name, vectors in documents
    ]


def test_a_vector_is_the_same_to_a_thousandth_once_stored() -> None:
    rng = np.random.default_rng(1)
    vectors = rng.standard_normal((50, DIMENSIONS)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    scales, whole = quantized(vectors)
    assert whole.dtype == np.int8
    again = whole * scales[:, None]
    assert np.abs(vectors @ vectors.T - again @ vectors.T).max() < 0.003


def test_the_nearest_passage_of_each_document_counts(tmp_path: Path) -> None:
    write_vectors(
        tmp_path,
        "m",
        iter(
            texts(
                ("بعيد", [unit(1)]),
                ("بلا نص", []),
                ("قريب", [unit(2), unit(0, 1, 0.2), unit(3)]),
                ("أقرب", [unit(0), unit(4)]),
            )
        ),
    )
    found = PassageVectors(tmp_path)
    assert (found.model, found.documents, found.passages) == ("m", 4, 6)
    near = found.nearest(unit(0), 3)
    assert [(one.id, one.start, one.end) for one in near] == [
        ("أقرب", 0, 9),
        ("قريب", 10, 19),
        ("بعيد", 0, 9),
    ]
    assert near[0].nearness == pytest.approx(1.25, abs=0.01)  # 1, and half of the mean of 1 and 0
    assert [one.id for one in found.nearest(unit(0), 1)] == ["أقرب"]


def test_blocks_join_to_the_whole(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    vectors = rng.standard_normal((5_000, DIMENSIONS)).astype(np.float32)
    write_vectors(tmp_path, "m", iter(texts(*((f"d{n}", [v]) for n, v in enumerate(vectors)))))
    query = vectors[4_321] / np.linalg.norm(vectors[4_321])
    found = PassageVectors(tmp_path)
    assert np.allclose(found.cosines(query), vectors @ query, atol=0.2)
    assert found.nearest(query, 1)[0].id == "d4321"


def test_an_archive_without_documents_has_nothing_near(tmp_path: Path) -> None:
    write_vectors(tmp_path, "m", iter(()))
    assert PassageVectors(tmp_path).nearest(unit(0), 5) == []


def test_a_file_that_is_cut_short_is_damaged(tmp_path: Path) -> None:
    write_vectors(tmp_path, "m", iter(texts(("أ", [unit(0)]))))
    path = tmp_path / VECTORS
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(IndexDamaged, match=VECTORS):
        PassageVectors(tmp_path)
