"""A ResultPage → what the page of results shows, and the page that says nothing was found."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer import (
    AlternativeKind,
    ArchiveDate,
    MeaningState,
    Note,
    ResultPage,
    SearchRequest,
    Sort,
    Width,
    WordForms,
)
from webapp.present import formats
from webapp.present.answer import (
    Answer,
    Pager,
    ShownHit,
    Suggested,
    page_links,
    shown_answer,
    shown_hit,
    shown_request,
    suggested,
)
from webapp.present.charts import Chart, chart, shown_years
from webapp.present.controls import plain_words
from webapp.present.drawing import NARROW, WIDE
from webapp.present.filters import FacetLinks, chips, facet_links, kept_arguments, times
from webapp.present.links import (
    SOME_VALUE,
    Link,
    address_of,
    export_url,
    first_page,
    package_links,
    request_item,
    results_url,
    urls_of_value,
    without_word,
)
from webapp.present.refine import with_copies, with_form
from webapp.site import messages, site

SHOWN_FORMS = 60  # of all words together, among those that can be switched off
FIRST_FORMS = 6  # of a word, before those are unfolded; fewer where there are many words
FEW_WORDS = 4  # more have their forms unfolded only
_VIEW = "pages.search"


@dataclass(frozen=True, slots=True)
class Widened:
    """The number of documents that have all the words, and of those added that have some."""

    held: int
    added: int
    nearest_first: bool


@dataclass(frozen=True, slots=True)
class NearInMeaning:
    """The state of the search by meaning, the hits found by it alone, and the link that switches
    it off or on."""

    state: MeaningState
    alone: int
    switch: str


@dataclass(frozen=True, slots=True)
class FormsOfWord:
    """The forms of a word: those that are shown at once, how many more are on, and switches."""

    word: str
    root: str | None
    first: tuple[str, ...]
    more: int
    switches: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """The page of results."""

    answer: Answer
    total: int
    widened: Widened | None
    by_meaning: NearInMeaning | None
    widths: tuple[Link, ...]
    width_alone: bool  # no other width finds anything else
    forms: tuple[FormsOfWord, ...]
    forms_at_once: int  # of each word; 0: all are unfolded on demand
    unreadable: int  # damaged documents of this page
    hidden: int  # documents with the text of another
    copies: Link  # hides such documents, or shows them again
    suggestions: tuple[Suggested, ...]
    chips: tuple[Link, ...]
    sorts: tuple[Link, ...]
    wide: Chart | None
    narrow: Chart | None
    hits: tuple[ShownHit, ...]
    first_page: str
    pager: Pager | None
    facets: tuple[FacetLinks, ...]
    since: ArchiveDate | None
    until: ArchiveDate | None
    mentions: tuple[ArchiveDate | None, ArchiveDate | None]  # the period of which texts mention one
    kept_by_mentions: tuple[tuple[str, str], ...]  # arguments that a new such period leaves
    times: tuple[Link, ...]  # what the timeline shows
    kept: tuple[tuple[str, str], ...]  # arguments that a new period leaves as they are
    near: str  # the words that others may be near
    packages: tuple[Link, ...]  # of evidence
    item: str  # of a reader's file
    exports: tuple[Link, ...]
    feed: str


@dataclass(frozen=True, slots=True)
class AskedWord:
    """A word of a query that finds nothing, its occurrences, and the query without it."""

    word: str
    searched: bool
    count: int
    without: str | None


@dataclass(frozen=True, slots=True)
class OtherWay:
    """Another way to ask, by the name that messages have for it, and what it finds."""

    name: str
    url: str
    total: int


@dataclass(frozen=True, slots=True)
class NoneView:
    """The page that says nothing was found."""

    answer: Answer
    documents: int  # in the archive
    complete: bool
    searched: bool  # whether anything was left to be searched for
    sought: bool  # whether any word was
    chips: tuple[Link, ...]
    suggestions: tuple[Suggested, ...]
    words: tuple[AskedWord, ...]
    ways: tuple[OtherWay, ...]
    by_meaning: NearInMeaning | None
    hits: tuple[ShownHit, ...]  # near in meaning
    pager: Pager | None


def results_view(page: ResultPage) -> ResultsView:
    """The page of results that shows `page`."""
    wanted, asked = page.request, shown_request(page)
    told = (Note.WIDENED, Note.UNKNOWN_WORD, Note.PARTIAL)
    varied = [word for word in page.words if word.forms and word.width != Width.EXACT]
    most = first_forms(len(varied)) if varied else 0
    others = (near for near in page.suggestions if near.query != asked.query)
    return ResultsView(
        answer=shown_answer(page, _VIEW, results_url(asked), told),
        total=page.total,
        widened=_widened(page) if page.basis.widened else None,
        by_meaning=_by_meaning(page),
        widths=tuple(widths(page)),
        width_alone=len(page.widths) == 1,
        forms=tuple(_forms_of_word(wanted, word, len(varied), most) for word in varied),
        forms_at_once=most,
        unreadable=len(page.unreadable),
        hidden=page.hidden,
        copies=_copies(wanted),
        suggestions=tuple(suggested(wanted, near) for near in others),
        chips=tuple(chips(wanted)),
        sorts=tuple(sorts(wanted)),
        wide=chart(wanted, shown_years(page, WIDE[1]), *WIDE),
        narrow=chart(wanted, shown_years(page, NARROW[1]), *NARROW),
        hits=tuple(shown_hit(asked, hit) for hit in page.hits),
        first_page=first_page(wanted),
        pager=_pager(page) if page.pages > 1 else None,
        facets=tuple(facet_links(page)),
        since=wanted.filters.since,
        until=wanted.filters.until,
        mentions=(wanted.filters.mentions_since, wanted.filters.mentions_until),
        kept_by_mentions=tuple(kept_arguments(wanted, ("mentions_from", "mentions_to"))),
        times=tuple(times(wanted)),
        kept=tuple(kept_arguments(wanted)),
        near=plain_words(wanted.query),
        packages=package_links(wanted, page.pages),
        item=request_item(wanted),
        exports=tuple(Link(kind.upper(), export_url(wanted, kind)) for kind in formats.FORMATS),
        feed=address_of(wanted, "feeds.feed"),
    )


def none_view(page: ResultPage) -> NoneView:
    """The page that says that `page` has no hits, and what else may be asked."""
    wanted = page.request
    sought = any(word.searched for word in page.words)
    return NoneView(
        answer=shown_answer(page, _VIEW, "", (Note.UNKNOWN_WORD, Note.PARTIAL)),
        documents=page.documents,
        complete=page.basis.complete,
        searched=not wanted.query.strip() or bool(page.basis.query and (sought or not page.words)),
        sought=sought,
        chips=tuple(chips(wanted)),
        suggestions=tuple(suggested(wanted, near) for near in page.suggestions),
        words=tuple(
            AskedWord(word.word, word.searched, word.count, without_word(wanted, word.word))
            for word in page.words
        ),
        ways=tuple(
            OtherWay(_way_name(way.way, way.request), results_url(way.request), way.total)
            for way in page.alternatives
        ),
        by_meaning=_by_meaning(page),
        hits=tuple(shown_hit(wanted, hit) for hit in page.hits),
        pager=_pager(page) if page.pages > 1 else None,
    )


def neighbours(page: ResultPage) -> tuple[SearchRequest | None, SearchRequest | None]:
    """The requests for the page before and the page after, where there are such."""
    here = page.request.page
    last = min(page.pages, site().settings.search.max_page)
    previous = replace(page.request, page=min(here - 1, last)) if here > 1 else None
    following = replace(page.request, page=here + 1) if here < last else None
    return previous, following


def sorts(request: SearchRequest) -> list[Link]:
    """The orders that make sense for `request`."""
    message = messages().message
    return [
        Link(
            message(f"sort.{sort}"),
            results_url(replace(request, sort=sort, page=1)),
            sort == request.sort,
        )
        for sort in Sort
        if request.query.strip() or sort != Sort.RELEVANCE
    ]


def widths(page: ResultPage) -> list[Link]:
    """The widths of search, each with the documents that hold all the words, where it is known."""
    message = messages().message
    asked, counts = shown_request(page), dict(page.widths)
    return [
        Link(
            message(f"width.{width}"),
            results_url(replace(asked, width=width, without=(), page=1)),
            width == asked.width,
            counts.get(width),
        )
        for width in Width
    ]


def forms(request: SearchRequest, word: WordForms, words: int = 1) -> list[Link]:
    """The forms of `word`, one of so many words, each a link that switches it off or on.

    `current` are those that are on. The most frequent come first, and all that are off are there.
    """
    most = SHOWN_FORMS // words
    without = urls_of_value(with_form(request, SOME_VALUE))
    return [
        Link(
            form.text,
            without(form.text) if form.on else results_url(with_form(request, form.text)),
            form.on,
            form.count,
        )
        for place, form in enumerate(word.forms)
        if place < most or not form.on
    ]


def first_forms(words: int) -> int:
    """The number of forms that are shown of each of so many words."""
    return min(FIRST_FORMS, 2 * FIRST_FORMS // words) if words <= FEW_WORDS else 0


def _forms_of_word(request: SearchRequest, word: WordForms, words: int, most: int) -> FormsOfWord:
    """The forms of `word`, one of so many `words`; `most` are shown at once."""
    on = [form.text for form in word.forms if form.on]
    switches = tuple(forms(request, word, words))
    return FormsOfWord(word.word, word.root, tuple(on[:most]), max(0, len(on) - most), switches)


def _by_meaning(page: ResultPage) -> NearInMeaning | None:
    """The state of the search by meaning, as the page tells it; None where there is none."""
    found = page.by_meaning
    if found is None:
        return None
    switched = replace(page.request, meaning=not page.request.meaning, page=1)
    return NearInMeaning(found.state, found.alone, results_url(switched))


def _copies(request: SearchRequest) -> Link:
    hidden = request.filters.copies_hidden
    label = messages().message("copies.show" if hidden else "copies.hide")
    return Link(label, results_url(with_copies(request, not hidden)))


def _widened(page: ResultPage) -> Widened:
    held = dict(page.widths).get(page.request.width, page.all_words)
    return Widened(held, page.total - held, page.request.sort == Sort.RELEVANCE)


def _way_name(way: AlternativeKind, request: SearchRequest) -> str:
    """The name that messages have for `way`."""
    if way is AlternativeKind.WIDTH:
        return f"width_{request.width}"
    return "words_apart" if way is AlternativeKind.WORDS else str(way)


def _pager(page: ResultPage) -> Pager:
    previous, following = neighbours(page)
    last = min(page.pages, site().settings.search.max_page)

    def url(number: int) -> str:
        return results_url(replace(page.request, page=number))

    return Pager(
        tuple(page_links(page.request.page, last, url)),
        results_url(previous) if previous else None,
        results_url(following) if following else None,
    )
