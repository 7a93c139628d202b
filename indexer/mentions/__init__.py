"""The mentions of texts: dates, and symbols of documents, each as keys of the index.

A recogniser is a function from a text to its mentions, and one line in `_RECOGNISERS`. The build
runs them once on each document that is read, and the index keeps the keys alone: a page that shows
mentions runs them again on the text it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.mentions.dates import DateMention, dates
from indexer.mentions.mention import Mention
from indexer.mentions.references import references
from indexer.model import Document

__all__ = ["DateMention", "Mention", "dates", "mention_keys", "mentions", "references"]

_RECOGNISERS: tuple[Callable[[str], Iterator[Mention]], ...] = (references, dates)


def mentions(text: str) -> Iterator[Mention]:
    """The mentions of each recogniser in `text`, one recogniser after the other."""
    for recogniser in _RECOGNISERS:
        yield from recogniser(text)


def mention_keys(document: Document) -> tuple[str, ...]:
    """The keys of the mentions of `document`, each once, in the order of its title and text."""
    texts = (document.title, document.text)
    found = (key for text in texts for mention in mentions(text) for key in mention.keys)
    return tuple(dict.fromkeys(found))
