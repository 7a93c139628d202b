"""Nodes are killed, the writer is killed, disks are full, the cluster is away: nothing is lost."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bench.engines import settings_of
from indexer import Archive, EngineAway, SearchIndexError, SearchRequest, Settings, reindex, update
from indexer.engine.cluster.client import Cluster
from indexer.engine.registry import engine_of
from tests.cluster.nodes import Node, nodes_in, started
from tests.cluster.test_equal import write_made
from webapp import create_app

pytestmark = pytest.mark.skipif(
    not os.environ.get("KHIZANA_LONG_TESTS"), reason="kills nodes: with KHIZANA_LONG_TESTS=1"
)
SLOWEST = 5.0  # seconds of a search while nodes die
DOCUMENTS = 3_000


class Reader:
    """Searches without a pause until it is told to stop."""

    def __init__(self, settings: Settings) -> None:
        self._archive = Archive(settings)
        self._stop = threading.Event()
        self.asked = 0
        self.slowest = 0.0
        self.faults: list[str] = []
        self._thread = threading.Thread(target=self._read)

    def _read(self) -> None:
        while not self._stop.is_set():
            start = time.monotonic()
            try:
                page = self._archive.search(SearchRequest("", page=1 + self.asked % 20))
                if page.total != DOCUMENTS or not page.hits:
                    self.faults.append(f"{page.total} documents")
            except Exception as error:
                self.faults.append(repr(error))
            self.slowest = max(self.slowest, time.monotonic() - start)
            self.asked += 1

    def __enter__(self) -> Reader:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._archive.close()


def cluster_settings(corpus: Path, folder: Path, nodes: list[Node]) -> Settings:
    settings = settings_of(corpus, folder, "opensearch", [node.host for node in nodes])
    copies = min(1, len(nodes) - 1)
    index = replace(settings.index, name="killed", shards=3, replicas=copies)
    return replace(settings, index=index)


def test_two_nodes_of_three_are_killed_while_documents_are_written_and_searched(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_made(corpus, DOCUMENTS, 120)
    with started(tmp_path, 3) as nodes:
        settings = cluster_settings(corpus, tmp_path / "index", nodes)
        assert reindex(settings).documents == DOCUMENTS
        wait_until_green(nodes)
        built: list[int] = []
        builder = threading.Thread(target=lambda: built.append(reindex(settings).documents))
        with Reader(settings) as first, Reader(settings) as second:
            builder.start()
            wait_until_writing(settings)
            for kind in ("manager", "another"):
                victim = next(n for n in nodes if (n.name == manager(nodes)) == (kind == "manager"))
                victim.kill()
                time.sleep(6)
                victim.start()
                victim.wait(3)
                wait_until_green(nodes)
            builder.join()
            time.sleep(2)
        print(f"{first.asked + second.asked} searches, the slowest {first.slowest:.2f} s")
        assert first.faults == second.faults == []
        assert max(first.slowest, second.slowest) < SLOWEST
        assert built == [DOCUMENTS]
        with closing(Archive(settings)) as archive:
            assert len(archive.ids()) == DOCUMENTS
            assert archive.status().generation == 2


def manager(nodes: list[Node]) -> str:
    alive = next(node for node in nodes if node.process)
    (row,) = alive.asked("/_cat/cluster_manager?format=json")  # type: ignore[misc]
    return str(row["node"])


def wait_until_green(nodes: list[Node]) -> None:
    alive = next(node for node in nodes if node.process)
    alive.asked("/_cluster/health?wait_for_status=green&timeout=60s")


def wait_until_writing(settings: Settings) -> None:
    """Until the index of the second generation is there."""
    cluster = Cluster(settings.index)
    until = time.monotonic() + 60
    while cluster.ask("HEAD", f"/{settings.index.name}-gen-2", missing=False) is False:
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_killed_writer_leaves_what_was_served_and_the_next_run_cleans_up(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_made(corpus, 400, 60)
    with started(tmp_path, 1) as nodes:
        settings = cluster_settings(corpus, tmp_path / "index", nodes)
        reindex(settings)
        config = tmp_path / "config.toml"
        config.write_text(
            f'[corpus]\nfolder = "{corpus}"\n[index]\nfolder = "{settings.index.folder}"\n'
            f'engine = "opensearch"\nname = "killed"\nhosts = ["{nodes[0].host}"]\n',
            "utf-8",
        )
        command = [sys.executable, "-m", "indexer", "--config", str(config), "reindex"]
        writer = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_until_writing(settings)
        writer.kill()
        writer.wait()
        engine = engine_of(settings.index)
        assert engine.current().manifest.generation == 1
        reindex(settings)
        assert engine.current().manifest.generation in {2, 3}
        rows = nodes[0].asked("/_cat/indices/killed-*?format=json&h=index")
        names = {row["index"] for row in rows}  # type: ignore[attr-defined]
        assert len([name for name in names if "-gen-" in name]) == 2
        assert len([name for name in names if "-files-" in name]) == 2


def test_a_full_disk_ends_the_run_with_a_sentence(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_made(corpus, 300, 60)
    with started(tmp_path, 1) as nodes:
        settings = cluster_settings(corpus, tmp_path / "index", nodes)
        reindex(settings)
        cluster = Cluster(settings.index)
        full = threading.Event()

        def fill() -> None:
            """Blocks each new index, as a node does above the flood stage of its disk."""
            block = {"index.blocks.read_only_allow_delete": True}
            while not full.is_set():
                path = "/killed-gen-2/_settings"
                if cluster.ask("PUT", path, block, missing=False) is not False:
                    full.set()

        blocking = threading.Thread(target=fill)
        blocking.start()
        try:
            with pytest.raises(SearchIndexError, match="full"):
                reindex(settings)
        finally:
            full.set()
            blocking.join()
        assert engine_of(settings.index).current().manifest.generation == 1
        with closing(Archive(settings)) as archive:
            assert archive.search(SearchRequest("")).total == 300


def test_a_cluster_that_is_away_is_told_and_serves_again_when_it_is_back(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    write_made(corpus, 30, 60)
    (node,) = nodes_in(tmp_path, 1, os.getpid())
    try:
        node.start()
        node.wait()
        settings = cluster_settings(corpus, tmp_path / "index", [node])
        reindex(settings)
        client = create_app(settings).test_client()
        assert client.get("/api/search").get_json()["total"] == 30
        node.kill()
        time.sleep(1.5)  # what the alias named is asked again
        for path in ("/api/search", "/readyz", "/ar/search"):
            answer = client.get(path)
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
        with pytest.raises(EngineAway):
            update(settings)
        node.start()
        node.wait()
        wait_until_green([node])
        assert client.get("/readyz").status_code == 200
        assert client.get("/api/search").get_json()["total"] == 30
    finally:
        node.kill()
