"""Text without the characters that no author writes: controls, lone surrogates, noncharacters."""

from __future__ import annotations

import re

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
_UNWRITTEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls, but for tab and the line ends above
    "\ud800-\udfff"  # lone surrogates, which cannot be encoded
    "\ufeff"  # byte order mark
    "\ufdd0-\ufdef"  # noncharacters (Unicode 15, section 23.7)
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates


def clean_text(text: str) -> str:
    """`text` with lines ended by a line feed, at most one empty line at a time, and trimmed ends.

    Every other character stays as its author wrote it: vowel marks, joiners, direction marks.
    """
    written = _UNWRITTEN.sub("", _LINE_END.sub("\n", text))
    lines = "\n".join(line.rstrip() for line in written.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def clean_value(text: str) -> str:
    """`text` cleaned and on one line, without direction controls, to stand among other text."""
    lines = _BIDI_CONTROLS.sub("", clean_text(text)).split("\n")
    return " ".join(line.strip() for line in lines if line).strip()
