"""Text as the bytes that it is kept and sorted by, and back."""

from __future__ import annotations


def encoded(text: str) -> bytes:
    """`text` in UTF-8, surrogates included: the bytes that a term is kept and sorted by."""
    return text.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """The text of `term`, as `encoded` gave it."""
    return term.decode("utf-8", "surrogatepass")
