"""Documents → the file of a generation, written as a whole at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.engine.memory.entries import IndexEntry, entries_in, write_entries
from indexer.engine.term_batch import TermBatch
from indexer.model import Document


class MemoryWriter:
    """Writes the generation in `folder`: a new one, or changes to the one that is there."""

    def __init__(self, folder: Path, existing: bool) -> None:
        self._folder = folder
        self._kept = {entry.document.id: entry for entry in entries_in(folder)} if existing else {}
        self._added: list[IndexEntry] = []

    def add(
        self,
        documents: Sequence[Document],
        terms: Mapping[str, TermBatch],
        title_keys: Sequence[str],
    ) -> None:
        rows = {field: [*batch.rows()] for field, batch in terms.items()}
        for at, (document, title_key) in enumerate(zip(documents, title_keys, strict=True)):
            own = {field: of_documents[at] for field, of_documents in rows.items()}
            self._added.append(IndexEntry.of(document, title_key, own))

    def delete(self, document_id: str) -> None:
        self._kept.pop(document_id, None)

    def commit(self) -> None:
        write_entries(self._folder, (*self._kept.values(), *self._added))

    def cancel(self) -> None:
        self._added = []
