"""The encoder: each text by itself, whatever is encoded beside it."""

from __future__ import annotations

import math

import numpy as np
import pytest

from indexer.meaning.engine import Encoder
from indexer.meaning.model import Model
from indexer.meaning.weights import DIMENSIONS, Floats, ModelWeights, unpacked
from tests.small_model import HEADS, INNER


def by_the_book(path_weights: ModelWeights, ids: list[int]) -> Floats:
    """The vector of `ids` by the formulas of BERT, step by step, in float64."""
    w = path_weights

    def dense(x: Floats, name: str) -> Floats:
        matrix = w.matrix(f"l0.{name}.w", x.shape[1]).astype(np.float64)
        return x @ matrix.T + w.vector(f"l0.{name}.b")

    def norm(x: Floats, name: str) -> Floats:
        centred = x - x.mean(axis=1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + w.epsilon)
        return scaled * w.vector(f"{name}.w") + w.vector(f"{name}.b")

    places = w.vector("emb.pos").reshape(-1, DIMENSIONS)[: len(ids)]
    x = w.matrix("emb.word", DIMENSIONS)[ids] + places + w.vector("emb.type")
    x = norm(x.astype(np.float64), "emb.ln")
    heads = []
    for q, k, v in zip(
        *(np.split(dense(x, name), HEADS, axis=1) for name in ("q", "k", "v")), strict=True
    ):
        scores = np.exp(q @ k.T / math.sqrt(DIMENSIONS // HEADS))
        heads.append(scores / scores.sum(axis=1, keepdims=True) @ v)
    x = norm(x + dense(np.hstack(heads), "ao"), "l0.aln")
    inner = dense(x, "fi")
    assert inner.shape[1] == INNER
    gelu = 0.5 * inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
    x = norm(x + dense(gelu, "fo"), "l0.oln")
    mean = x.mean(axis=0)
    return mean / np.linalg.norm(mean)


@pytest.fixture(scope="module")
def weights(small_file: object) -> ModelWeights:
    return ModelWeights(small_file)  # type: ignore[arg-type]


def test_the_vector_is_that_of_the_formulas(weights: ModelWeights) -> None:
    encoder = Encoder(weights)
    texts = [[0, 9, 2], [0, 16, 17, 18, 19, 2], [0, *range(4, 28), 2]]
    found = encoder.vectors(texts)
    assert found.dtype == np.float32
    for text, vector in zip(texts, found, strict=True):
        assert vector @ by_the_book(weights, text) > 0.99999


def test_a_text_has_the_same_vector_in_any_company(small: Model) -> None:
    rng = np.random.default_rng(3)
    texts = [rng.integers(4, 28, size).tolist() for size in rng.integers(1, 400, 40)]
    together = small.encoder.vectors(texts)
    apart = np.vstack([small.encoder.vectors([text]) for text in texts])
    assert np.allclose(together, apart, atol=1e-5)


def test_no_text_has_no_vector(small: Model) -> None:
    assert small.encoder.vectors([]).shape == (0, DIMENSIONS)


def test_a_long_question_is_cut_at_the_last_place(small: Model) -> None:
    assert small.query_vector("شرطة " * 5_000).shape == (DIMENSIONS,)


def test_words_of_one_meaning_are_near(small: Model) -> None:
    passages = [one for text in ("شرطة", "بحر") for one in small.passages(text)]
    police, sea = small.passage_vectors(passages)
    question = small.query_vector("police")
    assert question @ police > question @ sea


def test_a_block_holds_weights_i_and_i_plus_16(weights: ModelWeights) -> None:
    blocks = weights.blocks("l0.q.w", DIMENSIONS)[:1, :1].copy()
    blocks["scale"] = 0.5
    blocks["nibbles"] = 0x2F  # low 15, high 2
    assert unpacked(blocks).ravel().tolist() == [3.5] * 16 + [-3.0] * 16
