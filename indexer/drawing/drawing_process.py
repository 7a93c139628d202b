"""The process that draws the pages of one stranger's file, or of a folder of images.

`page_drawer` starts it. It is under limits of memory and processor time, which end it as they end
the process that reads files. It ends by itself when nothing is asked of it for a while.

    → {"number": 3, "dpi": 150, "width": 595.0}
    ← {"bytes": 83145} and, after the end of the line, as many bytes of JPEG; or {"error": "…"}
"""

from __future__ import annotations

import io
import json
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from indexer.ingest.cache import source_digest
from indexer.ingest.confinement import OUT_OF_MEMORY, leave_network, limit_memory, limits
from indexer.ingest.images import IMAGE_FORMATS, on_white
from indexer.ingest.sources import Source, page_names

if TYPE_CHECKING:
    from PIL import Image

PDF_SIGNATURE = b"%PDF-"
HEAD_BYTES = 1024  # in which the signature of a PDF may stand (its Implementation Notes)
MOST_PIXELS = 4_000  # of a picture, on each side
_POINTS = 72  # to the inch
_DPI = 200  # of an image whose width as a page is not known
_QUALITY = 75
_ORIENTATION = 0x0112  # of Exif
_ON_ITS_SIDE = range(5, 9)
_IDLE_SECONDS = 30

# number of the page, dpi, its width in points (0: not known) → its picture
Drawing = Callable[[int, int, float], "Image.Image"]


def draw_pages(path: str, digest: str, max_memory_bytes: int, max_seconds: float) -> None:
    """Draws the pages asked for on standard input, until it is closed, of the file at `path`.

    Nothing is drawn of a file that has not this `digest`, if one is given.
    """
    import PIL.JpegImagePlugin  # noqa: F401  (before memory is limited)
    import pypdfium2  # noqa: F401

    limited = limits()
    if limited:
        for ending in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(ending, signal.SIG_DFL)
        leave_network()
        limit_memory(max_memory_bytes)
        signal.setitimer(signal.ITIMER_PROF, max_seconds)
    sys.dont_write_bytecode = True
    try:
        drawing: Drawing | str = _opened(Path(path), digest)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:  # whatever a file may do to the library that opens it
        drawing = f"{type(error).__name__}: {error}"
    while True:
        if limited:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.setitimer(signal.ITIMER_REAL, _IDLE_SECONDS)
        line = sys.stdin.buffer.readline()
        if limited:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.setitimer(signal.ITIMER_PROF, max_seconds)
        if not line:
            return
        _answer(sys.stdout.buffer, drawing, json.loads(line))


def _answer(out: IO[bytes], drawing: Drawing | str, asked: dict[str, Any]) -> None:
    """Writes the picture that is `asked` for, or why there is none."""
    try:
        if isinstance(drawing, str):
            raise ValueError(drawing)
        picture = _jpeg(drawing(asked["number"], asked["dpi"], asked["width"]))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:
        out.write(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode() + b"\n")
    else:
        out.write(json.dumps({"bytes": len(picture)}).encode() + b"\n" + picture)
    out.flush()


def _opened(path: Path, digest: str) -> Drawing:
    """How the pages of the file at `path` are drawn; raises ValueError when it is another file."""
    name = f"{path.name}/" if path.is_dir() else path.name
    if digest and source_digest(Source(path, name, 0)) != digest:
        raise ValueError("it has changed since it was read")
    if path.is_dir():
        pages = page_names(entry.name for entry in path.iterdir())
        return _images([path / page for page, _ in pages])
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return _pdf(path) if PDF_SIGNATURE in head else _image(path)


def _pdf(path: Path) -> Drawing:
    """How the pages of a PDF are drawn."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)

    def drawn(number: int, dpi: int, _: float) -> Image.Image:
        page = document[_within(number, len(document)) - 1]
        longest = max(page.get_size())
        scale = min(dpi / _POINTS, (MOST_PIXELS - 1) / longest)  # a side is rounded up
        picture: Image.Image = page.render(scale=scale, rev_byteorder=True).to_pil()
        page.close()
        return picture

    return drawn


def _image(path: Path) -> Drawing:
    """How the pages of an image are drawn, one for each of its frames; none is made larger."""
    from PIL import Image, ImageOps

    def drawn(number: int, dpi: int, width: float) -> Image.Image:
        with Image.open(path, formats=IMAGE_FORMATS) as image:
            image.seek(_within(number, getattr(image, "n_frames", 1)) - 1)
            across, down = image.size
            if image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE:
                across, down = down, across
            scale = width * dpi / _POINTS / across if width else dpi / _DPI
            scale = min(scale, 1, MOST_PIXELS / max(across, down))
            size = (max(1, round(across * scale)), max(1, round(down * scale)))
            image.draft("RGB", (max(size), max(size)))  # no more is decoded of a JPEG than is shown
            upright = ImageOps.exif_transpose(image)
            return on_white(upright).convert("RGB").resize(size, Image.Resampling.LANCZOS)

    return drawn


def _images(paths: Sequence[Path]) -> Drawing:
    """How pages are drawn that are images of their own."""

    def drawn(number: int, dpi: int, width: float) -> Image.Image:
        return _image(paths[_within(number, len(paths)) - 1])(1, dpi, width)

    return drawn


def _within(number: int, pages: int) -> int:
    """`number`, where there is such a page."""
    if not 1 <= number <= pages:
        raise ValueError(f"there is no page {number}: the file has {pages}")
    return number


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()
