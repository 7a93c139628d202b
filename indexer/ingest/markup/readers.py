"""Readers of XML (TEI, XHTML, the export of a wiki and others) and of a page of a wiki."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from itertools import count

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text, clean_value
from indexer.ingest.encoding import decoded_text
from indexer.ingest.html import html_readings
from indexer.ingest.limits import SourceLimits
from indexer.ingest.markup.wikitext import is_redirect, wiki_content
from indexer.ingest.office.package import XmlElement, child, local_name, xml_root
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source, source_bytes

_HEAD_BYTES = 4_096
_EXPORT = re.compile(rb"<(?:\w+:)?mediawiki[\s>]")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# Of the pages of a wiki: articles; in Wikisource authors, pages of books, indexes.
_SPACES_READ = frozenset(("0", "100", "102", "104"))


def wiki_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The content of a file that holds one page of a wiki."""
    content = source_bytes(source, limits.max_bytes)
    found = wiki_content(decoded_text(content))
    yield Reading(found.fields, found.text, digest=hashlib.sha256(content).hexdigest())


def xml_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an XML file; of the export of a wiki, that of each of its pages."""
    from indexer.ingest.markup.tei import xml_fields, xml_text

    with source.path.open("rb") as file:
        if _EXPORT.search(file.read(_HEAD_BYTES)):
            yield from _pages(source, limits)
            return
    content = source_bytes(source, limits.max_bytes)
    if not content.strip():
        raise ValueError("empty")
    root = _root(content)
    if local_name(root).lower() == "html":
        yield from html_readings(source, limits)
        return
    text, pages = xml_text(root)
    digest = hashlib.sha256(content).hexdigest()
    yield Reading(xml_fields(root), text, pages, digest=digest)


def _root(content: bytes) -> XmlElement:
    """The root of an XML file, whose encoding may be other than it says."""
    try:
        return xml_root(content)
    except ValueError:
        text = _DECLARATION.sub("", decoded_text(content).removeprefix("\ufeff"), count=1)
        return xml_root(clean_text(text).encode())


def _pages(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of each page of the export of a wiki, which may be of any size."""
    from lxml import etree

    from indexer.ingest.formats import source_id

    numbers = count(1)
    options = {"resolve_entities": False, "no_network": True, "remove_comments": True}
    try:
        for _, page in etree.iterparse(str(source.path), events=("end",), **options):
            if local_name(page) != "page":
                continue
            found = _page(page, limits)
            page.clear()
            while page.getprevious() is not None:  # what was read takes no memory
                del page.getparent()[0]
            if found is None:
                continue
            title, text, digest = found
            content = wiki_content(text)
            name = clean_value(title).replace("/", "\u2215") or str(next(numbers))
            if len(text.encode()) > limits.max_bytes:
                yield DocumentError(source.name, f"page “{name}”: is too large")
            elif content.text:
                yield Reading(
                    {**content.fields, "title": title},
                    content.text,
                    digest=digest,
                    id=f"{source_id(source)}/{name}",
                    member=name,
                )
    except etree.XMLSyntaxError as error:
        raise ValueError(f"the export of a wiki breaks off: {error.msg}") from error


def _page(page: XmlElement, limits: SourceLimits) -> tuple[str, str, str] | None:
    """(title, text, digest) of a page of an export; None of one that is not read."""
    space, title = child(page, "ns"), child(page, "title")
    revisions = [one for one in page if local_name(one) == "revision"]
    element = child(revisions[-1], "text") if revisions else None
    text = (element.text or "") if element is not None else ""
    read = space is None or (space.text or "0").strip() in _SPACES_READ
    if not read or child(page, "redirect") is not None or is_redirect(text) or not text.strip():
        return None
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return (title.text or "") if title is not None else "", text, digest
