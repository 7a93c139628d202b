"""The parts that pages share which show an answer: what it is an answer to, tabs, pages, hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from indexer import (
    ComparedExpression,
    Concordance,
    Division,
    Document,
    Hit,
    InterpretationKind,
    Lack,
    Note,
    Page,
    Piece,
    ResultPage,
    SearchRequest,
    Snippet,
    Suggestion,
    TermReport,
    Translation,
    altered,
    replaced,
)
from webapp.present.citation import item_address, permanent_url
from webapp.present.links import (
    Link,
    again,
    document_url,
    first_page,
    lines_url,
    part_url,
    without_word,
)
from webapp.site import language, messages, site

TABS = (
    ("pages.search", "documents"),
    ("corpus_views.kwic", "kwic"),
    ("corpus_views.terms", "terms"),
    ("comparison.compared", "compare"),
)

SHOWN_LEVELS = 2  # of the path of a part
Answered = ResultPage | Concordance | TermReport | ComparedExpression


@dataclass(frozen=True, slots=True)
class ReadAs:
    """A part of the query, the way it was read, and the address of another reading."""

    kind: InterpretationKind
    text: str
    otherwise: str | None


@dataclass(frozen=True, slots=True)
class UnknownWord:
    """A word that the archive does not have, and those that were searched in its place."""

    word: str
    near: tuple[str, ...]
    without: str | None  # the address of the query that leaves it out


@dataclass(frozen=True, slots=True)
class Answer:
    """The query that was answered, where it is not the one asked, and what the answer lacks."""

    query: str  # as it was asked
    filtered: bool
    corrected: Link | None  # the query whose answer this is, where that asked finds nothing
    readings: tuple[ReadAs, ...]
    lacks: tuple[Lack, ...]  # those that the page tells of
    unknown: tuple[UnknownWord, ...]
    also: tuple[Link, ...]  # words near to those of the query, that are not searched
    unmarked: tuple[str, ...]  # common words of the query
    translated: tuple[Translation, ...]  # names of other languages that were searched too
    otherwise_translated: str | None  # the address without them, or with them where they are off
    notes: tuple[Note, ...]  # those that have no words of their own
    tabs: tuple[Link, ...]  # the ways to look at what the query finds

    @property
    def has_words(self) -> bool:
        """Whether anything was asked but filters."""
        return bool(self.query.strip())

    @property
    def carried_out(self) -> str:
        """The query whose answer this is."""
        return self.corrected.label if self.corrected else self.query


@dataclass(frozen=True, slots=True)
class Suggested:
    """Another query and what it finds; its pieces tell apart what was not asked."""

    pieces: Snippet
    url: str
    total: int


@dataclass(frozen=True, slots=True)
class ShownSnippet:
    """A snippet; the page and the part it stands in, where the document has such, with addresses.

    `part` has the titles of the part and of the one above it; it is empty where the snippet before
    stands in the same part.
    """

    pieces: Snippet
    page: Page | None
    url: str
    part: tuple[str, ...]
    part_url: str


@dataclass(frozen=True, slots=True)
class ShownCopies:
    """The hits with the same text: how many, and the first of them, each with its address."""

    total: int
    first: tuple[tuple[Document, str], ...]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with the addresses of its document, of its lines and of its permanent page."""

    document: Document
    title: Snippet
    own_title: Snippet | None  # in the language of the page, where that is another
    snippets: tuple[ShownSnippet, ...]
    matches: int
    url: str
    lines_url: str
    permanent: str
    near: bool  # found by its meaning alone
    item: str  # of a reader's file
    other_parts: tuple[Link, ...]  # with answers
    copies: ShownCopies | None


@dataclass(frozen=True, slots=True)
class Pager:
    """Links to the first, the last and the neighbouring pages; None for a gap between them."""

    links: tuple[Link | None, ...]
    previous: str | None
    following: str | None


def pager_of(page: int, last: int, url: Callable[[int], str]) -> Pager | None:
    """Links to the pages around `page` of `last`, whose addresses `url` makes; None for one."""
    if last == 1:
        return None
    return Pager(
        tuple(page_links(page, last, url)),
        url(page - 1) if page > 1 else None,
        url(page + 1) if page < last else None,
    )


def page_links(page: int, last: int, url: Callable[[int], str]) -> Iterator[Link | None]:
    """Links to the first, the last and the neighbouring pages; None for a gap between them."""
    before = 0
    for number in sorted({1, last, *range(max(1, page - 1), min(last, page + 1) + 1)}):
        if number > before + 1:
            yield None
        yield Link(str(number), url(number), number == page)
        before = number


def shown_answer(found: Answered, view: str, corrected_url: str, told: Sequence[Note]) -> Answer:
    """The Answer of `found` on the page of `view`, which tells of the notes in `told` elsewhere."""
    wanted, basis = found.request, found.basis
    readings = (
        ReadAs(
            part.kind,
            part.text,
            first_page(replace(wanted, query=part.query), view) if part.query else None,
        )
        for part in basis.readings
    )
    unknown = (
        UnknownWord(word.word, word.near, without_word(wanted, word.word))
        for word in found.words
        if word.searched and not word.forms and not basis.corrected
    )
    return Answer(
        wanted.query,
        bool(wanted.filters),
        Link(basis.corrected.query, corrected_url) if basis.corrected else None,
        tuple(readings),
        tuple(_told_lacks(found)),
        tuple(unknown),
        () if basis.corrected else tuple(_also(found, view)),
        basis.unmarked,
        basis.translated,
        _otherwise_translated(found, view),
        tuple(note for note in found.notes if note not in told),
        tuple(_tabs(shown_request(found), view)),
    )


def shown_request(found: Answered) -> SearchRequest:
    """The request whose answers are `found`: the one made, or its correction."""
    corrected = found.basis.corrected
    return replace(found.request, query=corrected.query) if corrected else found.request


def suggested(wanted: SearchRequest, near: Suggestion) -> Suggested:
    """`near` as a link, in pieces that tell apart what `wanted` does not have."""
    pieces: tuple[Piece, ...] = tuple(altered(near.query, wanted.query))
    return Suggested(pieces, again(wanted, near.query), near.total)


def shown_hit(request: SearchRequest, hit: Hit) -> ShownHit:
    """`hit` of `request` with its links."""
    document_id = hit.document.id
    url = document_url(request, document_id)
    return ShownHit(
        hit.document,
        hit.title,
        dict(hit.other_titles).get(language()),
        tuple(_shown_snippets(request, hit, url)),
        hit.matches,
        url,
        lines_url(request, document_id),
        permanent_url(document_id),
        hit.near,
        item_address(document_id),
        tuple(
            Link(part.title, part_url(request, document_id, part), count=count)
            for part, count in hit.other_parts
        ),
        _shown_copies(request, hit),
    )


def _shown_copies(request: SearchRequest, hit: Hit) -> ShownCopies | None:
    if hit.copies is None:
        return None
    first = ((one, document_url(request, one.id)) for one in hit.copies.documents)
    return ShownCopies(hit.copies.total, tuple(first))


def _shown_snippets(request: SearchRequest, hit: Hit, url: str) -> Iterator[ShownSnippet]:
    """The snippets of `hit`, whose document is shown at `url`."""
    before: tuple[Division, ...] = ()
    for snippet, page, path in zip(hit.snippets, hit.pages, hit.paths, strict=True):
        of_page = page_url(url, page) if page else ""
        part = part_url(request, hit.document.id, path[-1]) if path else ""
        titles = tuple(one.title for one in path[-SHOWN_LEVELS:]) if path != before else ()
        yield ShownSnippet(snippet, page, of_page, titles, part)
        before = path


def page_url(document: str, page: Page) -> str:
    """The address of `page` within the document that is shown at the address `document`."""
    return f"{document}{'&' if '?' in document else '?'}pg={page.number}#page-{page.number}"


def _otherwise_translated(found: Answered, view: str) -> str | None:
    """The address of `found` with names of other languages, or without; None without such names."""
    wanted = shown_request(found)
    if wanted.translate and not found.basis.translated:
        return None
    return first_page(replace(wanted, translate=not wanted.translate), view)


def _also(found: Answered, view: str) -> Iterator[Link]:
    """The words near to those of `found` that are not searched, each a link that searches it."""
    wanted = found.request
    for word in found.words:
        for form in word.also:
            if query := replaced(wanted.query, word.word, form.text):
                url = first_page(replace(wanted, query=query), view)
                yield Link(form.text, url, count=form.count)


def _told_lacks(found: Answered) -> list[Lack]:
    """The reasons, shown on the page, why `found` is not complete.

    That there are more pages than are served concerns the reader of the last; of words that were
    not searched a note tells.
    """
    last = found.request.page >= site().settings.search.max_page
    return [
        lack
        for lack in found.basis.lacks
        if lack is not Lack.WORDS and (lack is not Lack.PAGES or last)
    ]


def _tabs(request: SearchRequest, current: str) -> list[Link]:
    message = messages().message
    return [
        Link(message(f"views.{name}"), first_page(request, view), view == current)
        for view, name in TABS
    ]
