"""The text of an XML file: of TEI with its head and pages, of any other by its elements."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.office.flow import CELL_SEPARATOR, note_mark, one_line
from indexer.ingest.office.package import XmlElement, attribute, local_name
from indexer.ingest.reading import PageReading

_BLOCKS_NAMES = (
    "ab argument bibl biblStruct byline caption closer dateline div div1 div2 div3 div4"
    " docTitle entry epigraph figure front body back group head imprimatur item label lg"
    " list listBibl opener p postscript quote row salute signed sp speaker stage table"
    " text titlePage titlePart trailer TEI"
)
_BLOCKS = frozenset(_BLOCKS_NAMES.split())
_UNSEEN_NAMES = "teiHeader fw figDesc del graphic catchwords facsimile standOff encodingDesc"
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
# Of the readings of one place, the source's own is the text.
_OTHER_READINGS = frozenset(["corr", "reg", "expan"])
_OWN_READINGS = frozenset(["sic", "orig", "abbr"])
_DIVISIONS_NAMES = "div div1 div2 div3 div4 div5 div6 div7 lg"
_DIVISIONS = frozenset(_DIVISIONS_NAMES.split())
_TEI_ROOTS = frozenset(("TEI", "TEI.2", "teiCorpus"))
_MOST_DEPTH = 200
_PAGE = "\x01"  # before the label of a page that begins, and behind it


def is_tei(root: XmlElement) -> bool:
    """True if the file is TEI."""
    return local_name(root) in _TEI_ROOTS


def xml_fields(root: XmlElement) -> dict[str, object]:
    """The fields that the head of a TEI file gives; of other XML, its first title."""
    fields: dict[str, object] = {}
    if not is_tei(root):
        title = next(_named(root, "title"), None)
        return {"title": _words(title)} if title is not None else {}
    header = next(_named(root, "teiHeader"), None)
    if header is None:
        return fields
    statement = next(_named(header, "titleStmt"), None)
    if statement is not None:
        titles = [_words(one) for one in _named(statement, "title")]
        fields["title"] = next(filter(None, titles), "")
        fields["authors"] = [_words(one) for one in _named(statement, "author") if _words(one)]
    publication = next(_named(header, "publicationStmt"), None)
    described = next(_named(header, "sourceDesc"), None)
    for part in (described, publication):  # the source first: it is what was published then
        if part is None:
            continue
        for name, field in (("publisher", "publisher"), ("pubPlace", "place"), ("date", "date")):
            for one in _named(part, name):
                value = attribute(one, "when") or _words(one)
                if value and field not in fields:
                    fields[field] = value
    if publication is not None:
        licence = next(_named(publication, "licence"), None)
        if licence is not None and _words(licence):
            fields["licence"] = _words(licence)
    terms = [_words(term) for part in _named(header, "keywords") for term in _named(part, "term")]
    if any(terms):
        fields["topics"] = list(filter(None, terms))
    language = next((attribute(one, "ident") for one in _named(header, "language")), None)
    if language:
        fields["language"] = language
    return fields


def xml_text(root: XmlElement) -> tuple[CleanText, tuple[PageReading, ...]]:
    """The text of an XML file, or its pages where it says where they begin."""
    walk = _Walk(is_tei(root))
    walk.element(root, 0, 0, mixed=False)
    walk.end()
    body = "\n\n".join(walk.blocks)
    if _PAGE not in body:
        return clean_text(body), ()
    before, *parts = body.split(_PAGE)
    pages = [("", before)] if before.strip() else []
    pages += [(parts[at], parts[at + 1]) for at in range(0, len(parts) - 1, 2)]
    return CleanText(""), tuple(
        PageReading(number, clean_text(text), label)
        for number, (label, text) in enumerate(pages, 1)
    )


class _Walk:
    """Gathers the blocks of a file in reading order; notes follow the block that calls them."""

    def __init__(self, tei: bool) -> None:
        self.blocks: list[str] = []
        self._tei = tei
        self._pieces: list[str] = []
        self._notes: list[str] = []
        self._noted = 0

    def element(self, element: XmlElement, depth: int, division: int, mixed: bool) -> None:
        """Takes in an element and all in it; `division` is how many divisions it stands in.

        `mixed` says that it stands among words, so that in unknown XML it is no block.
        """
        if depth > _MOST_DEPTH:
            raise ValueError(f"XML nested more than {_MOST_DEPTH} deep")
        name = local_name(element)
        if not name or (name in _UNSEEN and self._tei):  # an entity is no element
            return
        if name == "pb":
            label = " ".join((attribute(element, "n") or "").replace(_PAGE, "").split())
            self._pieces.append(f"{_PAGE}{label}{_PAGE}")
        elif name == "lb":
            self._pieces.append("" if attribute(element, "break") == "no" else " ")
        elif name == "gap":
            self._pieces.append("[…]")
        elif name == "note" and self._tei:
            self._note(element, depth, division)
        elif name == "row":
            self._row(element, depth, division)
        elif name == "l":
            self._inside(element, depth, division)
            self._pieces.append("\n")
        elif name in _BLOCKS if self._tei else not mixed:
            self.end()
            self._inside(element, depth, division + (name in _DIVISIONS))
            self.end("## " if name == "head" and division < 2 else "### " if name == "head" else "")
        else:
            self._inside(element, depth, division)

    def end(self, sign: str = "") -> None:
        """Ends the block that is open; `sign` opens it, where it is a heading."""
        lines = (one_line(line) for line in "".join(self._pieces).split("\n"))
        text = (" " if sign else "\n").join(line for line in lines if line)
        if text:
            bare = text.split(_PAGE)
            marks = "".join(f"{_PAGE}{label}{_PAGE}" for label in bare[1::2])
            words = one_line("".join(bare[::2])) if sign else text
            self.blocks.append(f"{marks}\n\n{sign}{words}" if sign and words else words or marks)
        self._pieces.clear()
        self.blocks += self._notes
        self._notes.clear()

    def _inside(self, element: XmlElement, depth: int, division: int) -> None:
        self._add(element.text)
        own = {local_name(child) for child in element}
        mixed = any(
            text and text.strip() for text in (element.text, *(one.tail for one in element))
        )
        for child in element:
            if not (local_name(child) in _OTHER_READINGS and own & _OWN_READINGS):
                self.element(child, depth + 1, division, mixed)
            self._add(child.tail)

    def _add(self, text: str | None) -> None:
        self._pieces.append((text or "").replace("\n", " ").replace(_PAGE, ""))

    def _note(self, element: XmlElement, depth: int, division: int) -> None:
        inner = _Walk(self._tei)
        inner._inside(element, depth, division)
        inner.end()
        text = " ".join(block.replace(_PAGE, " ") for block in inner.blocks)
        if text.strip():
            self._noted += 1
            self._pieces.append(note_mark(self._noted))
            self._notes.append(f"{note_mark(self._noted)} {one_line(text)}")

    def _row(self, element: XmlElement, depth: int, division: int) -> None:
        cells = []
        for child in element:
            inner = _Walk(self._tei)
            inner._inside(child, depth + 1, division)
            inner.end()
            cells.append(one_line(" ".join(inner.blocks)))
        self._pieces.append(CELL_SEPARATOR.join(cells) + "\n")


def _named(element: XmlElement, name: str) -> Iterator[XmlElement]:
    return (one for one in element.iter() if local_name(one) == name)


def _words(element: XmlElement) -> str:
    return one_line("".join(element.itertext()))
