"""The process that takes a member out of a stranger's container, and writes its bytes.

`originals` starts it. It is under limits of memory and processor time, as the process that reads
files is. Its exit code says whether the bytes are those that were asked for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from indexer.ingest.confinement import OUT_OF_MEMORY, leave_network, limit_memory, limits
from indexer.ingest.limits import SourceLimits
from indexer.ingest.members import unpacked_member
from indexer.ingest.sources import Source

FOUND, ABSENT = 0, 3
_MOST_BYTES = 200_000_000  # that are sent to a reader


def write_member(path: str, name: str, member: str, digest: str, bounds: SourceLimits) -> None:
    """Writes the bytes of `member` of the container at `path` whose SHA-256 is `digest`.

    They are all the bytes of the member, or one line of it.
    """
    sys.dont_write_bytecode = True
    if limits():
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        leave_network()
        limit_memory(bounds.max_memory_bytes)
        signal.setitimer(signal.ITIMER_PROF, bounds.max_seconds)
    container = Path(path)
    source = Source(container, name, container.stat().st_size)
    with TemporaryDirectory(prefix="khizana-") as folder:
        try:
            found = unpacked_member(source, member, bounds, Path(folder))
            is_there = found is not None and _written(found, digest, sys.stdout.buffer)
        except (ValueError, OSError):
            is_there = False
        except MemoryError:
            is_there = False
            os._exit(OUT_OF_MEMORY)
    sys.exit(FOUND if is_there else ABSENT)


def _written(path: Path, digest: str, out: IO[bytes]) -> bool:
    """Writes the bytes that have this `digest` to `out`, if the file or a line of it has it."""
    if path.stat().st_size > _MOST_BYTES:
        return False
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == digest:
            file.seek(0)
            shutil.copyfileobj(file, out)
            return True
        file.seek(0)
        for line in file:
            content = line.rstrip(b"\r\n")
            if hashlib.sha256(content).hexdigest() == digest:
                out.write(content)
                return True
    return False
