"""The text of a Word document (DOCX), by a walk over its XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from indexer.ingest.office.flow import (
    CELL_SEPARATOR,
    Flow,
    Paragraph,
    end_note_mark,
    marked_note,
    note_mark,
    one_line,
)
from indexer.ingest.office.numbering import Numbering
from indexer.ingest.office.package import (
    CutOffError,
    Package,
    XmlElement,
    attribute,
    child,
    local_name,
    relationships,
    streamed_children,
)
from indexer.ingest.office.word_styles import WordStyles, is_on, points

_PARENTS = frozenset({"document", "body"})
# Deleted or moved away, a second notation of the same, or not text.
_SKIPPED = frozenset(
    {"del", "moveFrom", "Fallback", "instrText", "delText", "fldData", "rt", "rubyPr"}
    | {"pPr", "rPr", "sdtPr", "sdtEndPr", "sectPr", "tblPr", "tblGrid", "tblPrEx", "trPr", "tcPr"}
)
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
_OWN_MARKS = {"footnoteRef", "endnoteRef"}  # in a note, where it is said which it is
_BETWEEN_NOTES = {"separator", "continuationSeparator", "continuationNotice"}


@dataclass(frozen=True, slots=True)
class WordText:
    """The text of a Word document.

    `margin` has each line of its headers and footers once. `cut_off` is why the document is broken
    from some place on, or a part beside it; None when it is whole.
    """

    text: str
    titles: tuple[str, ...]
    margin: str
    cut_off: str | None = None


def word_text(package: Package) -> WordText:
    """The text of the document in `package`, as far as it can be read.

    Raises ValueError when there is none. Tracked insertions are in, deletions and comments are not.
    Footnotes follow their paragraph or table, endnotes the text.
    """
    return _Walk(package).read()


def main_part(package: Package, default: str) -> str:
    """The name of the part that the others of an Office file hang on."""
    kinds = relationships(package, "")
    return next((name for kind, name in kinds.values() if kind == "officeDocument"), default)


class _Walk:
    """A walk over one document, in reading order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._name = main_part(package, "word/document.xml")
        self._parts: dict[str, list[str]] = {}  # kind of relation → names of parts
        for kind, name in relationships(package, self._name).values():
            self._parts.setdefault(kind, []).append(name)
        self._faults: list[str] = []  # of parts beside the text
        self._styles = WordStyles(self._tree("styles"))
        self._numbering = Numbering(self._tree("numbering"), self._styles.number_of)
        self._notes = {kind: self._note_elements(kind) for kind in _NOTES.values()}
        self._given: dict[tuple[str, str], int] = {}  # (kind, id) of a note → its number
        self._flow = Flow()
        self._in_code: list[bool] = []  # for each open field: are its instructions read?
        self._mark = ""  # of the note that is read
        self._carried = ""  # text of a paragraph whose end was deleted
        self._size = 0.0  # the largest type of the paragraph that is read

    def read(self) -> WordText:
        with self._package.opened(self._name) as file:
            try:
                for block in streamed_children(file, _PARENTS):
                    self._block(block)
            except CutOffError as error:
                self._faults.insert(0, str(error))
        text, titles = self._flow.text(), self._flow.titles()
        return WordText(text, titles, self._margin(), self._faults[0] if self._faults else None)

    def _tree(self, kind: str) -> XmlElement | None:
        """The part of this kind that the document has; of a broken one, what can be read."""
        for name in self._parts.get(kind, ()):
            if name in self._package:
                tree, fault = self._package.lenient_tree(name)
                if fault:
                    self._faults.append(f"of its part {name}, {fault}")
                return tree
        return None

    def _note_elements(self, kind: str) -> dict[str, XmlElement]:
        tree = self._tree(kind)
        return {
            attribute(note, "id") or "": note
            for note in (() if tree is None else tree)
            if attribute(note, "type") not in _BETWEEN_NOTES
        }

    def _margin(self) -> str:
        """The lines of headers and footers, each once."""
        self._flow = Flow()
        for kind in ("header", "footer"):
            for name in dict.fromkeys(self._parts.get(kind, ())):
                tree, _ = self._package.lenient_tree(name)
                for block in () if tree is None else tree:
                    self._block(block)
        return "\n".join(dict.fromkeys(self._flow.text().replace("\n\n", "\n").split("\n")))

    def _block(self, block: XmlElement) -> None:
        """Takes in a paragraph, a table, or what holds such."""
        name = local_name(block)
        if name == "p":
            paragraph = self._paragraph(block)
            if paragraph is not None:
                self._flow.add(paragraph)
        elif name == "tbl":
            for row in _within(block, "tr"):
                self._flow.add_row(self._cells(row))
            self._flow.end()
        elif name not in _SKIPPED:
            for inner in _alternatives(block):
                self._block(inner)

    def _cells(self, row: XmlElement) -> Iterator[list[Paragraph]]:
        """The paragraphs of each cell of a row; a merged cell is in the row where it begins."""
        properties = child(row, "trPr")
        if properties is not None and child(properties, "del") is not None:
            return
        for cell in _within(row, "tc"):
            properties = child(cell, "tcPr")
            if properties is not None and _is_continued(properties):
                yield []
            else:
                yield list(self._paragraphs(cell))

    def _paragraphs(self, element: XmlElement) -> Iterator[Paragraph]:
        """The paragraphs in a cell, a note or a box; a table within has a line for each row."""
        for inner in _alternatives(element):
            name = local_name(inner)
            if name == "p":
                paragraph = self._paragraph(inner)
                if paragraph is not None:
                    yield paragraph
            elif name == "tbl":
                for row in _within(inner, "tr"):
                    cells = [" ".join(part.text for part in cell) for cell in self._cells(row)]
                    yield Paragraph(
                        CELL_SEPARATOR.join(one_line(cell) for cell in cells if cell.strip())
                    )
            elif name not in _SKIPPED:
                yield from self._paragraphs(inner)

    def _paragraph(self, element: XmlElement) -> Paragraph | None:
        """The paragraph; None when a deletion joins it with the one that follows."""
        properties = child(element, "pPr")
        style = self._styles.of_paragraph(properties)
        label = self._numbering.label(properties, style.number)
        pieces: list[str] = []
        self._size = 0.0
        self._inline(element, pieces)
        size = self._size or style.size
        self._in_code = [False] * len(self._in_code)
        text = self._carried + "".join(pieces)
        if properties is not None and _has_no_end(properties):
            self._carried = text
            return None
        self._carried = ""
        if label and text.strip():
            text = f"{label} {text.lstrip()}"
        return Paragraph(text, style.level, size, style.is_title)

    def _inline(self, element: XmlElement, pieces: list[str]) -> None:
        """Adds to `pieces` the text within an element of a paragraph."""
        for inner in _alternatives(element):
            name = local_name(inner)
            if name == "t":
                if not any(self._in_code):
                    pieces.append(inner.text or "")
            elif name in _SIGNS:
                pieces.append(_SIGNS[name])
            elif name == "r":
                properties = child(inner, "rPr")
                if not self._styles.is_hidden(properties):
                    self._size = max(self._size, points(properties))
                    self._inline(inner, pieces)
            elif name in _NOTES:
                pieces.append(self._note(inner, _NOTES[name]))
            elif name in _OWN_MARKS:
                pieces.append(self._mark)
            elif name == "fldChar":
                self._field(attribute(inner, "fldCharType"))
            elif name == "txbxContent":
                self._box(inner)
            elif name == "textpath":
                self._flow.wait(inner.get("string") or "")
            elif name not in _SKIPPED:
                self._inline(inner, pieces)

    def _field(self, kind: str | None) -> None:
        """Follows a field: its instructions are no text, its result is."""
        if kind == "begin":
            self._in_code.append(True)
        elif self._in_code and kind == "separate":
            self._in_code[-1] = False
        elif self._in_code and kind == "end":
            self._in_code.pop()

    def _box(self, element: XmlElement) -> None:
        """Keeps the text of a box until the paragraph that it hangs on ends."""
        for text in [part.marked() for part in self._apart(element)]:
            self._flow.wait(text)

    def _apart(self, element: XmlElement) -> list[Paragraph]:
        """The paragraphs in `element`, which stands in the midst of another paragraph."""
        kept = self._in_code, self._carried, self._size
        self._in_code, self._carried = [], ""
        found = list(self._paragraphs(element))
        self._in_code, self._carried, self._size = kept
        return found

    def _note(self, reference: XmlElement, kind: str) -> str:
        """The mark of a note in the text; the note waits for the end of the paragraph."""
        name = attribute(reference, "id") or ""
        note = self._notes[kind].get(name)
        if note is None:
            return ""
        given = self._given.get((kind, name))
        own = is_on(attribute(reference, "customMarkFollows"), absent=False)
        number = given or 1 + sum(1 for other, _ in self._given if other == kind)
        mark = "" if own else (note_mark if kind == "footnotes" else end_note_mark)(number)
        if given is None:
            if not own:
                self._given[kind, name] = number
            self._mark = mark
            text = marked_note(mark, "\n".join(part.text for part in self._apart(note)))
            if kind == "footnotes":
                self._flow.wait(text)
            else:
                self._flow.wait_for_end(text)
        return mark


def _alternatives(element: XmlElement) -> Iterator[XmlElement]:
    """The children of `element`; of several notations of one thing, the first."""
    for inner in element:
        if local_name(inner) == "AlternateContent":
            yield from list(inner)[:1]
        else:
            yield inner


def _within(element: XmlElement, name: str) -> Iterator[XmlElement]:
    """The children of that name, also in wrappers, such as those of content controls."""
    for inner in element:
        found = local_name(inner)
        if found == name:
            yield inner
        elif found not in _SKIPPED:
            yield from _within(inner, name)


def _is_continued(properties: XmlElement) -> bool:
    """True for a cell that another, above or before, is merged with, and for a deleted one."""
    if child(properties, "cellDel") is not None:
        return True
    merges = (child(properties, "vMerge"), child(properties, "hMerge"))
    return any(m is not None and attribute(m, "val") in (None, "continue") for m in merges)


def _has_no_end(properties: XmlElement) -> bool:
    """True when the end of the paragraph is deleted or moved away."""
    mark = child(properties, "rPr")
    return mark is not None and any(child(mark, name) is not None for name in ("del", "moveFrom"))
