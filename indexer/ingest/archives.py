"""The members of archives of files: .zip, .tar, and either of them or a single file in .gz."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from indexer.ingest.events import FileEvent
from indexer.ingest.limits import SourceLimits
from indexer.ingest.member_names import decoded_names
from indexer.ingest.members import MAX_MEMBERS, Member, member_readings
from indexer.ingest.sources import Source
from indexer.ingest.warc import warc_members

_PIECE_BYTES = 65_536
_ENCRYPTED = 1  # in the flags of a member of a zip (APPNOTE 4.4.4)
_NAME_IS_UTF_8 = 1 << 11
_UNICODE_PATH = 0x7075  # of an extra field: the name in UTF-8 (APPNOTE 4.6.9)
_TAR_MAGIC, _TAR_MAGIC_AT = b"ustar", 257
_DAMAGED = "is damaged: it cannot be unpacked"
# What the parsers of the standard library raise for bytes that are not as they should be.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    EOFError,
    OSError,
    OverflowError,
)


def zip_readings(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The readings of the files in a .zip."""
    return member_readings(source, limits, zip_members(source))


def tar_readings(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The readings of the files in a .tar."""
    return member_readings(source, limits, tar_members(source))


def gzip_readings(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The readings of the files in a .tar.gz, .tgz or .warc.gz, or of the file in another .gz."""
    members = gzip_members(source)
    is_series = _is_web_archive(_gzip_head(source.path))
    return member_readings(source, limits, members, is_series=is_series)


def zip_members(source: Source) -> Iterator[Member]:
    """The files in a .zip, in the order of its directory."""
    try:
        archive = zipfile.ZipFile(source.path)
    except (*_BROKEN, ValueError, NotImplementedError) as error:
        raise ValueError("is no zip that can be opened; it may be cut off") from error
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        names = decoded_names([_raw_name(entry) for entry in entries])
        for entry, name in zip(entries, names, strict=True):
            yield Member(name, _zip_pieces(archive, entry))


def _raw_name(entry: zipfile.ZipInfo) -> bytes:
    """The bytes of the name of `entry`, in UTF-8 where the archive says so."""
    extra = entry.extra
    while len(extra) >= 4:
        size = int.from_bytes(extra[2:4], "little")
        if int.from_bytes(extra[:2], "little") == _UNICODE_PATH and size > 5:
            return extra[9 : 4 + size]  # after its version and the checksum of the other name
        extra = extra[4 + size :]
    encoding = "utf-8" if entry.flag_bits & _NAME_IS_UTF_8 else "cp437"
    return entry.orig_filename.encode(encoding, "surrogatepass")


def _zip_pieces(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        if entry.flag_bits & _ENCRYPTED:
            raise ValueError("is locked with a password")
        try:
            with archive.open(entry) as file:
                while piece := file.read(_PIECE_BYTES):
                    yield piece
        except NotImplementedError as error:
            raise ValueError("is packed by a method that is not known") from error
        except (*_BROKEN, RuntimeError) as error:
            raise ValueError(_DAMAGED) from error

    return pieces


def tar_members(source: Source) -> Iterator[Member]:
    """The files in a .tar, which may be compressed.

    Links, devices and the like are one member that cannot be unpacked, named as the first of them.
    """
    odd: list[str] = []
    others = 0
    try:
        with tarfile.open(source.path, "r|*", encoding="utf-8") as archive:
            for number, entry in enumerate(archive):
                if number == MAX_MEMBERS:
                    raise ValueError(
                        f"has more than {MAX_MEMBERS:,} entries; the others are not read"
                    )
                # Each alone, for a stream has no list of all names.
                name = decoded_names([entry.name.encode("utf-8", "surrogateescape")])[0]
                if entry.isreg():
                    yield Member(name, _tar_pieces(archive, entry))
                elif not entry.isdir():
                    others += bool(odd)
                    odd = odd or [name]
    except (*_BROKEN, UnicodeError) as error:
        raise ValueError("is no tar that can be read to its end") from error
    if odd:
        yield Member(odd[0], _no_file(others))


def _no_file(others: int) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        too = f", and {others:,} more are no files either" if others else ""
        raise ValueError(f"is a link or a device, which is not read{too}")

    return pieces


def _tar_pieces(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> Callable[[], Iterator[bytes]]:
    def pieces() -> Iterator[bytes]:
        try:
            file = archive.extractfile(entry)
            while file is not None and (piece := file.read(_PIECE_BYTES)):
                yield piece
        except _BROKEN as error:
            raise ValueError(_DAMAGED) from error

    return pieces


def gzip_members(source: Source) -> Iterator[Member]:
    """The files of the archive in a .gz, else the file in it, named as the .gz without suffix."""
    head = _gzip_head(source.path)
    if _is_tar(head):
        yield from tar_members(source)
        return
    if _is_web_archive(head):
        yield from warc_members(source)
        return

    def pieces() -> Iterator[bytes]:
        try:
            with gzip.open(source.path) as file:
                while piece := file.read(_PIECE_BYTES):
                    yield piece
        except _BROKEN as error:
            raise ValueError(_DAMAGED) from error

    yield Member(PurePosixPath(source.file_name).stem, pieces)


def _gzip_head(path: Path) -> bytes:
    """The first bytes of what is in the .gz at `path`; empty where it is damaged."""
    try:
        with gzip.open(path) as file:
            return file.read(_TAR_MAGIC_AT + len(_TAR_MAGIC))
    except _BROKEN:
        return b""  # as unpacking it will report


def _is_tar(head: bytes) -> bool:
    return head[_TAR_MAGIC_AT:] == _TAR_MAGIC


def _is_web_archive(head: bytes) -> bool:
    return head.startswith(b"WARC/")
