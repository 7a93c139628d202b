"""The text of OpenDocument files (ODT, ODP), by a walk over their XML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from indexer.ingest.office.flow import (
    CELL_SEPARATOR,
    Flow,
    Paragraph,
    end_note_mark,
    marked_note,
    note_mark,
    one_line,
)
from indexer.ingest.office.odf_styles import OdfStyles
from indexer.ingest.office.package import (
    CutOffError,
    Package,
    XmlElement,
    attribute,
    child,
    local_name,
    streamed_children,
)
from indexer.ingest.office.pptx import Slide

CONTENT = "content.xml"
_PARENTS = frozenset({"document-content", "body", "text"})
_SLIDE_PARENTS = frozenset({"document-content", "body", "presentation"})
_MARGIN = {"header", "footer", "date-time", "page-number"}  # classes of shapes of a slide
# Deleted, hidden, said in another way, or about the text.
_SKIPPED = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "sequence-decls", "variable-decls"}
    | {"user-field-decls", "hidden-text", "ruby-text", "title", "desc", "event-listeners", "object"}
    | {"covered-table-cell", "script", "index-title-template", "page-number", "settings"}
    | {"table-of-content-source", "alphabetical-index-source", "bibliography-source", "scripts"}
    | {"font-face-decls", "dde-connection-decls", "note-citation", "math"}
)
_MOST_REPEATED = 1_000  # spaces, cells or rows that stand once with a number


class _List(NamedTuple):
    """A list that is open: its style, its level from 1, its numbers by level."""

    style: str
    level: int
    counts: dict[int, int]


class OdfText:
    """The text of an OpenDocument text, by paragraphs; raises ValueError when it has no content.

    `margin` has each line of its headers and footers once. `cut_off` is why it is broken from some
    place on; None when it is whole. Deletions that were tracked and comments are left out;
    footnotes follow their paragraph or table.
    """

    def __init__(self, package: Package) -> None:
        self.cut_off: str | None = None
        walk = _Walk()
        tree, _ = package.lenient_tree("styles.xml")
        for part in () if tree is None else tree:
            walk.styles.take(part)
        with package.opened(CONTENT) as file:
            try:
                for block in streamed_children(file, _PARENTS):
                    walk.take(block)
            except CutOffError as error:
                self.cut_off = str(error)
        self.text, self.titles = walk.flow.text(), walk.flow.titles()
        self.margin = _margin(package)


def odp_slides(package: Package) -> Iterator[Slide]:
    """The slides of an OpenDocument presentation; raises ValueError when there is none.

    A presentation that is broken from some place on ends with a slide that says so.
    """
    number = 0
    with package.opened(CONTENT) as file:
        try:
            for page in streamed_children(file, _SLIDE_PARENTS):
                if local_name(page) == "page":
                    number += 1
                    yield _slide(page, number)
        except CutOffError as error:
            yield Slide(number + 1, "", (), fault=str(error))


def _slide(page: XmlElement, number: int) -> Slide:
    walk, margin, notes = _Walk(), _Walk(), _Walk()
    for shape in page:
        kind = attribute(shape, "class") or ""
        if local_name(shape) == "notes":
            for note in shape:
                if attribute(note, "class") == "notes":
                    notes.take(note)
        elif kind == "title":
            walk.take_title(shape)
        else:
            (margin if kind in _MARGIN else walk).take(shape)
    text = "\n\n".join(filter(None, (walk.flow.text(), notes.flow.text())))
    return Slide(number, text, walk.flow.titles(), margin.flow.text())


def _margin(package: Package) -> str:
    """The lines of headers and footers, each once."""
    tree, _ = package.lenient_tree("styles.xml")
    walk = _Walk()
    for page in () if tree is None else tree.iter("{*}master-page"):
        for part in page:
            if local_name(part).startswith(("header", "footer")):
                walk.take(part)
    return "\n".join(dict.fromkeys(walk.flow.text().replace("\n\n", "\n").split("\n")))


class _Walk:
    """A walk over one text, in reading order."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.styles = OdfStyles()
        self._marks: dict[str, int] = {}  # class of note → how many there were
        self._lists: list[_List] = []  # that are open, the inner last
        self._counts: dict[str, dict[int, int]] = {}  # list, or its style → its numbers by level
        self._headings: dict[int, int] = {}  # level → number of the last heading
        self._label = ""  # of the item that begins

    def take_title(self, element: XmlElement) -> None:
        """Takes in the title of a slide."""
        text = " ".join(part.text for part in self._paragraphs(element))
        self.flow.add(Paragraph(text, level=1, is_title=True))

    def take(self, block: XmlElement) -> None:
        """Takes in a paragraph, a table, or what holds such."""
        name = local_name(block)
        if name in ("p", "h"):
            self.flow.add(self._paragraph(block))
        elif name == "table":
            for row in table_rows(block):
                self.flow.add_row(list(self._paragraphs(cell)) for cell in row_cells(row))
            self.flow.end()
        elif name == "note":
            self.flow.wait(self._note(block))
        elif name == "automatic-styles":
            self.styles.take(block)
        elif name not in _SKIPPED:
            self._enter(block)
            for inner in block:
                self.take(inner)
            self._leave(block)

    def _paragraphs(self, element: Iterable[XmlElement]) -> Iterator[Paragraph]:
        """The paragraphs in a cell, a note or a box; a table within has a line for each row."""
        for inner in element:
            name = local_name(inner)
            if name in ("p", "h"):
                yield self._paragraph(inner)
            elif name == "table":
                for row in table_rows(inner):
                    cells = (self._line(cell) for cell in row_cells(row))
                    yield Paragraph(CELL_SEPARATOR.join(cell for cell in cells if cell))
            elif name not in _SKIPPED:
                self._enter(inner)
                yield from self._paragraphs(inner)
                self._leave(inner)

    def _enter(self, element: XmlElement) -> None:
        """Begins a list or an item of one, which has a number."""
        name = local_name(element)
        if name == "list":
            outer = self._lists[-1] if self._lists else None
            style = attribute(element, "style-name") or (outer.style if outer else "")
            if outer is not None:
                counts = outer.counts
            elif attribute(element, "continue-numbering") == "true":
                counts = self._counts.get(style, {})
            else:
                continued = attribute(element, "continue-list")
                counts = self._counts.get(continued, {}) if continued else {}
            if outer is None:
                self._counts[style] = self._counts[attribute(element, "id") or style] = counts
            self._lists.append(_List(style, len(self._lists) + 1, counts))
        elif name == "list-item" and self._lists and _begins_with_text(element):
            style, level, counts = self._lists[-1]
            start = attribute(element, "start-value") or ""
            before = counts.get(level, self.styles.start(style, level) - 1)
            counts[level] = int(start) if start.isdecimal() else before + 1
            for deeper in [deeper for deeper in counts if deeper > level]:
                del counts[deeper]
            self._label = self.styles.label(style, level, counts)

    def _leave(self, element: XmlElement) -> None:
        """Ends a list, or an item whose number stands before no paragraph."""
        name = local_name(element)
        if name == "list":
            self._lists.pop()
        elif name == "list-item":
            self._label = ""

    def _heading_label(self, element: XmlElement, level: int) -> str:
        """The number of a heading that stands in no list."""
        if attribute(element, "is-list-header") == "true":
            return ""
        start = attribute(element, "start-value") or ""
        counts = self._headings
        counts[level] = int(start) if start.isdecimal() else counts.get(level, 0) + 1
        for deeper in [deeper for deeper in counts if deeper > level]:
            del counts[deeper]
        return self.styles.outline_label(level, counts)

    def _line(self, cell: XmlElement) -> str:
        return one_line(" ".join(part.text for part in self._paragraphs(cell)))

    def _paragraph(self, element: XmlElement) -> Paragraph:
        label, self._label = self._label, ""
        is_heading = local_name(element) == "h"
        outline = attribute(element, "outline-level") or ""
        level = int(outline) if outline.isdecimal() else 1 if is_heading else 0
        if is_heading and not self._lists:
            label = self._heading_label(element, level)
        pieces: list[str] = []
        self._inline(element, pieces)
        text = "".join(pieces)
        style = attribute(element, "style-name") or ""
        is_title = self.styles.is_title(style)
        return Paragraph(
            f"{label} {text.lstrip()}" if label and text.strip() else text,
            level=1 if is_title else min(level, 2) if is_heading else 0,
            size=self.styles.size(style),
            is_title=is_title,
        )

    def _inline(self, element: XmlElement, pieces: list[str]) -> None:
        """Adds to `pieces` the text within an element of a paragraph."""
        if element.text:
            pieces.append(element.text)
        for inner in element:
            name = local_name(inner)
            if name == "s":
                pieces.append(" " * repeated(inner, "c"))
            elif name == "tab":
                pieces.append("\t")
            elif name == "line-break":
                pieces.append("\n")
            elif name == "note":
                pieces.append(self._note(inner))
            elif name in ("p", "h", "table"):  # of a box or a shape that hangs on the paragraph
                for part in list(self._paragraphs([inner])):
                    self.flow.wait(part.marked())
            elif name not in _SKIPPED:
                self._inline(inner, pieces)
            if inner.tail:
                pieces.append(inner.tail)

    def _note(self, element: XmlElement) -> str:
        """The mark of a note in the text; the note waits for the end of the paragraph."""
        kind = attribute(element, "note-class") or "footnote"
        citation, body = child(element, "note-citation"), child(element, "note-body")
        label = None if citation is None else attribute(citation, "label")
        if label is None:
            self._marks[kind] = self._marks.get(kind, 0) + 1
            make = end_note_mark if kind == "endnote" else note_mark
            label = make(self._marks[kind])
        parts = [] if body is None else list(self._paragraphs(body))
        text = marked_note(label, "\n".join(part.text for part in parts))
        if kind == "endnote":
            self.flow.wait_for_end(text)
        else:
            self.flow.wait(text)
        return label


def _begins_with_text(item: XmlElement) -> bool:
    """False for an item that only holds a list of a deeper level, which goes on."""
    first = next(iter(item), None)
    return first is not None and local_name(first) != "list"


def table_rows(table: XmlElement) -> Iterator[XmlElement]:
    """The rows of a table, also those in groups and among the headings."""
    for inner in table:
        name = local_name(inner)
        if name == "table-row":
            yield inner
        elif name not in _SKIPPED and name != "table-cell":
            yield from table_rows(inner)


def row_cells(row: XmlElement) -> Iterator[XmlElement]:
    """The cells of a row; one that is merged with another before or above is left out."""
    return (cell for cell in row if local_name(cell) == "table-cell")


def repeated(element: XmlElement, name: str) -> int:
    """How often the element stands for itself: its attribute `name`, within limits."""
    count = attribute(element, name) or ""
    return min(int(count), _MOST_REPEATED) if count.isdecimal() else 1
