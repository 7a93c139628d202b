"""Piece ids → vectors: the encoder multilingual-e5-small (Wang et al. 2024), carried out by numpy.

    ids ─ embedding ─ 12 × (attention ─ norm ─ two layers forward ─ norm) ─ mean → vector, length 1

Texts are put one after another in one matrix, token by token, so that a product of matrices serves
all of them; each attends to itself alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from indexer.meaning.weights import DIMENSIONS, Floats, ModelWeights, unpacked

PASSAGE, QUERY = "passage: ", "query: "  # what the model was taught to be told of a text
_AT_ONCE = 2_048  # tokens: the matrices of a layer stay in the cache of the processor
_ROWS = 64  # whose activations are worked out at a time, for the same reason


@dataclass(frozen=True, slots=True)
class _Layer:
    """The matrices of a layer, float32[in, out], and their biases, float32[out]."""

    attention: Floats  # of queries, keys and values, side by side
    attention_bias: Floats
    after: Floats
    after_bias: Floats
    after_norm: tuple[Floats, Floats]
    inner: Floats
    inner_bias: Floats
    outer: Floats
    outer_bias: Floats
    outer_norm: tuple[Floats, Floats]


class Encoder:
    """The encoder made of `weights`; its layers take 85 MB, the embeddings stay in the file."""

    def __init__(self, weights: ModelWeights) -> None:
        self._words = weights.blocks("emb.word", DIMENSIONS)
        places = weights.vector("emb.pos").reshape(-1, DIMENSIONS)
        self._places = places + weights.vector("emb.type")[:DIMENSIONS]
        self._norm = (weights.vector("emb.ln.w"), weights.vector("emb.ln.b"))
        self._heads, self._epsilon = weights.heads, weights.epsilon
        self._layers = [_layer(weights, number) for number in range(weights.layers)]
        self.most_ids = weights.positions

    def vectors(self, texts: Sequence[Sequence[int]]) -> Floats:
        """The vector of each of `texts`, which are piece ids: float32[texts, DIMENSIONS]."""
        found = np.empty((len(texts), DIMENSIONS), np.float32)
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for numbers in _batches(order, texts):
            found[numbers] = self._encoded([texts[number] for number in numbers])
        return found

    def _encoded(self, texts: list[Sequence[int]]) -> Floats:
        lengths = [len(text) for text in texts]
        bounds = np.concatenate(([0], np.cumsum(lengths)))
        x = unpacked(self._words[np.concatenate(texts)])
        x += np.concatenate([self._places[:length] for length in lengths])
        _normalize(x, self._norm, self._epsilon)
        for layer in self._layers:
            together = x @ layer.attention
            together += layer.attention_bias
            seen = np.empty_like(x)
            for start, end in pairwise(bounds):
                seen[start:end] = _attended(together[start:end], self._heads)
            x += seen @ layer.after + layer.after_bias
            _normalize(x, layer.after_norm, self._epsilon)
            forward = x @ layer.inner
            _activate(forward, layer.inner_bias)
            x += forward @ layer.outer + layer.outer_bias
            _normalize(x, layer.outer_norm, self._epsilon)
        sums = np.add.reduceat(x, bounds[:-1], axis=0)
        sums /= np.linalg.norm(sums, axis=1, keepdims=True)
        return sums


def _layer(weights: ModelWeights, number: int) -> _Layer:
    def matrix(name: str, columns: int = DIMENSIONS) -> Floats:
        return weights.matrix(f"l{number}.{name}.w", columns).T

    def vector(name: str) -> Floats:
        return weights.vector(f"l{number}.{name}")

    scale = np.float32((DIMENSIONS // weights.heads) ** -0.5)
    inner = matrix("fi")
    return _Layer(
        attention=np.hstack((matrix("q") * scale, matrix("k"), matrix("v"))),
        attention_bias=np.concatenate((vector("q.b") * scale, vector("k.b"), vector("v.b"))),
        after=np.ascontiguousarray(matrix("ao")),
        after_bias=vector("ao.b"),
        after_norm=(vector("aln.w"), vector("aln.b")),
        inner=np.ascontiguousarray(inner),
        inner_bias=vector("fi.b"),
        # half of it, for `_activate` gives twice the activation
        outer=np.ascontiguousarray(matrix("fo", inner.shape[1]) * np.float32(0.5)),
        outer_bias=vector("fo.b"),
        outer_norm=(vector("oln.w"), vector("oln.b")),
    )


def _batches(order: Sequence[int], texts: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """`order` cut into parts of about _AT_ONCE tokens."""
    batch: list[int] = []
    size = 0
    for number in order:
        if batch and size + len(texts[number]) > _AT_ONCE:
            yield batch
            batch, size = [], 0
        batch.append(number)
        size += len(texts[number])
    if batch:
        yield batch


def _attended(together: Floats, heads: int) -> Floats:
    """For each token of a text, the values of its tokens, weighted by how keys answer its query.

    `together` is float32[tokens, 3 × DIMENSIONS]: queries, keys, values. The mean is
    float32[tokens, DIMENSIONS].
    """
    tokens = len(together)
    parts: Floats = together.reshape(tokens, 3, heads, -1).transpose(1, 2, 0, 3)
    queries, keys, values = parts[0], parts[1], parts[2]
    weights = queries @ keys.transpose(0, 2, 1)
    weights -= weights.max(axis=2, keepdims=True)
    np.exp(weights, out=weights)
    sums = weights.sum(axis=2, keepdims=True)
    seen: Floats = weights @ values
    seen /= sums
    return seen.transpose(1, 0, 2).reshape(tokens, -1)


def _normalize(x: Floats, norm: tuple[Floats, Floats], epsilon: float) -> None:
    """Brings each row of `x` to mean 0 and variance 1, then by `norm` to its own scale and mean."""
    scale, shift = norm
    x -= x.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / np.float32(x.shape[1])
    x *= (1 / np.sqrt(variance + np.float32(epsilon)))[:, None]
    x *= scale
    x += shift


def _activate(x: Floats, bias: Floats) -> None:
    """Makes of each x + bias twice its GELU, by the formula with tanh (Hendrycks & Gimpel 2016)."""
    for start in range(0, len(x), _ROWS):
        rows = x[start : start + _ROWS]
        rows += bias
        inner = rows * rows
        inner *= np.float32(0.044715)
        inner += 1
        inner *= rows
        inner *= np.float32(0.7978845608)
        np.tanh(inner, out=inner)
        inner += 1
        rows *= inner
