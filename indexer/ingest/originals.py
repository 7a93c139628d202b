"""The bytes of a member of a container, as they were when it was read.

    content = member_bytes(corpus, document)  # None where they are no longer there

Containers are strangers' files: they are opened in a process of its own, under limits.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.ingest.limits import SourceLimits
from indexer.ingest.originals_process import FOUND
from indexer.model import Document
from indexer.settings import CorpusSettings

_WALL = 3  # times the processor time
_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}  # the address space of others would count as used
_KEPT = {"LD_LIBRARY_PATH", "SYSTEMROOT", "TZ"}  # where Python and Windows are, what day it is

_PROGRAM = """
import sys, types
sys.path[:] = {path!r}
package = types.ModuleType("indexer")
package.__path__ = [{folder!r}]
sys.modules["indexer"] = package
from indexer.ingest.limits import SourceLimits
from indexer.ingest.originals_process import write_member
write_member(*{given!r}, SourceLimits(*{limits!r}))
"""


def member_bytes(corpus: CorpusSettings, document: Document) -> bytes | None:
    """The bytes that `document`, a member of a container in the corpus, was read from.

    None when they are not there, or not within the limits of reading. Never other bytes: their
    digest is that of the document.
    """
    path = (corpus.folder / document.path).resolve()
    if not document.member or not path.is_relative_to(corpus.folder.resolve()):
        return None
    if not path.is_file():
        return None
    memory = int(corpus.max_memory_megabytes * 1_000_000)
    limits = SourceLimits(int(corpus.max_megabytes * 1_000_000), memory, corpus.max_seconds)
    return _where_they_stood(path, document) or _unpacked(path, document, limits)


def _where_they_stood(path: Path, document: Document) -> bytes | None:
    """The bytes at the place where a mailbox had them; None when these are others now."""
    if document.offset is None or document.length is None:
        return None
    with path.open("rb") as file:
        file.seek(document.offset)
        content = file.read(document.length)
    return content if _has_digest(content, document) else None


def _unpacked(path: Path, document: Document, limits: SourceLimits) -> bytes | None:
    """The bytes, unpacked by a process of its own."""
    package = Path(__file__).parent.parent
    given = (str(path), document.path, document.member, document.digest)
    program = _PROGRAM.format(
        path=[place for place in sys.path if place],
        folder=str(package),
        given=given,
        limits=astuple(limits),
    )
    with TemporaryDirectory(prefix="khizana-") as temporary:
        environment = {name: os.environ[name] for name in _KEPT & os.environ.keys()}
        with suppress(subprocess.TimeoutExpired):
            done = subprocess.run(  # noqa: S603  (this Python, and nothing from outside)
                [sys.executable, "-I", "-S", "-X", "utf8", "-c", program],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=_ENVIRONMENT | environment | {"TMPDIR": temporary},
                cwd="/",
                timeout=_WALL * limits.max_seconds,
                check=False,
            )
            if done.returncode == FOUND and _has_digest(done.stdout, document):
                return done.stdout
    return None


def _has_digest(content: bytes, document: Document) -> bool:
    return hashlib.sha256(content).hexdigest() == document.digest
