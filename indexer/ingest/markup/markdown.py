"""The text of a Markdown file: what its reader sees, and none of its signs.

    markdown_text("نص **مهم** و[رابط](http://exemple.ma)")  # نص مهم ورابط

Paragraphs, lines and the marks of lists stay as they are written, so that a text in which no signs
stand is not changed. A link leaves its words and an image that stands alone its caption; addresses,
names of files, comments and templates leave nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from indexer.ingest.html import fragment_text
from indexer.ingest.markup.markdown_signs import plain_signs

_CHUNK_CHARACTERS = 100_000  # parsed at once: the tokens take many times the memory of the text
_MAX_HEADING = 150  # characters of a line that the signs below it make a heading
_RULE = "* * *"
_CELLS = " | "
_WORD_JOINER = "\u2060"  # before a # that is no heading; it is neither seen nor searched

_SIGNS = re.compile(r"[\\`*_\[\]<>&!~|={}^%:#]|^[ \t]*[-+]|^[ \t]*\d+[.)]|^\s*-{3}", re.MULTILINE)
_HEADING = re.compile(r"#{1,6}[ \t]")
_HEADING_END = re.compile(
    r"[ \t]*\{[#.:][^{}\n]*\}[ \t]*$"
)  # {#id .class} of Pandoc, Hugo, kramdown
_BLOCK_NAME = re.compile(r"[ \t]\^[A-Za-z0-9-]+$")  # of Obsidian
_CALLOUT = re.compile(r"\[![\w-]+\][+-]?[ \t]*")  # of Obsidian and GitHub: > [!note] Title
_HIGHLIGHT = re.compile(r"==(?=\S)([^=\n]+?)(?<=\S)==")
_BREAK_TAG = re.compile(r"<br\b", re.IGNORECASE)
_FILE_NAME = re.compile(
    r"[\w.-]+\.[A-Za-z]{3,4}|(?:IMG|DSC|image|img|screenshot)[\W_\d]*", re.ASCII
)
_SIZE = re.compile(r"\d+(?:x\d+)?")

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_SPANNING = re.compile(
    r" {0,3}<(!--|pre\b|script\b|style\b|textarea\b|\?|!\[CDATA\[)", re.IGNORECASE
)
_ENDS = {"!--": "-->", "?": "?>", "![cdata[": "]]>"}
_PARAGRAPH_START = re.compile(r"[^\W\d_]|#{1,6} ")
_DEFINITION = re.compile(r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE)


def markdown_text(text: str, of_site: bool = False) -> str:
    """The text of `text`, which is clean; headings keep their `#` signs.

    `of_site` says that templates of Jekyll and Hugo are carried out on it.
    """
    if not _SIGNS.search(text):
        return text
    text = plain_signs(text, of_site)
    chunks = list(_chunks(text))
    parser = _parser()
    env: dict[str, Any] = {}
    if len(chunks) > 1:  # a link may be defined anywhere
        parser.parse("\n".join(_DEFINITION.findall(text)), env)
    return "\n\n".join(
        filter(None, ("".join(_laid_out(parser.parse(chunk, env))) for chunk in chunks))
    )


def inline_words(line: str) -> str:
    """The words of one line of Markdown that is a heading."""
    (token,) = _parser().parseInline(plain_signs(line, of_site=False))
    return _HEADING_END.sub("", inline_text(token)).replace("\n", " ")


def _parser() -> MarkdownIt:
    """CommonMark with the tables and the struck words of GitHub."""
    return MarkdownIt("commonmark", {"maxNesting": 60}).enable(["table", "strikethrough"])


def _chunks(text: str) -> Iterator[str]:
    """`text` in parts that have nothing to do with each other, each of about _CHUNK_CHARACTERS.

    It is cut where a paragraph or a heading begins after an empty line, but not in a block that
    goes over empty lines.
    """
    if len(text) <= _CHUNK_CHARACTERS:
        yield text
        return
    start = at = 0
    inside = ""  # what ends the block that is open
    empty = False
    for line in text.split("\n"):
        if inside:
            if inside[0] in "`~":
                if line.strip().startswith(inside) and not line.strip(" \t" + inside[0]):
                    inside = ""
            elif inside in line.lower():
                inside = ""
        elif fence := _FENCE.match(line):
            inside = fence[1]
        elif opened := _SPANNING.match(line):
            tag = opened[1].lower()
            end = _ENDS.get(tag, f"</{tag}")
            inside = "" if end in line.lower()[opened.end() :] else end
        elif empty and at - start >= _CHUNK_CHARACTERS and _PARAGRAPH_START.match(line):
            yield text[start:at]
            start = at
        empty = not line.strip()
        at += len(line) + 1
    yield text[start:]


def _laid_out(tokens: list[Token]) -> Iterator[str]:
    """The blocks of `tokens`, and between them the line ends that the file has there."""
    end: int | None = None  # the line after the last block
    for block in _Blocks(tokens):
        if end is not None:
            yield "\n\n" if block.heading or block.first > end else "\n"
        yield block.text
        end = block.last


class _Block(NamedTuple):
    """A paragraph, heading, row or code on the lines from `first` to the one before `last`."""

    first: int
    last: int
    text: str
    heading: bool = False


class _Blocks:
    """The blocks of a parsed text, in order; iterated once."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._lines = (0, 0)
        self._marks: list[str] = []  # of the list items that have begun and have no text yet
        self._level = 0  # of the heading that is open
        self._underlined = False  # whether its sign is the line below it
        self._quoted = False  # whether the next paragraph opens a quotation
        self._head = False  # whether the row that is open heads its table
        self._row_lines = (0, 0)
        self._row: list[str] | None = None  # the cells of the row that is open

    def __iter__(self) -> Iterator[_Block]:
        for token in self._tokens:
            if token.map:
                self._lines = (token.map[0], token.map[1])
            text = self._text(token)
            if not text:
                continue
            heading = self._level > 0 and not (self._underlined and self._is_long(text))
            mark = "".join(self._marks)
            self._marks.clear()
            if heading:
                text = f"{'#' * self._level} {text}"
            elif self._level and self._underlined:
                text = f"{text}\n{_RULE}"
            elif not mark and _HEADING.match(text):
                text = _WORD_JOINER + text
            first, last = self._lines
            yield _Block(
                first,
                last + (self._level > 0 and self._underlined),
                mark + text,
                heading and not mark,
            )

    @staticmethod
    def _is_long(text: str) -> bool:
        """Whether `text` is a paragraph with a rule below it, and no underlined heading."""
        return "\n" in text or len(text) > _MAX_HEADING

    def _text(self, token: Token) -> str:
        """The text that `token` is, if it is one; takes in where it stands."""
        kind = token.type
        if kind == "inline":
            return self._inline(token)
        if kind == "heading_open":
            self._level = int(token.tag[1])
            self._underlined = token.markup in ("=", "-")
        elif kind == "heading_close":
            self._level = 0
        elif kind == "list_item_open":
            self._marks.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif kind == "list_item_close":
            self._marks.clear()
        elif kind == "blockquote_open":
            self._quoted = True
        elif kind in ("thead_open", "thead_close"):
            self._head = kind == "thead_open"
        elif kind == "tr_open":
            self._row = []
            self._row_lines = self._lines[0], self._lines[1] + self._head  # and the line of signs
        elif kind == "tr_close":
            row, self._row = self._row or [], None
            self._lines = self._row_lines
            return _CELLS.join(row) if any(row) else ""
        elif kind == "hr":
            return _RULE
        elif kind in ("fence", "code_block"):
            return token.content.strip("\n")
        elif kind == "html_block":
            return _html_text(token.content)
        return ""

    def _inline(self, token: Token) -> str:
        text = inline_text(token).strip()
        if self._row is not None:
            self._row.append(text.replace("\n", " "))
            return ""
        if self._quoted:
            self._quoted = False
            text = _CALLOUT.sub("", text, count=1).strip() if text.startswith("[!") else text
        if self._level:
            return _HEADING_END.sub("", text)
        return _BLOCK_NAME.sub("", text)


def inline_text(token: Token) -> str:
    """The words of a paragraph: its emphasis without signs, its links without addresses.

    An image leaves its words only where it stands alone: they are its caption there.
    """
    children = token.children or []
    shown = [one for one in children if not (one.type == "text" and not one.content.strip())]
    alone = all(one.type in ("image", "link_open", "link_close") for one in shown)
    pieces = []
    for child in children:
        if child.type == "text":
            pieces.append(_HIGHLIGHT.sub(r"\1", child.content))
        elif child.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        elif child.type == "code_inline":
            pieces.append(child.content)
        elif child.type == "html_inline" and _BREAK_TAG.match(child.content):
            pieces.append("\n")
        elif child.type == "image" and alone:
            pieces.append(_caption(child))
    lines = (line.strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _caption(image: Token) -> str:
    """The words of an image, unless they are the name of its file or its size."""
    words = inline_text(image) or str(image.attrs.get("title", ""))
    return "" if _FILE_NAME.fullmatch(words) or _SIZE.fullmatch(words) else words


def _html_text(content: str) -> str:
    """The text of a block of HTML; all of it where a comment has no end."""
    if content.lstrip().startswith("<!--") and "-->" not in content:
        return content.strip()
    return fragment_text(content)
