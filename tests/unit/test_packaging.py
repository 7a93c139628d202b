"""The Dockerfile, compose.yaml and the files of packaging/, as far as can be told without Docker.

tests/e2e/test_container.py carries out the Dockerfile by hand.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from indexer import load_settings
from indexer.__main__ import main

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
CONFIG = PACKAGING / "container.toml"


def steps() -> list[tuple[str, str]]:
    """(instruction, what it says) of the Dockerfile, in their order."""
    text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines)]


def image() -> dict[str, str]:
    """The last of each instruction of the image itself."""
    begins = max(number for number, (name, _) in enumerate(steps()) if name == "FROM")
    return dict(steps()[begins:])


def test_the_container_is_not_root_and_tells_of_its_health() -> None:
    last = image()
    assert re.fullmatch(r"[1-9]\d{4}:[1-9]\d{4}", last["USER"])
    assert f"-o {last['USER'].split(':')[0]}" in last["RUN"]
    assert last["WORKDIR"] == last["VOLUME"] == "/data"
    assert "/readyz" in last["HEALTHCHECK"]
    assert json.loads(last["CMD"]) == ["khizana", "serve"]


def test_the_container_has_what_is_locked() -> None:
    installing = [rest for name, rest in steps() if name == "RUN" and "pip install" in rest]
    assert all("--require-hashes" in step or "--no-deps" in step for step in installing)
    python = next(rest for name, rest in steps() if name == "ARG").removeprefix("PYTHON=")
    assert tuple(map(int, python.split("."))) >= (3, 11)


def test_what_is_copied_into_the_container_is_there_and_not_ignored() -> None:
    kept = [
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    ]
    for name in kept:
        assert (ROOT / name).exists(), name
    for name, rest in steps():
        if name == "COPY" and not rest.startswith(("--from", ". ")):
            copied = rest.split()[0]
            assert (ROOT / copied).exists(), copied
            assert any(fnmatch(copied.split("/")[0], pattern) for pattern in kept), copied
    for name in ("indexer", "webapp", "tools", "corpus", "config.toml", "pyproject.toml"):
        assert name in kept  # which the wheel is built of


def test_the_settings_of_the_container_lead_to_its_volumes() -> None:
    settings = load_settings(CONFIG)
    assert str(settings.corpus.folder) == "/documents"
    assert settings.index.folder.is_relative_to(image()["VOLUME"])
    assert (settings.web.host, str(settings.web.port)) == ("0.0.0.0", image()["EXPOSE"])
    assert "127.0.0.1" in settings.web.trusted_hosts  # as the health check asks


def test_compose_gives_the_container_no_more_than_it_needs() -> None:
    service = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]["khizana"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp"]
    assert service["ports"] == [f"127.0.0.1:8000:{image()['EXPOSE']}"]
    assert [volume.split(":")[1] for volume in service["volumes"]] == [image()["VOLUME"]]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is absent")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """All but for where the program is: the one that is named there stands in for it."""
    units = sorted(PACKAGING.glob("khizana*.service")) + sorted(PACKAGING.glob("khizana*.timer"))
    assert len(units) == 3
    for unit in units:
        text = unit.read_text("utf-8").replace("/opt/khizana/bin/khizana", sys.executable)
        (tmp_path / unit.name).write_text(text)
    paths = [tmp_path / unit.name for unit in units]
    told = subprocess.run(["systemd-analyze", "verify", *paths], capture_output=True, text=True)
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_the_units_run_commands_there_are() -> None:
    for name, command in (("khizana", "serve"), ("khizana-update", "update")):
        text = (PACKAGING / f"{name}.service").read_text("utf-8")
        assert f"ExecStart=/opt/khizana/bin/khizana {command}\n" in text
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0


@pytest.mark.skipif(
    shutil.which("desktop-file-validate") is None, reason="desktop-file-validate is absent"
)
def test_the_desktop_file_is_valid() -> None:
    path = PACKAGING / "khizana.desktop"
    told = subprocess.run(["desktop-file-validate", path], capture_output=True, text=True)
    assert (told.returncode, told.stdout) == (0, "")


def test_the_desktop_file_starts_the_archive_in_a_folder_of_its_own(tmp_path: Path) -> None:
    text = (PACKAGING / "khizana.desktop").read_text("utf-8")
    (program,) = re.findall(r"^Exec=(.*)$", text, re.M)
    (tmp_path / "khizana").write_text('#!/bin/sh\npwd\necho "$@"\n')
    (tmp_path / "khizana").chmod(0o755)
    (tmp_path / "home").mkdir()
    ran = subprocess.run(
        shlex.split(program),
        env={"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
    )
    assert ran.stdout.splitlines() == [str(tmp_path / "home" / "khizana"), "serve --open"]
