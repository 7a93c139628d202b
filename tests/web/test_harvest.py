"""The archive for programs that read all of it: in steps, by the rules of each protocol."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer import short_name
from webapp.present import opds
from webapp.views import harvest

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
ATOM = "{http://www.w3.org/2005/Atom}"
IDS = ["folder/letter", "hostile", "law", "report"]
LAW = f"oai:localhost:{short_name('law')}"


def steps(client: FlaskClient, arguments: str = "") -> Iterator[list[dict[str, Any]]]:
    address: str | None = f"/api/documents?{arguments}"
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.content_type.startswith("application/x-ndjson")
        yield [json.loads(line) for line in answer.text.splitlines()]
        link = re.fullmatch(r'<http://localhost(/.+)>; rel="next"', answer.headers.get("Link", ""))
        address = link[1] if link else None


def asked(client: FlaskClient, **arguments: str) -> ElementTree.Element:
    """The answer of OAI-PMH, as far as all of them are alike."""
    answer = client.get(f"/oai?{urlencode(arguments)}")
    assert answer.status_code == 200
    assert answer.content_type == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.text)
    names = [child.tag.removeprefix(OAI) for child in root]
    assert root.tag == f"{OAI}OAI-PMH"
    assert names[:2] == ["responseDate", "request"]
    assert len(names) == 3
    datetime.strptime(str(root[0].text), "%Y-%m-%dT%H:%M:%SZ")
    assert root[1].text == "http://localhost/oai"
    if names[2] != "error":
        assert names[2] == arguments["verb"]
        assert root[1].attrib == arguments
    return root[2]


def texts(parent: ElementTree.Element, name: str) -> list[str | None]:
    return [found.text for found in parent.iter(name)]


def test_all_documents_come_in_steps_each_once(client: FlaskClient) -> None:
    found = list(steps(client, "limit=3"))
    assert [len(step) for step in found] == [4, 2]
    assert [one["id"] for step in found for one in step[:-1]] == IDS
    assert [step[-1]["next"] for step in found] == ["law", None]
    assert not {"text", "divisions"} & found[0][0].keys()
    assert {"title", "changed", "added", "digest", "short_url"} <= found[0][0].keys()


def test_a_line_has_the_fields_that_were_asked_for(client: FlaskClient) -> None:
    ((*documents, _),) = steps(client, "fields=title,text,date")
    for one in documents:
        assert list(one) == ["id", "title", "text", "date", "url", "short_url"]
        whole = client.get(f"/api/documents/{one['id']}").get_json()
        assert {name: whole[name] for name in one} == one


def test_what_did_not_change_since_is_left_out(client: FlaskClient) -> None:
    changed = client.get("/api/documents/law").get_json()["changed"]
    assert len(next(steps(client, urlencode({"since": changed})))) == 5
    assert len(next(steps(client, "since=2999-01-01"))) == 1


@pytest.mark.parametrize(
    ("arguments", "parameter"),
    [("fields=title,offset", "fields"), ("since=soon", "since"), ("limit=1001", "limit")],
)
def test_what_is_asked_wrongly_is_an_error(
    client: FlaskClient, arguments: str, parameter: str
) -> None:
    answer = client.get(f"/api/documents?{arguments}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == parameter


def test_the_archive_says_what_it_is(client: FlaskClient) -> None:
    found = asked(client, verb="Identify")
    assert [(child.tag.removeprefix(OAI), child.text) for child in found][1:] == [
        ("baseURL", "http://localhost/oai"),
        ("protocolVersion", "2.0"),
        ("adminEmail", "postmaster@localhost"),
        ("earliestDatestamp", "1970-01-01T00:00:00Z"),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
    ]


def test_there_is_one_format(client: FlaskClient) -> None:
    for more in ({}, {"identifier": LAW}):
        found = asked(client, verb="ListMetadataFormats", **more)
        assert texts(found, f"{OAI}metadataPrefix") == ["oai_dc"]


def test_a_record_is_dublin_core(client: FlaskClient) -> None:
    found = asked(client, verb="GetRecord", identifier=LAW, metadataPrefix="oai_dc")
    (record,) = found
    assert [child.tag.removeprefix(OAI) for child in record] == ["header", "metadata"]
    assert [child.tag.removeprefix(OAI) for child in record[0]] == ["identifier", "datestamp"]
    assert record[0][0].text == LAW
    (core,) = record[1]
    assert core.tag == "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
    assert all(child.tag.startswith(DC) and child.text for child in core)
    assert texts(core, f"{DC}title") == ["قانون الأمن"]
    assert texts(core, f"{DC}date") == ["2018-04-13", "1439-07-27 AH"]
    assert texts(core, f"{DC}identifier") == [f"http://localhost/d/~{short_name('law')}"]
    assert texts(core, f"{DC}subject") == ["الأمن", "القانون"]


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
def test_a_list_goes_on_at_its_token(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    monkeypatch.setattr(harvest, "RECORDS", 3)
    first = asked(client, verb=verb, metadataPrefix="oai_dc", **{"from": "2000-01-01"})
    (token,) = texts(first, f"{OAI}resumptionToken")
    second = asked(client, verb=verb, resumptionToken=str(token))
    assert texts(second, f"{OAI}resumptionToken") == [None]  # the last is empty
    found = [*texts(first, f"{OAI}identifier"), *texts(second, f"{OAI}identifier")]
    assert found == [f"oai:localhost:{short_name(name)}" for name in IDS]
    again = asked(client, verb=verb, resumptionToken=str(token))
    assert texts(again, f"{OAI}identifier") == texts(second, f"{OAI}identifier")


def test_a_list_that_is_whole_has_no_token(client: FlaskClient) -> None:
    found = asked(client, verb="ListRecords", metadataPrefix="oai_dc")
    assert texts(found, f"{OAI}resumptionToken") == []
    assert len(texts(found, f"{OAI}datestamp")) == 4


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "Delete"}, "badVerb"),
        ({"verb": "Identify", "set": "x"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": LAW}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        (
            {"verb": "GetRecord", "identifier": LAW, "metadataPrefix": "marc"},
            "cannotDisseminateFormat",
        ),
        (
            {"verb": "GetRecord", "identifier": "oai:localhost:0", "metadataPrefix": "oai_dc"},
            "idDoesNotExist",
        ),
        ({"verb": "ListMetadataFormats", "identifier": "urn:x"}, "idDoesNotExist"),
        ({"verb": "ListSets"}, "noSetHierarchy"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "x"}, "noSetHierarchy"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2999-01-01"},
            "noRecordsMatch",
        ),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "until": "1990-01-01"},
            "noRecordsMatch",
        ),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2000"}, "badArgument"),
        ({"verb": "ListRecords", "metadataPrefix": "oai_dc", "from": "2000-13-01"}, "badArgument"),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2001-01-01",
                "until": "2000-01-01",
            },
            "badArgument",
        ),
        (
            {
                "verb": "ListRecords",
                "metadataPrefix": "oai_dc",
                "from": "2001-01-01",
                "until": "2002-01-01T00:00:00Z",
            },
            "badArgument",
        ),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "WzFd"}, "badResumptionToken"),
        ({"verb": "ListRecords", "resumptionToken": "é"}, "badResumptionToken"),
        (
            {"verb": "ListRecords", "metadataPrefix": "oai_dc", "resumptionToken": "x"},
            "badArgument",
        ),
    ],
)
def test_each_error_has_its_code(client: FlaskClient, arguments: dict[str, str], code: str) -> None:
    found = asked(client, **arguments)
    assert (found.tag, found.get("code")) == (f"{OAI}error", code)


def test_an_argument_that_is_repeated_is_an_error_and_a_form_is_read(client: FlaskClient) -> None:
    assert 'code="badArgument"' in client.get("/oai?verb=Identify&verb=Identify").text
    assert "<Identify>" in client.post("/oai", data={"verb": "Identify"}).text


def test_a_catalogue_leads_to_files(client: FlaskClient) -> None:
    answer = client.get("/ar/opds")
    assert answer.content_type.startswith(opds.NAVIGATION)
    root = ElementTree.fromstring(answer.text)
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == len(opds.ORDERS)
    for entry in entries:
        address = str(entry.find(f"{ATOM}link").get("href"))  # type: ignore[union-attr]
        listed = client.get(address)
        assert listed.content_type.startswith(opds.ACQUISITION)
        feed = ElementTree.fromstring(listed.text)
        for of in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert of.findtext(f"{ATOM}{name}"), name
        for one in feed.findall(f"{ATOM}entry"):
            links = {link.get("href"): link for link in one.findall(f"{ATOM}link")}
            files = [url for url, link in links.items() if link.get("rel") == opds.ACQUIRE]
            assert len(files) == 2
            for url in files:
                kind = client.get(str(url)).content_type.partition(";")[0]
                assert kind == links[url].get("type")


def test_a_catalogue_is_searched_and_goes_on(client: FlaskClient) -> None:
    feed = ElementTree.fromstring(client.get("/fr/opds/documents?q=الأمن").text)
    relations = {link.get("rel"): str(link.get("href")) for link in feed.findall(f"{ATOM}link")}
    assert {"self", "first", "next", "start", "search"} <= relations.keys()
    following = ElementTree.fromstring(client.get(relations["next"]).text)
    titles = [
        entry.findtext(f"{ATOM}title")
        for page in (feed, following)
        for entry in page.findall(f"{ATOM}entry")
    ]
    assert len(set(titles)) == 4


def test_a_page_of_a_document_has_the_tags_that_programs_cite_by(client: FlaskClient) -> None:
    text = client.get("/ar/d/law").text
    tags = re.findall(r'<meta name="citation_(\w+)" content="([^"]*)">', text)
    assert ("title", "قانون الأمن") in tags
    assert ("author", "البرلمان") in tags
    assert ("publication_date", "2018/04/13") in tags
    assert ("public_url", f"http://localhost/d/~{short_name('law')}") in tags
    assert "<script>alert" not in client.get("/ar/d/hostile").text
