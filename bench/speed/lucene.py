"""Lucene 8, where Java and Debian's liblucene8-java are installed; its programs are in `../lucene`.

KHIZANA_LUCENE names the folder of the jars, if that is not Debian's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_PROGRAMS = Path(__file__).resolve().parents[1] / "lucene"
_JARS = Path(os.environ.get("KHIZANA_LUCENE", "/usr/share/java"))
_NEEDED = ("lucene-core-8*.jar", "lucene-analyzers-common-8*.jar")


def installed() -> bool:
    """True if Lucene can be measured here."""
    return bool(shutil.which("javac")) and all(any(_JARS.glob(name)) for name in _NEEDED)


def build(passages: Path, folder: Path) -> None:
    """Builds an index of `passages`, one a line: id, title and text between tabs."""
    subprocess.run(command("Speed", "build", passages, folder), check=True)


def command(program: str, *given: object) -> list[str]:
    """The command that runs the Java program `program`, which Java compiles in memory each time."""
    jars = [str(min(_JARS.glob(name))) for name in _NEEDED]
    return ["java", "-cp", ":".join(jars), str(_PROGRAMS / f"{program}.java"), *map(str, given)]


class Lucene:
    """An open index. `seconds` is the processor time that its answers took, as Java counts it."""

    def __init__(self, folder: Path) -> None:
        self.seconds = 0.0
        self._java = subprocess.Popen(
            command("Speed", "ask", folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._told()

    def ask(self, kind: str, words: tuple[str, ...]) -> int:
        """The number of documents for a query, ten at most."""
        assert self._java.stdin
        self._java.stdin.write("\t".join((kind, *words)) + "\n")
        self._java.stdin.flush()
        return self._told()

    def _told(self) -> int:
        assert self._java.stdout
        hits, nanoseconds = map(int, self._java.stdout.readline().split())
        self.seconds += nanoseconds / 1e9
        return hits
