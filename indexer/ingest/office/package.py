"""The parts of a zip file that is one document (DOCX, ODT, EPUB, …), unpacked under limits."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Protocol
from urllib.parse import unquote

from indexer.ingest.office.kinds import compound_kind

if TYPE_CHECKING:
    from lxml import etree

MAX_UNPACKED_BYTES = 1_000_000_000
MAX_RATIO = 200  # unpacked bytes for each byte of the file
_ALWAYS_BYTES = 20_000_000  # unpacked whatever the ratio: a small table repeats itself
_MAX_PART_BYTES = 100_000_000  # of a part that is held whole
_MAX_PARTS = 10_000
_XML_OPTIONS = {"resolve_entities": False, "no_network": True, "remove_comments": True}
# OSError: an offset that is none; UnicodeError: a name that is none.
_ZIP_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError),
    *(OSError, UnicodeError),
)

DAMAGED = "is damaged or cut off: its parts cannot be unpacked; copy it again from its origin"

LOCKED = "is locked with a password; save a copy without one"


class XmlElement(Protocol):
    """An element of a parsed part, as lxml has it."""

    tag: str
    text: str | None
    tail: str | None

    def __iter__(self) -> Iterator[XmlElement]: ...
    def get(self, key: str, default: str | None = None) -> str | None: ...
    def getparent(self) -> XmlElement | None: ...
    def itertext(self) -> Iterator[str]: ...
    def items(self) -> Iterable[tuple[str, str]]: ...
    def iter(self, *tags: str) -> Iterator[XmlElement]: ...


class _Counted:
    """A part as it is unpacked, which `spend` is told of and may refuse."""

    def __init__(self, file: IO[bytes], spend: Callable[[int], None]) -> None:
        self._file, self._spend = file, spend

    def read(self, size: int = -1) -> bytes:
        try:
            block = self._file.read(size if size >= 0 else _MAX_PART_BYTES + 1)
        except _ZIP_ERRORS as error:
            raise ValueError(DAMAGED) from error
        self._spend(len(block))
        return block


class Package:
    """The parts of the zip file at a path, by name; names differ in more than case.

    Raises ValueError, with the reason, when the file is damaged, locked or a bomb.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._packed = path.stat().st_size
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(path)
        except (*_ZIP_ERRORS, ValueError) as error:
            # An Office file with a password is a compound file with the zip file encrypted inside.
            raise ValueError(LOCKED if compound_kind(path) == "locked" else DAMAGED) from error
        infos = self._zip.infolist()
        if len(infos) > _MAX_PARTS:
            self._zip.close()
            raise ValueError(f"has more than {_MAX_PARTS:,} parts inside")
        self._parts = {_part_key(info.filename): info for info in infos}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return _part_key(name) in self._parts

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, as the file has them."""
        return tuple(info.filename for info in self._parts.values())

    @contextmanager
    def opened(self, name: str) -> Iterator[_Counted]:
        """The part `name`, to read from; raises ValueError when there is none."""
        info = self._parts.get(_part_key(name))
        if info is None:
            raise ValueError(f"is damaged or incomplete: it has no part {name}")
        if info.flag_bits & 1:
            raise ValueError(LOCKED)
        try:
            file = self._zip.open(info)
        except _ZIP_ERRORS as error:
            raise ValueError(DAMAGED) from error
        with file:
            yield _Counted(file, self._spend)

    def part(self, name: str) -> bytes:
        """The content of a part; raises ValueError when there is none or it is too large."""
        with self.opened(name) as file:
            blocks = []
            size = 0
            while block := file.read(65_536):
                blocks.append(block)
                size += len(block)
                if size > _MAX_PART_BYTES:
                    limit = _MAX_PART_BYTES // 1_000_000
                    raise ValueError(f"its part {name} is larger than {limit} MB unpacked")
        return b"".join(blocks)

    def refuse_bomb(self) -> None:
        """Raises ValueError when its parts, by the sizes they declare, unpack past the limits.

        What unpacks them elsewhere gives no more than these sizes.
        """
        self._spend(sum(info.file_size for info in self._parts.values()))

    def tree(self, name: str) -> XmlElement | None:
        """The root of the XML part `name`; None when there is no such part."""
        return xml_root(self.part(name)) if name in self else None

    def lenient_tree(self, name: str) -> tuple[XmlElement | None, str]:
        """(root, fault) of a part beside the text: of a broken one, as far as it can be read.

        The root is None when there is no such part or nothing in it can be read.
        """
        if name not in self:
            return None, ""
        try:
            content = self.part(name)
        except ValueError as error:
            return None, str(error)
        try:
            return xml_root(content), ""
        except ValueError as error:
            return _recovered_root(content), str(error)

    def _spend(self, size: int) -> None:
        """Counts unpacked bytes; raises ValueError past the limits."""
        self._unpacked += size
        if self._unpacked > MAX_UNPACKED_BYTES:
            limit = MAX_UNPACKED_BYTES // 1_000_000_000
            raise ValueError(f"unpacks to more than {limit} GB")
        if self._unpacked > max(_ALWAYS_BYTES, MAX_RATIO * self._packed):
            raise ValueError(f"unpacks to more than {MAX_RATIO} times its size")


def _part_key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def part_path(base: str, target: str) -> str:
    """The name of the part that the part `base` calls `target`, a relative address."""
    target = unquote(target.partition("#")[0]).replace("\\", "/")
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def relationships(package: Package, name: str) -> dict[str, tuple[str, str]]:
    """id → (kind, name of the part) for each relation of the part `name` of an Office file.

    The kind is the last step of its type: `footnotes`, `header`, `slide`.
    """
    folder, _, file = name.rpartition("/")
    tree, _ = package.lenient_tree(posixpath.join(folder, "_rels", f"{file}.rels"))
    found: dict[str, tuple[str, str]] = {}
    for relation in () if tree is None else tree:
        kind = (relation.get("Type") or "").rpartition("/")[2]
        if relation.get("TargetMode") != "External":
            found[relation.get("Id") or ""] = (kind, part_path(name, relation.get("Target") or ""))
    return found


def local_name(element: XmlElement) -> str:
    """The tag of `element` without its namespace; empty for what is no element."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: XmlElement | None, name: str) -> XmlElement | None:
    """The first child of `element` that is called `name` in any namespace."""
    for inner in () if element is None else element:
        if local_name(inner) == name:
            return inner
    return None


def attribute(element: XmlElement, name: str, of: str | None = None) -> str | None:
    """The attribute `name`, in any namespace or none, of `element`, or of its child named `of`."""
    holder = element if of is None else child(element, of)
    if holder is None:
        return None
    plain = holder.get(name)
    if plain is not None:
        return plain
    ending = f"}}{name}"
    return next((value for key, value in holder.items() if key.endswith(ending)), None)


def xml_root(content: bytes) -> XmlElement:
    """The root of a small XML part; raises ValueError when it is not XML."""
    from lxml import etree

    parser = etree.XMLParser(**_XML_OPTIONS, remove_pis=True)
    try:
        root: XmlElement = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(_xml_fault(error)) from error
    return root


def _recovered_root(content: bytes) -> XmlElement | None:
    """The root of a broken XML part, with what can be told of it."""
    from lxml import etree

    with suppress(etree.XMLSyntaxError):
        parser = etree.XMLParser(**_XML_OPTIONS, remove_pis=True, recover=True)
        root: XmlElement | None = etree.fromstring(content, parser)
        return root
    return None


class CutOffError(ValueError):
    """The XML of a part ends before its end, or is broken from a place on."""


def streamed_children(file: _Counted, parents: frozenset[str]) -> Iterator[XmlElement]:
    """The children of the elements named in `parents`, each as soon as it is read, then forgotten.

    A child that is named in `parents` is not given itself, but its children are. Raises
    CutOffError where the XML is broken.
    """
    from lxml import etree

    depth_of: list[bool] = []  # for each open element: is it one whose children are given?
    given = 0  # how many elements are open inside a child that will be given
    try:
        events = etree.iterparse(file, events=("start", "end"), remove_pis=True, **_XML_OPTIONS)
        for event, element in events:
            if event == "start":
                inside = bool(depth_of) and depth_of[-1]
                is_parent = not given and local_name(element) in parents
                if given or (inside and not is_parent):
                    given += 1
                depth_of.append(is_parent)
                continue
            depth_of.pop()
            if given:
                given -= 1
                if not given:
                    yield element
            if not given:
                _forget(element)
    except etree.XMLSyntaxError as error:
        raise CutOffError(_xml_fault(error)) from error


def _forget(element: etree._Element) -> None:
    """Frees the memory of `element` and of those before it, keeping its tail out of sight."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _xml_fault(error: Exception) -> str:
    """One sentence on XML that cannot be parsed."""
    told = str(error)
    if "depth" in told.lower():
        return "its XML is nested too deeply"
    if "huge" in told.lower() or "too long" in told.lower():
        return "its XML has a text of more than 10 MB in one piece"
    return "its XML is broken; open it in its program and save it again"
