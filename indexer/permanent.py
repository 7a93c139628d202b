"""What permanent addresses are made of: the short name of a document, the digest of a passage."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Crockford's base 32, in small letters: no digit and letter are taken for one another.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_DIGEST = 6  # letters: of a million passages that were edited, one in a thousand meets another
_UNSPOKEN = re.compile(r"[\W_\N{ARABIC TATWEEL}]+")


def passage_digest(text: str) -> str:
    """Six letters that stand for the words of `text`.

    Spaces, punctuation, vowel marks, hamzas and case do not count, so that a passage laid out or
    vowelled anew keeps its address; in a text without letters, everything but spaces does. It must
    never change: the addresses readers keep are made of it.
    """
    spoken = _UNSPOKEN.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return _letters(spoken or "".join(text.split()), _DIGEST)


def _letters(text: str, count: int) -> str:
    """`count` of LETTERS drawn from a digest of `text`, 5 bits each."""
    content = text.encode("utf-8", "surrogatepass")
    number = int.from_bytes(hashlib.sha256(content).digest(), "big") >> 256 - 5 * count
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(count)))
