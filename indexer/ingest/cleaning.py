"""Text without the characters that no author writes: controls, lone surrogates, noncharacters."""

from __future__ import annotations

import re
from typing import NewType

CleanText = NewType("CleanText", str)

_LINE_END = re.compile("[\r\x0b\x0c\u2028\u2029]")
_EMPTY_LINES = re.compile(r"\n{3,}")
# Anything but these. Said so, it is found ten times faster than as a list of what is unwritten:
# controls, surrogates (which cannot be encoded), noncharacters (Unicode 15, section 23.7) and the
# byte order mark.
_UNWRITTEN = re.compile(
    "[^\t-\r -~\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd"
    + "".join(f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 17))
    + "]"
)
_BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides, isolates


def clean_text(text: str) -> CleanText:
    """`text` with lines ended by a line feed, at most one empty line at a time, and trimmed ends.

    Every other character stays as its author wrote it: vowel marks, joiners, direction marks.
    """
    written = _UNWRITTEN.sub("", _LINE_END.sub("\n", text.replace("\r\n", "\n")))
    lines = "\n".join(line.rstrip() for line in written.split("\n"))
    if "\n\n\n" in lines:
        lines = _EMPTY_LINES.sub("\n\n", lines)
    return CleanText(lines.strip())


def clean_part(text: str) -> CleanText:
    """`text`, a run of whole lines of a text that is clean, with trimmed ends."""
    return CleanText(text.strip())


def clean_value(text: str) -> str:
    """`text` cleaned and on one line, without direction controls, to stand among other text."""
    if text.isprintable():  # nothing in it to clean, as in nearly every value
        return text.strip()
    lines = _BIDI_CONTROLS.sub("", clean_text(text)).split("\n")
    return " ".join(line.strip() for line in lines if line).strip()
