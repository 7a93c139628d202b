"""A document laid out to be read: one part of it, with its marks, its contents, its addresses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from indexer.deadline import Deadline
from indexer.highlight.anchors import Anchor, kind_of
from indexer.highlight.contents import anchor_now, contents
from indexer.highlight.matcher import Highlighter, Span, pieces
from indexer.highlight.parts import Part, part_with, passages_of
from indexer.highlight.sections import parts_of
from indexer.model import Block, Document, DocumentView, SearchRequest
from indexer.search.session import Session, marked_title

_PART_SECONDS = 0.25  # to mark the part that is shown, when time for the whole has run out


def laid_out(
    session: Session,
    document: Document,
    request: SearchRequest,
    part: int | None = None,
    at: str | None = None,
    hit: int | None = None,
) -> DocumentView | None:
    """The `part` of `document` that is asked for, what answers `request` marked.

    Else the part with the passage whose anchor was `at`, or with the place of that number; else the
    first. None when there is no such part.
    """
    text = session.text(document)
    every = parts_of(text)
    plan = session.plan(request)
    highlighter = session.highlighter(plan)
    spans = highlighter.spans_of(text.stretches(), "text")
    taken = Anchor.parse(at) if at else None
    now = anchor_now(text, taken, every) if taken else None
    if part is None:
        part = 1
        if taken:
            asked = now or taken
            part = part_with(every, asked.kind, asked.number)
        elif hit and hit <= len(spans):
            part = bisect_right([one.start for one in every], spans[hit - 1].start)
    if not 1 <= part <= len(every):
        return None
    shown = every[part - 1]
    complete = not session.deadline.struck
    before = bisect_left([span.start for span in spans], shown.start)
    section = text.section_at(shown.start)
    shown = section.inside(shown)
    inside = [span for span in section.spans(spans) if shown.start <= span.start < shown.end]
    if not complete:
        inside = _of_part(
            section.text, shown, Highlighter(plan.highlights, None, Deadline(_PART_SECONDS))
        )
    sections, all_of_them = contents(text)
    return DocumentView(
        document=document,
        title=marked_title(document, highlighter),
        blocks=tuple(blocks(section.text, shown, inside)),
        matches=max(len(spans), before + len(inside)),
        generation=session.generation.manifest.generation,
        words=sum(_words(stretch) for _, stretch in text.stretches()),
        unmarked=plan.unmarked,
        contents=sections,
        all_contents=all_of_them,
        at=str(now) if now else None,
        part=part,
        parts=len(every),
        before=before,
        complete=complete,
    )


def _words(text: str) -> int:
    """About how many words `text` has, told without making a list of them."""
    return 1 + text.count(" ") + text.count("\n") - text.count("\n\n")


def _of_part(text: str, part: Part, highlighter: Highlighter) -> list[Span]:
    """The spans of `part`, as if there were nothing around it."""
    found = highlighter.spans(text[part.start : part.end], "text")
    return [Span(part.start + span.start, part.start + span.end, span.highlight) for span in found]


def blocks(text: str, part: Part, spans: list[Span]) -> Iterator[Block]:
    """The headings and numbered paragraphs of `part`, with `spans` marked."""
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    for passage, number, whole in passages_of(text, part):
        inside = spans[bisect_right(ends, passage.start) : bisect_left(starts, passage.end)]
        words = text[passage.start : passage.end]
        anchor = Anchor.of(words, passage.level, number)
        if not whole:  # its words are not all here: it goes by its number
            anchor = Anchor(kind_of(passage.level), number)
        yield Block(
            0 if passage.level else number,
            passage.level,
            pieces(text, passage.start, passage.end, inside),
            str(anchor),
        )
