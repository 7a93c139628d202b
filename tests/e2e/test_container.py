"""The Dockerfile carried out by hand: each step, then the command as the user of the image.

The root is read-only then, no capability is left, and the health check is asked. It runs with
KHIZANA_LONG_TESTS=1 alone, as root, for packages come from the network.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "/usr/bin/python3"  # which other users may run, too

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("KHIZANA_LONG_TESTS"), reason="KHIZANA_LONG_TESTS is not set"
    ),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a root that is read-only"),
    pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv is absent"),
    pytest.mark.skipif(
        not Path(PYTHON).exists()
        or subprocess.run([PYTHON, "-c", "import ensurepip"], check=False).returncode != 0
        or sys.version_info < (3, 11),
        reason=f"{PYTHON} cannot make an environment",
    ),
]

# / without a way to write, but for the volume and what compose.yaml has in memory
SANDBOX = """
set -e
mount --make-rprivate /
mount --bind {data} {data}
mount -t tmpfs -o mode=1777 none {temporary}
mount -o remount,ro,bind /
cd {data}
if touch {folder}/x 2>/dev/null; then echo "the root can be written"; exit 9; fi
exec setpriv --reuid {user} --regid {user} --clear-groups --no-new-privs --bounding-set=-all "$@"
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may enter."""
    made = Path(tempfile.mkdtemp(prefix="khizana-container-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def steps() -> list[tuple[str, str]]:
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def test_the_image_serves_from_a_root_that_is_read_only(folder: Path) -> None:
    (folder / "tmp").mkdir()
    source = copied(folder / "source")
    places = {
        "/opt/khizana": folder / "venv",
        "/wheels": folder / "wheels",
        "/data": folder / "data",
    }
    (folder / "bin").mkdir()
    (folder / "bin" / "python").symlink_to(PYTHON)
    (folder / "bin" / "pip").write_text(f'#!/bin/sh\nexec {folder}/venv/bin/pip "$@"\n')
    (folder / "bin" / "pip").chmod(0o755)
    for name, rest in steps():
        if name == "RUN":
            carried_out(here(rest, places), source, folder / "bin")
    user = next(rest for name, rest in steps() if name == "USER").split(":")[0]
    command, check = commands()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = (source / "packaging" / "container.toml").read_text("utf-8")
    config = config.replace("/documents", str(source / "corpus"))
    config = config.replace('"/data/index"', f'"{folder}/data/index"')
    (folder / "container.toml").write_text(f"{config}port = {port}\n")
    sandbox = SANDBOX.format(
        folder=folder, data=folder / "data", temporary=folder / "tmp", user=user
    )
    environment = {
        "PATH": f"{folder}/venv/bin:{os.environ['PATH']}",
        "TMPDIR": str(folder / "tmp"),
        "KHIZANA_CONFIG": str(folder / "container.toml"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    site = subprocess.Popen(
        ["unshare", "--mount", "sh", "-c", sandbox, "sh", *command], env=environment
    )
    try:
        asked = [word.replace("8000", str(port)) for word in check]
        deadline = time.monotonic() + 60
        while subprocess.run(asked, env=environment, capture_output=True).returncode:
            assert site.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.2)
        assert (folder / "data" / "index" / "current").stat().st_uid == int(user)
    finally:
        site.terminate()
        assert site.wait(30) == 0


def commands() -> tuple[list[str], list[str]]:
    """The command of the image, and the one that asks after its health."""
    said = {name: rest for name, rest in steps() if name in ("CMD", "HEALTHCHECK")}
    (check,) = re.findall(r"CMD (\[.*\])", said["HEALTHCHECK"])
    return json.loads(said["CMD"]), json.loads(check)


def copied(folder: Path) -> Path:
    """What .dockerignore lets into the image."""
    folder.mkdir()
    for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
        if line.startswith("!"):
            path = ROOT / line[1:]
            if path.is_dir():
                ignored = shutil.ignore_patterns("__pycache__")
                shutil.copytree(path, folder / path.name, ignore=ignored)
            else:
                shutil.copy(path, folder)
    return folder


def here(step: str, places: dict[str, Path]) -> str:
    for place, instead in places.items():
        step = re.sub(rf"(?<!\S){place}", str(instead), step)
    return step


def carried_out(step: str, source: Path, programs: Path) -> None:
    environment = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["sh", "-e", "-c", step], cwd=source, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, f"{step}\n{done.stderr}"
