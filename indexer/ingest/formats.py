"""The formats of files: one row each, with the reader that is for it."""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from indexer.errors import DocumentError, place
from indexer.ingest.archives import (
    gzip_members,
    gzip_readings,
    tar_members,
    tar_readings,
    zip_members,
    zip_readings,
)
from indexer.ingest.cleaning import clean_value
from indexer.ingest.events import ReaderEvent
from indexer.ingest.html import html_readings
from indexer.ingest.images import folder_readings, image_readings
from indexer.ingest.json_texts import json_readings
from indexer.ingest.jsonl import jsonl_readings
from indexer.ingest.limits import SourceLimits
from indexer.ingest.mail import eml_members, eml_readings, mbox_members, mbox_readings
from indexer.ingest.markup.readers import wiki_readings, xml_readings
from indexer.ingest.members import Member
from indexer.ingest.metadata.sidecars import sidecar_readings
from indexer.ingest.ocr.tesseract import ocr_options
from indexer.ingest.office import readers as office
from indexer.ingest.office.older import ppt_readings, xls_readings
from indexer.ingest.office.separated import separated_readings
from indexer.ingest.office.workbooks import ods_readings, xlsx_readings
from indexer.ingest.outlook import msg_members, msg_readings
from indexer.ingest.pdf import pdf_readings
from indexer.ingest.plain import markdown_readings, openiti_readings, text_readings
from indexer.ingest.signatures import BINARY, is_prose, known_by_bytes
from indexer.ingest.sources import UNLISTED, Source
from indexer.ingest.subtitles import subtitle_readings
from indexer.ingest.warc import warc_members, warc_readings

Reader = Callable[[Source, SourceLimits], Iterator[ReaderEvent]]


_IMAGE_COST = 30.0  # a second for each 200 KB or so of a page


def _no_options(limits: SourceLimits) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files: its suffixes, with dot and in lower case, and the reader for it.

    A file without suffix, or with one that its content contradicts, is known by its first bytes, as
    `signature` and the other rules of `known_by_bytes` say. What the reader finds is kept in the
    cache of readings under `version`, which is raised by hand when the reader reads differently,
    and under the `options` that it reads with; version 0: it is not kept, because reading is cheap.
    With `alone`, each file is read in a process of its own. `cost` is the time that a byte takes to
    read, where one of text takes 1. With `stem_id`, the id of a document is the path of its file
    without suffix; this is so for formats of text. Other formats keep the suffix, so that the same
    report as .docx and as .pdf is two documents. Of a container, `members` are the files in it.
    """

    name: str
    suffixes: tuple[str, ...]
    read: Reader
    media_type: str
    signature: bytes = b""
    version: int = 0
    alone: bool = False
    stem_id: bool = False
    members: Callable[[Source], Iterator[Member]] | None = None
    cost: float = 1.0
    options: Callable[[SourceLimits], str] = _no_options

    def cached_as(self, limits: SourceLimits) -> str:
        """The part of the name of a cache entry that says how it was read."""
        return f"{self.name}-{self.version}{self.options(limits)}"


def _image(
    name: str, suffixes: tuple[str, ...], media_type: str, signature: bytes = b""
) -> FileFormat:
    """The row of a format of images."""
    return FileFormat(
        name,
        suffixes,
        image_readings,
        media_type,
        signature,
        version=1,
        alone=True,
        cost=_IMAGE_COST,
        options=ocr_options,
    )


# A format is one function and one row here.
FORMATS = (
    FileFormat("markdown", (".md", ".markdown"), markdown_readings, "text/markdown", stem_id=True),
    FileFormat("text", (".txt", ".text"), text_readings, "text/plain", stem_id=True),
    FileFormat(
        "openiti", (".completed", ".inprogress"), openiti_readings, "text/x-openiti", stem_id=True
    ),
    FileFormat(
        "html", (".html", ".htm", ".xhtml", ".xht"), html_readings, "text/html", stem_id=True
    ),
    FileFormat("eml", (".eml",), eml_readings, "message/rfc822", members=eml_members),
    FileFormat("msg", (".msg",), msg_readings, "application/vnd.ms-outlook", members=msg_members),
    FileFormat(
        "mbox",
        (".mbox",),
        mbox_readings,
        "application/mbox",
        signature=b"From ",
        members=mbox_members,
    ),
    FileFormat(
        "zip",
        (".zip",),
        zip_readings,
        "application/zip",
        signature=b"PK\x03\x04",
        members=zip_members,
    ),
    FileFormat("tar", (".tar",), tar_readings, "application/x-tar", members=tar_members),
    FileFormat(
        "gzip",
        (".gz", ".tgz"),
        gzip_readings,
        "application/gzip",
        signature=b"\x1f\x8b",
        members=gzip_members,
    ),
    FileFormat(
        "warc",
        (".warc",),
        warc_readings,
        "application/warc",
        signature=b"WARC/",
        members=warc_members,
    ),
    FileFormat("json", (".json",), json_readings, "application/json", stem_id=True),
    FileFormat("xml", (".xml", ".tei"), xml_readings, "application/xml", stem_id=True),
    FileFormat(
        "wiki", (".wiki", ".mediawiki", ".wikitext"), wiki_readings, "text/x-wiki", stem_id=True
    ),
    FileFormat("subtitles", (".srt", ".vtt"), subtitle_readings, "text/vtt", stem_id=True),
    FileFormat(
        "jsonl", (".jsonl", ".ndjson"), jsonl_readings, "application/x-ndjson", stem_id=True
    ),
    FileFormat(
        "docx",
        (".docx", ".docm", ".dotx", ".dotm"),
        office.docx_readings,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    FileFormat(
        "odt", (".odt", ".ott"), office.odt_readings, "application/vnd.oasis.opendocument.text"
    ),
    FileFormat(
        "pptx",
        (".pptx", ".pptm", ".ppsx", ".potx"),
        office.pptx_readings,
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    FileFormat(
        "odp",
        (".odp", ".otp"),
        office.odp_readings,
        "application/vnd.oasis.opendocument.presentation",
    ),
    FileFormat(
        "xlsx",
        (".xlsx", ".xlsm", ".xltx"),
        xlsx_readings,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    FileFormat(
        "ods", (".ods", ".ots"), ods_readings, "application/vnd.oasis.opendocument.spreadsheet"
    ),
    FileFormat("xls", (".xls", ".xlt"), xls_readings, "application/vnd.ms-excel", version=1),
    FileFormat(
        "ppt",
        (".ppt", ".pps", ".pot"),
        ppt_readings,
        "application/vnd.ms-powerpoint",
        version=1,
    ),
    FileFormat("csv", (".csv", ".tsv"), separated_readings, "text/csv"),
    FileFormat("rtf", (".rtf",), office.rtf_readings, "application/rtf", signature=b"{\\rtf"),
    FileFormat("doc", (".doc", ".dot"), office.doc_readings, "application/msword"),
    FileFormat("epub", (".epub",), office.epub_readings, "application/epub+zip"),
    FileFormat(
        "pdf",
        (".pdf",),
        pdf_readings,
        "application/pdf",
        b"%PDF-",
        version=2,
        alone=True,
        cost=8.0,
        options=ocr_options,
    ),
    _image("jpeg", (".jpg", ".jpeg"), "image/jpeg", b"\xff\xd8\xff"),
    _image("png", (".png",), "image/png", b"\x89PNG\r\n"),
    _image("tiff", (".tif", ".tiff"), "image/tiff"),
    _image("webp", (".webp",), "image/webp"),
    _image("bmp", (".bmp",), "image/bmp"),
    _image("gif", (".gif",), "image/gif", b"GIF8"),
    # A folder of images that is one document (see `page_names`); its pages have a media type each.
    replace(_image("folder", (), "inode/directory"), read=folder_readings),
)
# Of files about other files, which are read to see whether they can be.
ABOUT_OTHERS = FileFormat("about", (), sidecar_readings, "text/plain", stem_id=True)
# Format of text → formats that a file with its suffix may be of, when it begins so.
_OTHERS = {
    "text": ("openiti", "html", "xml"),
    "markdown": ("openiti",),
    "xml": ("html",),
}
_BY_NAME = {row.name: row for row in FORMATS}
_BY_SUFFIX = {suffix: row for row in FORMATS for suffix in row.suffixes}


class UnknownFormat(ValueError):
    """A file that no reader is for."""


def source_id(source: Source) -> str:
    """The id of the document in `source`, unless the document itself gives one."""
    if source.id:
        return source.id
    return _without_stem_suffix(source.name.removesuffix("/"))


def located(error: DocumentError, source: Source) -> DocumentError:
    """`error`, with the member that it is about, where `source` is one and it does not say so."""
    if not source.member or error.member_id:
        return error
    reason = f"{place(source.member, error.line)}: {error.reason}"
    return type(error)(error.path, reason, member_id=source_id(source))


def member_source(container: Source, path: Path, name: str, attached_to: str = "") -> Source:
    """The Source of the member `name` of `container`, which was written to the file at `path`."""
    return replace(
        container,
        path=path,
        bytes=path.stat().st_size,
        start=0,
        line=1,
        last=True,
        member=f"{container.member}/{name}".removeprefix("/"),
        id=f"{source_id(container)}/{_without_stem_suffix(name)}",
        attached_to=attached_to,
        digest="",
        pages_read=0,
        stop_before=0,
    )


def _without_stem_suffix(name: str) -> str:
    """`name` without its suffix, where it is one of a format of text."""
    path = PurePosixPath(name)
    found = _BY_SUFFIX.get(path.suffix.lower())
    return path.with_suffix("").as_posix() if found and found.stem_id else name


def format_of(source: Source) -> FileFormat:
    """The format of a file; raises ValueError when it is none, UnknownFormat when not known."""
    if clean_value(source.name) != source.name:
        raise ValueError("its name has control characters or outer spaces; rename it")
    mode = source.path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise ValueError("is a symbolic link; put the file itself in the corpus")
    if stat.S_ISDIR(mode):
        if source.is_folder:
            return _BY_NAME["folder"]
        raise ValueError(UNLISTED)
    if not stat.S_ISREG(mode):
        raise ValueError("is not an ordinary file")
    if source.about:
        return ABOUT_OTHERS
    by_name = _BY_SUFFIX.get(source.suffix)
    if by_name and source.start:
        return by_name  # a part of a file whose beginning told nothing else
    told = known_by_bytes(source.path)
    if by_name and not _contradicts(told, by_name, source):
        return by_name
    found = _BY_NAME.get(told)
    if found:
        return found
    if by_name and told:
        raise UnknownFormat(f"its content is of another format ({told}), which is not read")
    if is_prose(source.path, any_language=not source.suffix):
        return _BY_NAME["text"]
    raise UnknownFormat("unknown format; the README lists those that are read")


def _contradicts(told: str, by_name: FileFormat, source: Source) -> bool:
    """True if a file is of another format than its suffix says, as its bytes have `told`."""
    if told == by_name.name or told == "ole":
        return False
    if told in BINARY:
        # The members of a zip file do not always show what it is.
        return not (told == "zip" and by_name.name in BINARY)
    if by_name.name in BINARY:  # whose bytes would have told it
        return bool(told) or is_prose(source.path, any_language=False)
    return told in _OTHERS.get(by_name.name, ())


def misnamed(source: Source, row: FileFormat) -> tuple[str, ...]:
    """A note that a file is of the format `row`, if its suffix is that of another; else none."""
    by_name = _BY_SUFFIX.get(source.suffix)
    if by_name is None or by_name is row or row.name in ("openiti", "about"):
        return ()
    return (f"file name: it ends in {source.suffix}, but the file is of the format {row.name}",)
