"""The process that draws the pages of one stranger's file: numbers of pages in, pictures out.

`page_drawer` starts it. It is under limits of memory and processor time, which end it as they end
the process that reads files. It ends by itself when nothing is asked of it for a while.

    → {"number": 3, "dpi": 150}
    ← {"bytes": 83145} and, after the end of the line, as many bytes of JPEG; or {"error": "…"}
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from indexer.ingest.guarded_process import OUT_OF_MEMORY, limit_memory, limits

if TYPE_CHECKING:
    from PIL import Image

PDF_SIGNATURE = b"%PDF-"
HEAD_BYTES = 1024  # in which the signature of a PDF may stand (its Implementation Notes)
IMAGES = ("JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP")  # formats of Pillow that are opened
MOST_PIXELS = 4_000  # of a picture, on each side
_POINTS = 72  # to the inch
_DPI = 200  # of an image that does not say, or says nonsense
_SANE_DPI = range(50, 1_201)
_QUALITY = 75
_IDLE_SECONDS = 30

Drawing = Callable[[int, int], "Image.Image"]  # number of the page, dpi → its picture


def draw_pages(path: str, digest: str, max_memory_bytes: int, max_seconds: float) -> None:
    """Draws the pages asked for on standard input, until it is closed, of the file at `path`.

    Nothing is drawn of a file whose SHA-256 is not `digest`.
    """
    import PIL.JpegImagePlugin  # noqa: F401  (before memory is limited)
    import pypdfium2  # noqa: F401

    limited = limits()
    if limited:
        for ending in (signal.SIGPROF, signal.SIGALRM):
            signal.signal(ending, signal.SIG_DFL)
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


def _answer(out: IO[bytes], drawing: Drawing | str, asked: dict[str, int]) -> None:
    """Writes the picture that is `asked` for, or why there is none."""
    try:
        if isinstance(drawing, str):
            raise ValueError(drawing)
        picture = _jpeg(drawing(asked["number"], asked["dpi"]))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except Exception as error:
        out.write(json.dumps({"error": f"{type(error).__name__}: {error}"}).encode() + b"\n")
    else:
        out.write(json.dumps({"bytes": len(picture)}).encode() + b"\n" + picture)
    out.flush()


def _opened(path: Path, digest: str) -> Drawing:
    """How the pages of the file at `path` are drawn; raises ValueError when it is another file."""
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != digest:
            raise ValueError("the file has changed since it was read")
        file.seek(0)
        head = file.read(HEAD_BYTES)
    return _pdf(path) if PDF_SIGNATURE in head else _image(path)


def _pdf(path: Path) -> Drawing:
    """How the pages of a PDF are drawn."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path)

    def drawn(number: int, dpi: int) -> Image.Image:
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

    def drawn(number: int, dpi: int) -> Image.Image:
        with Image.open(path, formats=IMAGES) as image:
            image.seek(_within(number, getattr(image, "n_frames", 1)) - 1)
            own = image.info.get("dpi", (0, 0))[0]
            scale = min(dpi / (own if round(own) in _SANE_DPI else _DPI), 1)
            scale = min(scale, MOST_PIXELS / max(image.size))
            size = [max(1, round(side * scale)) for side in image.size]
            image.draft("RGB", (size[0], size[1]))  # of a JPEG, no more is decoded than is shown
            upright = ImageOps.exif_transpose(image)
            if upright.size != image.size:
                size.reverse()
            return upright.convert("RGB").resize((size[0], size[1]), Image.Resampling.LANCZOS)

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
