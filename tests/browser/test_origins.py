"""A page of another origin, in a real browser beside the archive: it reads nothing."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from webapp import create_app
from webapp.site import EXTENSION

PATHS = [
    "/api/export.json?q=",
    "/api/search?q=الأمن",
    "/api/documents/report-00",
    "/api/openapi.json",
    "/ar/d/report-00",
    "/ar/search?q=الأمن",
    "/d/report-00/text",
    "/d/report-00/original",
    "/sitemap-1.xml",
    "/readyz",
]

# Every way a page has to read what another origin answers; → the characters it read.
STEAL = """async (addresses) => {
  const none = (ms) => new Promise((done) => setTimeout(done, ms, 0));
  const fetched = async (address, mode) => {
    try { return (await (await fetch(address, { mode, credentials: 'include' })).text()).length; }
    catch { return 0; }
  };
  const requested = (address) => new Promise((done) => {
    const request = new XMLHttpRequest();
    request.onload = () => done(request.responseText.length);
    request.onerror = () => done(0);
    request.open('GET', address); request.send();
  });
  const framed = (address) => new Promise((done) => {
    const frame = document.createElement('iframe');
    frame.onload = () => {
      try { done(frame.contentDocument.body.innerText.length); } catch { done(0); }
    };
    frame.src = address; document.body.append(frame);
  });
  const ways = addresses.flatMap((address) => [
    fetched(address, 'cors'), fetched(address, 'no-cors'), requested(address),
    Promise.race([framed(address), none(3000)]),  // a file to save never loads
  ]);
  return (await Promise.all(ways)).reduce((sum, read) => sum + read, 0);
}"""


class _Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title><body>")

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def served(server: Any) -> Iterator[int]:
    """The port of `server`, while it serves in a thread."""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def elsewhere(browser: Browser) -> Iterator[Page]:
    """A page of http://evil.example, a name that leads to this machine."""
    with served(ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)) as port:
        page = browser.new_page()
        page.goto(f"http://evil.example:{port}/")
        assert page.title() == "elsewhere"
        yield page
        page.close()


def stolen(page: Page, archive: str) -> int:
    read: int = page.evaluate(STEAL, [archive + path for path in PATHS])
    return read


def test_a_page_of_another_origin_reads_nothing(elsewhere: Page, address: str) -> None:
    assert stolen(elsewhere, address) == 0


def test_a_page_of_another_origin_reads_an_archive_for_all(elsewhere: Page, archive: Flask) -> None:
    """The control: that the test above would see what is read."""
    settings = archive.extensions[EXTENSION].settings
    web = dataclasses.replace(settings.web, api_origins=("*",))
    public = create_app(dataclasses.replace(settings, web=web))
    with served(make_server("127.0.0.1", 0, public, threaded=True)) as port:
        assert stolen(elsewhere, f"http://127.0.0.1:{port}") > 10_000
    public.extensions[EXTENSION].archive.close()


def test_a_name_that_is_led_here_reads_nothing(browser: Browser, address: str) -> None:
    page = browser.new_page()
    for path in PATHS:
        answer = page.goto(f"http://evil.example:{urlsplit(address).port}{path}")
        assert answer is not None
        assert answer.status == 400
        assert "الأمن" not in answer.text()
    page.close()


def test_a_link_elsewhere_leads_to_a_page(elsewhere: Page, address: str) -> None:
    elsewhere.evaluate("(address) => location.assign(address)", f"{address}/ar/d/report-00")
    elsewhere.wait_for_url(f"{address}/**")
    assert elsewhere.locator("h1").count() == 1
