"""Files that are written whole, aside, before they are sent."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, TypeVar, cast

from flask import Response

MOST_IN_MEMORY = 1_000_000  # bytes of a file; a longer one waits on disk
_PIECE = 1 << 16  # bytes that are sent at once

Result = TypeVar("Result")


def written_file(written: Callable[[IO[bytes]], Result], kind: str) -> tuple[Response, Result]:
    """The file of media type `kind` that `written` writes, as an answer; and what that returns."""
    aside = tempfile.SpooledTemporaryFile(MOST_IN_MEMORY)  # noqa: SIM115 (closed when it is sent)
    file = cast(IO[bytes], aside)
    try:
        told = written(file)
        size = file.seek(0, io.SEEK_END)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    response = Response(_pieces(file), content_type=kind)
    if size <= MOST_IN_MEMORY:
        response.set_data(file.read())
        file.close()
    else:
        response.call_on_close(file.close)
        response.content_length = size
    return response, told


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece
