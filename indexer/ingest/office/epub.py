"""The text of an electronic book (EPUB): its chapters in the order of its spine."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from indexer.ingest.encoding import decoded_text
from indexer.ingest.office.flow import note_mark
from indexer.ingest.office.package import Package, local_name, part_path
from indexer.ingest.office.properties import BOOK, declared_fields

_CONTAINER = "META-INF/container.xml"
_LOCKS = "META-INF/encryption.xml"
_CHAPTERS = {"application/xhtml+xml", "text/html", "text/x-oeb1-document"}
_DECLARED = re.compile(rb"<\?xml[^>]*?encoding=[\"']([\w.:-]+)")
# The number of a note, which links to the note or from it back to the text.
_NOTE_LINK = re.compile(
    r"""(<sup\b[^>]*>\s*<a\b[^>]*\bhref=["'][^"']*\#[^>]*>|<a\b[^>]*\bepub:type=["']noteref["'][^>]*>)"""
    r"""(?:\s*<sup\b[^>]*>)?\s*[\[(]?(\d{1,4})[\])]?\s*(?=</)"""
)


@dataclass(frozen=True, slots=True)
class BookText:
    """The text of a book, the fields it declares, and why some chapters were not read."""

    text: str
    fields: dict[str, object]
    faults: tuple[str, ...]


def book_text(package: Package, chapter_text: Callable[[str], str]) -> BookText:
    """The text of the book in `package`; raises ValueError when it has no readable chapter.

    `chapter_text` gives the text of a page of HTML, or raises ValueError. The table of contents is
    left out, because it repeats the headings.
    """
    name = _opf_name(package)
    opf, fault = package.lenient_tree(name)
    if opf is None:
        raise ValueError(fault or f"is damaged or incomplete: it has no part {name}")
    items = {item.get("id"): item for item in opf.iter("{*}item")}
    locked = _locked(package)
    texts: list[str] = []
    faults: list[str] = [f"of its list of chapters, {fault}"] if fault else []
    for reference in opf.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if item.get("media-type") not in _CHAPTERS:
            continue
        part = part_path(name, item.get("href") or "")
        if part.lower() in locked:
            raise ValueError("is locked by a reading licence (DRM); its text cannot be read")
        try:
            text = chapter_text(_chapter(package.part(part)))
        except ValueError as error:
            faults.append(f"its chapter {part} is not read: {error}")
        else:
            if text:
                texts.append(text)
    if faults and not texts:
        raise ValueError(faults[0].removeprefix("its chapter "))
    metadata = [element for element in opf if local_name(element) == "metadata"]
    fields = declared_fields(metadata[0].iter("{*}*"), BOOK) if metadata else {}
    return BookText("\n\n".join(texts), fields, tuple(faults))


def _chapter(content: bytes) -> str:
    """The HTML of a chapter, with the numbers of its notes as marks, which break no phrase."""
    declared = _DECLARED.match(content)
    page = decoded_text(content, declared[1].decode("ascii") if declared else None)
    return _NOTE_LINK.sub(lambda link: link[1] + note_mark(int(link[2])), page)


def _opf_name(package: Package) -> str:
    """The name of the part that lists the others."""
    container, _ = package.lenient_tree(_CONTAINER)
    for root in () if container is None else container.iter("{*}rootfile"):
        if name := root.get("full-path"):
            return name
    found = [name for name in package.names if name.lower().endswith(".opf")]
    if not found:
        raise ValueError("is damaged or incomplete: it has no list of its chapters (OPF)")
    return found[0]


def _locked(package: Package) -> frozenset[str]:
    """The parts that are encrypted, in small letters; fonts often are, and do not matter."""
    tree = package.tree(_LOCKS)
    references = [] if tree is None else tree.iter("{*}CipherReference")
    return frozenset(part_path("", element.get("URI") or "").lower() for element in references)
