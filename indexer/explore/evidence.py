"""Evidence: passages that answer a request, or that a reader chose, between their neighbours."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from indexer.engine.requests import PAGE_ROWS
from indexer.explore.concordance import OF_A_FILE, Bounds, ordered_lines
from indexer.explore.export import every_id
from indexer.highlight.anchors import Anchor, kind_of
from indexer.highlight.contents import anchor_now
from indexer.highlight.matcher import Highlighter, Span, pieces
from indexer.highlight.passages import Passage, numbered
from indexer.highlight.sections import Text, TextSection
from indexer.model import Document, SearchRequest, page_at
from indexer.model.answers import ConcordanceOrder
from indexer.model.basis import Basis, Lack
from indexer.model.divisions import Division, DivisionTable
from indexer.model.evidence import Edition, EvidenceAnswer, EvidenceDocument, EvidencePassage
from indexer.model.identifiers import spelled_name
from indexer.search.executor import carried_out
from indexer.search.outcome import Rows
from indexer.search.session import Session

MOST_CHARACTERS = 20_000  # of a passage; an unbroken text of a whole book is one
_FEWEST_LETTERS = 4  # of a short name that is not given whole
_SIGNS = 8  # characters before the words of a heading
_NEIGHBOUR = 4_000  # characters of a neighbour, those that are nearest


def evidence_of_hits(
    session: Session, request: SearchRequest, *, one_page: bool, most: int
) -> EvidenceAnswer:
    """The passages with what answers `request`, document by document in its order.

    Of all hits, or of those on the page of the request; at most so many passages. What is not
    given is a lack of the basis.
    """
    offset = (request.page - 1) * request.page_size if one_page else 0
    limit = request.page_size if one_page else PAGE_ROWS
    done = carried_out(session, request, Rows(request.sort, offset, limit))
    shown = done.shown
    ids, partial = shown.found.ids, shown.partial
    if not one_page:
        ids, partial = every_id(session, request, shown)
    found, basis = _gathered(session, ids, session.highlighter(shown.plan), done.basis, most)
    basis = basis.lacking(Lack.TIME) if partial else basis
    return EvidenceAnswer(request, basis, done.asked.words, found)


def evidence_of_lines(
    session: Session,
    request: SearchRequest,
    order: ConcordanceOrder,
    within: str | None,
    most: int,
) -> EvidenceAnswer:
    """The lines of a concordance in `order`, and the passages that they stand in."""
    bounds = Bounds(OF_A_FILE.documents, most)
    of = ordered_lines(session, request, order, within, bounds)
    ids = tuple(dict.fromkeys(line.document.id for line in of.lines))
    highlighter = session.highlighter(of.done.shown.plan)
    found, basis = _gathered(session, ids, highlighter, of.basis, most)
    return EvidenceAnswer(request, basis, of.done.asked.words, found, of.lines)


def evidence_of_choice(
    session: Session, chosen: Sequence[tuple[str, str | None]]
) -> tuple[EvidenceDocument | None, ...]:
    """The document of each (name, anchor) with its passage of this anchor; None where it is gone.

    A name is an id, or `~` and a short name. Without an anchor no passage comes along. A passage is
    found again by its words where it stands elsewhere now.
    """
    found: list[EvidenceDocument | None] = []
    for name, anchor in chosen:
        document = next(iter(session.beginnings(document_ids(session, name))), None)
        wanted = (anchor,) if anchor else ()
        found.append(_chosen_of(session, document, wanted) if document else None)
    return tuple(found)


def document_ids(session: Session, name: str) -> tuple[str, ...]:
    """The ids that `name` stands for, an id itself or `~` and a short name: one, as a rule."""
    short = spelled_name(name.removeprefix("~"))
    if not name.startswith("~") or len(short) < _FEWEST_LETTERS or not short.isalnum():
        return (name,)
    return session.searcher.named(short) or (name,)


def stored_text(session: Session, document_id: str) -> Iterator[str]:
    """The text of a document as it is stored, piece by piece."""
    return session.searcher.text(document_id) or iter(())


def edition(session: Session) -> Edition:
    """The edition of the index that `session` reads."""
    manifest = session.generation.manifest
    described = json.dumps(dataclasses.asdict(manifest), sort_keys=True)
    digest = hashlib.sha256(described.encode()).hexdigest()
    return Edition(manifest.generation, manifest.created, manifest.documents, digest)


def _gathered(
    session: Session, ids: Sequence[str], highlighter: Highlighter, basis: Basis, most: int
) -> tuple[tuple[EvidenceDocument, ...], Basis]:
    """The documents under `ids` with their passages that answer, `most` of these in all."""
    lacks = []
    documents = session.beginnings(ids)
    found: list[EvidenceDocument] = []
    room = most
    for document in documents:
        if not room:
            lacks.append(Lack.LINES)
            break
        text = session.text(document)
        spans = highlighter.spans_of(text.stretches(), "text")
        passages = tuple(islice(_answering(document, text, spans), room + 1))
        if len(passages) > room:
            lacks.append(Lack.LINES)
        found.append(_without_text(document, text, passages[:room]))
        room -= min(len(passages), room)
        if documents.left and session.deadline.over():
            break
    if session.deadline.struck:
        lacks.append(Lack.TIME)
    return tuple(found), basis.lacking(*lacks, *documents.lacks)


def _chosen_of(session: Session, document: Document, wanted: Sequence[str]) -> EvidenceDocument:
    """`document` with the passages of the anchors `wanted`."""
    text = session.text(document)
    now = {one: anchor_now(text, Anchor.parse(one) or Anchor("p", 0)) for one in wanted}
    places = {(at.kind, at.number) for at in now.values() if at}
    passages = tuple(
        _evidence(document, near, ())
        for near in _neighbourhoods(text)
        if (kind_of(near.place.passage.level), near.place.number) in places
    )
    missing = tuple(one for one, at in now.items() if at is None)
    return _without_text(document, text, passages, missing)


def _without_text(
    document: Document,
    text: Text,
    passages: tuple[EvidencePassage, ...],
    missing: tuple[str, ...] = (),
) -> EvidenceDocument:
    digest = hashlib.sha256()
    for _, piece in text.stretches():
        digest.update(piece.encode("utf-8", "surrogatepass"))
    card = dataclasses.replace(document, text="", divisions=None)
    return EvidenceDocument(card, digest.hexdigest(), passages, missing)


class _Place(NamedTuple):
    """A passage, the section of the text that it stands in, and its number."""

    section: TextSection
    passage: Passage
    number: int

    @property
    def words(self) -> str:
        """The text of the passage."""
        return self.section.text[self.passage.start : self.passage.end]


class _Neighbourhood(NamedTuple):
    """A passage with those next to it."""

    before: _Place | None
    place: _Place
    after: _Place | None

    @property
    def anchor(self) -> Anchor:
        """The address of the passage."""
        return Anchor.of(self.place.words, self.place.passage.level, self.place.number)


def _places(text: Text) -> Iterator[_Place]:
    for section in text.sections():
        for passage, number in numbered(section.text):
            yield _Place(section, passage, section.number(passage.level, number))


def _neighbourhoods(text: Text) -> Iterator[_Neighbourhood]:
    """Each passage of `text` with those next to it."""
    before: _Place | None = None
    places = _places(text)
    here = next(places, None)
    while here is not None:
        after = next(places, None)
        yield _Neighbourhood(before, here, after)
        before, here = here, after


def _answering(document: Document, text: Text, spans: Sequence[Span]) -> Iterator[EvidencePassage]:
    """The passages of `text` that hold any of `spans`."""
    if not spans:
        return
    at = 0
    for near in _neighbourhoods(text):
        start, passage = near.place.section.start, near.place.passage
        inside = []
        while at < len(spans) and spans[at].start < start + passage.end:
            if spans[at].start >= start + passage.start:  # else in the signs of a heading
                inside.append(spans[at])
            at += 1
        if inside:
            yield _evidence(document, near, inside)
        if at == len(spans):
            return


def _evidence(document: Document, near: _Neighbourhood, spans: Sequence[Span]) -> EvidencePassage:
    """The passage of `near`, with `spans` of the whole text marked in it."""
    section, passage, number = near.place
    here = section.start + passage.start
    first, last = _shown(section, passage, spans)
    path = _path(document, here, passage)
    marked = [
        Span(one.start - section.start, one.end - section.start, one.highlight, one.word)
        for one in spans
        if first <= one.start - section.start < last
    ]
    return EvidencePassage(
        anchor=str(near.anchor),
        paragraph=0 if passage.level else number,
        parts=tuple(part.title for part in path),
        part=next((part.address for part in reversed(path) if part.kind), ""),
        page=page_at(document.pages, spans[0].start if spans else here),
        start=section.start + first,
        end=section.start + last,
        before=near.before.words[-_NEIGHBOUR:] if near.before else "",
        pieces=tuple(pieces(section.text, first, last, marked)),
        after=near.after.words[:_NEIGHBOUR] if near.after else "",
        matches=len(spans),
        cut=(first, last) != (passage.start, passage.end),
    )


def _path(document: Document, place: int, passage: Passage) -> tuple[Division, ...]:
    """The parts of `document` that the `passage` at `place` stands in; a heading not in its own."""
    path = DivisionTable(document.divisions).path(place)
    own = passage.level and path and place - path[-1].start <= _SIGNS
    return path[:-1] if own else path


def _shown(section: TextSection, passage: Passage, spans: Sequence[Span]) -> tuple[int, int]:
    """The stretch of `passage` that is given: all of it, or of a long one that of the first span.

    Its ends are in the text of the section, and between words.
    """
    if passage.end - passage.start <= MOST_CHARACTERS:
        return passage.start, passage.end
    middle = spans[0].start - section.start if spans else passage.start
    first = max(passage.start, middle - MOST_CHARACTERS // 2)
    last = min(passage.end, first + MOST_CHARACTERS)
    if first > passage.start:
        first = max(first, section.text.find(" ", first, middle) + 1)
    if last < passage.end:
        space = section.text.rfind(" ", first + 1, last)
        last = space if space > middle else last
    return first, last
