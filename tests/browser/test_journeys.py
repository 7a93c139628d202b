"""What readers do: type, choose, walk, open, go back; with a mouse, with keys, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

WORD = r"[^\W\d_][\w\u064b-\u065f\u0670\u0640]*"


@pytest.mark.parametrize(
    "path", ["/ar/search?q=الأمن", "/ar/d/report-02?q=الأمن", "/fr/d/lettre?q=sécurité"]
)
def test_highlights_cover_whole_words(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(path)
    marked = page.evaluate(
        "[...document.querySelectorAll('.snip mark, .folio mark')].map((m) => {"
        " const range = document.createRange(), block = m.closest('p, h2, h3');"
        " const number = block.querySelector('.pn'), rest = document.createRange();"
        " number ? range.setStartAfter(number) : range.setStart(block, 0); range.setEndBefore(m);"
        " rest.selectNodeContents(block); rest.setStartAfter(m);"
        " return [range.toString().at(-1) ?? ' ', m.textContent, rest.toString()[0] ?? ' ']; })"
    )
    assert marked
    for before, word, after in marked:
        assert re.fullmatch(rf"{WORD}( {WORD})*", word)
        assert not re.match(r"\w", before), (before, word)
        assert not re.match(r"\w", after), (word, after)


def test_with_the_keyboard_from_a_search_to_a_hit_and_back(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ar/")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("الأمن")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/search?*")
    page.keyboard.press("j")
    page.keyboard.press("j")
    title = page.locator(".hit h2 a").nth(1)
    expect(title).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/d/*")
    expect(page.locator(".pos")).to_contain_text("الموضع 1 من")
    page.keyboard.press("j")
    expect(page.locator("mark.now")).to_have_id("h2")
    assert page.url.endswith("#h2")
    page.go_back()
    expect(page.locator(".hit").first).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()


def test_from_filtered_results_to_a_document_to_its_lines_and_back(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/fr/search?q=الأمن&kind=law&sort=oldest")
    came_from = page.url
    page.locator(".hit h2 a").first.click()
    page.locator(".back").click()
    assert page.url == came_from
    places = int(page.locator(".hit-foot a").first.inner_text().split()[0])
    page.locator(".hit-foot a").nth(1).click()
    page.wait_for_url("**/fr/kwic?*in=report-01")
    expect(page.locator(".kwic .node")).to_have_count(places)
    page.locator(".chip").last.click()  # every document again
    assert "in=" not in page.url


def test_on_a_phone_filters_are_folded_and_unfold(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/search?q=الأمن", width=360)
    expect(page.locator("#f-kind")).to_be_hidden()
    page.locator(".facets > summary").click()
    expect(page.locator("#f-kind")).to_be_visible()
    page = open_page("/ar/search?q=الأمن", width=360, java_script_enabled=False)
    expect(page.locator("#f-kind")).to_be_visible()


def test_suggestions_are_chosen_with_the_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.locator("#q").press_sequentially("شرط", delay=20)
    options = page.locator("#q-options [role=option]")
    expect(options.first).to_be_visible()
    expect(page.locator("#q")).to_have_attribute("aria-expanded", "true")
    assert page.evaluate("document.documentElement.scrollHeight") == height  # laid over the page
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(page.locator("#q")).to_have_attribute("aria-activedescendant", "q-option-0")
    page.keyboard.press("Escape")
    expect(page.locator("#q")).to_have_value("شرط")
    expect(page.locator("#q-options")).to_be_hidden()
    page.locator("#q").press_sequentially("ة")
    expect(options.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ar/search?*")
    expect(page.locator("h1 q")).to_contain_text("شرطة")


def test_a_title_among_the_suggestions_opens_its_document(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/fr/")
    page.locator("#q").press_sequentially("Lettre", delay=20)
    option = page.locator("#q-options li[data-id]").first
    expect(option).to_be_visible()
    option.click()
    page.wait_for_url("**/fr/d/lettre")


def test_the_language_chosen_is_remembered(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/search?q=الأمن&kind=law", locale="ar")
    page.locator(".langs a[lang=fr]").click()
    page.wait_for_url("**/fr/search?q=*&kind=law")
    page.goto("/")
    page.wait_for_url("**/fr/")


def test_without_scripts_everything_is_reached(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/", java_script_enabled=False)
    page.locator("#q").fill("الأمن")
    page.locator(".search button").click()
    expect(page.locator("h1")).to_contain_text("تضم")
    page.locator(".dial a").first.click()
    assert "width=exact" in page.url
    page.go_back()
    page.locator(".forms summary").click()
    page.locator(".forms li a").first.click()
    assert "without=" in page.url
    page.locator(".forms summary").click()
    expect(page.locator(".forms li a.off")).to_have_count(1)
    page.locator(".period input[name=from]").fill("1410هـ")
    page.locator(".period:has(input[name=from]) button").click()
    assert "from=1989-08-0" in page.url
    page.locator(".near input[name=near]").fill("الشرطة")
    page.locator(".near button").click()
    expect(page.locator("#q")).to_have_value("الأمن ضمن 5 كلمات الشرطة")
    expect(page.locator(".hit").first).to_be_visible()
    page.locator(".tabs a").nth(1).click()
    page.locator(".node a").first.click()
    expect(page.locator(".folio mark").first).to_be_visible()
    expect(page.locator("[data-act=next]")).to_be_hidden()


@pytest.mark.parametrize(
    "path", ["/ar/d/hostile", "/ar/search?q=alert", "/fr/kwic?q=الأمن&page=1", "/en/feed?q=alert"]
)
def test_hostile_documents_do_nothing(open_page: Callable[..., Page], path: str) -> None:
    page = open_page(path)
    page.wait_for_timeout(100)
    assert page.locator("main img, main script, [onclick], [onerror]").count() == 0


def test_a_hostile_title_among_suggestions_is_text(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/")
    page.locator("#q").press_sequentially("<img", delay=10)
    page.wait_for_timeout(400)
    assert page.locator(".search img, .search script").count() == 0


def test_paper_keeps_the_marks_and_the_address(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/report-03?q=الأمن")
    page.emulate_media(media="print")
    expect(page.locator(".printhead")).to_be_visible()
    expect(page.locator(".mast")).to_be_hidden()
    assert page.locator("mark").first.evaluate("(m) => getComputedStyle(m).textDecorationLine") == (
        "underline"
    )


def test_motion_and_colours_are_the_readers(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/report-03?q=الأمن", reduced_motion="reduce", forced_colors="active")
    page.keyboard.press("j")
    expect(page.locator("mark.now")).to_be_in_viewport()


def test_a_lost_connection_is_said(open_page: Callable[..., Page]) -> None:
    page = open_page("/en/")
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    expect(page.locator(".offline")).to_be_visible()
    page.context.set_offline(False)
    expect(page.locator(".offline")).to_be_hidden()


def test_the_words_found_are_boxed_on_the_picture_of_the_page(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ar/d/municipal-library.pdf?q=القارئ&view=both")
    picture = page.locator(".leaf img").bounding_box()
    boxes = [box.bounding_box() for box in page.locator(".leaf rect").all()]
    assert picture
    assert len(boxes) == page.locator(".folio mark").count() > 0
    for box in filter(None, boxes):
        assert picture["x"] <= box["x"] < box["x"] + box["width"] <= picture["x"] + picture["width"]
        assert picture["y"] <= box["y"] < picture["y"] + picture["height"]
        assert 0 < box["height"] < picture["height"] / 10


def test_the_arrows_go_from_match_to_match_over_the_pages(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/municipal-library.pdf?q=المكتبة&view=both&pg=1")
    on_first = page.locator(".folio mark").count()
    expect(page.locator(".leaf rect.now")).to_have_attribute("data-hit", "1")
    for _ in range(on_first - 1):
        page.keyboard.press("j")
    expect(page.locator(".leaf rect.now")).to_have_attribute("data-hit", str(on_first))
    page.keyboard.press("j")
    page.wait_for_url("**pg=3**")  # there is none on the second
    expect(page.locator("mark.now")).to_have_attribute("id", f"h{on_first + 1}")


def test_an_address_of_a_page_leads_to_it(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/municipal-library.pdf#page=2")
    assert page.evaluate("document.getElementById('page=2').getBoundingClientRect().top") < 800
    page = open_page("/ar/d/municipal-library.pdf?view=both#page=3")
    page.wait_for_url("**pg=3**")
    assert page.locator(".strip [aria-current] [aria-hidden]").inner_text() == "3"
