"""The content of a web page."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.encoding import decoded_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.metadata.dates import read_date
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source, source_bytes

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CHARSET_BYTES = 1024  # where browsers look for it (HTML standard, 13.2.3.2)

# In XHTML any element may be empty, <title/>; to the parser of HTML it would be open, and the title
# would take all that follows.
_XHTML = re.compile(r"<\?xml\s|xmlns=[\"']http://www\.w3\.org/1999/xhtml")
_XHTML_CHARACTERS = 2_048
_EMPTY_ELEMENT = re.compile(
    r"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)"
    r"([a-z][\w:.-]{0,40})((?:\s[^<>]{0,1000}?)?)/>",
    re.IGNORECASE,
)

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

# A tag, but for those that are never closed, or that the next of their kind closes.
_TAG = re.compile(
    r"<(/?)(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
    r"|html|head|body|p|li|dt|dd|option|tbody|thead|tfoot|tr|th|td)\b)([a-z][^\s/>]*)",
    re.IGNORECASE,
)
# Chromium nests no deeper. The parser takes time in proportion to tags × depth: 40,000 <div>
# within one another need 2.4 s, and ten times as many a hundred times as long.
_MAX_DEPTH = 512
# Formatting left open is repeated in every block after it (HTML standard, 13.2.4.3): 500 <font>
# and 20,000 paragraphs, 0.11 MB, take 3.6 GB. An <a> or <nobr> closes the one before it, and of
# those that are alike no more than three are repeated.
_FORMATTING = {"b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"}
_MAX_FORMATTING, _MAX_ALIKE = 64, 3
# Each attribute is compared with those before it, in one tag or in the body tags together; each
# option of a list makes the parser look at all the others: 20,000 of either take 1.3 s.
_MAX_ATTRIBUTES = 256
_MAX_OPTIONS = 10_000
_ATTRIBUTE = re.compile(r"""[^\s/>"'=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+""")
_LONG_TAG = re.compile(rf"<[a-z](?=[^>]{{{2 * _MAX_ATTRIBUTES}}})", re.IGNORECASE)
_BODY_TAG = re.compile(r"<(?:body|html)\b", re.IGNORECASE)
_OPTION_TAG = re.compile(r"<(?:option|optgroup)\b", re.IGNORECASE)


def html_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The content of a web page: its text by paragraphs, and the fields that its head declares."""
    content = source_bytes(source, limits.max_bytes)
    declared = _CHARSET.search(content[:_CHARSET_BYTES])
    page = decoded_text(content, declared[1].decode("ascii", "replace") if declared else None)
    tree = _tree(page)
    yield Reading(_fields(tree), _tree_text(tree), digest=hashlib.sha256(content).hexdigest())


def _tree(page: str) -> LexborHTMLParser:
    """The tree of `page`; raises ValueError when it is known to be hard to parse."""
    if _XHTML.search(page, 0, _XHTML_CHARACTERS):
        page = _EMPTY_ELEMENT.sub(r"<\1\2></\1>", page)
    _refuse_hard(page)
    try:
        tree = LexborHTMLParser(page)
    except SelectolaxError as error:  # whatever a page holds, it is parsed while memory lasts
        raise MemoryError from error
    return tree


def html_text(page: str) -> CleanText:
    """The text of `page` by paragraphs; raises ValueError when it is known to be hard to parse."""
    return _tree_text(_tree(page))


def _tree_text(tree: LexborHTMLParser) -> CleanText:
    return clean_text("\n\n".join(_paragraphs(tree.body)) if tree.body else "")


def _refuse_hard(page: str) -> None:
    """Raises ValueError when `page` is known to take far more to parse than its size."""
    _refuse_open(page)
    if any(len(_ATTRIBUTE.findall(tag)) > _MAX_ATTRIBUTES + 1 for tag in _long_tags(page)):
        raise ValueError(f"a tag with more than {_MAX_ATTRIBUTES} attributes")
    for tags, most, named in (
        (_BODY_TAG, _MAX_ATTRIBUTES, "body or html tags"),
        (_OPTION_TAG, _MAX_OPTIONS, "options in its lists"),
    ):
        if sum(1 for _ in tags.finditer(page)) > most:
            raise ValueError(f"more than {most:,} {named}")


def _long_tags(page: str) -> Iterator[str]:
    """The tags that may have too many attributes, each as far as its first >, quoted or not."""
    end = 0
    while tag := _LONG_TAG.search(page, end):
        end = page.find(">", tag.end())
        if end < 0:
            return
        if len(page[tag.end() : end].split(None, _MAX_ATTRIBUTES + 1)) > _MAX_ATTRIBUTES:
            yield page[tag.end() : end]


def _refuse_open(page: str) -> None:
    """Raises ValueError when too many tags are open at once, each until its own end tag."""
    open_tags: Counter[str] = Counter()
    formatting = _Formatting()
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
            raise ValueError(f"tags nested more than {_MAX_DEPTH} deep")
        if tag in _FORMATTING:
            if closing:
                formatting.close(tag)
            else:
                formatting.open(tag, page[found.end() : page.find(">", found.end())])
            if formatting.repeated > _MAX_FORMATTING:
                raise ValueError(f"more than {_MAX_FORMATTING} formatting tags left open")


class _Formatting:
    """The formatting tags that are open, `repeated` of them in every block that follows."""

    def __init__(self) -> None:
        self.repeated = 0
        self._alike: Counter[str] = Counter()
        self._written: dict[str, list[str]] = {tag: [] for tag in _FORMATTING}

    def open(self, tag: str, attributes: str) -> None:
        """Takes in a start tag."""
        written = tag + attributes
        self._written[tag].append(written)
        self._alike[written] += 1
        self.repeated += self._alike[written] <= _MAX_ALIKE

    def close(self, tag: str) -> None:
        """Takes in an end tag."""
        if self._written[tag]:
            written = self._written[tag].pop()
            self.repeated -= self._alike[written] <= _MAX_ALIKE
            self._alike[written] -= 1


def _fields(tree: LexborHTMLParser) -> dict[str, object]:
    """Title, author, date and language as the page gives them, the first of each.

    Of several dates, the first that is readable.
    """
    title = tree.css_first("head > title") or tree.css_first("h1")
    root = tree.css_first("html")
    fields: dict[str, object] = {
        "title": _folded(title.text()) if title else "",
        "language": root.attributes.get("lang") if root else None,
    }
    unread = None
    for meta in tree.css("meta"):
        name = meta.attributes.get("name") or meta.attributes.get("property") or ""
        field, value = _META.get(name.lower()), meta.attributes.get("content")
        if field == "date" and not _is_date(value):
            unread = unread or value
        elif field and value:
            fields.setdefault(field, value)
    if unread:
        fields.setdefault("date", unread)
    return fields


def _is_date(value: str | None) -> bool:
    try:
        read_date(value)
    except ValueError:
        return False
    return True


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


def fragment_text(html: str) -> str:
    """The text of a part of a page, by paragraphs; raises ValueError when it is hard to parse."""
    body = _tree(html).body
    return "\n\n".join(_paragraphs(body)) if body else ""
