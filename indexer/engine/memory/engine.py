"""The engine that holds an archive in memory: for a few hundred documents, and for tests."""

from __future__ import annotations

from pathlib import Path

from indexer.engine.folder_engine import FolderEngine
from indexer.engine.memory.entries import documents_in
from indexer.engine.memory.searcher import MemorySearcher
from indexer.engine.memory.writer import MemoryWriter


def memory_engine(index: Path) -> FolderEngine:
    """The engine of the index in the folder `index`."""
    return FolderEngine("memory", index, MemorySearcher, MemoryWriter, documents_in)
