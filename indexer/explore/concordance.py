"""Keyword in context: every match of a request in the texts, with the words around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from indexer.deadline import Deadline
from indexer.engine.requests import PAGE_ROWS, hit_ids
from indexer.explore.cooccurrence import distinct_words, meetings
from indexer.explore.line_order import in_groups, in_order
from indexer.explore.speakers import Speakers
from indexer.highlight.anchors import Anchor
from indexer.highlight.matcher import Span, pieces
from indexer.highlight.passages import numbered
from indexer.highlight.sections import Text, TextSection
from indexer.model import Document, Page, Piece, SearchRequest, Snippet, Sort, page_at
from indexer.model.answers import (
    Concordance,
    ConcordanceLine,
    ConcordanceOrder,
    DocumentSummary,
    LineGroup,
    LineGroups,
)
from indexer.model.basis import Basis, Lack
from indexer.model.divisions import DivisionTable
from indexer.search.executor import carried_out
from indexer.search.outcome import CarriedOut, Rows
from indexer.search.session import Session

_CHARACTERS = 80  # of context on either side of a match
_PASSAGES = 2_000  # between two looks at the clock
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Bounds:
    """The most documents that are read for their lines, and the most lines that are kept."""

    documents: int
    lines: int


Grouping = Callable[[Sequence[Span]], list[list[Span]]]

OF_A_PAGE = Bounds(documents=2_000, lines=10_000)
OF_A_FILE = Bounds(documents=100_000, lines=50_000)


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a request, and what they are the lines of."""

    done: CarriedOut
    lines: tuple[ConcordanceLine, ...]
    basis: Basis
    groups: tuple[LineGroup, ...] = ()

    @property
    def documents(self) -> int:
        """The number of documents with lines."""
        return len({line.document.id for line in self.lines})


def concordance(
    session: Session,
    request: SearchRequest,
    order: ConcordanceOrder,
    within: str | None = None,
    by: LineGroups = LineGroups.NONE,
) -> Concordance:
    """The page of lines `request` asks for, in `order`: of the document `within`, or of all.

    They are grouped `by` what is asked.
    """
    found = ordered_lines(session, request, order, within, OF_A_PAGE, by)
    lines = found.lines
    first = (request.page - 1) * request.page_size
    basis = found.basis
    if len(lines) > session.limits.max_page * request.page_size:
        basis = basis.lacking(Lack.PAGES)
    return Concordance(
        request=request,
        order=order,
        lines=lines[first : first + request.page_size],
        total=len(lines),
        meetings=sum(line.words > 1 for line in lines),
        documents=found.documents,
        basis=basis,
        words=found.done.asked.words,
        notes=found.done.notes,
        generation=session.generation.manifest.generation,
        grouped=by,
        groups=found.groups,
    )


def ordered_lines(
    session: Session,
    request: SearchRequest,
    order: ConcordanceOrder,
    within: str | None,
    most: Bounds,
    by: LineGroups = LineGroups.NONE,
) -> Lines:
    """The lines of `request` in `order`: of the document `within`, or of all.

    Where words of the query meet, they stand on one line; most words come first, in each group.
    """
    sort = _SORTS.get(order, Sort.RELEVANCE)
    speakers = by is LineGroups.SPEAKER
    found = lines_of(session, request, sort, within, most, meetings, speakers=speakers)
    lines = in_order(found.lines, order, session.lexicon)
    grouped = in_groups(sorted(lines, key=lambda line: -line.words), by)
    return replace(found, lines=grouped.lines, groups=grouped.groups)


def each_alone(spans: Sequence[Span]) -> list[list[Span]]:
    """Each of `spans` in a group of its own."""
    return [[span] for span in spans]


def lines_of(
    session: Session,
    request: SearchRequest,
    sort: Sort,
    within: str | None = None,
    most: Bounds = OF_A_PAGE,
    grouped: Grouping = each_alone,
    *,
    speakers: bool = False,
) -> Lines:
    """The places that answer `request`, document by document in the order of `sort`.

    The places of a paragraph are `grouped`: a line is of one group. With `speakers` lines have
    theirs.
    Those of the document `within` alone, if one is named, whether or not it answers as a whole.
    Raises IndexDamaged when no document can be read; else a damaged one is left out, and told.
    """
    limit = 0 if within is not None else min(PAGE_ROWS, most.documents + 1)
    done = carried_out(session, request, Rows(sort, 0, limit, ranked=False))
    plan = done.shown.plan
    if not plan.highlights:
        return Lines(done, (), done.basis)
    highlighter = session.highlighter(plan)
    ids: tuple[str, ...] = (within,) if within is not None else ()
    if within is None:
        ids, _ = hit_ids(
            session.searcher,
            plan.node,
            request.filters,
            sort,
            most.documents + 1,
            begun=done.shown.found,
        )
    lacks = [Lack.DOCUMENTS] if len(ids) > most.documents else []
    ids = ids[: most.documents]
    documents = session.beginnings(ids)
    lines: list[ConcordanceLine] = []
    for document in documents:
        text = session.text(document)
        spans = highlighter.spans_of(text.stretches(), "text")
        who = Speakers(text.stretches()) if speakers and spans else None
        of_it = lines_at(document, text, spans, grouped, session.deadline, who)
        lines += islice(of_it, most.lines + 1 - len(lines))
        if len(lines) > most.lines:
            lacks.append(Lack.LINES)
            break
        if documents.left and session.deadline.over():
            break
    if session.deadline.struck:
        lacks.append(Lack.TIME)
    basis = done.basis.lacking(*lacks, *documents.lacks)
    return Lines(done, tuple(lines[: most.lines]), basis)


def lines_at(
    document: Document,
    text: Text,
    spans: list[Span],
    grouped: Grouping,
    deadline: Deadline,
    speakers: Speakers | None = None,
) -> Iterator[ConcordanceLine]:
    """The lines of the places `spans` of the `text` of `document`, as far as time allows."""
    if not spans:
        return
    parts = DivisionTable(document.divisions)
    of = _Of(DocumentSummary.of(document), document.pages, parts, speakers)
    done = 0
    for section in text.sections():
        if done == len(spans) or (done and deadline.over()):
            return
        here = section.spans(spans)
        yield from _lines_of_section(of, section, here, done, grouped, deadline)
        done += len(here)


class _Of(NamedTuple):
    """The document that lines are of."""

    card: DocumentSummary
    pages: tuple[Page, ...]
    parts: DivisionTable
    speakers: Speakers | None


def _lines_of_section(
    of: _Of,
    section: TextSection,
    spans: Sequence[Span],
    before: int,
    grouped: Grouping,
    deadline: Deadline,
) -> Iterator[ConcordanceLine]:
    """The lines of `spans`, which stand in `section` after so many `before` it."""
    text = section.text
    numbers = {span.start: number for number, span in enumerate(spans, start=before + 1)}
    at = 0
    for place, (passage, found) in enumerate(numbered(text)):
        if at == len(spans) or (place % _PASSAGES == 0 and place and deadline.over()):
            return
        number = section.number(passage.level, found)
        inside = []
        while at < len(spans) and spans[at].start < passage.end:
            if spans[at].start >= passage.start:  # else in the signs of a heading
                inside.append(spans[at])
            at += 1
        anchor = ""
        if inside:
            anchor = str(Anchor.of(text[passage.start : passage.end], passage.level, number))
        for group in grouped(inside):
            first = group[0]
            end = min(first.end, passage.end)
            yield ConcordanceLine(
                document=of.card,
                before=_before(text, passage.start, first.start),
                match=_SPACES.sub(" ", text[first.start : end]),
                after_pieces=_after(text, end, passage.end, group[1:]),
                paragraph=0 if passage.level else number,
                hit=numbers[first.start],
                words=distinct_words(group),
                anchor=anchor,
                page=page_at(of.pages, section.start + first.start),
                part=of.parts.part(section.start + first.start),
                speaker=of.speakers.of(section.start + first.start) if of.speakers else None,
            )


def _before(text: str, least: int, end: int) -> str:
    """The context before `end`, from `least` on: whole words, about as much as a line holds."""
    start = max(least, end - _CHARACTERS)
    if start > least and (space := _SPACES.search(text, start, end)):
        start = space.end()
    return _SPACES.sub(" ", text[start:end]).lstrip()


def _after(text: str, start: int, most: int, others: Sequence[Span]) -> Snippet:
    """The context after `start`, up to `most`: whole words, about as much as a line holds.

    `others` are marked; the line holds them all.
    """
    end = min(most, start + _CHARACTERS)
    if end < most and (cut := re.search(r"\s\S*$", text[start:end])):
        end = start + cut.start()
    if others:
        end = max(end, min(others[-1].end, most))
    cut_up = [
        Piece(_SPACES.sub(" ", piece.text), piece.match)
        for piece in pieces(text, start, end, others)
    ]
    if cut_up and not cut_up[-1].match:
        last = cut_up.pop().text.rstrip()
        cut_up += [Piece(last)] if last else []
    return tuple(cut_up)


_SORTS = {ConcordanceOrder.DATE: Sort.OLDEST, ConcordanceOrder.DOCUMENT: Sort.TITLE}
