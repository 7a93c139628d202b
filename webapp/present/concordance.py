"""The pages of a concordance and of the words beside those of a query, as view models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby

from indexer import (
    COMPARED_WORDS,
    Collocate,
    Concordance,
    ConcordanceLine,
    ConcordanceOrder,
    LineGroup,
    LineGroups,
    NeighbourForm,
    Note,
    Piece,
    SearchRequest,
    TermReport,
    compared_word,
    group_of,
    passage_language,
    speaker_key,
    with_word,
)
from webapp.http.items import ItemKind
from webapp.http.params import lines_arguments, neighbours_arguments
from webapp.i18n import direction, shown
from webapp.present import formats
from webapp.present.answer import Answer, Pager, page_url, shown_answer, shown_request
from webapp.present.charts import Chart, chart
from webapp.present.citation import passage_url
from webapp.present.drawing import NARROW, WIDE
from webapp.present.filters import chips
from webapp.present.links import (
    Link,
    address_of,
    document_url,
    first_page,
    lines_file_url,
    lines_url,
    package_url,
    part_url,
    request_item,
    results_url,
    terms_file_url,
)
from webapp.site import messages, site

LINES = 50  # on a page
SHOWN_GROUPS = 50  # of the lines of a concordance
PLAIN_ORDERS = tuple(
    order
    for order in ConcordanceOrder
    if order.side is None or (order.number == 1 and order.form is NeighbourForm.WRITTEN)
)
CONTEXT = 90  # characters before a place; what does not fit fades
SHOWN_COLLOCATES = 15
TOLD = (Note.UNKNOWN_WORD, Note.PARTIAL)  # notes that the pages put in words of their own
_LINES, _TERMS = "corpus_views.kwic", "corpus_views.terms"


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is shown: each side in runs, one of which may be the key of the order."""

    number: int
    line: ConcordanceLine
    before: tuple[Run, ...]
    after: tuple[Run, ...]
    url: str
    passage: str  # the address of its paragraph
    leaf: str  # and of its page; empty without one
    part: str  # and of the part of the document; empty without one

    @property
    def language(self) -> str:
        """The language of the passage around the match."""
        words = f"{self.line.before} {self.line.match} {self.line.after}"
        return passage_language(words, self.line.document.language)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a line; `key` when lines are sorted by it, `match` when it answers the query."""

    text: str
    key: bool = False
    match: bool = False


@dataclass(frozen=True, slots=True)
class LinesView:
    """The page of a concordance."""

    answer: Answer
    total: int
    meetings: int
    keyed: bool  # lines are sorted by a word, which is told apart
    chips: tuple[Link, ...]
    orders: tuple[Link, ...]
    files: tuple[Link, ...]
    package: str  # the address of the package of evidence
    item: str  # of a reader's file
    words: tuple[Link, ...]  # of one side, by which lines are sorted; none for other orders
    forms: tuple[Link, ...]  # in which those are compared
    groupings: tuple[Link, ...]
    groups: tuple[ShownGroup, ...]  # of all pages
    by_speaker: bool
    other_groups: tuple[int, int]  # those that are not shown: how many, and their lines
    sections: tuple[LinesSection, ...]
    pager: Pager | None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A group of lines; `name` is empty where the text does not tell who speaks."""

    name: str
    count: int
    url: str | None  # of the lines of a document alone


@dataclass(frozen=True, slots=True)
class LinesSection:
    """Lines of the page: those of one group, or all; texts of one direction share a table."""

    group: ShownGroup | None
    tables: tuple[tuple[str, tuple[Row, ...]], ...]  # (direction, rows)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A word that stands with another: a link, and the forms that are counted together."""

    link: Link
    forms: tuple[tuple[str, int], ...]  # none where there is one alone


@dataclass(frozen=True, slots=True)
class TermsView:
    """The page of the words of a query: in what years, and beside which words."""

    answer: Answer
    total: int
    documents: int
    wide: Chart | None
    narrow: Chart | None
    forms: tuple[Link, ...]  # in which neighbours are counted
    files: tuple[Link, ...]
    collocates: tuple[tuple[str, tuple[Neighbour, ...]], ...]  # (where, words)


def lines_view(found: Concordance, order: ConcordanceOrder, within: str | None) -> LinesView:
    """The page that shows `found`, in this order; `within` is the document the lines are of."""
    wanted, asked = found.request, shown_request(found)
    by = found.grouped
    more = lines_arguments(order, within, by)
    groups = {_key(group): _shown_group(wanted, group) for group in found.groups}
    first = list(groups.values())[:SHOWN_GROUPS]
    words, forms = _sorted_by(wanted, order, within, by)
    return LinesView(
        answer=shown_answer(found, _LINES, first_page(asked, _LINES), TOLD),
        total=found.total,
        meetings=found.meetings,
        keyed=order.side is not None,
        chips=(*chips(wanted), *_within(wanted, order, found, within)),
        orders=tuple(_orders(wanted, order, within, by)),
        files=tuple(
            Link(kind.upper(), lines_file_url(wanted, kind, more)) for kind in formats.of_lines()
        ),
        package=package_url(replace(wanted, page=1), more | {"of": "lines"}),
        item=request_item(wanted, ItemKind.LINES, order, within),
        words=words,
        forms=forms,
        groupings=tuple(
            Link(
                messages().message(f"kwic.group.{one}"),
                address_of(replace(wanted, page=1), _LINES, **lines_arguments(order, within, one)),
                one is by,
            )
            for one in LineGroups
        ),
        groups=tuple(first),
        by_speaker=by is LineGroups.SPEAKER,
        other_groups=(
            len(groups) - len(first),
            found.total - sum(group.count for group in first) if first else 0,
        ),
        sections=tuple(_sections(list(_rows(asked, order, found.lines)), by, groups)),
        pager=_pager(found, more),
    )


def terms_view(report: TermReport) -> TermsView:
    """The page that shows `report`."""
    asked = shown_request(report)
    return TermsView(
        answer=shown_answer(report, _TERMS, first_page(asked, _TERMS), TOLD),
        total=report.total,
        documents=report.documents,
        wide=chart(asked, report.years, *WIDE),
        narrow=chart(asked, report.years, *NARROW),
        forms=tuple(_forms(report)),
        files=tuple(
            Link(kind.upper(), terms_file_url(report.request, kind, _more(report)))
            for kind in formats.of_lines()
        ),
        collocates=tuple(_collocates(asked, report)),
    )


def _rows(
    wanted: SearchRequest, order: ConcordanceOrder, lines: tuple[ConcordanceLine, ...]
) -> Iterator[Row]:
    first = (wanted.page - 1) * LINES
    for number, line in enumerate(lines, start=first + 1):
        cut = max(0, len(line.before) - CONTEXT)
        before, after = (Piece(line.before[cut:]),), line.after_pieces
        key = compared_word(line, order)
        previous = order.side == "previous"
        at = (key[0] - cut, key[1] - cut) if key and previous else None
        url = document_url(replace(wanted, page=1), line.document.id)
        yield Row(
            number,
            line,
            tuple(_runs(before, at)),
            tuple(_runs(after, None if previous else key)),
            f"{url}&h={line.hit}#h{line.hit}",
            passage_url(line.document.id, line.anchor),
            page_url(url, line.page) if line.page else "",
            part_url(replace(wanted, page=1), line.document.id, line.part) if line.part else "",
        )


def _runs(pieces: Iterable[Piece], key: tuple[int, int] | None) -> Iterator[Run]:
    """`pieces` as runs; what stands at `key`, an offset and an end, is one of its own."""
    at = 0
    for piece in pieces:
        start, end = (place - at for place in key) if key else (0, 0)
        inside = 0 <= start < end <= len(piece.text)
        if piece.match or not inside:
            yield Run(piece.text, key=inside, match=piece.match)
        else:
            text = piece.text
            yield from (Run(text[:start]), Run(text[start:end], key=True), Run(text[end:]))
        at += len(piece.text)


def _sections(
    rows: list[Row], by: LineGroups, groups: Mapping[str, ShownGroup]
) -> Iterator[LinesSection]:
    """`rows` in sections, one for each group that has some on the page."""
    for name, of in groupby(rows, lambda row: group_of(row.line, by)):
        yield LinesSection(groups.get(name), tuple(_by_direction(list(of))))


def _key(group: LineGroup) -> str:
    return group.id if group.id is not None else speaker_key(group.name)


def _shown_group(wanted: SearchRequest, group: LineGroup) -> ShownGroup:
    url = lines_url(wanted, group.id) if group.id is not None else None
    return ShownGroup(group.name, group.count, url)


def _by_direction(rows: list[Row]) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """(direction, rows): texts of one direction share a table, those from right to left first."""
    for way in ("rtl", "ltr"):
        some = tuple(row for row in rows if direction(row.language) == way)
        if some:
            yield way, some


def _within(
    wanted: SearchRequest, order: ConcordanceOrder, found: Concordance, within: str | None
) -> Iterator[Link]:
    """A link that leaves the one document the lines are of."""
    if within is not None:
        title = found.lines[0].document.title if found.lines else within
        everywhere = address_of(replace(wanted, page=1), _LINES, **lines_arguments(order, None))
        yield Link(shown(title), everywhere)


def _orders(
    wanted: SearchRequest, chosen: ConcordanceOrder, within: str | None, by: LineGroups
) -> list[Link]:
    message, first = messages().message, replace(wanted, page=1)
    return [
        Link(
            message(f"kwic.order.{order}"),
            address_of(first, _LINES, **lines_arguments(order, within, by)),
            order == chosen or order == chosen.side,
        )
        for order in PLAIN_ORDERS
    ]


def _sorted_by(
    wanted: SearchRequest, chosen: ConcordanceOrder, within: str | None, by: LineGroups
) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Links to other words of the side by which lines are sorted, and to other forms of them."""
    side, first = chosen.side, replace(wanted, page=1)
    if side is None:
        return (), ()

    def link(label: str, number: int, form: NeighbourForm) -> Link:
        order = ConcordanceOrder.by_word(side, number, form)
        url = address_of(first, _LINES, **lines_arguments(order, within, by))
        return Link(label, url, order is chosen)

    words = (link(str(number), number, chosen.form) for number in range(1, COMPARED_WORDS + 1))
    forms = (
        link(messages().message(f"terms.form.{form}"), chosen.number, form)
        for form in (NeighbourForm.WRITTEN, NeighbourForm.BARE)
    )
    return tuple(words), tuple(forms)


def _pager(found: Concordance, more: dict[str, str]) -> Pager | None:
    """The links to other pages of `found`, whose order `more` are the arguments of."""
    wanted, here = found.request, found.request.page
    last = min(found.pages, site().settings.search.max_page)
    numbers = sorted({1, last, *range(max(1, here - 1), min(last, here + 1) + 1)})
    if len(numbers) < 2:
        return None

    def url(number: int) -> str:
        return address_of(replace(wanted, page=number), _LINES, **more)

    return Pager(
        tuple(Link(str(number), url(number), number == here) for number in numbers),
        url(here - 1) if here > 1 else None,
        url(here + 1) if here < last else None,
    )


def _more(report: TermReport) -> dict[str, str]:
    return neighbours_arguments(report.neighbours)


def _forms(report: TermReport) -> Iterator[Link]:
    """Links to the same words, their neighbours counted in each form."""
    first = replace(report.request, page=1)
    for form in NeighbourForm:
        label = messages().message(f"terms.form.{form}")
        url = address_of(first, _TERMS, **neighbours_arguments(form))
        yield Link(label, url, form == report.neighbours)


def _collocates(
    wanted: SearchRequest, report: TermReport
) -> Iterator[tuple[str, tuple[Neighbour, ...]]]:
    """The words that stand with those of `wanted`, each a link to the documents with both."""
    named = [("before", report.before), ("near", report.near), ("after", report.after)]
    for name, words in named:
        yield name, tuple(_neighbour(wanted, word) for word in words[:SHOWN_COLLOCATES])


def _neighbour(wanted: SearchRequest, word: Collocate) -> Neighbour:
    query = with_word(wanted.query, word.word)
    link = Link(word.word, results_url(replace(wanted, query=query, page=1)), count=word.count)
    return Neighbour(link, word.forms if len(word.forms) > 1 else ())
