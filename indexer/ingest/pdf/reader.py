"""A PDF file → its Reading, page by page."""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text
from indexer.ingest.events import PageBegun, PageCount, ReaderEvent
from indexer.ingest.health import known
from indexer.ingest.limits import SourceLimits
from indexer.ingest.pdf.boxes import PageFrame
from indexer.ingest.pdf.glyphs import page_glyphs
from indexer.ingest.pdf.letters import page_letters
from indexer.ingest.pdf.ligatures import OpenWord, open_words, turned_ligatures, with_turned
from indexer.ingest.pdf.mending import MOST_CONTENT_BYTES, mended_copy
from indexer.ingest.pdf.page import PageLine, lines_of_page
from indexer.ingest.pdf.paragraphs import page_text
from indexer.ingest.pdf.pictures import NO_TEXT_LAYER, better_pages, is_doubted
from indexer.ingest.pdf.properties import believed_fields
from indexer.ingest.pdf.running_heads import EdgeLine, edge_lines, marginal_lines
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source
from indexer.model import PageOrigin

MOST_PAGES = 5_000
MOST_CHARACTERS = 2_000_000  # of a page
TOO_LONG = f"its content unfolds to more than {MOST_CONTENT_BYTES / 1_000_000:.0f} MB"
_LARGE_TYPE = 1.2  # times that of the text: a heading
_MOST_TITLES = 3
_BEGINNING_PAGES = 3
_BEGINNING_CHARACTERS = 5_000  # of the document, where its date is looked for
# Words of two letters, which decide about ligatures as longer ones do.
_SHORT_WORDS = frozenset(
    re.findall(
        r"\w+", "في من عن أن إن ما لا لم لن قد مع كل أو بل هل هو هي ثم له به لي بي بن كي إذ يا"
    )
)
# Mended without a doubt, so that the text is the one that the file holds.
_CERTAIN = frozenset({"actual_text", "brackets", "drawn_twice", "forms", "hyphens", "lam_alef"})


def pdf_file_readings(source: Source, limits: SourceLimits) -> Iterator[ReaderEvent]:
    """The pages of a PDF as they are read, its Reading, and an error for pages beyond the limit."""
    with closing(_opened(source.path)) as document:
        count = len(document)
        properties = _properties(document)
    stop = min(count, MOST_PAGES)
    yield PageCount(stop)
    if source.stop_before:
        stop = min(stop, source.stop_before - 1)
    drafts: list[_Draft] = []
    with (
        mended_copy(source.path, stop) as copy,
        closing(_opened(copy.path or source.path)) as document,
    ):
        for number in range(stop):
            yield PageBegun(number + 1)
            long = number in copy.too_long
            draft = _too_long(document, number) if long else _draft(document, number)
            draft.mended |= copy.mended.get(number, {})
            drafts.append(draft)
    pages = _finished(drafts)
    titles = () if pages and is_doubted(pages[0]) else _titles(drafts)
    beginning = [page.text for page in pages[:_BEGINNING_PAGES]]
    for event in better_pages(source.path, pages[source.pages_read :], limits.ocr_pages):
        if isinstance(event, PageReading) and event.number <= _BEGINNING_PAGES:
            beginning[event.number - 1] = event.text
        yield event
    fields = believed_fields(properties, " ".join(beginning)[:_BEGINNING_CHARACTERS])
    yield Reading(fields, titles=titles)
    if count > MOST_PAGES:
        yield DocumentError(
            source.name, f"only the first {MOST_PAGES:,} of its {count:,} pages were read"
        )


@dataclass(slots=True)
class _Draft:
    """A page whose lines are read, but not yet decided: ligatures and running heads are open."""

    number: int
    label: str
    width: float
    height: float
    lines: list[PageLine]
    mended: dict[str, int]
    reason: str = ""


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise ValueError("is locked with a password") from error
        raise ValueError("is damaged: no PDF can be opened from it") from error


def _too_long(document: pdfium.PdfDocument, number: int) -> _Draft:
    """The page `number`, counted from 0, which is not opened."""
    return _Draft(number, _label(document, number), 0, 0, [], {}, TOO_LONG)


def _draft(document: pdfium.PdfDocument, number: int) -> _Draft:
    """The page `number`, counted from 0; it is closed before this returns."""
    label = _label(document, number)
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return _Draft(number, label, 0, 0, [], {}, "is damaged")
    try:
        width, height = page.get_size()
        left, bottom, right, top = page.get_bbox()
        frame = PageFrame(left, bottom, right, top, page.get_rotation())
        text_page = page.get_textpage()
        try:
            count = pdfium_c.FPDFText_CountChars(text_page.raw)
            if count > MOST_CHARACTERS:
                reason = f"has {count:,} characters, more than {MOST_CHARACTERS:,}"
                return _Draft(number, label, width, height, [], {}, reason)
            glyphs, guessed = page_glyphs(_address(text_page.raw), max(count, 0))
        finally:
            text_page.close()
        lines, mended = lines_of_page(page_letters(glyphs, guessed), frame)
    except pdfium.PdfiumError:
        return _Draft(number, label, 0, 0, [], {}, "is damaged")
    finally:
        page.close()
    return _Draft(number, label, width, height, lines, mended, "" if lines else NO_TEXT_LAYER)


def _address(pointer: Any) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def _label(document: pdfium.PdfDocument, number: int) -> str:
    """The label of a page, where it is another than its number."""
    label = clean_text(document.get_page_label(number)).strip()
    return "" if label == str(number + 1) or "\n" in label else label[:40]


def _finished(drafts: Sequence[_Draft]) -> list[PageReading]:
    words: Counter[OpenWord] = Counter()
    for draft in drafts:
        for line in draft.lines:
            if line.uncertain:
                words.update(open_words(line.text, line.uncertain))
    turned = turned_ligatures(words, _is_known) if words else frozenset()
    edges: list[EdgeLine] = []
    for draft in drafts:
        if turned:
            _turn_ligatures(draft, turned)
        heights = [1 - line.y / draft.height if draft.height else 0.5 for line in draft.lines]
        edges += edge_lines(draft.number, heights, [line.text for line in draft.lines])
    marginal = marginal_lines(edges)
    return [_page(draft, marginal.get(draft.number, set())) for draft in drafts]


def _is_known(word: str) -> bool:
    return word in _SHORT_WORDS or known(word)


def _turn_ligatures(draft: _Draft, turned: frozenset[str]) -> None:
    count = 0
    for at, line in enumerate(draft.lines):
        if line.uncertain:
            text = with_turned(line.text, line.uncertain, turned)
            if text != line.text:
                count += sum(
                    line.text[start : start + length] in turned for start, length in line.uncertain
                )
                draft.lines[at] = replace(line, text=text)
    if count:
        draft.mended["ligatures"] = count


def _page(draft: _Draft, marginal: set[int]) -> PageReading:
    body = [line for at, line in enumerate(draft.lines) if at not in marginal]
    margin = [line.text for at, line in enumerate(draft.lines) if at in marginal]
    text, boxes, hyphens = page_text(body)
    mended = dict(draft.mended)
    if hyphens:
        mended["hyphens"] = hyphens
    origin = PageOrigin.TEXT if _CERTAIN.issuperset(mended) else PageOrigin.REPAIRED
    if draft.reason:
        origin = PageOrigin.UNREAD
    return PageReading(
        draft.number + 1,
        text,
        draft.label,
        origin,
        draft.width,
        draft.height,
        clean_text("\n".join(margin)),
        boxes,
        draft.reason,
        mended,
    )


def _titles(drafts: Sequence[_Draft]) -> tuple[str, ...]:
    """The lines in large type at the beginning of the document, the largest first."""
    first = next((draft for draft in drafts if draft.lines), None)
    if first is None:
        return ()
    sizes = Counter[float]()
    for draft in drafts[:5]:
        for line in draft.lines:
            sizes[round(line.em * 2) / 2] += len(line.text)
    usual = sizes.most_common(1)[0][0]
    large: list[tuple[float, int, str]] = []
    last: PageLine | None = None
    for at, line in enumerate(first.lines):
        if line.em < _LARGE_TYPE * usual or not any(map(str.isalpha, line.text)):
            last = None
            continue
        text = line.text.replace("\t", " ")
        if last is not None and abs(last.em - line.em) < 1 and last.y - line.y < 2.5 * line.em:
            size, place, before = large.pop()
            large.append((size, place, f"{before} {text}"))
        else:
            large.append((line.em, at, text))
        last = line
    large.sort(key=lambda found: (-round(found[0]), found[1]))
    return tuple(text for _, _, text in large[:_MOST_TITLES] if 4 <= len(text) <= 300)


def _properties(document: pdfium.PdfDocument) -> dict[str, str]:
    found = dict(document.get_metadata_dict(skip_empty=True))
    buffer = (ctypes.c_ushort * 128)()
    size = pdfium_c.FPDFCatalog_GetLanguage(document.raw, buffer, 256)  # in bytes, with its end
    if 2 < size <= 256:
        found["Language"] = "".join(map(chr, buffer[: size // 2 - 1]))
    return found
