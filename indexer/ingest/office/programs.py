"""Programs that read old office files where they are installed: antiword and LibreOffice."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

_SECONDS = 60
_MAX_BYTES = 200_000_000
ANTIWORD_HINT = "apt install antiword"
LIBREOFFICE_HINT = "apt install libreoffice-writer libreoffice-calc libreoffice-impress"


def antiword_text(path: Path) -> str | None:
    """The text of a Word file of before 1997, by antiword; None where it is not installed.

    Raises ValueError when antiword cannot read it.
    """
    program = shutil.which("antiword")
    if program is None:
        return None
    # The file is given as a path of ours, never by its own name; -w 0: a paragraph is a line.
    answer = _run([program, "-m", "UTF-8.txt", "-w", "0", str(path)], {})
    text = answer.decode("utf-8", "replace").replace("[pic]", "")
    if not text.strip():
        raise ValueError("antiword finds no text in it")
    return text


def converted(path: Path, kind: str, suffix: str, folder: Path) -> Path | None:
    """The file of this `kind` at `path` as LibreOffice saves it with another suffix, in `folder`.

    None where LibreOffice is not installed. Raises ValueError when it cannot read the file.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        return None
    copy = folder / f"given.{kind}"
    shutil.copyfile(path, copy)
    out = folder / "out"
    profile = (folder / "profile").as_uri()
    options = ["--headless", "--norestore", f"-env:UserInstallation={profile}"]
    command = [program, *options, "--convert-to", suffix, "--outdir", str(out), str(copy)]
    _run(command, {"HOME": str(folder)})
    found = out / f"given.{suffix}"
    if not found.is_file():
        raise ValueError("LibreOffice cannot read it either")
    return found


def _run(command: list[str], environment: dict[str, str]) -> bytes:
    """The output of a program; raises ValueError when it takes too long or fails."""
    name = Path(command[0]).name
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603  (a program that is installed, and our own paths)
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | environment,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise ValueError(f"{name} takes longer than {_SECONDS} s to read it") from error
        if done.returncode:
            raise ValueError(f"{name} cannot read it")
        output.seek(0)
        return output.read(_MAX_BYTES)
