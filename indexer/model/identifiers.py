"""The parts of permanent addresses: the short name of a document, the digest of a passage."""

from __future__ import annotations

import hashlib
import re
import unicodedata

# Crockford's base 32, in small letters: no digit and letter are taken for one another.
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_SHORT = 12  # letters, 60 bits: of two million archives of a million documents, one has two alike
_WHOLE = 20  # letters that are kept, which tell these apart
_DIGEST = 6  # letters: of a million passages that were edited, one in a thousand meets another
_UNSPOKEN = re.compile(r"[\W_\N{ARABIC TATWEEL}]+")


_SPELLING = str.maketrans("oil", "011")  # what Crockford's letters are taken for


def whole_name(document_id: str) -> str:
    """Twenty letters made of the id of a document; any beginning that no other has names it."""
    return _letters(document_id, _WHOLE)


def short_name(document_id: str) -> str:
    """The beginning of the whole name that stands for a document in addresses.

    It must never change: the addresses readers keep are made of it.
    """
    return whole_name(document_id)[:_SHORT]


def spelled_name(name: str) -> str:
    """A short name as a reader typed it, in the letters it is made of."""
    return name.casefold().translate(_SPELLING)


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
    shifts = range(5 * count - 5, -1, -5)
    return "".join([LETTERS[number >> shift & 31] for shift in shifts])
