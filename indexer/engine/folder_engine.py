"""An engine whose generations are folders of files on the disk of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.engine import generations, pointer
from indexer.engine.generations import Building, Generation, Manifest
from indexer.engine.protocol import Searcher, Writer
from indexer.model import Document


@dataclass(frozen=True, slots=True)
class FolderEngine:
    """An engine made of three functions, which open, write and read the files of one folder.

    `new_writer` is told whether the folder has an index already, to be changed.
    """

    name: str
    folder: Path
    new_searcher: Callable[[Path], Searcher]
    new_writer: Callable[[Path, bool], Writer]
    documents_in: Callable[[Path], Iterator[Document]]

    @property
    def location(self) -> str:
        return str(self.folder)

    def stamp(self) -> pointer.Stamp | None:
        return pointer.stamp(self.folder)

    def current(self) -> Generation:
        return generations.current(self.folder)

    def generations(self) -> tuple[Generation, ...]:
        return generations.whole_generations(self.folder)

    def has(self, generation: Generation) -> bool:
        return generation.folder.is_dir()

    def damaged(self, generation: Generation) -> tuple[str, ...]:
        return generations.damaged_files(generation)

    def fault(self) -> str | None:
        return generations.pointer_fault(self.folder)

    def files(self, generation: Generation) -> Path:
        return generation.folder

    def open(self, generation: Generation | Building) -> Searcher:
        return self.new_searcher(generation.folder)

    def stored_documents(self, generation: Generation) -> Iterator[Document]:
        return self.documents_in(generation.folder)

    @contextmanager
    def build(self) -> Iterator[Building]:
        with generations.writer_lock(self.folder):
            building = Building(*generations.new_building(self.folder))
            try:
                yield building
            finally:
                shutil.rmtree(building.folder, ignore_errors=True)

    def writer(self, building: Building, base: Generation | None) -> Writer:
        if base is not None:
            for name, _, _ in base.manifest.files:  # copied: linked, they would be damaged together
                shutil.copyfile(base.folder / name, building.folder / name)
        return self.new_writer(building.folder, base is not None)

    def publish(self, building: Building, manifest: Manifest) -> Generation:
        files = generations.digests(building.folder)
        return generations.publish(
            building.folder, replace(manifest, files=files, engine=self.name)
        )
