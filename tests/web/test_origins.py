"""Who may ask: host names, pages of other sites, headers that proxies set."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from indexer import Settings
from webapp.http.origins import accepted_hosts, unguarded

OTHER = "https://site.example"
API = ("/api/search?q=الأمن", "/api/search?page=0", "/api/documents/law", "/api/export.csv")


@pytest.mark.parametrize("path", [*API, "/ar/", "/d/law/text", "/readyz"])
def test_no_page_of_another_origin_may_read_an_answer(client: FlaskClient, path: str) -> None:
    headers = client.get(path, headers={"Origin": OTHER}).headers
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("path", API)
def test_an_archive_for_all_may_be_read_from_anywhere(
    make_app: Callable[..., Flask], path: str
) -> None:
    client = make_app(api_origins=("*",)).test_client()
    elsewhere = {"Origin": OTHER, "Sec-Fetch-Site": "cross-site"}
    headers = client.get(path, headers=elsewhere).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Khizana-Complete" in headers["Access-Control-Expose-Headers"]
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    page = client.get("/ar/", headers=elsewhere).headers
    assert "Access-Control-Allow-Origin" not in page
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("origin", "allowed"), [(OTHER, OTHER), ("https://evil.example", None), ("null", None)]
)
@pytest.mark.parametrize("path", API)
def test_the_sites_that_are_named_may_read_the_api(
    make_app: Callable[..., Flask], path: str, origin: str, allowed: str | None
) -> None:
    client = make_app(api_origins=(OTHER,)).test_client()
    answer = client.get(path, headers={"Origin": origin, "Sec-Fetch-Site": "cross-site"})
    assert answer.status_code != 403
    assert answer.headers.get("Access-Control-Allow-Origin") == allowed
    assert ("Access-Control-Expose-Headers" in answer.headers) == (allowed is not None)
    assert "Origin" in answer.vary
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("path", API)
def test_the_api_is_shut_to_pages_elsewhere(client: FlaskClient, path: str, site: str) -> None:
    answer = client.get(path, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert answer.get_json()["error"]["code"] == "foreign_site"


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_the_api_is_open_to_its_own_pages(client: FlaskClient, site: str | None) -> None:
    headers = {} if site is None else {"Sec-Fetch-Site": site}
    assert client.get("/api/search?q=الأمن", headers=headers).status_code == 200


@pytest.mark.parametrize("path", ["/", "/ar/search?q=الأمن", "/ar/d/law", "/d/law"])
def test_a_link_elsewhere_leads_to_a_page(client: FlaskClient, path: str) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert client.get(path, headers=followed).status_code in (200, 302)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
@pytest.mark.parametrize("port", ["", ":80", ":8000", ":65535"])
def test_on_this_machine_its_own_names_are_answered(
    client: FlaskClient, host: str, port: str
) -> None:
    assert client.get("/ar/", headers={"Host": host + port}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "localhost@evil.example",
        "evil.example#localhost",
        "127.0.0.2",
        "0.0.0.0",
        "[::2]",
        "::1",
        "",
    ],
)
@pytest.mark.parametrize("path", ["/ar/", "/api/search?q=x", "/healthz", "/none"])
def test_on_this_machine_no_other_name_is_answered(
    client: FlaskClient, host: str, path: str
) -> None:
    answer = client.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "evil" not in answer.text
    if path.startswith("/api/"):
        assert answer.get_json()["error"]["code"] == "foreign_host"


@pytest.mark.parametrize(
    ("web", "hosts"),
    [
        ({"host": "127.0.0.5"}, ("127.0.0.1", "localhost", "[::1]", "127.0.0.5")),
        ({"host": "::1"}, ("127.0.0.1", "localhost", "[::1]", "[::1]")),
        (
            {"host": "localhost", "address": "https://a.example:8443/x"},
            ("127.0.0.1", "localhost", "[::1]", "localhost", "a.example"),
        ),
        ({"host": "0.0.0.0"}, ()),
        ({"host": "192.168.1.5"}, ()),
        ({"host": "0.0.0.0", "trusted_hosts": ("A.example", "[::1]")}, ("a.example", "[::1]")),
    ],
)
def test_the_names_an_archive_answers_to(
    settings: Settings, web: dict[str, object], hosts: tuple[str, ...]
) -> None:
    changed = dataclasses.replace(settings.web, **web)  # type: ignore[arg-type]
    archive = dataclasses.replace(settings, web=changed)
    assert accepted_hosts(archive) == hosts
    assert (unguarded(archive) is None) == bool(hosts)


@pytest.mark.parametrize(
    ("host", "status"),
    [("archive.example", 200), ("sub.archive.example", 200), ("evilarchive.example", 400)],
)
def test_a_dot_stands_for_all_names_below(
    make_app: Callable[..., Flask], host: str, status: int
) -> None:
    client = make_app(trusted_hosts=(".archive.example",)).test_client()
    assert client.get("/ar/", headers={"Host": host}).status_code == status


def test_an_archive_open_to_the_network_is_named_at_start(settings: Settings) -> None:
    web = dataclasses.replace(settings.web, host="0.0.0.0")
    sentence = unguarded(dataclasses.replace(settings, web=web)) or ""
    assert "0.0.0.0" in sentence
    assert "trusted_hosts" in sentence


# What a client may forge, and what would show that it is believed.
FORGED = [
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Prefix", "//evil.example"),
    ("X-Forwarded-Port", "6666"),
    ("X-Forwarded-Server", "evil.example"),
    ("Forwarded", "for=6.6.6.6;host=evil.example;proto=https"),
    ("X-Original-Host", "evil.example"),
    ("X-Script-Name", "/evil.example"),
    ("X-Rewrite-Url", "/fr/evil.example"),
]


def undated(answer: TestResponse) -> tuple[bytes, dict[str, str]]:
    """`answer` but for the second it was made in, which werkzeug says of what can be 304."""
    return answer.data, {name: text for name, text in answer.headers.items() if name != "Date"}


@pytest.mark.parametrize("proxies", [0, 1])
@pytest.mark.parametrize(("name", "value"), FORGED)
def test_a_forged_header_changes_nothing(
    make_app: Callable[..., Flask], proxies: int, name: str, value: str
) -> None:
    client = make_app(proxies=proxies).test_client()
    for path in ("/", "/ar", "/ar/d/law", "/opensearch.xml", "/api/openapi.json"):
        before, forged = client.get(path), client.get(path, headers={name: value})
        after = client.get(path)  # as before, unless a day has begun: pages say which it is
        assert undated(forged) in (undated(before), undated(after))


def test_what_the_documented_proxy_sets_is_believed(make_app: Callable[..., Flask]) -> None:
    set_by_proxy = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
    page = "/ar/d/law"
    assert (
        "https://localhost/d/~hwfq9bfpb1jc"
        not in make_app().test_client().get(page, headers=set_by_proxy).text
    )
    client = make_app(proxies=1).test_client()
    assert "https://localhost/d/~hwfq9bfpb1jc" in client.get(page, headers=set_by_proxy).text
