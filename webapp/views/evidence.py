"""Packages of evidence: of a search, of a concordance, of what a reader chose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO

from flask import Blueprint, Response, request

from indexer import (
    Basis,
    Document,
    Session,
    edition,
    evidence_of_choice,
    evidence_of_hits,
    evidence_of_lines,
    stored_text,
    unhurried,
)
from webapp.http.headers import to_save
from webapp.http.items import Item, ItemKind, items_of, wrong
from webapp.http.params import Arguments, choice, lines_wanted, search_request
from webapp.http.reader_file import MOST_BYTES, given_title
from webapp.http.spooled import written_file
from webapp.present.evidence import EvidencePackage, Gathered, PackedFile, package_of
from webapp.present.package import PackageFile, write_package
from webapp.site import site
from webapp.views.documents import original_bytes, original_size
from webapp.views.exports import basis_headers, name_of_file

blueprint = Blueprint("evidence", __name__)

MEGABYTE = 1_000_000
_SUFFIX = re.compile(r"\.[a-z0-9]{1,10}")


class Of(StrEnum):
    """The kinds of answer that a package is made of."""

    DOCUMENTS = "documents"
    LINES = "lines"


@blueprint.route("/api/evidence.zip", methods=["GET", "POST"])
def package() -> Response:
    """The package of what the arguments name; a long file of a reader comes as a form."""
    request.max_content_length = request.max_form_memory_size = MOST_BYTES
    arguments = request.form if request.method == "POST" else request.args
    asked = _answer_asked_for(arguments)
    items = items_of(arguments, site().settings) or (asked,)
    one_page = bool(arguments.get("page")) and not arguments.get("i")
    title = given_title(arguments)
    if arguments.get("originals", "") not in ("", "1"):
        raise wrong("originals", "must be 1")
    originals = bool(arguments.get("originals"))

    def written(file: IO[bytes]) -> tuple[EvidencePackage, Basis]:
        return _written(file, items, title, one_page, originals)

    response, (packed, basis) = written_file(written, "application/zip")
    whole = basis.lacking(*packed.lacks)
    response.headers.update(basis_headers(whole))
    if packed.gone and not packed.lacks:
        response.headers["Khizana-Complete"] = "no: gone"
    name = name_of_file("khizana-evidence", whole)
    ending = "-incomplete" if packed.gone and not packed.lacks else ""
    return to_save(response, f"{name}{ending}.zip")


def _answer_asked_for(arguments: Arguments) -> Item:
    """The one item that the arguments of a search or of a concordance make."""
    wanted = search_request(arguments, site().settings)
    order, within = lines_wanted(arguments)
    if choice(arguments, "of", Of.DOCUMENTS) is Of.DOCUMENTS:
        return Item(ItemKind.SEARCH, request=wanted)
    return Item(ItemKind.LINES, request=wanted, order=order, within=within)


def _written(
    file: IO[bytes], items: tuple[Item, ...], title: str, one_page: bool, originals: bool
) -> tuple[EvidencePackage, Basis]:
    """Writes the package of `items` into `file`; returns what it tells, and of one, its basis."""
    target = PackageFile(file)
    with site().archive.session(heavy=True) as held:
        session = unhurried(held)
        gathered = tuple(_gathered(session, items, one_page))
        files = _originals(session, gathered, target) if originals else {}
        told = package_of(gathered, edition(session), title, files)
    write_package(target, told)
    target.end()
    return told, gathered[0].basis if len(gathered) == 1 else Basis()


def _gathered(session: Session, items: tuple[Item, ...], one_page: bool) -> Iterator[Gathered]:
    """The items with what the archive has of them, within the limit of passages in all."""
    room = site().settings.search.evidence_passages
    for item in items:
        if item.request is None:
            (chosen,) = evidence_of_choice(session, [(item.document, item.anchor)])
            yield Gathered(item, chosen=chosen)
            room -= len(chosen.passages) if chosen else 0
            continue
        wanted = session.usual(item.request)
        if item.kind is ItemKind.LINES:
            answer = evidence_of_lines(session, wanted, item.order, item.within, max(room, 0))
        else:
            answer = evidence_of_hits(session, wanted, one_page=one_page, most=max(room, 0))
        yield Gathered(item, answer, one_page=one_page and item.kind is ItemKind.SEARCH)
        room -= sum(len(found.passages) for found in answer.documents)


def _originals(
    session: Session, gathered: tuple[Gathered, ...], target: PackageFile
) -> dict[str, tuple[PackedFile, PackedFile]]:
    """Writes the original and the text of each document, within the limit; says which it wrote."""
    room = int(site().settings.search.evidence_megabytes * MEGABYTE)
    files: dict[str, tuple[PackedFile, PackedFile]] = {}
    documents = {found.document.id: found.document for one in gathered for found in one.documents}
    for number, document in enumerate(documents.values(), start=1):
        original, room = _put(target, f"originals/{number:04}{_suffix(document)}", room, document)
        text, room = _put_text(session, target, f"texts/{number:04}.txt", room, document.id)
        files[document.id] = (original, text)
    return files


def _put(target: PackageFile, name: str, room: int, document: Document) -> tuple[PackedFile, int]:
    """Writes the original of `document` where there is `room` for it; and the room that is left."""
    folder = site().settings.corpus.folder
    size = original_size(folder, document)
    if size is None:
        return PackedFile(left_out="gone"), room
    if size > room:
        return PackedFile(left_out="size"), room
    member = bool(document.member)
    content = site().archive.member_bytes(document) if member else original_bytes(folder, document)
    if content is None:
        return PackedFile(left_out="gone"), room
    if len(content) > room:
        return PackedFile(left_out="size"), room
    target.add(name, [content])
    return PackedFile(name), room - len(content)


def _put_text(
    session: Session, target: PackageFile, name: str, room: int, document_id: str
) -> tuple[PackedFile, int]:
    """Writes the text of a document where there is `room` for it; and the room that is left."""
    kept, size = [], 0
    for piece in stored_text(session, document_id):
        kept.append(piece.encode("utf-8", "surrogatepass"))
        size += len(kept[-1])
        if size > room:
            return PackedFile(left_out="size"), room
    target.add(name, kept)
    return PackedFile(name), room - size


def _suffix(document: Document) -> str:
    """The ending of the original of `document`, in letters that every system keeps."""
    suffix = Path(document.member or document.path).suffix.lower()
    suffix = ".json" if suffix == ".jsonl" else suffix
    return suffix if _SUFFIX.fullmatch(suffix) else ""
