"""Tables: a row is a document where the first row names fields, a text among them; else a text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.metadata.field_names import TEXT, field_named, named_fields
from indexer.ingest.office.flow import one_line
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source

_MAX_CHARACTERS = 50_000_000  # of a table that is one text
_MAX_CELLS = 400_000  # of sheets that are one text; reading more takes longer than a source may


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its cells, and its place in the file where that is known.

    `number` counts the rows from 1, the heads among them. `digest` is the SHA-256 of its bytes.
    """

    cells: Sequence[str]
    number: int
    digest: str = ""
    line: int | None = None
    offset: int | None = None
    length: int | None = None

    @property
    def is_empty(self) -> bool:
        """True when no cell has more than space."""
        return not any(map(str.strip, self.cells))


def cells_digest(cells: Sequence[str]) -> str:
    """The SHA-256, in hex, of a row whose bytes are not one piece of the file."""
    return hashlib.sha256(json.dumps(cells, ensure_ascii=False).encode()).hexdigest()


@dataclass(slots=True)
class TableText:
    """Collects the rows of tables that are no tables of texts, a paragraph for each row."""

    paragraphs: list[str] = field(default_factory=list)
    characters: int = 0
    cells: int = 0

    def add(self, text: str) -> None:
        """Puts a paragraph behind the others; raises ValueError when there are too many."""
        if text:
            self.paragraphs.append(text)
            self.characters += len(text)
            if self.characters > _MAX_CHARACTERS:
                raise ValueError(f"its table is longer than {_MAX_CHARACTERS:,} characters")

    def add_row(self, cells: Sequence[str]) -> None:
        """Puts the cells of a row; those that are empty keep their places, but for the outer.

        Raises ValueError when there are too many.
        """
        self.cells += len(cells)
        if self.cells > _MAX_CELLS:
            raise ValueError(f"its table has more than {_MAX_CELLS:,} cells")
        line = "|".join(f" {one_line(cell)} " if cell.strip() else " " for cell in cells)
        self.add(line.strip(" |"))

    def text(self) -> CleanText:
        """The whole text."""
        return clean_text("\n\n".join(self.paragraphs))


class TextColumns:
    """The columns of a table of texts, by its heads."""

    def __init__(self, heads: Sequence[str]) -> None:
        self._heads = [one_line(head) for head in heads]
        while self._heads and not self._heads[-1]:
            self._heads.pop()
        self._text = [field_named(head) for head in self._heads].index(TEXT)

    def reading(self, row: TableRow, source: Source, prefix: str, separator: str) -> Reading:
        """The document in a row. One without an id is called after its file and its number.

        Cells beyond the last head belong to a text in the last column: separators in it were not
        quoted.
        """
        cells = list(row.cells)
        last = len(self._heads) - 1
        if self._text == last and any(map(str.strip, cells[last + 1 :])):
            cells[last:] = [separator.join(cells[last:])]
        given = {
            head: cell
            for head, cell in zip(self._heads, cells, strict=False)
            if head and cell.strip() and field_named(head) != TEXT
        }
        fields = named_fields(given)
        fields.setdefault("id", f"{source.id or source.name}/{prefix}row-{row.number}")
        return Reading(
            fields,
            clean_text(cells[self._text] if self._text < len(cells) else ""),
            digest=row.digest,
            line=row.line,
            offset=row.offset,
            length=row.length,
            # Its bytes are no piece of the file, which can be given only as a whole.
            member="" if row.offset is not None else f"{prefix}row-{row.number}",
        )


def names_texts(heads: Sequence[str]) -> bool:
    """True if the heads of a table name fields of documents, their text among them."""
    named = {field_named(head) for head in heads}
    return TEXT in named and len(named - {None}) > 1


def row_readings(
    rows: Iterable[TableRow],
    source: Source,
    table: TableText,
    prefix: str = "",
    separator: str = ",",
) -> Iterator[Reading]:
    """The document of each row where the first names fields; else puts all rows into `table`."""
    columns: TextColumns | None = None
    is_first = True
    for row in rows:
        if row.is_empty:
            continue
        if is_first and names_texts(row.cells):
            columns = TextColumns(row.cells)
        elif columns is not None:
            yield columns.reading(row, source, prefix, separator)
        else:
            table.add_row(row.cells)
        is_first = False
