"""The archive for programs that read all of it: JSON lines, OAI-PMH, an OPDS catalogue."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from itertools import islice
from typing import IO

from flask import Blueprint, Response, request, url_for

from indexer import (
    Document,
    Session,
    harvested,
    harvested_one,
    moment_of,
    stored_text,
    unhurried,
)
from webapp.http.items import wrong
from webapp.http.params import address, search_request, whole_number
from webapp.http.spooled import written_file
from webapp.present import oai, opds
from webapp.present.oai import OaiError
from webapp.present.xml import Element, put, xml_response
from webapp.site import LANGUAGE_RULE, absolute, site
from webapp.views.api import UNSEEN, document_values
from webapp.views.reader_file import moment_in

blueprint = Blueprint("harvest", __name__)

LINES, MOST_LINES = 100, 1_000  # documents of a step
MOST_BYTES = 50_000_000  # of a step; one long document may be more
RECORDS = 100  # of an answer of OAI-PMH
PARTS = {"parts": "divisions"}  # a field of the answer → that of the document it is made of
_MADE = UNSEEN
FIELDS = (*(field.name for field in fields(Document) if field.name not in _MADE), *PARTS)
USUAL = tuple(name for name in FIELDS if name not in ("text", "pages", *PARTS))
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NO_TEXT = '"text": ""'  # in JSON; inside a string, signs of quotation stand escaped


@blueprint.get("/api/documents")
def bulk() -> Response:
    """Documents in the order of their ids, one on a line; the last line leads on."""
    limit = whole_number(request.args, "limit", LINES, MOST_LINES)
    wanted = _fields(request.args.get("fields", ""))
    after, since = request.args.get("after", ""), request.args.get("since")
    moment = moment_in("since", since) if since else None

    def written(file: IO[bytes]) -> str | None:
        with site().archive.session(heavy=True) as held:
            session = unhurried(held)
            read = [PARTS.get(name, name) for name in wanted]
            found = harvested(session, after, moment, fields=read)
            return _lines(session, found, wanted, limit, file)

    response, following = written_file(written, "application/x-ndjson; charset=utf-8")
    if following is not None:
        kept = [pair for pair in request.args.items() if pair[0] != "after"]
        url = address(url_for("harvest.bulk"), [*kept, ("after", following)])
        response.headers["Link"] = f'<{absolute(url)}>; rel="next"'
    return response


@blueprint.route("/oai", methods=["GET", "POST"])
def protocol() -> Response:
    """OAI-PMH 2.0 (openarchives.org): records of Dublin Core for other catalogues."""
    given = request.form if request.method == "POST" else request.args
    base, arguments = absolute(url_for("harvest.protocol")), given.to_dict()
    try:
        if any(len(given.getlist(name)) > 1 for name in given):
            raise OaiError("badArgument", "An argument is repeated.")
        verb = arguments.get("verb", "")
        if verb not in _VERBS:
            raise OaiError("badVerb", "The verb is missing, or is none of OAI-PMH 2.0.")
        asked = {name: value for name, value in arguments.items() if name != "verb"}
        required, optional = _VERBS[verb]
        if "resumptionToken" in asked and "resumptionToken" in optional:
            required, optional = ("resumptionToken",), ()
        if not set(required) <= asked.keys() <= {*required, *optional}:
            raise OaiError("badArgument", "Arguments are missing, or are none of this verb.")
        root = oai.oai_root(base, arguments)
        _answer(root, verb, asked, base)
    except OaiError as error:
        plain = error.code in ("badVerb", "badArgument")
        root = oai.oai_root(base, {} if plain else arguments)
        put(root, "error", error.text, {"code": error.code})
    return xml_response(root, "text/xml")


@blueprint.get(f"/{LANGUAGE_RULE}/opds")
def catalogue(language: str) -> Response:
    return xml_response(opds.catalogue(site().archive.status().updated), opds.NAVIGATION)


@blueprint.get(f"/{LANGUAGE_RULE}/opds/documents")
def catalogue_page(language: str) -> Response:
    """The documents that answer a search, with links to their files."""
    page = site().archive.search(search_request(request.args, site().settings))
    updated = site().archive.status().updated
    return xml_response(opds.catalogue_of(page, updated), opds.ACQUISITION)


def _lines(
    session: Session,
    found: Iterator[Document],
    wanted: Sequence[str],
    limit: int,
    file: IO[bytes],
) -> str | None:
    """Writes documents as lines, then a line that leads on; returns the id it goes on after."""
    last, count = None, 0
    for document in found:
        if count == limit or (count and (session.deadline.over() or file.tell() > MOST_BYTES)):
            break
        values = document_values(document) | {"text": ""}
        chosen = {name: values[name] for name in ("id", *wanted, "url", "short_url")}
        before, _, after = json.dumps(chosen, ensure_ascii=False).partition(_NO_TEXT)
        file.write(before.encode())
        if after:
            file.write(_NO_TEXT[:-1].encode())
            for piece in stored_text(session, document.id):
                file.write(json.dumps(piece, ensure_ascii=False)[1:-1].encode())
            file.write(f'"{after}'.encode())
        file.write(b"\n")
        last, count = document.id, count + 1
    else:
        last = None
    manifest = session.generation.manifest
    told = {"next": last, "generation": manifest.generation, "updated": manifest.created}
    file.write(json.dumps(told, ensure_ascii=False).encode() + b"\n")
    return last


def _fields(text: str) -> tuple[str, ...]:
    """The fields that `text` names, parted by commas; the usual ones where it names none."""
    named = tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    if unknown := [name for name in named if name not in FIELDS]:
        raise wrong("fields", f"has “{unknown[0]}”; fields are {', '.join(FIELDS)}")
    return named or USUAL


# Verb of OAI-PMH → the arguments that it must have, and those that it may have.
_VERBS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "Identify": ((), ()),
    "ListMetadataFormats": ((), ("identifier",)),
    "ListSets": ((), ("resumptionToken",)),
    "ListIdentifiers": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "ListRecords": (("metadataPrefix",), ("from", "until", "set", "resumptionToken")),
    "GetRecord": (("identifier", "metadataPrefix"), ()),
}


@dataclass(frozen=True, slots=True)
class _Listing:
    """The list that a request asks for, from the document after the id `after` on."""

    after: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of_token(cls, token: str) -> _Listing:
        """The list that goes on at `token`; raises OaiError where it is none of ours."""
        try:
            values = json.loads(base64.urlsafe_b64decode(token.encode("ascii")))
            listing = cls(*values) if isinstance(values, list) and len(values) == 3 else None
        except ValueError:
            listing = None
        if listing is None or not all(isinstance(value, str) for value in values):
            raise OaiError("badResumptionToken", "The token is none of this archive.")
        return listing

    @property
    def token(self) -> str:
        """The token at which the list goes on."""
        values = json.dumps([self.after, self.since, self.until])
        return base64.urlsafe_b64encode(values.encode()).decode("ascii")

    def span(self) -> tuple[datetime | None, datetime | None]:
        """The moments from and until which it lists; raises OaiError where they are none."""
        since, until = _time(self.since, last=False), _time(self.until, last=True)
        mixed = since and until and len(self.since) != len(self.until)
        if mixed or (since and until and since > until):
            raise OaiError("badArgument", "“from” and “until” do not fit together.")
        return since, until


def _answer(root: Element, verb: str, asked: dict[str, str], base: str) -> None:
    """Puts the answer to `verb` into `root`; raises OaiError where there is none."""
    if verb == "Identify":
        oai.identify(root, base, site().settings.archive.contact)
    elif verb == "ListSets" and "resumptionToken" in asked:
        raise OaiError("badResumptionToken", "The token is none of this archive.")
    elif verb == "ListSets" or "set" in asked:
        raise OaiError("noSetHierarchy", "This archive has no sets.")
    elif verb == "ListMetadataFormats":
        if "identifier" in asked:
            _record(asked["identifier"])
        oai.list_formats(root)
    elif asked.get("metadataPrefix", oai.FORMAT) != oai.FORMAT:
        raise OaiError("cannotDisseminateFormat", f"Records are in the format {oai.FORMAT}.")
    elif verb == "GetRecord":
        oai.put_record(put(root, verb), _record(asked["identifier"]))
    else:
        _list(root, verb, asked)


def _list(root: Element, verb: str, asked: dict[str, str]) -> None:
    """Puts a part of the list of records into `root`, and the token at which it goes on."""
    token = asked.get("resumptionToken")
    listing = _Listing("", asked.get("from", ""), asked.get("until", ""))
    if token is not None:
        listing = _Listing.of_token(token)
    since, until = listing.span()
    with site().archive.session(heavy=True) as held:
        session = unhurried(held)
        found = harvested(session, listing.after, since, until, oai.FIELDS)
        documents = list(islice(found, RECORDS + 1))
    if not documents:
        code = "badResumptionToken" if token else "noRecordsMatch"
        raise OaiError(code, "No document of the archive changed in this time.")
    shown = documents[:RECORDS]
    following = "" if token else None
    if len(documents) > RECORDS:
        following = replace(listing, after=shown[-1].id).token
    oai.list_records(root, verb, shown, following)


def _record(identifier: str) -> Document:
    """The document of `identifier`; raises OaiError where there is none."""
    name = oai.named_by(identifier)
    with site().archive.session() as session:
        found = harvested_one(session, name, oai.FIELDS) if name else None
    if found is None:
        raise OaiError("idDoesNotExist", "The archive has no such document.")
    return found


def _time(text: str, *, last: bool) -> datetime | None:
    """The moment of an argument: of a day the `last` second or the first; None where it is empty.

    Raises OaiError where it is none.
    """
    if not text:
        return None
    whole = text
    if _DAY.fullmatch(text):
        whole = f"{text}T23:59:59Z" if last else f"{text}T00:00:00Z"
    try:
        if _SECOND.fullmatch(whole):
            return moment_of(whole)
    except ValueError:
        pass
    raise OaiError("badArgument", "A time is written 2026-01-31 or 2026-01-31T09:30:00Z.")
