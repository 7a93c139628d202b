"""The readers of office files and books that are one document each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from indexer.errors import DocumentError
from indexer.ingest.cleaning import clean_text
from indexer.ingest.html import fragment_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.office.doc import old_word_text
from indexer.ingest.office.docx import word_text
from indexer.ingest.office.epub import book_text
from indexer.ingest.office.kinds import compound_kind
from indexer.ingest.office.odf import OdfText, odp_slides
from indexer.ingest.office.package import LOCKED, Package
from indexer.ingest.office.pptx import Slide, slide_size, slides
from indexer.ingest.office.programs import ANTIWORD_HINT, antiword_text
from indexer.ingest.office.properties import (
    core_properties,
    meta_properties,
    summary_properties,
)
from indexer.ingest.office.rtf import rtf_text
from indexer.ingest.office.word_binary import DAMAGED as DAMAGED_WORD
from indexer.ingest.office.word_binary import OldWordError, WordBinary
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source, source_bytes
from indexer.model import PageOrigin

_STREAMS = ("WordDocument", "0Table", "1Table", "\x05SummaryInformation")
NO_TEXT = "has no text; pictures in it are not read"


def docx_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of a Word document (.docx)."""
    with Package(source.path) as package:
        found = word_text(package)
        text = found.text or found.margin  # letters are written into the header, too
        yield from _found(source, text, found.titles, core_properties(package), found.cut_off)


def odt_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an OpenDocument text (.odt)."""
    with Package(source.path) as package:
        found = OdfText(package)
        text = found.text or found.margin
        yield from _found(source, text, found.titles, meta_properties(package), found.cut_off)


def epub_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an electronic book (.epub); a chapter that cannot be read is reported."""
    with Package(source.path) as package:
        book = book_text(package, fragment_text)
    yield from _found(source, book.text, (), book.fields, None)
    for fault in book.faults:
        yield DocumentError(source.name, fault)


def rtf_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of a file in Rich Text Format (.rtf)."""
    found = rtf_text(source_bytes(source, limits.max_file_bytes))
    fault = None if found.is_whole else "it ends before its end"
    yield from _found(source, found.text, found.titles, found.fields, fault)


def doc_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of a Word file of 1997 to 2003 (.doc); older ones are read by other programs."""
    import olefile

    kind = compound_kind(source.path)
    if kind == "locked":
        raise ValueError(LOCKED)
    if kind != "doc":
        raise ValueError(DAMAGED_WORD if kind is None else "is no Word document, though called so")
    with olefile.OleFileIO(source.path) as file:
        try:
            word, table_0, table_1, summary = (
                file.openstream(name).read() if file.exists(name) else b"" for name in _STREAMS
            )
        except (OSError, IndexError) as error:
            raise ValueError(DAMAGED_WORD) from error
    fields = summary_properties(summary)
    try:
        found = old_word_text(WordBinary(word, table_0, table_1))
    except OldWordError:
        text = antiword_text(source.path)
        if text is None:
            hint = f"is a Word file from before 1997, not read without antiword ({ANTIWORD_HINT})"
            raise ValueError(hint) from None
        yield from _found(source, text, (), fields, None)
    else:
        yield from _found(source, found.text, found.titles, fields, None)


def pptx_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of a PowerPoint presentation (.pptx): a page for each slide."""
    with Package(source.path) as package:
        fields, size = core_properties(package), slide_size(package)
        yield from _slide_readings(source, slides(package), fields, size)


def odp_readings(source: Source, limits: SourceLimits) -> Iterator[Reading | DocumentError]:
    """The content of an OpenDocument presentation (.odp): a page for each slide."""
    with Package(source.path) as package:
        yield from _slide_readings(source, odp_slides(package), meta_properties(package), (0, 0))


def _slide_readings(
    source: Source, found: Iterable[Slide], fields: dict[str, object], size: tuple[float, float]
) -> Iterator[Reading]:
    """The reading of a presentation; raises ValueError when no slide has text."""
    pages: list[PageReading] = []
    titles: list[str] = []
    for slide in found:
        pages.append(
            PageReading(
                slide.number,
                clean_text(slide.text),
                origin=PageOrigin.UNREAD if slide.fault else PageOrigin.TEXT,
                width=size[0],
                height=size[1],
                margin=slide.margin,
                reason=slide.fault or "",
            )
        )
        titles += slide.titles
    if not any(page.text for page in pages):
        faults = [page.reason for page in pages if page.reason]
        raise ValueError(faults[0] if faults else NO_TEXT)
    yield Reading(fields, pages=tuple(pages), titles=tuple(titles[:5]))


def _found(
    source: Source,
    text: str,
    titles: tuple[str, ...],
    fields: dict[str, object],
    cut_off: str | None,
) -> Iterator[Reading | DocumentError]:
    """The reading; of a file that is broken from some place on, what stands before, and the fault.

    Raises ValueError when there is no text.
    """
    clean = clean_text(text)
    if not clean:
        raise ValueError(cut_off or NO_TEXT)
    yield Reading(fields, clean, titles=titles)
    if cut_off:
        yield DocumentError(source.name, f"is read in part, as far as it is whole: {cut_off}")
