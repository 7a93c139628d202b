"""The pages and files in a web archive (.warc, .warc.gz), each with its address and its date."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import unquote, urlsplit

from indexer.ingest.events import FileEvent
from indexer.ingest.limits import SourceLimits
from indexer.ingest.members import Member, member_readings
from indexer.ingest.sources import Source

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

_PIECE_BYTES = 65_536
_ANSWERS = ("response", "resource")
_ALSO = {
    "application/xhtml+xml": ".html",
    "text/x-markdown": ".md",
    "application/x-pdf": ".pdf",
}

# What the parsers raise for bytes that are not as they should be; warcio has an AttributeError for
# a record without an address.
_BROKEN = (OSError, EOFError, zlib.error, UnicodeError, AttributeError)


def warc_readings(source: Source, limits: SourceLimits) -> Iterator[FileEvent]:
    """The readings of the pages and files in a web archive."""
    return member_readings(source, limits, warc_members(source), is_series=True)


def warc_members(source: Source) -> Iterator[Member]:
    """The answers of a web archive that came in a format that is read; pictures are none of them.

    They are named by their address without its scheme.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    class _Records(ArchiveIterator):  # type: ignore[misc]
        INC_RECORD = ""  # it is written to the log, with bytes of the file

    with _opened(source.path) as file:
        try:
            for record in _Records(file):
                if record.rec_type in _ANSWERS and (member := _member(record)):
                    yield member
        except (ArchiveLoadFailed, *_BROKEN) as error:
            raise ValueError("is no web archive that can be read to its end") from error


def _opened(path: Path) -> BinaryIO:
    """The web archive at `path`, unpacked, whether each record was packed alone or all together."""
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path)) if is_packed else path.open("rb")


def _member(record: ArcWarcRecord) -> Member | None:
    """The member that `record` holds; None where it is no document."""
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    headers = record.rec_headers
    if record.rec_type == "response":
        headers = record.http_headers
        if headers is None or headers.get_statuscode() != "200":
            return None
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    suffix = _suffixes().get(kind)
    if suffix is None:
        return None
    declared = {"date": (record.rec_headers.get_header("WARC-Date") or "")[:10]}
    if address.startswith(("http://", "https://")):
        declared["source_url"] = address
    return Member(_name(address, suffix), partial(_pieces, record), declared)


@cache
def _suffixes() -> dict[str, str]:
    """media type → suffix, of the formats that are read; pictures of a page are no documents."""
    from indexer.ingest.formats import FORMATS

    known = {row.media_type: row.suffixes[0] for row in FORMATS if row.suffixes}
    return {kind: name for kind, name in (known | _ALSO).items() if not kind.startswith("image/")}


def _name(address: str, suffix: str) -> str:
    """The name of the answer from `address`, which ends in `suffix`."""
    try:
        parts = urlsplit(address.strip("<> "))
    except ValueError:
        return f"unnamed{suffix}"
    path = unquote(parts.path) if parts.path.strip("/") else "index"
    query = f"?{unquote(parts.query)}" if parts.query else ""
    name = f"{parts.netloc}/{path.strip('/')}{query}"
    return name if PurePosixPath(name).suffix.lower() == suffix else name + suffix


def _pieces(record: ArcWarcRecord) -> Iterator[bytes]:
    """The bytes of the answer, unpacked as its header says."""
    stream = record.content_stream()
    try:
        while piece := stream.read(_PIECE_BYTES):
            yield piece
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"cannot be unpacked: {error}") from error
