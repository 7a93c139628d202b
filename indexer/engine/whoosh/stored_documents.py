"""The documents that an index has stored, whatever the analysis and the format it was built by."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.engine.segment.array_file import mapped, mapped_arrays
from indexer.engine.segment.segment import ARRAYS, DOCUMENTS
from indexer.engine.segment.stored_fields import COLUMNS, row_of
from indexer.engine.whoosh.toc import read_contents
from indexer.errors import IndexDamaged
from indexer.model import Document
from indexer.model.values import document_of_values


def stored_documents(folder: Path) -> Iterator[Document]:
    """The documents of the index in `folder`, with the fields that documents have now.

    Only what is needed of its files is looked at. Raises IndexDamaged when that cannot be read.
    """
    try:
        for entry in read_contents(folder).segments:
            name = entry.segment_id()
            starts = mapped_arrays(folder / f"{name}{ARRAYS}")["starts"].tolist()
            content = mapped(folder / f"{name}{DOCUMENTS}")
            for number, start in enumerate(starts[:-1]):
                if not entry.is_deleted(number):
                    row = row_of(content[start : starts[number + 1]])
                    yield document_of_values({key: row[key] for key in COLUMNS & row.keys()})
    except IndexDamaged:
        raise
    except Exception as error:
        raise IndexDamaged(f"The index in {folder} cannot be read: {error!r}") from error
