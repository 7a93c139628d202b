"""The address of a passage within its document, by its number and its words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from indexer.model.identifiers import LETTERS, passage_digest

_ANCHOR = re.compile(rf"([ps])([1-9][0-9]{{0,8}})(?:-([{LETTERS}]+))?")


@dataclass(frozen=True, slots=True)
class Anchor:
    """`p12-3fa9k2`: paragraph 12, by the digest of its words; `s3-8d0xqe`: heading 3.

    Paragraphs and headings are counted apart, from 1. Without a digest it is a number alone.
    """

    kind: str
    number: int
    digest: str | None = None

    @classmethod
    def of(cls, text: str, level: int, number: int) -> Anchor:
        """The address of the passage `text`: a heading of `level`, or a paragraph (0)."""
        return cls(kind_of(level), number, passage_digest(text))

    @classmethod
    def parse(cls, text: str) -> Anchor | None:
        """The address written `text`; None if it is none."""
        found = _ANCHOR.fullmatch(text)
        return cls(found[1], int(found[2]), found[3]) if found else None

    def __str__(self) -> str:
        return f"{self.kind}{self.number}" + (f"-{self.digest}" if self.digest else "")


def kind_of(level: int) -> str:
    """How the address of a passage begins: s for a heading, p for a paragraph."""
    return "s" if level else "p"
