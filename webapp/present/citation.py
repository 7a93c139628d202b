"""A document as others cite it: plain, BibTeX, RIS, schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from flask import url_for
from markupsafe import Markup

from indexer import ArchiveDate, Division, Document, DocumentSummary, Hit, Page, short_name
from webapp.i18n import shown
from webapp.present.calendars import hijri_note
from webapp.site import absolute, messages, names

# kind of a document → type of an entry: RIS, schema.org
TYPES = {
    "report": ("RPRT", "Report"),
    "study": ("RPRT", "ScholarlyArticle"),
    "law": ("STAT", "Legislation"),
    "article": ("JOUR", "Article"),
    "news": ("NEWS", "NewsArticle"),
    "encyclopedia": ("ENCYC", "Article"),
    "classical": ("CLSWK", "Book"),
}
SHORT = "~"  # how a short name begins in an address
OTHER = ("GEN", "CreativeWork")

_TEX = {character: f"\\{character}" for character in "#$%&_{}"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
# Inside a script element, nothing of a document may end it: these are escaped as JSON allows.
_SCRIPT = {ord(character): f"\\u{ord(character):04x}" for character in "<>&'\u2028\u2029"}


def permanent_url(document_id: str, page: Page | None = None) -> str:
    """The permanent address of a document: short, of no language, the same as long as its id is.

    With a `page` it is the address of that page.
    """
    return absolute(short_path(document_id)) + (f"?pg={page.number}" if page else "")


def short_path(document_id: str) -> str:
    """The path of the permanent address of a document."""
    return url_for("pages.permanent", document_id=SHORT + short_name(document_id))


def addresses(document: Document | DocumentSummary) -> dict[str, str]:
    """The permanent addresses of the page of `document`: by its id, and by its short name."""
    return {
        "url": url_for("pages.permanent", document_id=document.id),
        "short_url": short_path(document.id),
    }


def copies_of(hit: Hit) -> dict[str, object]:
    """The hidden hits with the text of `hit`, as JSON has them: how many, and the first."""
    first = [
        {"id": one.id, "title": one.title, "date": one.date and str(one.date), **addresses(one)}
        for one in (hit.copies.documents if hit.copies else ())
    ]
    return {"copies": hit.copies.total if hit.copies else 0, "first_copies": first}


def item_address(document_id: str) -> str:
    """The address of a document as an item of a reader's file has it."""
    return f"d/{SHORT}{short_name(document_id)}"


def part_permanent_url(document_id: str, part: str) -> str:
    """The permanent address of the part of a document that has the address `part`: `…/m-66`."""
    return f"{permanent_url(document_id)}/{part}"


def part_of_document(path: str, part: Division) -> dict[str, object]:
    """A part of the document at the permanent `path`, as JSON has it, with its own address."""
    if part.address == part.anchor:
        url = f"{path}?{part.anchor[:1]}={part.anchor[1:]}"
    else:
        url = f"{path}/{part.address}"
    return {
        "address": part.address,
        "kind": part.kind or None,
        "number": part.number or None,
        "title": part.title,
        "url": url,
    }


def passage_url(document_id: str, anchor: str) -> str:
    """The permanent address of a passage of a document: `…?p=12-3fa9k2`."""
    kind, place = anchor[:1], anchor[1:]
    return f"{permanent_url(document_id)}?{kind}={place}"


def citation_parts(
    document: Document, page: Page | None = None, within: str | None = None
) -> list[str]:
    """The parts of a citation of `document`: title, author, publisher, date, container, `page`.

    A citation of the part `within` it begins with that.
    """
    parts = [
        within,
        messages().message("document.citation", title=shown(document.title)),
        document.author,
        document.publisher if document.publisher != document.author else None,
        messages().in_both_calendars(document.date) if document.date else None,
        _within(document),
        _page_name(page) if page else None,
        names().name,
    ]
    return [shown(part) for part in parts if part]


def _within(document: Document) -> str | None:
    """The container of `document`, as part of a citation; None where it is a file of its own."""
    if not document.member:
        return None
    container = f"{document.path}/{document.member}".rpartition("/")[0]
    return messages().message("document.within", container=container)


def _page_name(page: Page) -> str:
    """The name of `page` in a citation: a time, as of a film, stands for itself."""
    return page.name if ":" in page.name else messages().message("page.short", n=page.name)


def bibtex(document: DocumentSummary, page: Page | None = None) -> str:
    """`document` as an entry of BibTeX, or a `page` of it.

    Its key is its id, in the characters keys may have.
    """
    date = document.date
    values = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in document.authors),
        "title": f"{{{_tex(document.title)}}}",
        "publisher": _tex(document.publisher),
        "address": _tex(document.place),
        "year": str(date.year) if date else None,
        "date": str(date) if date else None,
        "pages": _tex(page.name) if page else None,
        "langid": document.language,
        "url": permanent_url(document.id, page),
        "note": _tex(", ".join(filter(None, (names().name, hijri_note(date))))),
    }
    rows = [f"  {name} = {{{value}}}" for name, value in values.items() if value]
    return "@misc{" + re.sub(r"[^\w:.-]+", "-", document.id) + ",\n" + ",\n".join(rows) + "\n}\n"


def ris(document: DocumentSummary, page: Page | None = None) -> str:
    """`document`, or a `page` of it, as a record of RIS, each line ended as the format asks."""
    return "".join(f"{tag}  - {value}\r\n" for tag, value in _ris(document, page)) + "ER  - \r\n"


def json_ld(document: Document, address: str) -> Markup:
    """`document` as schema.org describes it, fit to stand in a script element."""
    described = {
        "@context": "https://schema.org",
        "@type": TYPES.get(document.kind or "", OTHER)[1],
        "@id": permanent_url(document.id),
        "url": address,
        "name": document.title,
        "alternateName": [name for name in (document.title_fr, document.title_en) if name] or None,
        "author": _persons(document.authors),
        "publisher": _named("Organization", document.publisher),
        "datePublished": str(document.date) if document.date else None,
        "inLanguage": document.language,
        "keywords": list(document.topics) or None,
        "contentLocation": _named("Place", document.place),
        "license": document.licence_url,
        "isBasedOn": document.source_url,
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "ArchiveComponent", "name": names().name},
    }
    kept = {name: value for name, value in described.items() if value is not None}
    return Markup(json.dumps(kept, ensure_ascii=False).translate(_SCRIPT))  # noqa: S704


def citation_tags(document: Document, address: str, original: str | None) -> list[tuple[str, str]]:
    """(name, content) of the tags by which Google Scholar and Zotero read a page.

    `original` is the address of its PDF, where it has one.
    """
    date = document.date
    rows = [
        ("title", document.title),
        *(("author", name) for name in document.authors),
        ("publication_date", str(date).replace("-", "/") if date else None),
        ("publisher", document.publisher),
        ("journal_title", document.publisher if document.kind in ("article", "news") else None),
        ("language", document.language),
        ("keywords", "; ".join(document.topics)),
        ("public_url", permanent_url(document.id)),
        ("fulltext_html_url", address),
        ("pdf_url", original),
    ]
    return [(f"citation_{name}", _line(value)) for name, value in rows if value]


def _ris(document: DocumentSummary, page: Page | None) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES.get(document.kind or "", OTHER)[0]
    rows = [
        ("TI", document.title),
        *(("AU", name) for name in document.authors),
        ("PB", document.publisher),
        ("CY", document.place),
        ("SP", page.name if page else None),
        ("LA", document.language),
        ("DB", names().name),
        ("ID", document.id),
        ("UR", permanent_url(document.id, page)),
    ]
    for tag, value in rows:
        if value:
            yield tag, _line(value)
    if document.date:
        yield "PY", f"{document.date.year:04}"
        yield "DA", _ris_date(document.date) + (hijri_note(document.date) or "")


def _ris_date(date: ArchiveDate) -> str:
    """`date` as RIS has it: year/month/day/, after which other information may stand."""
    month, day = (f"{part:02}" if part else "" for part in (date.month, date.day))
    return f"{date.year:04}/{month}/{day}/"


def _persons(names: tuple[str, ...]) -> object:
    """The one person of this name, a list of several; None where none is known."""
    persons = [_named("Person", name) for name in names]
    return persons if len(persons) > 1 else next(iter(persons), None)


def _named(kind: str, name: str | None) -> dict[str, str] | None:
    return {"@type": kind, "name": name} if name else None


def _line(value: str) -> str:
    """`value` on one line: a line break would begin another field."""
    return " ".join(shown(value).split())


def _tex(value: str | None) -> str | None:
    return "".join(_TEX.get(letter, letter) for letter in _line(value)) if value else None
