"""The facets of the interface, in one table: how each is named, asked for and shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet of the archive as readers and programs meet it."""

    name: str  # in the archive and in JSON
    parameter: str  # in addresses and in the API
    label: str  # the key of its name in messages
    listed: bool = True  # as values beside the results; years are drawn instead
    numeric: bool = False  # its values are years
    described: str = ""  # for programs, where openapi.toml does not describe the parameter


# A facet is its row here and its label in each of messages/; the check at start compares the names
# with those of the archive. In this order filters stand in addresses.
FACETS = (
    Facet("kind", "kind", "facet.kind"),
    Facet("place", "place", "facet.place"),
    Facet("topic", "topic", "facet.topic"),
    Facet("author", "author", "facet.author"),
    Facet("publisher", "publisher", "facet.publisher"),
    Facet(
        "name",
        "name",
        "facet.name",
        described="Persons, places and bodies in the text, as the archive attests them.",
    ),
    Facet("language", "language", "facet.language"),
    Facet(
        "cites",
        "cites",
        "facet.cites",
        described="A law that documents cite: `law 31.13`, `dahir 1.11.91`, `named مدونة الأسرة`.",
    ),
    Facet("quality", "quality", "facet.quality", described="sound, doubtful or unreadable."),
    Facet("year", "year", "facet.year", listed=False, numeric=True),
)
DECADE = Facet("decade", "", "facet.decade")  # made of years: it is asked for by dates
