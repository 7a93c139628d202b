"""A document as files to keep: as it came, as plain text, as a citation."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path
from tempfile import SpooledTemporaryFile

from flask import Blueprint, Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from indexer import Document, DocumentSummary, FullText, Page
from webapp.http.failures import OriginalGone
from webapp.http.headers import PACKED, around, streamed, to_save
from webapp.http.params import MOST_PAGES, whole_number
from webapp.present.citation import bibtex, ris
from webapp.site import site
from webapp.views.naming import or_document

blueprint = Blueprint("documents", __name__)

MOST_IN_MEMORY = 1_000_000  # bytes of a text that waits to be sent
PIECE = 1 << 16  # characters that are sent at once

TYPES = {
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".jsonl": "application/json; charset=utf-8",
}
UNKNOWN = "application/octet-stream"
SEARCH_SECONDS = 1.0  # for a line that is not where it was
MOST_BYTES = 200_000_000  # of a file that is given whole


@blueprint.get("/d/<path:document_id>/original")
@or_document("/original", "pages.permanent")
def original(document_id: str) -> Answer:
    document = _outline(document_id)
    if document.member:
        content = site().archive.member_bytes(document)
    else:
        content = original_bytes(site().settings.corpus.folder, document)
    if content is None:
        raise OriginalGone
    suffix = Path(document.member or document.path).suffix.lower()
    ending = ".json" if suffix == ".jsonl" else suffix
    name = document.id.removesuffix(ending) + ending
    response = attachment(content, TYPES.get(suffix, UNKNOWN), name)
    if response.content_type.startswith(PACKED):
        return response  # some readers are sent other bytes
    response.set_etag(document.digest)
    return response.make_conditional(request, accept_ranges=True, complete_length=len(content))


@blueprint.get("/d/<path:document_id>/text")
@or_document("/text", "pages.permanent")
def text(document_id: str) -> Answer:
    found = read_text(document_id)
    if found is None:
        abort(404)
    full, pieces = found
    whole = around(f"{full.document.title}\n\n", pieces, "\n")
    return to_save(streamed(whole, "text/plain; charset=utf-8"), f"{document_id}.txt")


@blueprint.get("/d/<path:document_id>/cite.bib")
@or_document("/cite.bib", "pages.permanent")
def cite_bibtex(document_id: str) -> Answer:
    entry = bibtex(*_cited(document_id)).encode()
    return attachment(entry, "application/x-bibtex; charset=utf-8", f"{document_id}.bib")


@blueprint.get("/d/<path:document_id>/cite.ris")
@or_document("/cite.ris", "pages.permanent")
def cite_ris(document_id: str) -> Answer:
    entry = ris(*_cited(document_id)).encode()
    kind = "application/x-research-info-systems; charset=utf-8"
    return attachment(entry, kind, f"{document_id}.ris")


@blueprint.get("/d/<path:document_id>.json")
@or_document(".json", "pages.permanent")
def record(document_id: str) -> Answer:
    return redirect(url_for("api.document", document_id=document_id))


def read_text(document_id: str) -> tuple[FullText, Iterator[str]] | None:
    """A document and all of its text in pieces, which is read before anything is sent.

    Until it is sent it is in memory, or in a temporary file where it is long.
    """
    spooled = SpooledTemporaryFile(  # noqa: SIM115 (closed when it is sent)
        MOST_IN_MEMORY, "w+", encoding="utf-8", newline=""
    )
    try:
        full = site().archive.full_text(document_id, spooled.write)
        spooled.seek(0)
    except BaseException:
        spooled.close()
        raise
    if full is None:
        spooled.close()
        return None
    return full, _read_out(spooled)


def _read_out(file: SpooledTemporaryFile[str]) -> Iterator[str]:
    """The text in `file`, in pieces; the file is closed after the last."""
    with file:
        yield from iter(lambda: file.read(PIECE), "")


def original_size(folder: Path, document: Document) -> int | None:
    """The bytes `document` was read from, counted; None when their file is not in `folder`.

    Nothing is read: whether the file is still what was indexed is seen when it is asked for. Of a
    file in a container the bytes are not known before; they count as 0.
    """
    path = _original(folder, document)
    if path is None:
        return None
    if document.member and document.length is None:
        return 0
    return path.stat().st_size if document.length is None else document.length


def original_bytes(folder: Path, document: Document) -> bytes | None:
    """The bytes `document` was read from; None when they are no longer in the corpus `folder`.

    Of a file that holds many documents, the line of this one: where it was, else where it is now,
    as far as that is found in SEARCH_SECONDS.
    """
    path = _original(folder, document)
    if path is None:
        return None
    if document.offset is None or document.length is None:
        found = path.read_bytes() if path.stat().st_size <= MOST_BYTES else b""
        return found if _is(document, found) else None
    with path.open("rb") as file:
        file.seek(document.offset)
        for line in chain([file.read(document.length)], _lines(path, document.length)):
            if _is(document, line):
                return line
    return None


def _original(folder: Path, document: Document) -> Path | None:
    """The file of `document`; None when it is not in the corpus `folder`."""
    path = (folder / document.path).resolve()
    if not document.path or not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return path


def _is(document: Document, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == document.digest


def _lines(path: Path, length: int) -> Iterator[bytes]:
    """The lines of the file that have this length, as many as are met in SEARCH_SECONDS."""
    end = time.monotonic() + SEARCH_SECONDS
    with path.open("rb") as file:
        for number in count():
            line = file.readline(length + 2)  # \r\n
            if not line or (number % 1_000 == 0 and time.monotonic() > end):
                return
            if len(content := line.rstrip(b"\r\n")) == length:
                yield content


def attachment(content: bytes, kind: str, name: str) -> Response:
    """`content` as a file to save under `name`."""
    return to_save(Response(content, content_type=kind), name)


def _cited(document_id: str) -> tuple[DocumentSummary, Page | None]:
    """The document to be cited, and the page of it that is asked for; 404 without it."""
    document = _outline(document_id)
    if "pg" not in request.args:
        return DocumentSummary.of(document), None
    number = whole_number(request.args, "pg", 1, MOST_PAGES)
    page = next((page for page in document.pages if page.number == number), None)
    if page is None:
        abort(404)
    return DocumentSummary.of(document), page


def _outline(document_id: str) -> Document:
    document = site().archive.outline(document_id)
    if document is None:
        abort(404)
    return document
