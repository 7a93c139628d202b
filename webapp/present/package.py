"""A package of evidence as files: to read, to print, for programs, and to verify them all."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

from flask import render_template

from indexer import ArchiveDate, Document
from webapp.present.evidence import (
    EvidencePackage,
    PackedDocument,
    PackedLine,
    PackedPassage,
)
from webapp.present.tables import CsvTable
from webapp.site import messages

FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP can tell: of no file is one kept
SUMS = "SHA256SUMS"
LRI, PDI = "\N{LEFT-TO-RIGHT ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
DOCUMENT_COLUMNS = (
    *("number", "id", "title", "date", "date_hijri", "kind", "author", "publisher", "place"),
    *("language", "url", "file", "file_sha256", "text", "text_sha256"),
)
PASSAGE_COLUMNS = (
    *(
        "number",
        "document",
        "title",
        "date",
        "date_hijri",
        "part",
        "part_address",
        "paragraph",
        "page",
    ),
    *("before", "passage", "after", "matches", "cut", "url", "note"),
    *("file_sha256", "text_sha256"),
)
LINE_COLUMNS = ("number", "document", "passage", "before", "match", "after", "paragraph", "page")


class PackageFile:
    """A ZIP that is the same to the byte whenever the same files are put into it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(file, "w")
        self._sums: list[str] = []

    def add(self, name: str, pieces: Iterable[bytes]) -> None:
        """Writes a file of `pieces`, and keeps its SHA-256."""
        digest = hashlib.sha256()
        with self._zip.open(_entry(name), "w") as entry:
            for piece in pieces:
                digest.update(piece)
                entry.write(piece)
        self._sums.append(f"{digest.hexdigest()}  {name}\n")

    def end(self) -> None:
        """Writes the file with the SHA-256 of all others, by which `sha256sum -c` verifies them."""
        sums = sorted(self._sums, key=lambda line: line.partition("  ")[2])
        self._zip.writestr(_entry(SUMS), "".join(sums).encode())
        self._zip.close()


def write_package(file: PackageFile, package: EvidencePackage) -> None:
    """Writes the files that tell of `package`."""
    file.add("README.txt", [readme(package).encode()])
    html = render_template("evidence.html", page=package)
    file.add("evidence.html", [html.encode()])
    told = json.dumps(package_values(package), ensure_ascii=False, indent=1)
    file.add("evidence.json", [told.encode(), b"\n"])
    by_number = {document.number: document for document in package.documents}
    file.add(
        "passages.csv",
        _csv(
            PASSAGE_COLUMNS,
            (_passage_row(one, by_number[one.document]) for one in package.passages),
        ),
    )
    file.add("documents.csv", _csv(DOCUMENT_COLUMNS, map(_document_row, package.documents)))
    if any(answer.lines for answer in package.answers):
        file.add("lines.csv", _csv(LINE_COLUMNS, map(_line_row, package.lines)))


def readme(package: EvidencePackage) -> str:
    """The README of `package`, in the language of the answer."""
    return "\n".join(_readme(package)) + "\n"


def package_values(package: EvidencePackage) -> dict[str, Any]:
    """The package for programs."""
    edition = package.edition
    return {
        "khizana_evidence": 1,
        "title": package.title,
        "archive": package.archive,
        "address": package.address,
        "edition": {
            "generation": edition.generation,
            "built": edition.created,
            "documents": edition.documents,
            "sha256": edition.digest,
        },
        "complete": package.complete,
        "incomplete_because": list(package.lacks),
        "answers": [
            answer.asked
            | {
                "number": answer.number,
                "gone": answer.gone,
                "documents": [document.number for document, _ in answer.groups],
                "passages": [one.number for _, rows in answer.groups for one in rows],
                "lines": [_line_values(one) for one in answer.lines],
            }
            for answer in package.answers
        ],
        "documents": [
            dict(zip(DOCUMENT_COLUMNS, _document_row(one), strict=True))
            | {"left_out": one.original.left_out}
            for one in package.documents
        ],
        "passages": [_passage_values(one) for one in package.passages],
    }


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o100644 << 16
    entry.create_system = 3  # Unix, wherever it is made
    return entry


def _csv(columns: tuple[str, ...], rows: Iterable[list[object]]) -> list[bytes]:
    held = io.BytesIO()
    table = CsvTable(held, columns)
    for row in rows:
        table.add(row)
    table.close()
    return [held.getvalue()]


def _document_row(one: PackedDocument) -> list[object]:
    document = one.document
    return [
        *(one.number, document.id, document.title, _date(document), one.hijri or None),
        *(document.kind, document.author, document.publisher, document.place, document.language),
        *(one.url, one.original.name, document.digest, one.text.name, one.text_digest),
    ]


def _passage_row(one: PackedPassage, of: PackedDocument) -> list[object]:
    passage = one.passage
    return [
        *(one.number, one.document, of.document.title, _date(of.document), of.hijri or None),
        *(
            one.part or None,
            passage.part or None,
            passage.paragraph,
            passage.page and passage.page.name,
        ),
        *(passage.before, passage.text, passage.after, passage.matches),
        *("cut" if passage.cut else None, one.url, one.note or None),
        *(of.document.digest, of.text_digest),
    ]


def _passage_values(one: PackedPassage) -> dict[str, Any]:
    passage = one.passage
    page = passage.page and {"number": passage.page.number, "label": passage.page.name}
    return {
        "number": one.number,
        "document": one.document,
        "anchor": passage.anchor,
        "url": one.url,
        "parts": list(passage.parts),
        "part_address": passage.part or None,
        "paragraph": passage.paragraph,
        "page": page,
        "start": passage.start,
        "end": passage.end,
        "before": passage.before,
        "passage": passage.text,
        "pieces": [{"text": piece.text, "match": piece.match} for piece in passage.pieces],
        "after": passage.after,
        "matches": passage.matches,
        "cut": passage.cut,
        "note": one.note,
    }


def _line_row(one: PackedLine) -> list[object]:
    line = one.line
    return [
        *(one.number, one.document, one.passage or None, line.before, line.match, line.after),
        *(line.paragraph, line.page and line.page.name),
    ]


def _line_values(one: PackedLine) -> dict[str, Any]:
    return dict(zip(LINE_COLUMNS, _line_row(one), strict=True))


def _date(document: Document) -> str | None:
    date: ArchiveDate | None = document.date
    return str(date) if date else None


def _named(name: str) -> str:
    """The name of a fact, before it: a question stands as it is."""
    return name if name.endswith(("?", "؟")) else f"{name}:"


def _readme(package: EvidencePackage) -> Iterator[str]:
    words, edition = messages(), package.edition

    def text(name: str, **values: object) -> str:
        return str(words.entry(f"evidence.readme.{name}")).format(**values)

    yield from (package.title, f"{package.archive} — {package.address}", "")
    yield text("answers")
    for answer in package.answers:
        yield f"{answer.number}. {answer.heading}"
        if answer.note:
            yield f"   {words.entry('evidence.note')} {answer.note}"
        if answer.gone:
            yield f"   {words.entry('evidence.gone')}"
        yield from (f"   {_named(name)} {fact}" for name, fact in answer.facts)
        if answer.empty:
            yield f"   {words.entry('evidence.nothing')}"
    yield ""
    yield text("complete")
    if package.complete:
        yield str(words.entry("evidence.whole"))
    for lack in package.lacks:
        yield f"- {words.entry(f'incomplete.{lack}')}"
    if package.gone:
        yield f"- {words.entry('evidence.some_gone')}"
    yield ""
    yield text("edition")
    yield str(words.entry("evidence.edition")).format(
        generation=edition.generation,
        built=f"{LRI}{edition.created}{PDI}",
        documents=edition.documents,
        digest=edition.digest,
    )
    yield from ("", text("files"))
    for name in ("evidence.html", "evidence.json", "passages.csv", "documents.csv"):
        yield f"- {name}: {text(name.replace('.', '_'))}"
    if any(answer.lines for answer in package.answers):
        yield f"- lines.csv: {text('lines_csv')}"
    if any(one.original.name or one.original.left_out for one in package.documents):
        yield f"- originals/: {text('originals')}"
        yield f"- texts/: {text('texts')}"
    yield f"- {SUMS}: {text('sums')}"
    left = [one for one in package.documents if one.original.left_out or one.text.left_out]
    if left:
        yield from ("", text("left_out"))
        for one in left:
            reason = one.original.left_out or one.text.left_out
            yield f"- {one.number}. {one.document.id}: {words.entry(f'evidence.left_out.{reason}')}"
    yield from ("", text("verify"), f"    sha256sum -c {SUMS}")
    yield text("verify_elsewhere")
    yield from ("", text("digests"), text("offsets"), text("calendars"), text("same"))
