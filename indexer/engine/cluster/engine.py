"""The engine whose generations are indexes of a cluster, and how they come to be and are served.

    NAME-gen-8         the documents of a generation; its manifest, written last, is in the mapping
    NAME-files-8       the lexicon and the records of the generation, in pieces
    NAME               an alias: the generation in place; moved in one step
    NAME-lock          one document: who writes

Each machine keeps the files of the generations that it serves in its own folder, as an index on
disk has them (`generations`), and fetches them before it turns to a new one.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from indexer.engine import generations
from indexer.engine.cluster.client import Cluster
from indexer.engine.cluster.mapping import Json, index_body
from indexer.engine.cluster.searcher import ClusterSearcher
from indexer.engine.cluster.writer import ClusterWriter
from indexer.engine.disk import is_gone
from indexer.engine.generations import KEPT, Building, Generation, Manifest
from indexer.errors import IndexDamaged, IndexLocked, IndexMissing, SearchIndexError
from indexer.model import Document
from indexer.release import command
from indexer.settings import IndexSettings

_PIECE = 6 << 20  # bytes of a file in one document, before base64
_ASK_EVERY = 1.0  # seconds between two look-ups of the alias
_HELD = 60  # seconds after which a lock that was not renewed is given up
_RENEW = 15
_KEPT = {"type": "keyword", "index": False}


class ClusterEngine:
    """The index `settings.name` of the cluster; local files are in `cluster` in its folder."""

    name = "opensearch"

    def __init__(self, settings: IndexSettings) -> None:
        self._settings = settings
        self._cluster = Cluster(settings)
        self._alias = settings.name
        self._numbered = re.compile(rf"{re.escape(settings.name)}-gen-([0-9]+)")
        self._asked: tuple[float, str | None] = (0.0, None)
        self._guard = threading.Lock()
        self._folder = settings.folder / "cluster"  # apart from those of an embedded engine

    @property
    def location(self) -> str:
        return f"{self._alias} at {self._cluster.hosts}"

    # Reading

    def stamp(self) -> Hashable:
        with self._guard:
            when, name = self._asked
            if time.monotonic() - when > _ASK_EVERY or not when:
                name = self._in_place()
                self._asked = (time.monotonic(), name)
            return name

    def _in_place(self) -> str | None:
        """The index that the alias names."""
        found = self._cluster.ask("GET", f"/_alias/{self._alias}", missing={})
        return next(iter(found), None)

    def current(self) -> Generation:
        name = self._in_place()
        if name is None:
            raise IndexMissing(f"There is no index {self.location}; build it: {command('reindex')}")
        found = self._generation(name)
        if found is None:
            raise IndexDamaged(f"{name} at {self._cluster.hosts} has no manifest.")
        return found

    def generations(self) -> tuple[Generation, ...]:
        numbers = sorted(map(self._number, self._indexes()), reverse=True)
        found = (self._generation(f"{self._alias}-gen-{number}") for number in numbers)
        return tuple(generation for generation in found if generation)

    def _indexes(self) -> list[str]:
        """The names of the indexes of generations, whole or not."""
        every = self._cluster.ask("GET", "/_cat/indices", format="json", h="index")
        return [row["index"] for row in every if self._numbered.fullmatch(row["index"])]

    def _number(self, name: str) -> int:
        found = self._numbered.fullmatch(name)
        return int(found[1]) if found else 0

    def _generation(self, name: str) -> Generation | None:
        """The generation that the index `name` holds; None when it is not whole."""
        answer = self._cluster.ask("GET", f"/{name}/_mapping", missing={})
        row = answer.get(name, {}).get("mappings", {}).get("_meta", {}).get("manifest")
        if row is None:
            return None
        try:
            manifest = generations.manifest_of(json.loads(row))
        except (ValueError, TypeError, KeyError) as error:
            raise IndexDamaged(f"The manifest of {name} cannot be read: {error!r}") from error
        return Generation(self._folder / f"gen-{manifest.generation}", manifest)

    def has(self, generation: Generation) -> bool:
        return self._cluster.ask("HEAD", f"/{self._index(generation)}", missing=False) is not False

    def _index(self, generation: Generation | Building) -> str:
        number = (
            generation.number
            if isinstance(generation, Building)
            else generation.manifest.generation
        )
        return f"{self._alias}-gen-{number}"

    def damaged(self, generation: Generation) -> tuple[str, ...]:
        self.files(generation)
        if not generations.damaged_files(generation):
            return ()
        shutil.rmtree(generation.folder, ignore_errors=True)  # the cluster has them as they were
        self.files(generation)
        return generations.damaged_files(generation)

    def fault(self) -> str | None:
        health = self._cluster.ask("GET", f"/_cluster/health/{self._alias}*")
        if health["status"] != "red":
            return None
        return f"shards of {self.location} are missing: not all of it can be searched"

    def files(self, generation: Generation) -> Path:
        folder = generation.folder
        with suppress(IndexDamaged):
            if generations.opened(folder) == generation:
                return folder
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix="fetched-", dir=folder.parent))
        try:
            for name, size, _ in generation.manifest.files:
                self._fetch(generation, aside / name, size)
            generations.write_manifest(aside, generation.manifest)
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # another process of this machine may have been quicker
                aside.rename(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        generations.opened(folder)
        self._forget(folder.parent, generation)
        return folder

    def _fetch(self, generation: Generation, path: Path, size: int) -> None:
        with path.open("wb") as file:
            for at in range(-(-size // _PIECE)):
                name = f"{path.name}:{at}"
                piece = self._cluster.ask("GET", f"/{self._files(generation)}/_doc/{name}")
                file.write(base64.b64decode(piece["_source"]["bytes"]))

    def _files(self, generation: Generation | Building) -> str:
        return f"{self._alias}-files-{self._number(self._index(generation))}"

    @staticmethod
    def _forget(folder: Path, generation: Generation) -> None:
        """Removes the local files of generations that came well before `generation`."""
        for path in folder.glob("gen-*"):
            number = path.name.removeprefix("gen-")
            if number.isdecimal() and int(number) <= generation.manifest.generation - KEPT:
                shutil.rmtree(path, ignore_errors=True)

    def open(self, generation: Generation | Building) -> ClusterSearcher:
        folder = generation.folder
        if isinstance(generation, Generation):
            folder = self.files(generation)
        return ClusterSearcher(self._cluster, self._index(generation), folder)

    def stored_documents(self, generation: Generation) -> Iterator[Document]:
        return self.open(generation).scan()

    # Writing

    @contextmanager
    def build(self) -> Iterator[Building]:
        with (
            generations.writer_lock(self._settings.folder),
            self._lock(),
            self._cluster.patient(),
        ):
            self._cluster.allow_many_clauses()
            names = self._indexes()
            for name in names:
                if self._generation(name) is None:  # a writer was killed
                    self._drop(name)
            self._folder.mkdir(exist_ok=True)
            number, folder = generations.new_building(self._folder)
            newest = 1 + max(map(self._number, names), default=0)
            if newest > number:
                folder = folder.rename(folder.with_name(f"gen-{newest}.building"))
            building = Building(max(number, newest), folder)
            published = False
            try:
                yield building
                published = self._in_place() == self._index(building)
            finally:
                shutil.rmtree(building.folder, ignore_errors=True)
                if not published:
                    self._drop(self._index(building))

    def _drop(self, name: str) -> None:
        for index in (name, f"{self._alias}-files-{self._number(name)}"):
            self._cluster.ask("DELETE", f"/{index}", missing={})

    def writer(self, building: Building, base: Generation | None) -> ClusterWriter:
        name = self._index(building)
        if base is None:
            body = index_body(
                self._settings.shards, self._settings.replicas, self._cluster.is_legacy
            )
            self._cluster.ask("PUT", f"/{name}", body)
        else:
            source = self.files(base)
            for file, _, _ in base.manifest.files:
                shutil.copyfile(source / file, building.folder / file)
            settings = {
                "index.blocks.write": False,
                "index.number_of_replicas": self._settings.replicas,
            }
            path = f"/{self._index(base)}/_clone/{name}"
            self._cluster.ask("PUT", path, {"settings": settings}, wait_for_active_shards=1)
            self._cluster.ask("PUT", f"/{name}/_mapping", {"_meta": {}})
        self._wait_for(name)
        return ClusterWriter(self._cluster, name)

    def _wait_for(self, name: str) -> None:
        """Waits until the index `name` can be written; raises SearchIndexError if it cannot."""
        try:
            self._cluster.ask("GET", f"/_cluster/health/{name}", wait_for_status="yellow")
        except SearchIndexError as error:
            raise SearchIndexError(
                f"{self._cluster.hosts} gives {name} no place: disks are full, or nodes are away."
            ) from error

    def publish(self, building: Building, manifest: Manifest) -> Generation:
        name = self._index(building)
        files = generations.digests(building.folder)
        manifest = replace(manifest, files=files, engine=self.name)
        self._send_files(building)
        self._cluster.ask("PUT", f"/{name}/_settings", {"index.blocks.write": True})
        self._cluster.ask(
            "PUT", f"/{name}/_mapping", {"_meta": {"manifest": json.dumps(asdict(manifest))}}
        )
        self._move_alias(name)
        generation = generations.publish(building.folder, manifest)
        with self._guard:
            self._asked = (0.0, None)
        for number in sorted(map(self._number, self._indexes()), reverse=True)[KEPT:]:
            self._drop(f"{self._alias}-gen-{number}")
        return generation

    def _move_alias(self, name: str) -> None:
        """Puts the index `name` in place, in one step."""
        present = self._in_place()
        actions: list[Json] = [{"add": {"index": name, "alias": self._alias}}]
        if present:
            actions.insert(0, {"remove": {"index": present, "alias": self._alias}})
        self._cluster.ask("POST", "/_aliases", {"actions": actions})

    def _send_files(self, building: Building) -> None:
        """Puts the files of `building` into an index of their own, piece by piece."""
        index = self._files(building)
        self._make(index, {"properties": {"bytes": {"type": "binary"}}})
        for path in sorted(building.folder.iterdir()):
            with path.open("rb") as file:
                for at, piece in enumerate(iter(partial(file.read, _PIECE), b"")):
                    row = {"bytes": base64.b64encode(piece).decode("ascii")}
                    self._cluster.ask("PUT", f"/{index}/_doc/{path.name}:{at}", row)
        self._cluster.ask("POST", f"/{index}/_refresh")

    def _make(self, index: str, mappings: Json) -> None:
        """Makes a small index beside those of generations."""
        settings = {"number_of_shards": 1, "number_of_replicas": self._settings.replicas}
        self._cluster.ask("PUT", f"/{index}", {"settings": settings, "mappings": mappings})

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Holds the right to write, which others take over when it is not renewed any more."""
        index = f"{self._alias}-lock"
        if self._cluster.ask("HEAD", f"/{index}", missing=False) is False:
            self._make(index, {"properties": {"owner": _KEPT, "until": {"type": "double"}}})
        lease = _Lease(self._cluster, index)
        lease.take()
        try:
            yield
        finally:
            lease.give()


def _is_held(row: Json) -> bool:
    """Whether the owner of a lock may be at work; a process of this machine is looked for."""
    host, pid, _ = row["owner"].rsplit(":", 2)
    if host == socket.gethostname() and is_gone(int(pid)):
        return False
    return bool(row["until"] > time.time())


class _Lease:
    """The document of the lock: {"owner": …, "until": seconds since 1970}."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self._path = f"/{index}/_doc/writer"
        self._owner = f"{socket.gethostname()}:{os.getpid()}:{time.time_ns()}"
        self._given = threading.Event()
        self._seen: Json = {}

    def take(self) -> None:
        """Raises IndexLocked while another holds it."""
        found = self._cluster.ask("GET", self._path, missing={})
        if found.get("found") and _is_held(found["_source"]):
            raise IndexLocked(f"{found['_source']['owner']} is writing the index.")
        self._write(found)
        threading.Thread(target=self._renew, name="renew-lock", daemon=True).start()

    def _write(self, before: Json) -> None:
        row = {"owner": self._owner, "until": time.time() + _HELD}
        options: dict[str, Any] = {"op_type": "create"}
        if before.get("found"):
            options = {"if_seq_no": before["_seq_no"], "if_primary_term": before["_primary_term"]}
        try:
            self._seen = {"found": True, **self._cluster.ask("PUT", self._path, row, **options)}
        except SearchIndexError as error:
            if "version_conflict" in str(error) or "version conflict" in str(error):
                raise IndexLocked("Another process is writing the index.") from error
            raise

    def _renew(self) -> None:
        while not self._given.wait(_RENEW):
            with suppress(SearchIndexError):  # away for a moment: there is time for the next try
                self._write(self._seen)

    def give(self) -> None:
        """Lets others write at once."""
        self._given.set()
        with suppress(SearchIndexError):
            self._cluster.ask("DELETE", self._path, missing={})
