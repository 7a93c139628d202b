"""The text that bytes of unknown encoding stand for."""

from __future__ import annotations

import codecs
import re

_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_ARABIC_ENCODINGS = ("windows-1256", "iso-8859-6")

_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")  # any letter outside ASCII
_ARABIC_WORD = re.compile(r"(?<![^\W\d_])[\u0621-\u0652]{2,}+(?![^\W\d_])")
# alef lam yeh meem waw noon reh teh beh heh: ا ل ي م و ن ر ت ب ه
_COMMON_LETTERS = "\u0627\u0644\u064a\u0645\u0648\u0646\u0631\u062a\u0628\u0647"
_ARTICLE = "\u0627\u0644"  # ال, which the wrong one of the two encodings seldom shows
# Measured on 2,000 passages of the 199 documents in each encoding: in 40 bytes of Arabic the score
# below is 0.74 by median and under 0.47 once in a hundred, and the better score is the right
# encoding all but three times; in 100 bytes always. Sentences in 11 other languages and 22
# encodings (French, Russian, Greek, Chinese, …) stay under 0.18.
_PLAUSIBLE = 0.35
_SAMPLE_CHARACTERS = 1_000_000


def decoded_text(content: bytes, declared: str | None = None) -> str:
    """The text of `content`: as its byte order mark says, else UTF-8, else Arabic, else `declared`.

    A declaration comes last because pages lie: bytes that are UTF-8, or make Arabic words, are so
    by no accident, while any bytes at all can be taken for windows-1252. Raises ValueError when
    nothing fits.
    """
    return _decoded(content, declared)[0]


def text_encoding(content: bytes) -> str:
    """The name of the encoding in which `decoded_text` reads `content`; raises ValueError."""
    return _decoded(content, None)[1]


def _decoded(content: bytes, declared: str | None) -> tuple[str, str]:
    """(text, name of its encoding)"""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    text = _strict_text(content, marked)
    # Arabic in UTF-16 without its mark is valid UTF-8, half of it controls.
    if text is not None and len(_CONTROL.findall(text)) <= len(text) / 4:
        return text, marked
    guesses = [(_strict_text(content, name), name) for name in _ARABIC_ENCODINGS]
    texts = [(text, name) for text, name in guesses if text and not _CONTROL.search(text)]
    best = max(texts, key=lambda guess: _plausibility(guess[0]), default=("", ""))
    if _plausibility(best[0]) >= _PLAUSIBLE:
        return best
    text = _strict_text(content, declared) if declared else None
    if text is not None and declared and not _CONTROL.search(text):
        return text, declared
    encodings = ", ".join(_ARABIC_ENCODINGS)
    raise ValueError(f"neither UTF-8 nor an Arabic encoding ({encodings}); save it as UTF-8")


def _strict_text(content: bytes, encoding: str) -> str | None:
    """`content` in `encoding`; None when it has bytes the encoding lacks, or none is so called."""
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        return None


def _plausibility(text: str) -> float:
    """Common letters, and the article, in Arabic words, for each letter outside ASCII.

    ASCII does not count: it is the same in every encoding, and most of an HTML page.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    words = "".join(_ARABIC_WORD.findall(sample))
    common = sum(words.count(sign) for sign in (*_COMMON_LETTERS, _ARTICLE))
    return common / max(1, len(_FOREIGN_LETTER.findall(sample)))
