"""A real browser over a real server: skipped, saying so, where there is no Chromium."""

from __future__ import annotations

import dataclasses
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from werkzeug.serving import make_server

from indexer import load_settings, reindex
from webapp import create_app
from webapp.site import EXTENSION

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP evil.example 127.0.0.1",
]

HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script> \"الأمن\" 'x'"


def write_corpus(folder: Path) -> None:
    """Documents enough for pages, years and facets; one in French, one hostile."""
    folder.mkdir()
    for number in range(14):
        head = (
            f"title: تقرير الأمن رقم {number}\ndate: {1990 + number * 3}\n"
            f"kind: {('report', 'law')[number % 2]}\nplace: {('الرباط', 'فاس')[number % 2]}\n"
            f"publisher: مطبعة {number % 3}\nauthor: كاتب {number % 4}\ntopics: [الأمن, المدينة]\n"
        )
        body = (
            f"تحفظ الشرطة الأمن العام في المدينة {number}، وبالأمن تطمئن الساكنة.\n\n"
            "## باب أول\n\n"
            f"والأمنُ حق للجميع، ولا أمن من دون قانون عادل رقم {number}.\n\n"
            "تعمل الشرطة مع الساكنة من أجل أمنهم.\n"
        )
        (folder / f"report-{number:02}.md").write_text(f"---\n{head}---\n\n{body}", "utf-8")
    (folder / "lettre.md").write_text(
        "---\ntitle: Lettre sur la sécurité\nlanguage: fr\nkind: article\ndate: 1999-05-01\n---\n\n"
        "La sécurité, en arabe الأمن, est un droit. La police locale en répond.\n",
        "utf-8",
    )
    (folder / "session.md").write_text(
        "---\ntitle: محضر\ndate: 1931\n---\n\nانعقدت الجلسة الأولى.\n\nثم رفعت الجلسة.\n", "utf-8"
    )
    (folder / "charter.md").write_text(
        "---\ntitle: ميثاق المكتبة\n---\n\n# باب أول\n\n## فصل في الكتب\n\nتُعار الكتب أسبوعين.\n\n"
        "## فصل في القراء\n\nيدخل القراء كل يوم.\n\n# باب ثان\n\n## فصل في الفهارس\n\n"
        + "\n\n".join(f"للفهرس رقم {number} قائم عليه." for number in range(1, 31)),
        "utf-8",
    )
    title = HOSTILE.replace("'", "''")
    (folder / "hostile.md").write_text(
        f"---\ntitle: '{title}'\npublisher: '<b onclick=alert(3)>ناشر</b>'\n---\n\n"
        + escape(f"</mark></p><script>alert(4)</script> الأمن {HOSTILE}\n"),
        "utf-8",
    )


def write_pages(folder: Path) -> None:
    """A PDF of three pages."""
    shutil.copy(Path(__file__).parents[1] / "files" / "municipal-library.pdf", folder)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a small archive."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here (apt-get install chromium, or name one in CHROMIUM)")
    folder = tmp_path_factory.mktemp("browser")
    write_corpus(folder / "corpus")
    write_pages(folder / "corpus")
    settings = load_settings().with_folders(folder / "corpus", folder / "index")
    reindex(settings)
    web = dataclasses.replace(settings.web, requests_per_second=0.0)
    app = create_app(dataclasses.replace(settings, web=web))
    yield app
    app.extensions[EXTENSION].archive.close()


@pytest.fixture(scope="session")
def address(archive: Flask) -> Iterator[str]:
    """The address of a server over a small archive."""
    server = make_server("127.0.0.1", 0, archive, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def browser(address: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


class Complaints(list[str]):
    """What a browser complained of while it showed pages: errors, and breaches of the policy."""

    def listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.append(str(error)))
        page.on("console", self._hear)
        page.on("dialog", lambda dialog: (self.append(dialog.message), dialog.dismiss()))
        page.on("requestfailed", self._miss)

    def _miss(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # as it is when a reader has gone on
            self.append(f"failed: {request.url}")

    def _hear(self, message: Any) -> None:
        expected = "404 (NOT FOUND)" in message.text or "400 (BAD REQUEST)" in message.text
        if message.type in ("error", "warning") and not expected:
            self.append(message.text)


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page; at the end of the test, nothing may have been complained of."""
    contexts: list[BrowserContext] = []
    complaints = Complaints()

    def open_(path: str, width: int = 1280, **options: Any) -> Page:
        viewport = {"width": width, "height": 800}
        context = browser.new_context(base_url=address, viewport=viewport, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        complaints.listen(page)
        page.goto(path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []
