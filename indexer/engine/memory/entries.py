"""The documents of a generation with their terms, in one file: a line of JSON each.

{"document": {"id": …, "title": …, "text": …, …},     the fields that say something
 "title_key": …,                                       what titles are ordered by
 "terms": {"title_exact": [term, …], …}}               of each field, in order of position
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.analysis import MENTION, TERM_FIELDS
from indexer.errors import IndexDamaged
from indexer.model import FACETS, Document, facet_values
from indexer.model.values import document_of_values, plain_values

FILE = "documents.jsonl"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document as it is indexed. `counts` maps field → term → its count in the document.

    `values` maps facet, or MENTION, → values; `id` is a field of one term.
    """

    document: Document
    title_key: str
    terms: Mapping[str, Sequence[str]]
    counts: Mapping[str, Counter[str]]
    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(
        cls, document: Document, title_key: str, terms: Mapping[str, Sequence[str]]
    ) -> IndexEntry:
        """The entry of `document`, whose fields have these `terms` in order of position."""
        values = dict(zip(FACETS, facet_values(document), strict=True))
        values[MENTION] = tuple(terms[MENTION])
        whole = {**terms, "id": (document.id,), **values}
        counts = {field: Counter(held) for field, held in whole.items()}
        return cls(document, title_key, terms, counts, values)

    @property
    def line(self) -> str:
        """The line of the file."""
        row = plain_values(self.document)
        return json.dumps({"document": row, "title_key": self.title_key, "terms": dict(self.terms)})


def write_entries(folder: Path, entries: Iterable[IndexEntry]) -> None:
    """Writes the file of the generation in `folder`."""
    with (folder / FILE).open("w", encoding="ascii", newline="\n") as file:
        file.writelines(f"{entry.line}\n" for entry in entries)


def entries_in(folder: Path) -> Iterator[IndexEntry]:
    """The entries of the generation in `folder`; raises IndexDamaged."""
    for document, row in _rows(folder):
        try:
            terms = {field: [str(term) for term in row["terms"][field]] for field in TERM_FIELDS}
            entry = IndexEntry.of(document, str(row["title_key"]), terms)
        except (TypeError, LookupError, AttributeError) as error:
            raise IndexDamaged(f"{folder / FILE} cannot be read: {error!r}") from error
        yield entry


def documents_in(folder: Path) -> Iterator[Document]:
    """The documents of the generation in `folder`, of this format or an older one."""
    return (document for document, _ in _rows(folder))


def _rows(folder: Path) -> Iterator[tuple[Document, dict[str, Any]]]:
    """Each document of the file with its line; raises IndexDamaged."""
    try:
        with (folder / FILE).open(encoding="ascii") as file:
            for line in file:
                row = json.loads(line)
                yield document_of_values(row["document"]), row
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{folder / FILE} cannot be read: {error!r}") from error
