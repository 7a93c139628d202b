"""The Pythons here that can run the archive: `python -m tools.interpreters` lists them."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

OLDEST, NEWEST = 11, 14  # the minor versions looked for
FOLDERS = (".pyenv/versions/*/bin", ".local/share/uv/python/*/bin")  # of pyenv and uv, from home


def interpreters() -> dict[str, Path]:
    """version → an interpreter of it, in the folders of pyenv and uv or on the path."""
    found: dict[str, Path] = {}
    folders = [folder for place in FOLDERS for folder in sorted(Path.home().glob(place))]
    search = os.pathsep.join([*map(str, folders), os.environ.get("PATH", "")])
    for minor in range(OLDEST, NEWEST + 1):
        path = shutil.which(f"python3.{minor}", path=search)
        if path is None:
            continue
        asked = subprocess.run([path, "-V"], capture_output=True, text=True, check=False)  # noqa: S603
        version = re.match(rf"Python (3\.{minor}\.\S+)", asked.stdout)
        if asked.returncode == 0 and version:
            found[version[1]] = Path(path)
    return found


def summary(found: dict[str, Path]) -> str:
    """A line that names the versions that were `found`, and those that were not."""
    there = [_told(version) for version in found]
    missing = [
        f"3.{minor}"
        for minor in range(OLDEST, NEWEST + 1)
        if not any(version.startswith(f"3.{minor}.") for version in found)
    ]
    line = f"Pythons found: {', '.join(there) or 'none'}"
    return f"{line}; not found: {', '.join(missing)}" if missing else line


def _told(version: str) -> str:
    return f"{version} (this one)" if version == platform.python_version() else version


if __name__ == "__main__":
    print(summary(interpreters()))
