"""The text of a file in Rich Text Format (RTF), as its specification 1.9.1 describes it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from indexer.ingest.office.flow import Flow, Paragraph, end_note_mark, marked_note, note_mark
from indexer.ingest.office.rtf_head import ARABIC, TOKEN, RtfHead

_MOST_OPEN = 2_000  # groups within one another
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d",
    "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f", "emspace": " ", "enspace": " ",
    "qmspace": " ",
}  # fmt: skip
_ENDS = {"par", "sect", "page", "column"}  # of a paragraph
# Groups whose content is no text of the document, or is the same in another notation.
_SKIPPED = (
    {"colortbl", "fonttbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl"}
    | {"info", "generator", "xmlnstbl", "themedata", "colorschememapping", "datastore", "private"}
    | {"latentstyles", "template", "filetbl", "pict", "picprop", "nonshppict", "object", "objdata"}
    | {"sp", "shprslt", "do", "mmathPr", "fldinst", "bkmkstart", "bkmkend", "nonesttables"}
    | {"nesttableprops", "annotation", "atnid", "atnauthor", "atnref", "header", "headerl"}
    | {"headerr", "headerf", "footer", "footerl", "footerr", "footerf", "ftnsep", "ftnsepc"}
    | {"ftncn", "aftnsep", "aftnsepc", "aftncn"}
)
_KEPT = {"footnote", "shpinst", "shptxt", "ud", "listtext", "pntext"}  # though ignorable


@dataclass(frozen=True, slots=True)
class RtfText:
    """The text of an RTF file, lines that may be its title, the fields that it declares.

    `is_whole` is False when the file ends before its end.
    """

    text: str
    titles: tuple[str, ...]
    fields: dict[str, object]
    is_whole: bool


@dataclass(slots=True)
class _State:
    """The properties that hold in a group, and in those within it."""

    skipped: bool = False
    hidden: bool = False
    deleted: bool = False
    right_to_left: bool = False
    font: int = 0
    font_rtl: int = 0
    fallback: int = 1  # characters to pass over after one that is given by number
    size: float = 0
    size_rtl: float = 0
    is_label: bool = False  # the number of a list: what it sets holds for it alone
    opened: str = ""  # the kind of the group, where it has an end to be seen to


@dataclass(slots=True)
class _Block:
    """A paragraph that is being read, and its properties."""

    pieces: list[str] = field(default_factory=list)
    level: int = 0
    is_title: bool = False
    size: float = 0
    in_table: bool = False
    waiting: list[str] = field(default_factory=list)  # notes and boxes that hang on it


def rtf_text(content: bytes) -> RtfText:
    """The text of the RTF file; raises ValueError when it is none."""
    if not content.lstrip()[:6].startswith(b"{\\rtf"):
        raise ValueError("is not RTF, although it is called so")
    return _Reader(content).read()


class _Reader:
    """Reads one file, token by token."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._head = RtfHead(content)
        self._flow = Flow()
        self._state = _State()
        self._open: list[_State] = []
        self._block = _Block()
        self._outer: list[_Block] = []  # blocks around the note or box that is read
        self._apart: list[str] = []  # paragraphs of the note or box that is read
        self._cells: list[list[Paragraph]] = [[]]
        self._bytes = bytearray()  # characters given by their code, not yet decoded
        self._to_skip = 0
        self._starred = False
        self._notes = self._end_notes = 0
        self._mark_at: int | None = None  # in the pieces of the block: a mark without its note
        self._mark = ""

    def read(self) -> RtfText:
        at = self._content.index(b"{")
        while found := TOKEN.search(self._content, at):
            at = found.end()
            word, number, code, sign, brace, text = found.groups()
            if code is not None:
                self._take_byte(int(code, 16))
                continue
            if text is not None:
                self._take_text(text)
                continue
            self._decode()
            if brace == b"{":
                self._begin()
            elif brace == b"}":
                self._end()
                if not self._open:
                    break
            elif sign is not None:
                self._take_sign(sign)
            else:
                value = int(number) if number else None
                if word == b"bin":
                    at += max(0, value or 0)
                else:
                    self._take_word(word.decode(), value)
        is_whole = not self._open
        while self._open:
            self._end()
        self._end_paragraph()
        self._end_table()
        return RtfText(self._flow.text(), self._flow.titles(), self._head.fields, is_whole)

    def _begin(self) -> None:
        if len(self._open) >= _MOST_OPEN:
            raise ValueError(f"its groups are nested more than {_MOST_OPEN:,} deep")
        self._open.append(self._state)
        self._state = replace(self._state, opened="")
        self._to_skip = 0

    def _end(self) -> None:
        if self._state.opened:
            self._close(self._state.opened)
        self._state = self._open.pop() if self._open else _State()
        self._starred, self._to_skip = False, 0

    def _take_byte(self, code: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif not self._is_silent():
            self._bytes.append(code)

    def _take_text(self, text: bytes) -> None:
        if self._to_skip:
            passed = min(self._to_skip, len(text))
            self._to_skip -= passed
            text = text[passed:]
        if text and not self._is_silent():
            self._bytes += text

    def _take_sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._starred = True
        elif self._to_skip:
            self._to_skip -= 1
        elif sign in (b"\r", b"\n"):
            self._take_word("par", None)
        elif not self._is_silent():
            signs = {b"~": "\xa0", b"_": "\u2011", b"\t": "\t"}
            self._put(signs.get(sign, sign.decode("latin-1") if sign in b"\\{}" else ""))

    def _take_word(self, word: str, value: int | None) -> None:
        starred, self._starred = self._starred, False
        state = self._state
        if state.skipped:
            return
        if word in _SKIPPED or (starred and word not in _KEPT):
            state.skipped = True
        elif word in ("footnote", "shptxt"):
            self._open_apart(word)
        elif word == "shpinst" and not starred:
            state.skipped = True
        elif word == "ftnalt" and state.opened == "footnote":
            self._make_end_note()
        elif word == "u" and value is not None:
            self._to_skip = 0
            if not self._is_silent():
                self._put(chr(value % 65_536))
            self._to_skip = state.fallback
        elif word == "uc":
            state.fallback = min(value or 0, 20) if value is not None else 1
        elif word == "chftn":
            self._put_mark()
        elif word in _SIGNS:
            if not self._is_silent():
                self._put(_SIGNS[word])
        elif word in _ENDS:
            self._end_paragraph(is_deleted=state.deleted or state.hidden)
        elif word in ("cell", "nestcell"):
            self._end_cell()
        elif word in ("row", "nestrow"):
            self._end_row()
        elif word in ("listtext", "pntext"):
            state.is_label = True
        elif state.is_label or not self._set_of_block(word, value):
            self._set(word, value)

    def _set_of_block(self, word: str, value: int | None) -> bool:
        """Sets a property of the paragraph; False when it is none."""
        block = self._block
        if word == "pard":
            block.level, block.is_title, block.in_table = 0, False, False
        elif word == "s":
            block.level, block.is_title = self._head.styles.get(value or 0, (0, False))
        elif word == "outlinelevel":
            block.level = 0 if value is None or value > 8 else min(value + 1, 2)
        elif word == "intbl":
            block.in_table = True
        else:
            return False
        return True

    def _set(self, word: str, value: int | None) -> None:
        """Sets a property of the characters that follow."""
        state = self._state
        is_on = value != 0
        if word == "plain":
            state.hidden = state.deleted = False
            state.size = state.size_rtl = 0
        elif word == "v":
            state.hidden = is_on
        elif word in ("deleted", "mvf"):
            state.deleted = is_on
        elif word in ("rtlch", "ltrch"):
            state.right_to_left = word == "rtlch"
        elif word == "f":
            state.font = value or 0
        elif word == "af":
            state.font_rtl = value or 0
        elif word == "fs":
            state.size = (value or 0) / 2
        elif word == "afs":
            state.size_rtl = (value or 0) / 2

    def _is_silent(self) -> bool:
        return self._state.skipped or self._state.hidden or self._state.deleted

    def _decode(self) -> None:
        """Puts the characters that were given by their codes."""
        if self._bytes:
            state = self._state
            fonts = self._head.fonts
            page = fonts.get(state.font, self._head.code_page)
            if state.right_to_left and fonts.get(state.font_rtl) == ARABIC:
                page = ARABIC
            content = bytes(self._bytes)
            self._bytes.clear()
            self._put(content.decode(page, "replace") if page else "")

    def _put(self, text: str) -> None:
        state = self._state
        self._block.pieces.append(text)
        if text.strip():
            size = state.size_rtl if state.right_to_left else state.size
            self._block.size = max(self._block.size, size or state.size)

    def _put_mark(self) -> None:
        """Puts the mark of a note, in the text or at the head of the note itself."""
        if self._outer:
            self._put(self._mark)
        elif not self._is_silent():
            if self._block.pieces[-1:] == [" "]:  # which LibreOffice puts before the mark
                self._block.pieces.pop()
            self._mark_at = len(self._block.pieces)
            self._put(note_mark(self._notes + 1))

    def _open_apart(self, kind: str) -> None:
        """Begins a note or a box, which stands apart from the paragraph around it."""
        self._state.opened = kind
        if kind == "footnote":
            self._mark = ""
            if self._mark_at is not None:
                self._notes += 1
                self._mark = note_mark(self._notes)
        if len(self._outer) == 0:
            self._apart = []
        self._outer.append(self._block)
        self._block = _Block()

    def _make_end_note(self) -> None:
        """The note is an endnote, as is said after its beginning."""
        self._state.opened = "endnote"
        if self._mark_at is not None:
            self._notes -= 1
            self._end_notes += 1
            self._mark = end_note_mark(self._end_notes)
            self._outer[-1].pieces[self._mark_at] = self._mark

    def _close(self, kind: str) -> None:
        """Ends a note or a box: it waits for the end of the paragraph around it, or of the text."""
        self._end_paragraph()
        self._block = self._outer.pop()
        if self._outer:
            return
        if kind == "shptxt":
            self._block.waiting += self._apart
        else:
            text = marked_note(self._mark, "\n".join(self._apart))
            if kind == "endnote":
                self._flow.wait_for_end(text)
            else:
                self._block.waiting.append(text)
            self._mark_at, self._mark = None, ""

    def _end_paragraph(self, is_deleted: bool = False) -> None:
        if is_deleted:
            return
        paragraph = self._taken()
        if self._outer:
            self._apart.append(paragraph.marked())
        elif self._block.in_table:
            self._cells[-1].append(paragraph)
        else:
            self._end_table()
            self._hang()
            self._flow.add(paragraph)

    def _taken(self) -> Paragraph:
        """The paragraph that was read; the next one begins with its properties."""
        block = self._block
        text = "".join(block.pieces)
        if any("\ud800" <= sign < "\ue000" for sign in text):  # pairs, each given by two numbers
            text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        paragraph = Paragraph(text, block.level, block.size, block.is_title)
        block.pieces, block.size = [], 0
        return paragraph

    def _hang(self) -> None:
        """Gives the notes and boxes of the paragraph to the text, where they wait for its end."""
        for text in self._block.waiting:
            self._flow.wait(text)
        self._block.waiting.clear()

    def _end_cell(self) -> None:
        if self._outer:
            self._end_paragraph()
        elif not self._state.deleted:
            self._cells[-1].append(self._taken())
            self._cells.append([])

    def _end_row(self) -> None:
        if not self._outer:
            self._flow.add_row(self._cells)
            self._cells = [[]]
            self._hang()

    def _end_table(self) -> None:
        """Ends the table that is open, if there is one."""
        if any(self._cells):
            self._flow.add_row(self._cells)
            self._cells = [[]]
        self._flow.end()
