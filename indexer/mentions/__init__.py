"""The mentions of texts: laws, articles and symbols of documents, each as keys of the index.

A recogniser is a function from a text to its mentions, and one line in `_RECOGNISERS`. The build
runs them once on each document that is read, and the index keeps the keys alone: a page that shows
mentions runs them again on the text it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indexer.mentions.mention import Mention
from indexer.mentions.references import references
from indexer.model import Document

__all__ = ["Mention", "mention_keys", "mentions", "references"]

_RECOGNISERS: tuple[Callable[[str], Iterator[Mention]], ...] = (references,)


def mentions(text: str) -> Iterator[Mention]:
    """The mentions of each recogniser in `text`, one recogniser after the other."""
    for recogniser in _RECOGNISERS:
        yield from recogniser(text)


def mention_keys(document: Document) -> tuple[str, ...]:
    """The keys of the mentions of `document`, each once, in the order of its text."""
    found = (key for mention in mentions(document.text) for key in mention.keys)
    return tuple(dict.fromkeys(found))
