"""The format of a compound file ([MS-CFB]), as its streams tell it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

_STREAMS = {
    "EncryptedPackage": "locked",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
}


def compound_kind(path: Path) -> str | None:
    """The name of the format of a compound file; `locked` is an Office file with a password.

    None when it is none of these, or damaged.
    """
    import olefile

    with suppress(OSError, ValueError, IndexError, TypeError), olefile.OleFileIO(path) as file:
        for stream, kind in _STREAMS.items():
            if file.exists(stream):
                return kind
    return None
