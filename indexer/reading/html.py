"""The document in a web page."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from indexer.model import Document
from indexer.reading.corpus import Source, source_bytes
from indexer.reading.decoding import decoded_text
from indexer.reading.fields import document, parse_date, parse_language

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CHARSET_BYTES = 1024  # where browsers look for it (HTML standard, 13.2.3.2)

_DROPPED = {"script", "style", "nav", "noscript", "template", "svg", "iframe", "head"}
_HEADINGS = {"h1": "## ", "h2": "## ", "h3": "## ", "h4": "### ", "h5": "### ", "h6": "### "}
_BLOCK = re.compile(
    "h[1-6]|p|div|li|ul|ol|dl|dt|dd|blockquote|pre|hr|address|center|figure|figcaption"
    "|table|caption|thead|tbody|tfoot|tr|th|td|form|fieldset|legend|option|details|summary"
    "|body|main|article|section|header|footer|aside"
)
_META = {
    "author": "author",
    "date": "date",
    "dcterms.date": "date",
    "dc.date": "date",
    "article:published_time": "date",
}
_ISO_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}(?!\d)")

# A tag, but for those that are never closed, or that the next of their kind closes.
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
    r"|html|head|body|p|li|dt|dd|option|tbody|thead|tfoot|tr|th|td)\b)([a-z][^\s/>]*)",
    re.IGNORECASE,
)
# Chromium nests no deeper. The parser takes time in proportion to tags × depth: 40,000 <div>
# within one another need 2.4 s, and ten times as many a hundred times as long.
_MAX_DEPTH = 512


def html_document(source: Source, max_bytes: int) -> Iterator[Document]:
    """The document of a page: its text by paragraphs, and the fields its head declares."""
    content = source_bytes(source, max_bytes)
    declared = _CHARSET.search(content[:_CHARSET_BYTES])
    page = decoded_text(content, declared[1].decode("ascii", "replace") if declared else None)
    if _nested_too_deeply(page):
        raise ValueError(f"tags nested more than {_MAX_DEPTH} deep")
    tree = LexborHTMLParser(page)
    text = "\n\n".join(_paragraphs(tree.body)) if tree.body else ""
    yield document(_fields(tree), text, source, hashlib.sha256(content).hexdigest())


def _nested_too_deeply(page: str) -> bool:
    """Whether more than _MAX_DEPTH tags are open at once, each until its own end tag."""
    open_tags: Counter[str] = Counter()
    depth = 0
    for found in _TAG.finditer(page):
        closing, tag = found[1], found[2].lower()
        if not closing:
            open_tags[tag] += 1
            depth += 1
        elif open_tags[tag]:
            open_tags[tag] -= 1
            depth -= 1
        if depth > _MAX_DEPTH:
            return True
    return False


def _fields(tree: LexborHTMLParser) -> dict[str, object]:
    """Title, author, date and language as the page gives them, the first of each that is readable.

    A date or language that cannot be read is no error: it was not written for this archive.
    """
    title = tree.css_first("head > title") or tree.css_first("h1")
    root = tree.css_first("html")
    fields: dict[str, object] = {
        "title": _folded(title.text()) if title else "",
        "language": _readable(root.attributes.get("lang") if root else None, parse_language),
    }
    for meta in tree.css("meta"):
        name = meta.attributes.get("name") or meta.attributes.get("property") or ""
        field, value = _META.get(name.lower()), meta.attributes.get("content")
        if field == "date":
            day = _ISO_DAY.match((value or "").strip())
            value = _readable(day and day[0], parse_date)
        if field and value:
            fields.setdefault(field, value)
    return fields


def _readable(value: str | None, parse: Callable[[str], object]) -> str | None:
    """`value` if `parse` takes it."""
    try:
        return value if value and parse(value) else None
    except ValueError:
        return None


def _paragraphs(body: LexborNode) -> Iterator[str]:
    """The text of each block in reading order, headings behind their `## ` or `### `."""
    pieces: list[str] = []
    mark = ""
    for event, text in _events(body):
        tag = event.removeprefix("/")
        if text:
            pieces.append(text.replace("\n", " "))
        elif event == "br":
            pieces.append(" " if mark else "\n")
        elif _BLOCK.fullmatch(tag):
            lines = (_folded(line) for line in "".join(pieces).split("\n"))
            if paragraph := "\n".join(lines).strip():
                yield mark + paragraph
            pieces.clear()
            if tag in _HEADINGS:
                mark = _HEADINGS.get(event, "")


def _events(body: LexborNode) -> Iterator[tuple[str, str]]:
    """Each tag as it opens (`p`) and closes (`/p`), and each text, in reading order.

    An event is a tag and the text it is, if any. Walks without recursion, however deep the page.
    """
    open_nodes: list[LexborNode] = []
    node: LexborNode | None = body
    while node is not None:
        yield node.tag or "", node.text_content or ""
        following = None if node.tag in _DROPPED else node.first_child
        open_nodes.append(node)
        while following is None and open_nodes:
            closed = open_nodes.pop()
            yield f"/{closed.tag}", ""
            following = closed.next if open_nodes else None
        node = following


def _folded(text: str) -> str:
    return " ".join(text.split())
