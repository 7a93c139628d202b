"""Documents are gathered in batches, to be analysed together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.model import Document

_BATCH_DOCUMENTS, _BATCH_CHARACTERS = 1_000, 1_000_000


def batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """`documents` as they are analysed together."""
    batch: list[Document] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += len(document.text)
        if len(batch) == _BATCH_DOCUMENTS or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
