"""A document laid out to be read: one part of it, with its marks, its contents, its addresses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.deadline import Deadline
from indexer.highlight.anchors import Anchor, kind_of
from indexer.highlight.contents import anchor_now, contents, division_contents
from indexer.highlight.matcher import Highlighter, Span, pieces
from indexer.highlight.parts import Part, part_with, passage_counts, passages_of
from indexer.highlight.sections import Text, TextSection, parts_of
from indexer.model import (
    Block,
    Division,
    Document,
    DocumentView,
    Page,
    PageMatches,
    SearchRequest,
    page_at,
)
from indexer.query.plan import Plan
from indexer.search.session import Session, marked_title, other_titles
from indexer.structure.tree import Tree

_PART_SECONDS = 0.25  # to mark the part that is shown, when time for the whole has run out


def laid_out(
    session: Session,
    document: Document,
    request: SearchRequest,
    part: int | None = None,
    at: str | None = None,
    hit: int | None = None,
    page: int | None = None,
    address: str | None = None,
) -> DocumentView | None:
    """The `part` of `document` that is asked for, what answers `request` marked.

    Else the part with the passage whose anchor was `at`, with the beginning of the `page` or of the
    division at this `address`, or with the place of that number; else the first. None when there is
    no such part or page.
    """
    begun = _page_numbered(document, page) if page else None
    if page and begun is None:
        return None
    text = session.text(document)
    every = parts_of(text)
    plan = session.plan(request)
    highlighter = session.highlighter(plan)
    spans = highlighter.spans_of(text.stretches(), "text")
    taken = Anchor.parse(at) if at else None
    now = anchor_now(text, taken, every) if taken else None
    tree = Tree(document.parts)
    division = tree.part(address) if address else None
    if part is None:
        part = 1
        if taken:
            asked = now or taken
            part = part_with(every, asked.kind, asked.number)
        elif begun or division:
            start = begun.start if begun else division.start if division else 0
            part = max(1, bisect_right([one.start for one in every], start))
        elif hit and hit <= len(spans):
            part = bisect_right([one.start for one in every], spans[hit - 1].start)
    if not 1 <= part <= len(every):
        return None
    shown = every[part - 1]
    pages = _pages_within(document.pages, shown, part == len(every))
    complete = not session.deadline.struck
    before = bisect_left([span.start for span in spans], shown.start)
    section = text.section_at(shown.start)
    shown = section.inside(shown)
    inside = [span for span in section.spans(spans) if shown.start <= span.start < shown.end]
    if not complete:
        inside = _of_part(section.text, shown, _reading_each_word(plan, session))
    laid = tuple(blocks(section.text, shown, inside, section.start, pages, tree.divisions))
    listed = division_contents(tree.divisions) if tree.divisions else contents(text)
    return DocumentView(
        document=document,
        title=marked_title(document, highlighter),
        other_titles=other_titles(document, highlighter),
        blocks=laid,
        matches=max(len(spans), before + len(inside)),
        generation=session.generation.manifest.generation,
        words=sum(_words(stretch) for _, stretch in text.stretches()),
        unmarked=plan.unmarked,
        contents=listed[0],
        all_contents=listed[1],
        at=str(now) if now else None,
        part=part,
        parts=len(every),
        before=before,
        complete=complete,
        pages_after=pages[sum(len(block.pages) for block in laid) :],
        path=tree.path(division.start) if division else (),
        may_be=tree.parts(address) if address and not division else (),
    )


def _reading_each_word(plan: Plan, session: Session) -> Highlighter:
    """The highlighter of `plan` that reads each word, for a short while."""
    deadline = Deadline(_PART_SECONDS)
    return Highlighter(plan.highlights, None, deadline, session.lexicon.key_of)


def page_laid_out(
    session: Session,
    document: Document,
    request: SearchRequest,
    number: int | None = None,
    hit: int | None = None,
) -> DocumentView | None:
    """One page of `document`, what answers `request` marked; None when it has no such page.

    It is page `number`, else that with the place of number `hit`, else the first with a place, else
    the first.
    """
    pages = document.pages
    page = _page_numbered(document, number) if number else next(iter(pages), None)
    if page is None:
        return None
    text = session.text(document)
    plan = session.plan(request)
    highlighter = session.highlighter(plan)
    spans = highlighter.spans_of(text.stretches(), "text")
    complete = not session.deadline.struck
    if spans and not number:
        page = page_at(pages, spans[min(hit or 1, len(spans)) - 1].start) or page
    at = pages.index(page)
    starts = [span.start for span in spans]
    edges = [0, *(bisect_left(starts, one.start) for one in pages[1:]), len(spans)]
    words, part = _stretch(text, page.start, pages[at + 1].start if pages[at + 1 :] else None)
    here = TextSection(page.start, words)
    inside = here.spans(spans) if words else []
    if not complete:
        inside = _of_part(words, part, _reading_each_word(plan, session))
    return DocumentView(
        document=document,
        title=marked_title(document, highlighter),
        other_titles=other_titles(document, highlighter),
        blocks=tuple(blocks(words, part, inside)),
        matches=max(len(spans), edges[at] + len(inside)),
        generation=session.generation.manifest.generation,
        words=sum(_words(stretch) for _, stretch in text.stretches()),
        unmarked=plan.unmarked,
        before=edges[at],
        complete=complete,
        only=PageMatches(
            page,
            words,
            tuple(after - first for first, after in pairwise(edges)),
            tuple((span.start, span.end) for span in inside),
        ),
    )


def _page_numbered(document: Document, number: int) -> Page | None:
    return next((page for page in document.pages if page.number == number), None)


def _pages_within(pages: tuple[Page, ...], part: Part, last: bool) -> tuple[Page, ...]:
    """The pages among `pages` that begin in `part`, the `last` one or another."""
    end = len(pages) if last else bisect_left(pages, part.end, key=_start)
    return pages[bisect_left(pages, part.start, key=_start) : end]


def _start(page: Page) -> int:
    return page.start


def _stretch(text: Text, start: int, end: int | None) -> tuple[str, Part]:
    """The text from `start` to `end` (None: to its end), and all of it as a Part."""
    kept: list[str] = []
    counts = (0, 0)
    for section in text.sections():
        if section.end <= start:
            continue
        if end is not None and section.start >= end:
            break
        if not kept:
            before = section.text[: max(0, start - section.start)]
            more = passage_counts(before) if before else (0, 0)
            counts = (section.paragraphs + more[0], section.headings + more[1])
        last = None if end is None else end - section.start
        kept.append(section.text[max(0, start - section.start) : last])
    words = "".join(kept).rstrip("\n")
    return words, Part(0, len(words), *counts)


def _words(text: str) -> int:
    """About how many words `text` has, told without making a list of them."""
    return 1 + text.count(" ") + text.count("\n") - text.count("\n\n")


def _of_part(text: str, part: Part, highlighter: Highlighter) -> list[Span]:
    """The spans of `part`, as if there were nothing around it."""
    found = highlighter.spans(text[part.start : part.end], "text")
    return [Span(part.start + span.start, part.start + span.end, span.highlight) for span in found]


def blocks(
    text: str,
    part: Part,
    spans: list[Span],
    offset: int = 0,
    pages: Sequence[Page] = (),
    divisions: Sequence[Division] = (),
) -> Iterator[Block]:
    """The headings and numbered paragraphs of `part`, with `spans` marked.

    Each has those of `pages` that begin before it, where `text` begins at `offset`, and the
    addresses of the `divisions` that begin with it.
    """
    begun = 0
    starts = [span.start for span in spans]
    ends = [span.end for span in spans]
    here = [one.start for one in divisions]
    for passage, number, whole in passages_of(text, part):
        inside = spans[bisect_right(ends, passage.start) : bisect_left(starts, passage.end)]
        words = text[passage.start : passage.end]
        anchor = Anchor.of(words, passage.level, number)
        if not whole:  # its words are not all here: it goes by its number
            anchor = Anchor(kind_of(passage.level), number)
        before = begun
        begun = bisect_right(pages, offset + passage.start, begun, key=_start)
        yield Block(
            0 if passage.level else number,
            passage.level,
            pieces(text, passage.start, passage.end, inside),
            str(anchor),
            tuple(pages[before:begun]),
            tuple(
                one.address
                for one in divisions[
                    bisect_left(here, offset + passage.start) : bisect_left(
                        here, offset + passage.end
                    )
                ]
                if one.address != one.anchor
            ),
        )
