"""The bytes of a member of a container, as they were when it was read.

    content = member_bytes(corpus, document, limits)  # None where they are no longer there

Containers are strangers' files: they are opened in a process of its own, under limits.
"""

from __future__ import annotations

import hashlib
import subprocess
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.ingest.confined import confined_command, confined_options
from indexer.ingest.limits import SourceLimits
from indexer.ingest.originals_process import FOUND
from indexer.model import Document

_WALL = 3  # times the processor time


def member_bytes(corpus: Path, document: Document, limits: SourceLimits) -> bytes | None:
    """The bytes that `document`, a member of a container in the folder `corpus`, was read from.

    None when they are not there, or not within the limits of reading. Never other bytes: their
    digest is that of the document.
    """
    path = (corpus / document.path).resolve()
    if not document.member or not path.is_relative_to(corpus.resolve()):
        return None
    if not path.is_file():
        return None
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
    command = confined_command(
        "indexer.ingest.originals_process",
        "write_member",
        str(path),
        document.path,
        document.member,
        document.digest,
        limits,
    )
    with (
        TemporaryDirectory(prefix="khizana-") as temporary,
        suppress(subprocess.TimeoutExpired),
    ):
        done: subprocess.CompletedProcess[bytes] = subprocess.run(  # noqa: S603  (this Python, and nothing from outside)
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_WALL * limits.max_seconds,
            check=False,
            **confined_options(given={"TMPDIR": temporary}),
        )
        if done.returncode == FOUND and _has_digest(done.stdout, document):
            return done.stdout
    return None


def _has_digest(content: bytes, document: Document) -> bool:
    return hashlib.sha256(content).hexdigest() == document.digest
