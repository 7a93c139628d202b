"""The table of contents of a Whoosh index: its schema and the list of its segments.

It is read and written here, byte for byte as Whoosh does, so that both of its pickles are read
under guard and Whoosh itself is left as it is: other indexes of the same process are not ours to
judge. Whoosh's writers are refused before they change anything.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import whoosh
from whoosh.codec.whoosh3 import W3Segment
from whoosh.fields import Schema
from whoosh.filedb.filestore import FileStorage, ReadOnlyError
from whoosh.filedb.structfile import StructFile
from whoosh.index import _CURRENT_TOC_VERSION, TOC, clean_files
from whoosh.system import _FLOAT_SIZE, _INT_SIZE, _LONG_SIZE

from indexer.engine.whoosh.pickle_guard import guarded_load, guarded_loads, pickled
from indexer.errors import IndexDamaged

NAME = "MAIN"  # of the index in its folder; its files begin so
_BYTE_ORDER = -12345
_SIZES = (_INT_SIZE, _LONG_SIZE, _FLOAT_SIZE)
_REFUSAL = (
    "This index is written by Khizana alone, by its commands update and reindex. Whoosh opens "
    "and searches it; a writer of Whoosh would lose what it holds, so nothing was changed."
)


class ReadOnlySchema(Schema):  # type: ignore[misc]  # whoosh is untyped
    """A schema that Whoosh reads by, and does not write: `TOC.write` cleans it first."""

    def clean(self) -> None:
        raise ReadOnlyError(_REFUSAL)


class ReadOnlySegment(W3Segment):  # type: ignore[misc]
    """A segment that Whoosh reads, and does not write.

    Of a segment itself, its readers never ask how many documents it has; its writers do, first.
    """

    @property
    def count(self) -> int:
        """The number of documents, deleted ones included."""
        return int(self._doccount)

    def doc_count_all(self) -> int:
        raise ReadOnlyError(_REFUSAL)

    def doc_count(self) -> int:
        return self.count - int(self.deleted_count())


@dataclass(frozen=True, slots=True)
class Contents:
    """The schema and the segments of an index; `number` grows by one with each commit."""

    schema: Schema
    segments: list[Any]
    number: int


def read_contents(folder: Path) -> Contents:
    """The newest table of contents in `folder`; raises IndexDamaged where it cannot be read."""
    number = TOC._latest_generation(FileStorage(str(folder), readonly=True), NAME)
    if number < 0:
        raise IndexDamaged(f"There is no index in {folder}.")
    path = folder / TOC._filename(NAME, number)
    try:
        stream = io.BytesIO(path.read_bytes())
        numbers = StructFile(stream)
        sizes = tuple(numbers.read_varint() for _ in _SIZES)
        if (sizes, numbers.read_int()) != (_SIZES, _BYTE_ORDER):
            raise IndexDamaged(f"{path} is of another architecture.")
        if (version := numbers.read_int()) != _CURRENT_TOC_VERSION:
            raise IndexDamaged(f"Can't read format {version} of {path}.")
        for _ in whoosh.__version__:
            numbers.read_varint()
        schema = guarded_loads(numbers.read_string())
        if numbers.read_int() != number:
            raise IndexDamaged(f"{path} is not of the number that it is named by.")
        numbers.read_int()  # unused
        segments = guarded_load(stream)
    except IndexDamaged:
        raise
    except Exception as error:  # bytes that are no table raise errors of every kind
        raise IndexDamaged(f"{path} cannot be read: {error!r}") from error
    if not (isinstance(schema, Schema) and isinstance(segments, list)):
        raise IndexDamaged(f"{path} has no schema or no segments.")
    return Contents(schema, segments, number)


def write_contents(folder: Path, contents: Contents) -> None:
    """Writes `contents` into `folder`: a whole file appears, or none."""
    path = folder / TOC._filename(NAME, contents.number)
    aside = path.with_name(f"{path.name}.new")
    with aside.open("wb") as file:
        numbers = StructFile(file)
        for size in _SIZES:
            numbers.write_varint(size)
        numbers.write_int(_BYTE_ORDER)
        numbers.write_int(_CURRENT_TOC_VERSION)
        for part in whoosh.__version__:
            numbers.write_varint(part)
        numbers.write_string(pickled(contents.schema))
        numbers.write_int(contents.number)
        numbers.write_int(0)  # unused
        numbers.write(pickled(contents.segments))
    aside.replace(path)


def remove_unused(folder: Path, contents: Contents) -> None:
    """Removes the files in `folder` of segments and tables that `contents` does not name."""
    clean_files(FileStorage(str(folder)), NAME, contents.number, contents.segments)
