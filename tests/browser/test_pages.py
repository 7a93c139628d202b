"""Each page in each language, at two widths, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files

import pytest
from playwright.sync_api import Page

AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
VIOLATIONS = (
    "async () => (await axe.run(document, {runOnly: %s, resultTypes: ['violations']})).violations"
    ".map((v) => v.id + ': ' + v.nodes.map((n) => n.target + ' ' + n.html).slice(0, 3).join(' | '))"
)
RULES = VIOLATIONS % "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
CONTRAST = VIOLATIONS % "{type: 'rule', values: ['color-contrast']}"
DIRECTIONS = {"ar": "rtl", "fr": "ltr", "en": "ltr"}
PAGES = {
    "home": "/{}/",
    "results": "/{}/search?q=الأمن&kind=report",
    "listing": "/{}/search?page=2",
    "corrected": "/{}/search?q=الشرظة",
    "no-results": "/{}/search?q=«الأمن زرافة»&from=1990",
    "document": "/{}/d/report-03",
    "document-with-hits": "/{}/d/report-03?q=الأمن",
    "french-document": "/{}/d/lettre?q=sécurité",
    "paged-document": "/{}/d/municipal-library.pdf?q=المكتبة",
    "page-beside-its-picture": "/{}/d/municipal-library.pdf?q=المكتبة&view=both",
    "picture-of-a-page": "/{}/d/municipal-library.pdf?q=المكتبة&view=picture&pg=3",
    "hostile-document": "/{}/d/hostile?q=الأمن",
    "concordance": "/{}/kwic?q=الأمن&order=next",
    "reader-file": "/{}/file?i=d/lettre&i=d/report-03?p=1&i=search?q=الأمن&n=note",
    "reuse": "/{}/reuse",
    "names": "/{}/names",
    "name": "/{}/names?of=الرباط",
    "terms": "/{}/terms?q=الأمن",
    "compare": "/{}/compare?q=الأمن&q=الشرطة",
    "guide": "/{}/guide",
    "api": "/{}/api",
    "status": "/{}/status",
    "not-found": "/{}/none",
    "bad-request": "/{}/search?from=soon&q=الأمن",
}


@pytest.mark.parametrize("language", DIRECTIONS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits(
    open_page: Callable[..., Page], name: str, language: str
) -> None:
    page = open_page(PAGES[name].format(language))
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [
        language,
        DIRECTIONS[language],
    ]
    page.evaluate(AXE)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.emulate_media(color_scheme="light")
        assert page.evaluate(RULES) == [], width
        page.emulate_media(color_scheme="dark")  # changes nothing but colours
        assert page.evaluate(CONTRAST) == [], width


@pytest.mark.parametrize(
    "name", ["home", "results", "document-with-hits", "page-beside-its-picture", "concordance"]
)
def test_nothing_moves_while_a_page_loads(open_page: Callable[..., Page], name: str) -> None:
    page = open_page(PAGES[name].format("ar"))
    page.evaluate("document.fonts.ready")
    moved = page.evaluate(
        "new Promise((done) => new PerformanceObserver((list) => done(list.getEntries()"
        ".reduce((sum, e) => sum + e.value, 0))).observe({type: 'layout-shift', buffered: true})"
        " || setTimeout(() => done(0), 300))"
    )
    assert moved < 0.001


@pytest.mark.parametrize("name", ["results", "document-with-hits"])
@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_moves_on_a_slow_first_visit(
    open_page: Callable[..., Page], name: str, width: int
) -> None:
    page = open_page("/robots.txt", width=width)
    slow = {"offline": False, "latency": 150, "downloadThroughput": 2e5, "uploadThroughput": 2e5}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => list.getEntries()"
        ".forEach((e) => { window.moved += e.value; })).observe({type: 'layout-shift'})"
    )
    page.goto(PAGES[name].format("ar"))
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") < 0.001


@pytest.mark.parametrize("language", DIRECTIONS)
def test_a_first_visit_is_light(open_page: Callable[..., Page], language: str) -> None:
    page = open_page(f"/{language}/search?q=الأمن")
    page.evaluate("document.fonts.ready")
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate(
        "['navigation', 'resource'].flatMap((kind) => performance.getEntriesByType(kind))"
        ".map((e) => e.transferSize)"
    )
    assert sum(sizes) <= 400_000
    assert sizes[0] <= 15_000


def test_panels_that_unfold_are_accessible_too(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/search?q=الأمن")
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    page.evaluate(AXE)
    assert page.evaluate(RULES) == []
    for dialog in ("keys", "guide"):
        page.locator(f"[data-act={dialog}]").first.click()
        assert page.locator(f"#{dialog}").is_visible()
        assert page.evaluate(RULES) == []
        page.keyboard.press("Escape")
