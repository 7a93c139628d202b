"""Signs of Markdown that its standard does not know, turned into plain Markdown.

Notes, links between notes, comments and templates, as Pandoc, Obsidian, Jekyll and Hugo write them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_MARKED_START = re.compile(r"^[\u200e\u200f\u061c]+(?=#{1,6} |[-*+] |\d+[.)] |>|```)", re.MULTILINE)

# The sign of a product between digits, or a run of code, where it is not looked for.
_PRODUCT = re.compile(r"`[^`\n]*`|(?<=\d)\*(?=\d)")

_NOTE = re.compile(r"\[\^([^\]\s^]+)\]")
_NOTE_TEXT = re.compile(r"^ {0,3}\[\^([^\]\s^]+)\]:[ \t]*")
_RAISED = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "⁰¹²³⁴⁵⁶⁷⁸⁹" * 3)
_INDENT = re.compile(r"(?: {4}|\t)")

_WIKILINK = re.compile(r"(!?)\[\[([^\[\]|\n]+?)(?:\\?\|([^\[\]\n]*))?\]\](?!\()")
_FILE = re.compile(r"\.(?!md$)[A-Za-z0-9]{2,5}$")
_SIZE = re.compile(r"\s*(?:\d+(?:x\d+)?)?\s*")
_COMMENT = re.compile(
    r"(?<!\S)%%(?!%)[^\n]{0,500}?%%(?!\S)|^%%[ \t]*\n.*?^%%[ \t]*$", re.DOTALL | re.M
)
# Lines of attributes of kramdown, of divisions of Pandoc, of tables of contents.
_UNSEEN_LINE = re.compile(
    r"^[ \t]*(?:\{:[^}\n]*\}|:{3,}[ \t]*(?:\{[^}\n]*\}|[\w-]*)|\[\[?_?toc_?\]\]?)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
# Of Jekyll and Hugo. Lengths are bounded, so that many beginnings without an end cost little.
_TEMPLATE = re.compile(r"\{%[^\n]{0,300}?%\}|\{\{[^{}\n]{0,500}\}\}")
_TEMPLATE_COMMENT = re.compile(r"\{%-?[ \t]*(end)?comment[ \t]*-?%\}")


def plain_signs(text: str, of_site: bool) -> str:
    """`text` in Markdown that any parser reads, but for what stands in its blocks of code.

    `of_site` says that templates are carried out on it.
    """
    text = _MARKED_START.sub("", text)
    if "*" in text:
        text = _outside_code(text, lambda part: _PRODUCT.sub(_escaped, part))
    if "[^" in text:
        text = _with_notes(text)
    if of_site and ("{%" in text or "{{" in text):
        text = _TEMPLATE.sub("", _uncommented(text))
    if "%%" in text:
        text = _outside_code(text, lambda part: _COMMENT.sub("", part))
    if "{:" in text or ":::" in text or "[toc]" in text.lower() or "_toc_" in text.lower():
        text = _outside_code(text, lambda part: _UNSEEN_LINE.sub("", part))
    if "[[" in text:
        text = _outside_code(text, lambda part: _WIKILINK.sub(_linked_words, part))
    return text


def _outside_code(text: str, changed: Callable[[str], str]) -> str:
    """`text` with its runs of lines outside fenced blocks changed."""
    if "```" not in text and "~~~" not in text:
        return changed(text)
    parts: list[str] = []
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and not fence:
            parts.append(changed("\n".join(lines)) if lines else "")
            lines, fence = [line], found[1]
        elif found and found[1].startswith(fence) and not line[found.end() :].strip():
            lines.append(line)
            parts.append("\n".join(lines))
            lines, fence = [], ""
        else:
            lines.append(line)
    rest = "\n".join(lines)
    parts.append(rest if fence else changed(rest))
    return "\n".join(part for part in parts[:-1] if part) + ("\n" + parts[-1] if parts[:-1] else "")


def _uncommented(text: str) -> str:
    """`text` without what stands between the tags of a comment; one without end hides nothing."""
    pieces = []
    start = at = 0
    opened = False
    for tag in _TEMPLATE_COMMENT.finditer(text):
        if tag[1] and opened:
            pieces.append(text[start:at])
            start, opened = tag.end(), False
        elif not tag[1] and not opened:
            at, opened = tag.start(), True
    pieces.append(text[start:])
    return "".join(pieces)


def _escaped(found: re.Match[str]) -> str:
    return "\\*" if found[0] == "*" else found[0]


def _linked_words(found: re.Match[str]) -> str:
    """The words of a link between notes; of a picture, its caption."""
    embedded, name, words = found[1], found[2].strip(), found[3]
    if embedded and _FILE.search(name.partition("#")[0]):
        return "" if words is None or _SIZE.fullmatch(words) else words
    if words:
        return words
    page, _, heading = name.partition("#")
    return heading.strip("^# ") or page if not page else page.removesuffix(".md").rpartition("/")[2]


def _with_notes(text: str) -> str:
    """`text` with its notes numbered, ¹ where they are called and before their text.

    Raised digits are no words, so that they break no phrase.
    """
    lines = text.split("\n")
    labels = {found[1] for line in lines if (found := _NOTE_TEXT.match(line))}
    if not labels:
        return text
    called = dict.fromkeys(found[1] for found in _NOTE.finditer(text) if found[1] in labels)
    if all(label.isdecimal() for label in labels):
        numbers = {label: label.translate(_RAISED) for label in labels}
    else:
        every = dict.fromkeys((*called, *sorted(labels)))
        numbers = {label: str(n).translate(_RAISED) for n, label in enumerate(every, 1)}
    result = []
    in_note = False
    for line in lines:
        found = _NOTE_TEXT.match(line)
        if found:
            in_note = True
            line = f"{numbers[found[1]]} {line[found.end() :]}"
        elif in_note and _INDENT.match(line):
            line = line.lstrip(" \t")
        elif line.strip():
            in_note = False
        result.append(_NOTE.sub(lambda one: _numbered(one, numbers), line))
    return "\n".join(result)


def _numbered(note: re.Match[str], numbers: dict[str, str]) -> str:
    number = numbers.get(note[1])
    return note[0] if number is None else number
