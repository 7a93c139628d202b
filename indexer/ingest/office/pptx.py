"""The slides of a PowerPoint presentation (PPTX), by a walk over its XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.ingest.office.docx import main_part
from indexer.ingest.office.flow import Flow, Paragraph, one_line
from indexer.ingest.office.package import (
    Package,
    XmlElement,
    attribute,
    child,
    local_name,
    relationships,
)

_TITLES = {"title", "ctrTitle"}
_MARGIN = {"sldNum", "dt", "ftr", "hdr"}
_COUNTED = ("slidenum", "datetime")  # kinds of fields that begin so
_EMU_OF_POINT = 12_700
_MOST_SLIDES = 5_000
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: its title and text, its notes last; `margin` is that of its number, date, footer.

    `fault` is why it cannot be read; None when it is read.
    """

    number: int  # from 1
    text: str
    titles: tuple[str, ...]
    margin: str = ""
    fault: str | None = None


def slide_size(package: Package) -> tuple[float, float]:
    """The width and height of the slides, in points; 0 where they are not said."""
    tree, _ = package.lenient_tree(main_part(package, "ppt/presentation.xml"))
    size = child(tree, "sldSz")
    if size is None:
        return 0, 0
    sides = [size.get(name) or "" for name in ("cx", "cy")]
    width, height = (int(side) / _EMU_OF_POINT if side.isdecimal() else 0 for side in sides)
    return width, height


def slides(package: Package) -> Iterator[Slide]:
    """The slides in their order; raises ValueError when there is no presentation."""
    name = main_part(package, "ppt/presentation.xml")
    tree, fault = package.lenient_tree(name)
    if tree is None:
        raise ValueError(fault or f"is damaged or incomplete: it has no part {name}")
    parts = relationships(package, name)
    listed = child(tree, "sldIdLst")
    for number, entry in enumerate(() if listed is None else listed, 1):
        if number > _MOST_SLIDES:
            raise ValueError(f"has more than {_MOST_SLIDES:,} slides")
        relation = entry.get(_RELATION_ID) or attribute(entry, "id") or ""
        _, part = parts.get(relation, ("", ""))
        try:
            yield _slide(package, part, number)
        except ValueError as error:
            yield Slide(number, "", (), fault=str(error))


def _slide(package: Package, name: str, number: int) -> Slide:
    tree = package.tree(name)
    if tree is None:
        raise ValueError(f"is damaged or incomplete: it has no part {name}")
    flow, margin = Flow(), Flow()
    _shapes(tree, flow, margin)
    for kind, part in relationships(package, name).values():
        if kind == "diagramData":
            _paragraphs_of(package.lenient_tree(part)[0], flow)
        elif kind == "notesSlide":
            notes, _ = package.lenient_tree(part)
            for shape in () if notes is None else notes.iter("{*}sp"):
                if _place(shape) == "body":
                    _paragraphs_of(child(shape, "txBody"), flow)
    return Slide(number, flow.text(), flow.titles(), margin.text())


def _shapes(element: XmlElement, flow: Flow, margin: Flow) -> None:
    """Takes in the shapes within `element`, in their order."""
    for inner in element:
        name = local_name(inner)
        if name == "sp":
            place = _place(inner)
            body = child(inner, "txBody")
            if place in _MARGIN:
                _paragraphs_of(body, margin)
            elif place in _TITLES:
                text = " ".join(_text(part) for part in (() if body is None else body))
                flow.add(Paragraph(text, level=1, is_title=True))
            else:
                _paragraphs_of(body, flow)
        elif name == "tbl":
            _table(inner, flow)
        elif name == "AlternateContent":
            for notation in list(inner)[:1]:
                _shapes(notation, flow, margin)
        elif name not in ("txBody", "nvSpPr", "spPr", "style", "extLst"):
            _shapes(inner, flow, margin)


def _place(shape: XmlElement) -> str:
    """The kind of the placeholder that the shape fills: title, body, …; empty when it fills none.

    A placeholder without a kind is one of objects.
    """
    for properties in shape.iter("{*}nvPr"):
        filled = child(properties, "ph")
        if filled is not None:
            return filled.get("type") or "obj"
    return ""


def _paragraphs_of(body: XmlElement | None, flow: Flow) -> None:
    for paragraph in () if body is None else body.iter("{*}p"):
        flow.add(Paragraph(_text(paragraph)))


def _table(table: XmlElement, flow: Flow) -> None:
    """Takes in a table, row by row; a merged cell stands where it begins."""
    for row in table:
        if local_name(row) == "tr":
            flow.add_row(
                [Paragraph(one_line(" ".join(_text(part) for part in cell.iter("{*}p"))))]
                for cell in row
                if local_name(cell) == "tc" and not _is_merged(cell)
            )
    flow.end()


def _is_merged(cell: XmlElement) -> bool:
    return any(cell.get(name) in ("1", "true") for name in ("hMerge", "vMerge"))


def _text(paragraph: XmlElement) -> str:
    """The text of a paragraph, without the fields that count slides and days."""
    pieces: list[str] = []
    for inner in paragraph:
        name = local_name(inner)
        if name == "br":
            pieces.append("\n")
        elif name == "fld" and (inner.get("type") or "").startswith(_COUNTED):
            continue
        elif name == "t":
            pieces.append(inner.text or "")
        elif name not in ("pPr", "endParaRPr", "rPr"):
            pieces.append(_text(inner))
    return "".join(pieces)
