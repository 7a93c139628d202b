"""What readers carry away from a page: copied text, links to passages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

SESSION = "انعقدت الجلسة الأولى.\n\nثم رفعت الجلسة."
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
SELECT = (
    "([first, last]) => { const range = document.createRange(), every = (s) =>"
    " document.querySelectorAll(s); range.setStartBefore(every(first)[0]);"
    " range.setEndAfter([...every(last)].at(-1)); getSelection().removeAllRanges();"
    " getSelection().addRange(range); }"
)


def copied(page: Page, first: str, last: str) -> str:
    """The clipboard after all from the first element `first` to the last `last` was copied."""
    page.evaluate(SELECT, [first, last])
    return copied_now(page)


def copied_now(page: Page) -> str:
    """The clipboard after what is selected was copied."""
    page.evaluate("navigator.clipboard.writeText('')")
    page.keyboard.press("Control+c")
    return str(page.evaluate("navigator.clipboard.readText()"))


@pytest.mark.parametrize("width", [1280, 360])
def test_copied_paragraphs_are_the_text_alone(open_page: Callable[..., Page], width: int) -> None:
    page = open_page("/ar/d/session", width=width, **CLIPBOARD)
    assert copied(page, ".folio p", ".folio p") == SESSION
    assert page.evaluate("getSelection().toString()").strip() == SESSION
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.folio'))")
    assert copied_now(page).strip() == SESSION


def test_paragraphs_dragged_over_with_the_mouse_are_the_text_alone(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ar/d/session", **CLIPBOARD)
    first, last = (page.locator(".folio p").nth(at).bounding_box() for at in (0, 1))
    assert first
    assert last
    page.mouse.move(first["x"] + first["width"] - 1, first["y"] + 20)
    page.mouse.down()
    page.mouse.move(last["x"] + 2, last["y"] + last["height"] + 6, steps=5)
    page.mouse.up()
    assert copied_now(page).strip() == SESSION


def test_numbers_are_seen_and_not_read_aloud(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/session")
    number = page.locator(".pn").nth(1)
    assert number.evaluate("(e) => getComputedStyle(e, '::after').content") == '"2"'
    assert page.locator(".folio").inner_text().strip() == SESSION
    expect(number).to_have_accessible_name("رابط الفقرة 2")


def test_the_link_of_a_paragraph_is_copied_with_the_keyboard(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ar/d/session", **CLIPBOARD)
    link = page.locator(".pn").nth(1)
    link.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#live")).to_have_text("نُسخ الرابط")
    expect(link).to_have_class("pn done")
    address = page.evaluate("navigator.clipboard.readText()")
    assert re.search(r"/d/\S+\?p=2-[0-9a-z]{6}$", address)
    page.goto(address)
    expect(page.locator(".folio p:target")).to_have_text("ثم رفعت الجلسة.")


def test_the_link_of_a_passage_works_without_scripts(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/charter", java_script_enabled=False)
    page.locator(".folio h2 .pn").last.click()
    expect(page.locator(":target")).to_contain_text("فصل في الفهارس")
    expect(page.locator(":target")).to_be_in_viewport()
    page.locator(".folio p .pn").last.click()
    expect(page.locator(":target")).to_contain_text("للفهرس رقم 30")


def test_links_are_large_enough_for_a_finger(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/charter", width=360, has_touch=True, is_mobile=True)
    for link in (page.locator(".folio p .pn").first, page.locator(".folio h2 .pn").first):
        box = link.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44
    page = open_page("/ar/d/charter", width=1280, has_touch=True, is_mobile=True)
    box = page.locator(".folio p .pn").first.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 44


def test_a_link_by_number_alone_still_leads_to_the_paragraph(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ar/d/charter#p20", java_script_enabled=False)
    expect(page.locator(".folio p", has_text="للفهرس رقم 18 ")).to_be_in_viewport()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_contents_are_a_tree_folded_on_a_phone(
    open_page: Callable[..., Page], scripts: bool
) -> None:
    page = open_page("/ar/d/charter", java_script_enabled=scripts)
    contents = page.get_by_role("navigation", name="المحتويات")
    expect(contents.locator("div > ol > li > a")).to_have_text(["باب أول", "باب ثان"])
    inner = contents.locator("ol ol a")
    expect(inner).to_have_text(["فصل في الكتب", "فصل في القراء", "فصل في الفهارس"])
    expect(inner.last).to_be_visible()
    inner.last.click()
    expect(page.locator("h2:target, h3:target")).to_be_in_viewport()
    page = open_page("/ar/d/charter", width=360, java_script_enabled=scripts)
    inner = page.locator(".toc ol ol a")
    expect(inner.last).to_be_hidden()
    page.locator(".toc summary").click()
    inner.last.click()
    expect(page.locator("h2:target, h3:target")).to_be_in_viewport()


def test_a_short_document_has_no_contents(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/report-03")
    expect(page.locator(".toc")).to_have_count(0)


def test_a_stale_fragment_is_mended(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/d/charter")
    anchor = page.locator(".folio p", has_text="للفهرس رقم 25 ").get_attribute("id") or ""
    digest = anchor.partition("-")[2]
    page = open_page(f"/ar/d/charter#p9-{digest}")
    expect(page.locator(".folio p:target")).to_contain_text("للفهرس رقم 25 ")
    page = open_page("/ar/d/charter#p9-zzzzzz")
    expect(page.locator(".changed")).to_be_in_viewport()
    expect(page.locator(".changed")).to_contain_text("تغيّرت هذه الفقرة منذ أُخذ الرابط")
    assert page.url.endswith("?p=9-zzzzzz#p9-zzzzzz")


def test_a_copied_line_of_a_concordance_has_its_words_and_its_source(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ar/kwic?q=الجلسة", **CLIPBOARD)
    line = copied(page, ".kwic tbody tr", ".kwic tbody tr:first-child")
    assert line.strip() == "انعقدت\tالجلسة\tالأولى.\tمحضر، 1931 (1349–1350هـ)، ¶ 1"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_concordance_shows_its_source_on_a_phone(
    open_page: Callable[..., Page], language: str
) -> None:
    page = open_page(f"/{language}/kwic?q=الجلسة", width=360)
    source = page.locator(".kwic .src").first
    expect(source).to_be_visible()
    for shown in ("محضر", "1931", "¶"):
        expect(source).to_contain_text(shown)
    box = source.bounding_box()
    assert box
    assert box["width"] > 250  # on a line of its own, not squeezed beside the words
    source.locator("a").click()
    expect(page.locator(".folio p:target")).to_have_text("انعقدت الجلسة الأولى.")


def test_a_concordance_on_paper_has_the_address_of_each_line(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("/ar/kwic?q=الجلسة", width=680)
    page.emulate_media(media="print")
    link = page.locator(".kwic .src a").first
    expect(link).to_be_visible()
    printed = link.evaluate("(a) => getComputedStyle(a, '::after').content")
    assert re.fullmatch(r'"http://[^/]+/d/~\w{12}\?p=1-\w{6}"', printed)


@pytest.mark.parametrize(
    ("language", "date"),
    [("ar", r"طُبعت هذه الصفحة في \d+ \w+ \d{4}"), ("en", r"Printed on \d+ \w+ \d{4}")],
)
def test_a_printed_document_says_where_it_is_and_when_it_was_printed(
    open_page: Callable[..., Page], language: str, date: str
) -> None:
    page = open_page(f"/{language}/d/session", width=680)
    page.pdf()
    page.emulate_media(media="print")
    head = page.locator(".printhead")
    expect(head).to_be_visible()
    assert re.search(rf"/d/~\w{{12}} — {date}$", head.inner_text())
    expect(page.locator("#cite")).to_be_visible()
    assert re.search(r"محضر.*/d/~\w{12}$", page.locator("#cite").inner_text(), re.S)


def test_a_line_stands_in_the_direction_of_its_text(open_page: Callable[..., Page]) -> None:
    page = open_page("/ar/kwic?q=sécurité")
    way = "(e) => getComputedStyle(e).direction"
    assert page.locator(".kwic[dir=ltr] .pre .cx > span").first.evaluate(way) == "ltr"
    before = page.locator(".kwic[dir=ltr] .pre .cx > span").first.bounding_box()
    word = page.locator(".kwic[dir=ltr] .node mark").first.bounding_box()
    assert before
    assert word
    assert before["x"] < word["x"]
    assert word["x"] - before["x"] - before["width"] < 120  # what stands before it ends at the word
