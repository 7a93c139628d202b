"""Pictures of the pages of documents, drawn when they are asked for and kept for a while.

    drawer = PageDrawer(settings)
    picture = drawer.picture(document, number=3, dpi=150)  # JPEG, or None

The file of a document is opened in a process of its own alone, which is under limits and is kept
while pages of that file are asked for. One picture is drawn at a time; a few requests may wait.
"""

from __future__ import annotations

import json
import logging
import subprocess
import threading
import time
from collections import OrderedDict
from contextlib import ExitStack, suppress
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO, NamedTuple, cast

from indexer.drawing.drawing_process import HEAD_BYTES, PDF_SIGNATURE
from indexer.engine.lane import Lane
from indexer.ingest.confined import confined_command, confined_options
from indexer.ingest.limits import SourceLimits, source_limits
from indexer.ingest.originals import member_bytes
from indexer.ingest.sources import page_names
from indexer.model import Document, Page
from indexer.settings import Settings

log = logging.getLogger(__name__)

_WAITING, _WAIT_SECONDS = 16, 10.0  # requests that wait for a picture, and how long
_WALL_SECONDS = 30.0  # in which a picture must be drawn, whatever its file waits for
_KEPT_BYTES = 16_000_000  # of pictures, in memory
_IMAGE_SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG", b"II*\0", b"MM\0*", b"RIFF", b"GIF8", b"BM")
_DRAWN_SUFFIXES = {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".gif", ".bmp"}


class _File(NamedTuple):
    """A file, or a folder of images, as it was when it was looked at."""

    path: Path
    digest: str  # of the document that was read from it
    state: tuple[tuple[str, int, int], ...]  # (name, time of the last change, bytes) of each file
    member: str = ""  # of the container that the file is


class PageDrawer:
    """Draws pages of the documents of one archive. One object serves all threads of a process."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.corpus.folder
        self._unpacked = ExitStack()  # the temporary file of a member that is being drawn
        self._limits = source_limits(settings.corpus, settings.reading)
        self._lane = Lane(1, _WAITING)
        self._known: _File | None = None  # whose digest was found to be right
        self._drawing: tuple[_File, DrawingProcess] | None = None
        self._kept: OrderedDict[tuple[_File, int, int], bytes] = OrderedDict()
        self._kept_bytes = 0
        self._guard = threading.Lock()

    def offers(self, document: Document) -> bool:
        """Whether pictures of the pages of `document` can be asked for."""
        file = self._file(document)
        if file is None:
            return False
        if file.path.is_dir():
            return True
        if file.member:  # which is not unpacked before a picture is asked for
            return PurePosixPath(file.member).suffix.lower() in _DRAWN_SUFFIXES
        try:
            with file.path.open("rb") as stream:
                head = stream.read(HEAD_BYTES)
        except OSError:
            return False
        return PDF_SIGNATURE in head or head.startswith(_IMAGE_SIGNATURES)

    def picture(self, document: Document, number: int, dpi: int) -> bytes | None:
        """The picture of page `number`, a JPEG of at most 4,000 × 4,000 pixels; None without one.

        Raises IndexBusy when too many are asked for.
        """
        file = self._file(document)
        page = next((page for page in document.pages if page.number == number), None)
        if file is None or page is None:
            return None
        key = (file, number, dpi)
        with self._guard:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._lane.turn(time.monotonic() + _WAIT_SECONDS):
            with self._guard:
                if key in self._kept:  # while this one waited
                    return self._kept[key]
            picture = self._drawn(file, document, page, dpi)
        if picture is not None:
            self._keep(key, picture)
        return picture

    def close(self) -> None:
        """Ends the process that draws, if there is one."""
        if self._drawing is not None:
            self._drawing[1].close()
            self._drawing = None
        self._unpacked.close()

    def _file(self, document: Document) -> _File | None:
        """The file or the folder of `document`; None where it has no pages, or no file here."""
        if not document.pages or not document.path:
            return None
        root = self._folder.resolve()
        path = (root / document.path).resolve()
        if not path.is_relative_to(root):
            return None
        files = [path]
        with suppress(OSError):
            if document.path.endswith("/"):
                names = page_names(entry.name for entry in path.iterdir())
                files = [path / name for name, _ in names]
            if files and all(file.is_file() for file in files):
                found = ((file.name, file.stat()) for file in files)
                state = tuple((name, one.st_mtime_ns, one.st_size) for name, one in found)
                return _File(path, document.digest, state, document.member or "")
        return None

    def _drawn(self, file: _File, document: Document, page: Page, dpi: int) -> bytes | None:
        """The picture, drawn by the process of `file`; by a new one where that has ended."""
        if self._drawing is not None and self._drawing[0] != file:
            self.close()
        if self._drawing is not None:
            with suppress(_Ended):  # while it was idle
                return self._drawing[1].picture(page, dpi)
            self.close()
        digest = "" if file == self._known else file.digest
        path = self._unpacked_member(document) if file.member else file.path
        if path is None:
            return None
        self._drawing = (file, DrawingProcess(path, digest, self._limits))
        try:
            picture = self._drawing[1].picture(page, dpi)
        except _Ended:
            log.warning("Page %d of %s cannot be drawn within the limits", page.number, file.path)
            self.close()
            return None
        if picture is not None:
            self._known = file
        return picture

    def _unpacked_member(self, document: Document) -> Path | None:
        """A temporary file of the bytes of `document`, a member; it is there until `close`."""
        content = member_bytes(self._folder, document, self._limits)
        if content is None:
            return None
        folder = self._unpacked.enter_context(TemporaryDirectory(prefix="khizana-"))
        path = Path(folder) / "member"
        path.write_bytes(content)
        return path

    def _keep(self, key: tuple[_File, int, int], picture: bytes) -> None:
        with self._guard:
            self._kept[key] = picture
            self._kept_bytes += len(picture)
            while self._kept_bytes > _KEPT_BYTES:
                _, oldest = self._kept.popitem(last=False)
                self._kept_bytes -= len(oldest)


class _Ended(Exception):
    """The process ended before it had answered."""


class DrawingProcess:
    """The process that draws the pages of a file, if that has the `digest`."""

    def __init__(self, file: Path, digest: str, limits: SourceLimits) -> None:
        self._path = file
        self._running = subprocess.Popen(  # noqa: S603  (this Python, and nothing from outside)
            confined_command(
                "indexer.drawing.drawing_process",
                "draw_pages",
                str(file),
                digest,
                limits.max_memory_bytes,
                limits.max_seconds,
                packages=("indexer", "indexer.ingest"),
            ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            **confined_options(),
        )

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._running.pid

    def picture(self, page: Page, dpi: int) -> bytes | None:
        """The picture of a page; None where it cannot be drawn, which is logged. Raises _Ended."""
        asked, answered = (
            cast(IO[bytes], pipe) for pipe in (self._running.stdin, self._running.stdout)
        )
        end = threading.Timer(_WALL_SECONDS, self._running.kill)
        end.daemon = True
        end.start()
        try:
            request = {"number": page.number, "dpi": dpi, "width": page.width}
            asked.write(json.dumps(request).encode() + b"\n")
            asked.flush()
            head = answered.readline()
            if not head.endswith(b"\n"):
                raise _Ended
            said = json.loads(head)
            if "error" in said:
                reason = said["error"]
                log.warning("Page %d of %s cannot be drawn: %s", page.number, self._path, reason)
                return None
            picture = answered.read(said["bytes"])
            if len(picture) < said["bytes"]:
                raise _Ended
            return picture
        except BrokenPipeError as error:
            raise _Ended from error
        finally:
            end.cancel()

    def close(self) -> None:
        """Ends it, whatever it is doing."""
        self._running.kill()
        self._running.wait()
        for pipe in (self._running.stdin, self._running.stdout):
            with suppress(BrokenPipeError):
                cast(IO[bytes], pipe).close()
