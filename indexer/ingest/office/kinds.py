"""The kind of a file that is a zip file or a compound file inside: which of them is a document?"""

from __future__ import annotations

import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

ZIP_SIGNATURE = b"PK\x03\x04"
COMPOUND_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB]: DOC, XLS, PPT, MSG

_OFFICE_PARTS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
# The part `mimetype` of OpenDocument files and of books begins so.
_MEDIA_TYPES = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
    b"application/epub+zip": "epub",
}
_STREAMS = {
    "EncryptedPackage": "locked",
    "WordDocument": "doc",
    "Workbook": "xls",
    "Book": "xls",
    "PowerPoint Document": "ppt",
    "__properties_version1.0": "msg",
}


def zip_kind(path: Path) -> str | None:
    """The name of the format whose document the zip file is; None when it is a zip file of files.

    None, too, when it is damaged.
    """
    with (
        suppress(
            zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, OSError
        ),
        zipfile.ZipFile(path) as file,
    ):
        names = {name.replace("\\", "/").lower(): name for name in file.namelist()}
        if "mimetype" in names:
            with file.open(names["mimetype"]) as part:
                declared = part.read(100).strip()
            for media_type in sorted(_MEDIA_TYPES, key=len, reverse=True):
                if declared.startswith(media_type):
                    return _MEDIA_TYPES[media_type]
        if "[content_types].xml" in names:
            for beginning, kind in _OFFICE_PARTS.items():
                if any(name.startswith(beginning) for name in names):
                    return kind
        if "meta-inf/container.xml" in names:
            return "epub"
    return None


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
