"""The facets: the properties of documents that readers filter by, in one table."""

from __future__ import annotations

from collections.abc import Callable

from indexer.model.document import Document


def _one(value: object) -> tuple[str, ...]:
    """`value` alone; nothing where it is not known."""
    return (str(value),) if value else ()


# facet → the values a document has for it. A facet is a row here, in the order that answers have.
_VALUES: dict[str, Callable[[Document], tuple[str, ...]]] = {
    "kind": lambda document: _one(document.kind),
    "place": lambda document: _one(document.place),
    "topic": lambda document: tuple(dict.fromkeys(document.topics)),
    "author": lambda document: tuple(dict.fromkeys(document.authors)),
    "publisher": lambda document: _one(document.publisher),
    "name": lambda document: document.names,
    "language": lambda document: _one(document.language),
    "cites": lambda document: document.cites,
    "quality": lambda document: _one(document.quality),
    "year": lambda document: _one(document.date and document.date.year),
}
FACETS = tuple(_VALUES)
WITH_SEVERAL = frozenset(
    ("topic", "author", "name", "cites")
)  # facets of which a document has several


def facet_values(document: Document) -> tuple[tuple[str, ...], ...]:
    """The values `document` has for each of FACETS."""
    return tuple(values(document) for values in _VALUES.values())
