"""Documents as OAI-PMH 2.0 gives them: records of Dublin Core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from indexer import Document, moment_of, short_name
from webapp.present.calendars import hijri_note
from webapp.present.citation import SHORT, permanent_url
from webapp.present.xml import Element, put
from webapp.site import absolute, names

OAI = "http://www.openarchives.org/OAI/2.0/"
FORMAT = "oai_dc"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XML_LANGUAGE = "xml:lang"
FIELDS = (
    *("title", "title_fr", "title_en", "authors", "publisher", "date", "place", "kind", "topics"),
    *("language", "source", "source_url", "licence", "licence_url"),
)
EARLIEST = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class OaiError(Exception):
    """An error as the protocol names it."""

    code: str
    text: str


def oai_root(address: str, arguments: Mapping[str, str]) -> Element:
    """The beginning of an answer to a request at `address` with `arguments`."""
    root = Element("OAI-PMH", {"xmlns": OAI, "xmlns:xsi": XSI})
    root.set("xsi:schemaLocation", f"{OAI} {OAI}OAI-PMH.xsd")
    put(root, "responseDate", datestamp(datetime.now(UTC)))
    put(root, "request", address, arguments)
    return root


def identify(root: Element, address: str, contact: str) -> None:
    """Says what archive this is."""
    found = put(root, "Identify")
    put(found, "repositoryName", names().name)
    put(found, "baseURL", address)
    put(found, "protocolVersion", "2.0")
    put(found, "adminEmail", contact or f"postmaster@{_host()}")
    put(found, "earliestDatestamp", EARLIEST)
    put(found, "deletedRecord", "no")
    put(found, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def list_formats(root: Element) -> None:
    """Names the one format of records."""
    found = put(put(root, "ListMetadataFormats"), "metadataFormat")
    put(found, "metadataPrefix", FORMAT)
    put(found, "schema", f"{OAI}oai_dc.xsd")
    put(found, "metadataNamespace", f"{OAI}oai_dc/")


def list_records(
    root: Element, verb: str, documents: Iterable[Document], token: str | None
) -> None:
    """Lists `documents`; `token` leads on, is empty at the end of a list, or None for a list that
    is whole.
    """
    found = put(root, verb)
    for document in documents:
        if verb == "ListIdentifiers":
            put_header(found, document)
        else:
            put_record(found, document)
    if token is not None:
        put(found, "resumptionToken", token)


def put_record(parent: Element, document: Document) -> None:
    """Puts the record of `document` into `parent`."""
    record = put(parent, "record")
    put_header(record, document)
    namespaces = {"xmlns:oai_dc": f"{OAI}oai_dc/", "xmlns:dc": DC}
    schema = {"xsi:schemaLocation": f"{OAI}oai_dc/ {OAI}oai_dc.xsd"}
    core = put(put(record, "metadata"), "oai_dc:dc", None, namespaces | schema)
    for name, value, language in _dublin_core(document):
        put(core, f"dc:{name}", value, {XML_LANGUAGE: language} if language else None)


def put_header(parent: Element, document: Document) -> None:
    """Puts the header of the record of `document` into `parent`."""
    header = put(parent, "header")
    put(header, "identifier", oai_identifier(document.id))
    put(header, "datestamp", datestamp(moment_of(document.changed or EARLIEST)))


def oai_identifier(document_id: str) -> str:
    """The identifier of the record of a document: of its short name, which never changes."""
    return f"{_prefix()}{short_name(document_id)}"


def named_by(identifier: str) -> str | None:
    """The name of the document that `identifier` stands for; None where it is none of ours."""
    prefix = _prefix()
    return SHORT + identifier.removeprefix(prefix) if identifier.startswith(prefix) else None


def datestamp(moment: datetime) -> str:
    """`moment` as the protocol writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _prefix() -> str:
    return f"oai:{_host()}:"


def _host() -> str:
    return urlsplit(absolute("/")).hostname or "localhost"


def _dublin_core(document: Document) -> Iterator[tuple[str, str, str | None]]:
    """(element, value, language) of each fact of `document`."""
    rows = [
        ("title", document.title, document.language),
        ("title", document.title_fr, "fr"),
        ("title", document.title_en, "en"),
        *(("creator", author, None) for author in document.authors),
        *(("subject", topic, document.language) for topic in document.topics),
        ("publisher", document.publisher, None),
        ("date", str(document.date) if document.date else None, None),
        ("date", hijri_note(document.date), None),
        ("type", document.kind, None),
        ("identifier", permanent_url(document.id), None),
        ("source", document.source, None),
        ("source", document.source_url, None),
        ("language", document.language, None),
        ("coverage", document.place, None),
        ("rights", document.licence, None),
        ("rights", document.licence_url, None),
    ]
    for name, value, language in rows:
        if value:
            yield name, value, language
