"""The mentions of texts, dates and references to laws, each as keys of the index.

A recogniser is a function from a text to its mentions, and one line in `_RECOGNISERS`. The build
runs them once on each document that is read, and the index keeps the keys alone: a page that shows
mentions runs them again on the text it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.mentions.asked import asked_reference
from indexer.mentions.dates import DateMention, dates
from indexer.mentions.mention import Mention
from indexer.mentions.own_number import OWN, own_acts
from indexer.mentions.references import THIS, Reference, references
from indexer.model import Document

__all__ = [
    "OWN",
    "THIS",
    "DateMention",
    "Mention",
    "Reference",
    "asked_reference",
    "dates",
    "mention_keys",
    "mentions",
    "own_acts",
    "references",
]

_RECOGNISERS: tuple[Callable[[str], Iterator[Mention]], ...] = (references, dates)


def mentions(text: str) -> Iterator[Mention]:
    """The mentions of each recogniser in `text`, one recogniser after the other."""
    for recogniser in _RECOGNISERS:
        yield from recogniser(text)


def mention_keys(document: Document) -> tuple[str, ...]:
    """The keys of the mentions of `document`, each once, in the order of its title and text.

    The laws that it is come first, each after OWN: `is law 31.13`.
    """
    texts = (document.title, document.text)
    found = (key for text in texts for mention in mentions(text) for key in mention.keys)
    return tuple(dict.fromkeys((*(f"{OWN}{key}" for key in own_acts(document)), *found)))
