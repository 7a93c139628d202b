"""The mentions of texts, dates and references to laws, each as keys of the index.

A recogniser is a function from a text to its mentions, and one line in `mentions` and one in
`mentioned`. The build runs them once on each document that is read, and the index keeps the keys
alone: a page that shows mentions runs them again on the text it shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.mentions.asked import asked_reference
from indexer.mentions.called import KNOWN, Called
from indexer.mentions.dates import DateMention, dates
from indexer.mentions.mention import Mention
from indexer.mentions.own_number import OWN, own_acts
from indexer.mentions.references import THIS, Reference, ReferenceReader, references
from indexer.model import Document

__all__ = [
    "KNOWN",
    "OWN",
    "THIS",
    "Called",
    "DateMention",
    "Mention",
    "Mentioned",
    "Reference",
    "asked_reference",
    "dates",
    "mentioned",
    "mentions",
    "own_acts",
    "references",
]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """The `keys` of what a document mentions, each once, and the names of laws that it tells."""

    keys: tuple[str, ...]
    called: tuple[Called, ...]


def mentions(text: str) -> Iterator[Mention]:
    """The mentions of each recogniser in `text`, one recogniser after the other."""
    yield from references(text)
    yield from dates(text)


def mentioned(document: Document) -> Mentioned:
    """The mentions of `document`, in the order of its title and text.

    The laws that it is come first, each after OWN: `is law 31.13`.
    """
    own = own_acts(document)
    keys = dict.fromkeys(f"{OWN}{key}" for key in own)
    called: dict[Called, None] = {}
    if own:
        law, *others = sorted(own, key=lambda key: not key.startswith("law "))
        called |= dict.fromkeys(Called(law, other, own=True) for other in others)
        called[Called(law, written=document.title, own=True)] = None
    for text in (document.title, document.text):
        reader = ReferenceReader(text)
        for mention in reader.references():
            keys |= dict.fromkeys(mention.keys)
        called |= reader.called
        for date in dates(text):
            keys |= dict.fromkeys(date.keys)
    return Mentioned(tuple(keys), tuple(called))
