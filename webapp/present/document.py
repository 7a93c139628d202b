"""A document laid out to be read → what its page shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import url_for
from markupsafe import Markup

from indexer import (
    ArchiveDate,
    Block,
    Division,
    Document,
    DocumentSummary,
    DocumentView,
    FoundReference,
    Page,
    PageOrigin,
    ReusePage,
    Section,
    Snippet,
    WordPlace,
)
from webapp import facets
from webapp.present import citation
from webapp.present.document_pages import (
    PageBreak,
    PageUrl,
    ReadingMode,
    ShownPage,
    modes,
    origins,
    page_breaks,
    shown_page,
)
from webapp.present.drawing import ticks
from webapp.present.links import Link
from webapp.present.overview import DocumentLink, document_links
from webapp.present.references import ReferenceRun, runs_of
from webapp.present.reuse import Marked, ReuseView, reuse_marks, reuse_view
from webapp.site import absolute, language, messages

WORDS_A_MINUTE = 181  # read silently in Arabic (Brysbaert 2019, Journal of Memory and Language)
MOST_TICKS = 600  # one for each unit of the ruler
LEAST_SECTIONS = 3  # for which a list of contents is worth its place
FILTERED = ("kind", "language", "place")  # facets of the record after its date
FILTERED_FIRST = ("publisher",)
# Field of a document → the key of its name, where a record says where its values come from.
FIELD_NAMES = {
    "title": "column.title",
    "authors": "facet.author",
    "publisher": "facet.publisher",
    "date": "document.date",
    "place": "facet.place",
    "kind": "facet.kind",
    "topics": "document.topics",
    "language": "facet.language",
    "id": "document.number",
    "source_url": "document.source",
    "licence_url": "document.licence",
    **{
        name: f"document.{name}"
        for name in (
            "title_fr",
            "title_en",
            "title_note",
            "date_note",
            "text_note",
            "source",
            "sources",
            "licence",
        )
    },
}
_SAFE = "!$'()*,/:;?@"  # letters that url_for leaves as they are


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A heading or a paragraph, its permanent address, and the pages that begin here.

    The address is that of the part which a heading begins, where it has one; else of the passage.
    """

    block: Block
    runs: tuple[ReferenceRun, ...]
    url: str
    breaks: tuple[PageBreak, ...]
    reused: tuple[Marked, ...]  # its passages that other documents have too


@dataclass(frozen=True, slots=True)
class Filtered:
    """A value of a document's record, with the search for all documents that have it."""

    facet: str
    label: str  # the key of the facet's name
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class ToldField:
    """Fields of a document, by the keys of their names, and a fact about them."""

    labels: tuple[str, ...]
    fact: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A passage that is not there any more, and the anchor of the one that has its number now."""

    anchor: str
    now: str | None


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """The page of a document, or of a part of it."""

    document: Document
    title: Snippet
    own_title: Snippet | None  # in the language of the page, where that is another
    blocks: tuple[ShownBlock, ...]
    contents: tuple[Section, ...]
    all_contents: bool
    part: int
    parts: int
    previous: str | None  # the address of the part before
    following: str | None
    matches: int
    before: int  # matches in the parts before
    complete: bool  # all matches were counted
    unmarked: tuple[str, ...]
    ticks: tuple[int, ...]
    changed: Changed | None
    kept_since: ArchiveDate | None
    minutes: int  # to read it
    back: str | None  # the address of the results it was opened from
    first: tuple[Filtered | None, ...]  # of the record, before its date; None: not known
    others: tuple[Filtered | None, ...]  # and after it
    topics: tuple[Filtered, ...]
    authors: tuple[Filtered, ...]
    dropped: tuple[ToldField, ...]  # fields that could not be read, and why
    given_by: tuple[ToldField, ...]  # sidecars, and the fields that they gave
    citation: tuple[str, ...]
    permanent: str
    canonical: str
    canonical_path: str
    described: Markup  # for search engines (JSON-LD)
    tags: tuple[tuple[str, str], ...]  # for programs that collect references
    related: tuple[DocumentLink, ...]
    original: int | None  # bytes of the file it was read from, where it is there; 0: not known
    letter: DocumentLink | None  # that it came with
    modes: tuple[Link, ...]  # ways to read it; none where its pages have no pictures
    breaks: tuple[PageBreak, ...]  # pages that begin after the last block
    only: ShownPage | None
    origins: tuple[tuple[PageOrigin, int], ...]  # of its pages
    asked: Page | None  # the page that was asked for
    item: str  # of a reader's file
    passage: str | None  # of the passage that was asked for, the item
    path: tuple[Link, ...]  # to the part that was asked for, itself the last
    reuse: ReuseView | None  # passages that other documents have too, the first of them


def shown_document(
    view: DocumentView,
    taken: str | None,
    related: Iterable[DocumentSummary],
    *,
    previous: str | None,
    following: str | None,
    back: str | None,
    original: int | None,
    letter: Document | None,
    mode: ReadingMode,
    page_url: PageUrl | None,
    asked: int | None,
    part_url: Callable[[Division], str],
    references: Sequence[Sequence[FoundReference]],
    places: tuple[WordPlace, ...] = (),
    reuse: ReusePage | None = None,
) -> ShownDocument:
    """The page that shows `view`; `taken` is the anchor that was asked for.

    `page_url` makes the addresses of pages of the document, where they have pictures; `asked` is
    the number of the one that was asked for, and `places` are those of words on its picture.
    `part_url` makes the address of a part of the document. `references` are those in each block.
    """
    document = view.document
    page = next((page for page in document.pages if page.number == asked), None)
    page = view.only.page if view.only else page
    part = view.path[-1] if view.path else None
    path = url_for("pages.document", document_id=document.id)
    canonical = absolute(path)
    marks = reuse_marks(reuse) if reuse else {}
    return ShownDocument(
        document=document,
        title=view.title,
        own_title=dict(view.other_titles).get(language()),
        blocks=tuple(
            ShownBlock(
                block,
                runs_of(block.pieces, named),
                _permanent_url(document.id, block),
                page_breaks(block.pages, page_url),
                marks.get(block.anchor.partition("-")[0], ()),
            )
            for block, named in zip(view.blocks, references, strict=True)
        ),
        contents=view.contents if _count(view.contents) >= LEAST_SECTIONS else (),
        all_contents=view.all_contents,
        part=view.part,
        parts=view.parts,
        matches=view.matches,
        before=view.before,
        complete=view.complete,
        unmarked=view.unmarked,
        ticks=tuple(_ticks(view)),
        changed=_changed(view, taken),
        kept_since=ArchiveDate.parse(document.kept_since[:10]) if document.kept_since else None,
        minutes=round(view.words / WORDS_A_MINUTE),
        first=tuple(_filtered(document, FILTERED_FIRST)),
        others=tuple(_filtered(document, FILTERED)),
        topics=tuple(_search("topic", topic) for topic in document.topics),
        authors=tuple(_search("author", author) for author in document.authors),
        dropped=tuple(_dropped(sentence) for sentence in document.dropped),
        given_by=tuple(_given_by(document)),
        citation=tuple(citation.citation_parts(document, page, part.title if part else None)),
        permanent=citation.part_permanent_url(document.id, part.address)
        if part
        else citation.permanent_url(document.id, page),
        canonical=canonical,
        canonical_path=path,
        described=citation.json_ld(document, canonical),
        tags=tuple(citation.citation_tags(document, canonical, _pdf(document, original))),
        related=document_links(related),
        previous=previous,
        following=following,
        path=tuple(Link(one.title, part_url(one)) for one in view.path),
        back=back,
        original=original,
        letter=next(iter(document_links([letter])), None) if letter else None,
        modes=modes(mode, page.number if page else None, page_url) if page_url else (),
        breaks=page_breaks(view.pages_after, page_url),
        only=shown_page(view, places, mode, page_url) if page_url else None,
        origins=origins(document),
        asked=page,
        item=citation.item_address(document.id),
        passage=_passage(document.id, view.at),
        reuse=reuse_view(reuse) if reuse and reuse.total else None,
    )


def _pdf(document: Document, size: int | None) -> str | None:
    """The address of the PDF that `document` came as; None where it is none, or is gone."""
    if size is None or not (document.member or document.path).lower().endswith(".pdf"):
        return None
    return absolute(url_for("documents.original", document_id=document.id))


def _passage(document_id: str, at: str | None) -> str | None:
    """The item of the passage `at`; None where none was asked for."""
    return f"{citation.item_address(document_id)}?{at[0]}={at[1:]}" if at else None


def _permanent_url(document_id: str, block: Block) -> str:
    """The permanent address of the part that begins with `block`, or of it as a passage."""
    if block.level and block.addresses:
        return citation.part_permanent_url(document_id, block.addresses[0])
    return citation.passage_url(document_id, block.anchor)


def _filtered(document: Document, names: tuple[str, ...]) -> Iterator[Filtered | None]:
    for name in names:
        value = getattr(document, name)
        yield _search(name, value) if value else None


def _dropped(sentence: str) -> ToldField:
    field, _, reason = sentence.partition(": ")
    label = FIELD_NAMES.get(field)
    return ToldField((label,), reason) if label else ToldField((), sentence)


def _given_by(document: Document) -> Iterator[ToldField]:
    """Each sidecar that gave fields, with these."""
    fields: dict[str, list[str]] = {}
    for told in document.fields_from:
        field, _, origin = told.partition(": ")
        if document.date_is_of_text and field == "date":
            continue  # told beside the date
        fields.setdefault(origin, []).append(FIELD_NAMES[field])
    for origin, labels in fields.items():
        yield ToldField(tuple(dict.fromkeys(labels)), origin)


def _search(name: str, value: str) -> Filtered:
    (facet,) = (row for row in facets.FACETS if row.name == name)
    # Not as an argument of url_for: there, `language` is that of the interface.
    query = urlencode({facet.parameter: value}, safe=_SAFE)
    return Filtered(name, facet.label, value, f"{url_for('pages.search')}?{query}")


def _changed(view: DocumentView, taken: str | None) -> Changed | None:
    """The passage `taken` that is not there any more; None if it is, or none was asked for."""
    if taken is None or view.at is not None:
        return None
    number = taken.partition("-")[0]
    anchors = (block.anchor for block in view.blocks)
    return Changed(taken, next((now for now in anchors if now.partition("-")[0] == number), None))


def _count(sections: tuple[Section, ...]) -> int:
    """The number of sections, with those under them."""
    return len(sections) + sum(_count(section.sections) for section in sections)


def _ticks(view: DocumentView) -> list[int]:
    """The places of the matches on the ruler; none when they would run together."""
    if view.matches > MOST_TICKS:
        return []
    return list(ticks(view.blocks, messages().language.direction == "rtl"))
