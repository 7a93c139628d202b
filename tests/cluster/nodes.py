"""Nodes of OpenSearch on this machine, started for tests from the jars that Maven fetches."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_SERVER = Path(__file__).parent / "server"
_SECONDS = 120.0  # until a node answers on a busy machine
_MAVEN = "dependency:copy-dependencies"
_SHARED: list[Node] = []  # ends with the run


def jars() -> Path:
    """The folder with the jars of the server; skips where they cannot be had, but fails in CI."""
    missing = [name for name in ("mvn", "java") if not shutil.which(name)]
    if missing:
        _absent(f"no {' and no '.join(missing)} here")
    folder = Path(tempfile.gettempdir()) / f"khizana-opensearch-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder / "done"
        wanted = (_SERVER / "pom.xml").read_text("utf-8")
        if not done.is_file() or done.read_text("utf-8") != wanted:
            output = f"-DoutputDirectory={folder / 'lib'}"
            fetch = ["mvn", "-q", "-B", "-f", str(_SERVER / "pom.xml"), _MAVEN, output]
            fetch.append("-DincludeScope=runtime")
            found = subprocess.run(fetch, capture_output=True, text=True, timeout=600)
            if found.returncode:
                _absent(f"Maven cannot fetch OpenSearch: {found.stdout[-300:]}")
            done.write_text(wanted, "utf-8")
    return folder / "lib"


def _absent(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"{reason}; tests/cluster needs Java 17 and Maven")
    pytest.skip(f"{reason}: the tests of the cluster are left out")


@dataclass
class Node:
    """One node: its name, where it answers, what it is started with."""

    name: str
    port: int
    command: Sequence[str]
    log: Path
    process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log)

    def kill(self) -> None:
        """As a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def asked(self, path: str) -> object:
        with urllib.request.urlopen(f"{self.host}{path}", timeout=90) as answer:
            return json.loads(answer.read())

    def wait(self, nodes: int = 1) -> None:
        """Until it answers in a cluster of so many nodes."""
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            try:
                path = f"/_cluster/health?wait_for_nodes=%3E%3D{nodes}&timeout=5s"
                health = self.asked(path)
                if isinstance(health, dict) and not health["timed_out"]:
                    return
            except OSError:
                if self.process is None or self.process.poll() is not None:
                    break
            time.sleep(0.2)
        pytest.fail(f"{self.name} does not answer: {self.log.read_text('utf-8')[-1000:]}")


def _free_ports(count: int) -> list[int]:
    held = [socket.socket() for _ in range(count)]
    try:
        for one in held:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in held]
    finally:
        for one in held:
            one.close()


def nodes_in(folder: Path, count: int, parent: int) -> list[Node]:
    """So many nodes of one cluster, not started; they end when the process `parent` does."""
    lib = jars()
    ports = _free_ports(2 * count)
    seeds = ",".join(f"127.0.0.1:{port}" for port in ports[count:])
    names = [f"n{number}" for number in range(1, count + 1)]
    made = []
    for at, name in enumerate(names):
        settings = {
            "node.name": name,
            "cluster.name": f"khizana-{ports[0]}",
            "http.port": ports[at],
            "transport.port": ports[count + at],
            "cluster.routing.allocation.disk.threshold_enabled": "false",
            "discovery.seed_hosts": seeds,
            "cluster.initial_cluster_manager_nodes": ",".join(names),
        }
        if count > 1:
            settings["node.processors"] = 1
        command = ["java", "-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        command += [f"-Dlog4j.configurationFile={_SERVER / 'log4j2.properties'}", "-cp"]
        command += [f"{lib}/*", str(_SERVER / "Server.java"), str(folder / name), str(parent)]
        command += [f"{key}={value}" for key, value in settings.items()]
        made.append(Node(name, ports[at], command, folder / f"{name}.log"))
    return made


@contextmanager
def started(folder: Path, count: int) -> Iterator[list[Node]]:
    """So many nodes, as long as the block lasts."""
    nodes = nodes_in(folder, count, os.getpid())
    try:
        for node in nodes:
            node.start()
        for node in nodes:
            node.wait(count)
        yield nodes
    finally:
        for node in nodes:
            node.kill()


def shared_host(folder: Path, parent: int) -> str:
    """Where the one node answers that all processes of a test run share, in their `folder`."""
    told = folder / "opensearch.host"
    with (folder / "opensearch.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.is_file():
            (node,) = nodes_in(folder, 1, parent)
            _SHARED.append(node)
            node.start()
            node.wait()
            told.write_text(node.host, "ascii")
    return told.read_text("ascii")
