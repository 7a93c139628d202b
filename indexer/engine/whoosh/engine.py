"""The embedded engine: segments of our own in a Whoosh index."""

from __future__ import annotations

from pathlib import Path

from indexer.engine.folder_engine import FolderEngine
from indexer.engine.protocol import Writer
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.stored_documents import stored_documents
from indexer.engine.whoosh.writer import WhooshWriter


def whoosh_engine(index: Path, memory_megabytes: int = 512) -> FolderEngine:
    """The engine of the index in the folder `index`."""

    def new_writer(folder: Path, existing: bool) -> Writer:
        return WhooshWriter(folder, memory_megabytes, existing)

    return FolderEngine("whoosh", index, WhooshSearcher, new_writer, stored_documents)
