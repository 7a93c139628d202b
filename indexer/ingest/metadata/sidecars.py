"""Files about other files: sidecars, tables of metadata, Dublin Core.

    report.pdf.toml, .yaml, .yml, .json     the fields of report.pdf
    report.pdf.dc.xml, report.pdf.xml       the same in Dublin Core
    metadata.csv, metadata.xlsx             a row for each file of its folder, and of those below it
    dublin_core.xml                         the fields of the files of its folder, as DSpace exports

They are no documents. Strangers may have written them, too: they are parsed where documents are, in
the process with limits. One that is broken is reported, and the files it is about are read without.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePosixPath

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text
from indexer.ingest.encoding import decoded_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.markup.frontmatter import front_matter
from indexer.ingest.metadata.dublin_core import dublin_core_fields
from indexer.ingest.metadata.field_names import FILE, TEXT, field_named
from indexer.ingest.reading import Reading
from indexer.ingest.sources import DUBLIN_CORE, SIDECAR_SUFFIXES, TABLES, Listing, Source

MOST_BYTES = 20_000_000  # of a table; a sidecar of one file may have a twentieth
_MOST_MISSING = 20  # files that a table names and that are not there, told one by one
_MOST_ROWS = 100_000
_MOST_COLUMNS = 200
_SEPARATORS = ",;\t|"

Fields = Mapping[str, object]
Given = tuple[str, Fields]  # the name of the file that gives the fields, and these


def sidecars_of(source: Source, listing: Listing) -> tuple[Path, ...]:
    """The files of `listing` that are about `source`, in the order in which they are believed."""
    return tuple(source.folder / name for name in _names(source) if name in listing.files)


class Beside:
    """The fields that the files about a source give to it, or to its members; broken ones none."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._given: list[tuple[str, Mapping[str, Fields]]] = []
        for name in () if source.about else _names(source):
            path = source.folder / name
            with suppress(OSError, ValueError):  # which is reported where it is read for itself
                if path.is_file() and not path.is_symlink():
                    stat = path.stat()
                    self._given.append((name, _parsed(path, stat.st_mtime_ns, stat.st_size)))

    def fields(self, member: str = "") -> Iterator[Given]:
        """The fields for the source itself, or for its `member`, which a table may name."""
        whole = f"{self._name}/{member}" if member else self._name
        for name, parsed in self._given:
            if _is_table(name):
                below = PurePosixPath(name).parent
                fields = _row_of(parsed, PurePosixPath(whole).relative_to(below).as_posix())
            else:
                fields = {} if member else parsed.get("", {})
            if fields:
                yield name, fields


def sidecar_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """Nothing of a file about other files, which is no document, but what is wrong with it."""
    table = parsed_sidecar(source.path)
    missing = [name for name in table if name and not _is_there(source.path.parent, name)]
    for name in missing[:_MOST_MISSING]:
        yield DocumentError(source.name, f"names a file that is not there: {name}")
    if len(missing) > _MOST_MISSING:
        more = f"names {len(missing) - _MOST_MISSING:,} more files that are not there"
        yield DocumentError(source.name, more)


def _is_there(folder: Path, name: str) -> bool:
    """True if the file `name`, written with its suffix or without, is below `folder`.

    A name with slashes may be one of a member of a container, which is not looked for.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return False
    if len(path.parts) > 1 and not (folder / path.parts[0]).is_dir():
        return (folder / path.parts[0]).exists()
    if (folder / path).exists():
        return True
    parent = (folder / path).parent
    wanted = _plain_name(path.name)
    return parent.is_dir() and any(
        wanted in (plain, PurePosixPath(plain).stem)
        for plain in (_plain_name(entry.name) for entry in parent.iterdir())
    )


def parsed_sidecar(path: Path) -> Mapping[str, Fields]:
    """File → its fields, of a table; else those of the one file it is about, under "".

    Raises ValueError with the reason when it is broken.
    """
    most = MOST_BYTES if _is_table(path.name) else MOST_BYTES // 20
    if path.stat().st_size > most:
        raise ValueError(f"too large: more than {most // 1_000_000:,} MB of metadata")
    name = path.name.lower()
    if name.endswith(".xlsx"):
        return _table(_sheet_rows(path))
    content = path.read_bytes()
    if name.endswith(".xml"):
        return {"": dublin_core_fields(content)}
    text = clean_text(decoded_text(content))
    if name.endswith(".csv"):
        return _table(_csv_rows(text))
    return {"": _json_fields(text) if name.endswith(".json") else _matter_fields(text, name)}


@lru_cache(maxsize=64)
def _parsed(path: Path, modified: int, size: int) -> Mapping[str, Fields]:
    """The content of the sidecar at `path`, which was `modified` then."""
    return parsed_sidecar(path)


def _names(source: Source) -> Iterator[str]:
    """The names that files about `source` may have, the most special first."""
    for suffix in SIDECAR_SUFFIXES:
        yield f"{source.name.rstrip('/')}{suffix}"
    for at, folder in enumerate(PurePosixPath(source.name).parents):
        prefix = "" if folder == PurePosixPath(".") else f"{folder}/"
        for name in TABLES:
            yield f"{prefix}{name}"
        if at == 0:
            yield f"{prefix}{DUBLIN_CORE}"


def _is_table(name: str) -> bool:
    return name.rpartition("/")[2] in TABLES


def _matter_fields(text: str, name: str) -> Fields:
    """The fields of a text in YAML or TOML; of a broken one, those that can be read."""
    fence = "+++" if name.endswith(".toml") else "---"
    inner = text.removeprefix(f"{fence}\n").removesuffix(f"\n{fence}")
    matter = front_matter(f"{fence}\n{inner}\n{fence}\n")
    if not matter.fields:
        reasons = [f"{field}: {reason}" for field, reason in matter.dropped]
        raise ValueError(reasons[0] if reasons else "has no fields")
    return matter.fields


def _json_fields(text: str) -> Fields:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError("is not JSON") from error
    if not isinstance(found, dict):
        raise ValueError("must be a JSON object of fields")
    return found


def _csv_rows(text: str) -> Iterator[list[object]]:
    """The rows of a table whose cells are parted by , ; tabs or |, whichever its heads have most.

    The line `sep=;` before them is Excel's.
    """
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5:
        separator, text = first[4], rest
    else:
        separator = max(_SEPARATORS, key=first.count)
    try:
        for row in csv.reader(io.StringIO(text), delimiter=separator):
            yield list(row)
    except csv.Error as error:
        raise ValueError(f"is no table: {error}") from error


def _sheet_rows(path: Path) -> Iterator[list[object]]:
    """The rows of the first sheet of a workbook."""
    from openpyxl import load_workbook  # slow to import

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # whatever is wrong with it, openpyxl raises
        raise ValueError("is not a workbook of Excel") from error
    try:
        for row in book.worksheets[0].iter_rows(values_only=True, max_col=_MOST_COLUMNS):
            yield list(row)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ValueError("its first sheet cannot be read") from error
    finally:
        book.close()


def _table(rows: Iterator[list[object]]) -> Mapping[str, Fields]:
    """File → its fields, of the rows of a table whose first names the fields."""
    heads = next(rows, [])
    named = [field_named(head) if head else None for head in heads[:_MOST_COLUMNS]]
    if FILE not in named:
        raise ValueError("has no column that names the files: file, fichier, ملف")
    found: dict[str, Fields] = {}
    for row in islice(rows, _MOST_ROWS):
        cells = [(head, cell) for head, cell in zip(heads, row, strict=False) if head]
        file = next((str(cell) for head, cell in cells if field_named(head) == FILE and cell), "")
        if file:
            fields = {
                str(head): cell
                for head, cell in cells
                if cell not in (None, "") and field_named(head) not in (FILE, TEXT, "id")
            }
            found.setdefault(_plain_name(file), fields)
    return found


def _row_of(table: Mapping[str, Fields], name: str) -> Fields:
    """The row about the file `name`, which may be named there without its suffix."""
    plain = _plain_name(name)
    stem = PurePosixPath(plain).with_suffix("").as_posix()
    return table.get(plain) or table.get(stem) or {}


def _plain_name(name: str) -> str:
    """`name` as people and systems write it in different ways: slashes, Unicode normal forms."""
    plain = unicodedata.normalize("NFC", name.strip()).replace("\\", "/")
    return plain.removeprefix("./")
