"""The model: texts → passages, and texts and questions → vectors, in one thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from indexer.meaning.engine import PASSAGE, QUERY, Encoder
from indexer.meaning.passages import VERSION, EqualPassage, equal_passages
from indexer.meaning.tokenizer import Tokenizer
from indexer.meaning.weights import SHA256, Floats, checked_weights, model_path

NAME = f"{SHA256}-{VERSION}"  # vectors of another name are not comparable


@dataclass(frozen=True, slots=True)
class Model:
    """The model, ready: `tokenizer` cuts texts, `encoder` gives vectors."""

    tokenizer: Tokenizer
    encoder: Encoder

    def passages(self, text: str) -> list[EqualPassage]:
        """The passages of a text; see `equal_passages`."""
        return equal_passages(self.tokenizer, text)

    def passage_vectors(self, found: Iterable[EqualPassage]) -> Floats:
        """The vectors of passages, float32[passages, DIMENSIONS]."""
        return self._vectors(PASSAGE, (passage.ids for passage in found))

    def query_vector(self, query: str) -> Floats:
        """The vector of a question, float32[DIMENSIONS]."""
        found: Floats = self._vectors(QUERY, [tuple(self.tokenizer.ids(query))])[0]
        return found

    def _vectors(self, role: str, texts: Iterable[tuple[int, ...]]) -> Floats:
        begin, end = self.tokenizer.begin, self.tokenizer.end
        told = self.tokenizer.ids(role)
        most = self.encoder.most_ids - 1
        whole = [[*[begin, *told, *ids][:most], end] for ids in texts]
        return self.encoder.vectors(whole)


@cache
def model() -> Model:
    """The model of this process, which is read once; raises ModelError where it cannot be.

    From then on numpy multiplies matrices in one thread in this process.
    """
    weights = checked_weights(model_path())
    one_thread()
    return Model(Tokenizer(weights.pieces), Encoder(weights))


def one_thread() -> None:
    """Lets numpy multiply matrices in one thread: of processes there are as many as wanted."""
    from threadpoolctl import threadpool_limits  # of the extra, as the model is

    threadpool_limits(limits=1, user_api="blas")
