"""A reader's file → what its page shows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask import url_for

from indexer import (
    ArchiveDate,
    Arrivals,
    DocumentSummary,
    EvidenceDocument,
    EvidencePassage,
    Sort,
)
from webapp.http.items import Item, ItemKind
from webapp.http.params import address, lines_arguments, search_arguments
from webapp.http.reader_file import LONGEST_ADDRESS, ReaderFile
from webapp.present.calendars import hijri_value
from webapp.present.citation import passage_url, permanent_url
from webapp.site import absolute, messages

MOST_SHOWN = 1_500  # characters of a passage; the package has all of it


@dataclass(frozen=True, slots=True)
class FoundItem:
    """An item with what the archive has of it; nothing where it is gone or was not looked for."""

    item: Item
    card: DocumentSummary | None = None
    passage: EvidencePassage | None = None
    arrivals: Arrivals | None = None


@dataclass(frozen=True, slots=True)
class ShelfItem:
    """An item on the page of a reader's file."""

    number: int
    address: str
    note: str
    kind: ItemKind
    title: str
    language: str  # of the title and the text; empty: that of the page
    url: str
    permanent: str
    publisher: str | None
    date: ArchiveDate | None
    text: str
    cut: bool
    gone: bool
    total: int | None  # documents of a search; None: not counted
    new: int | None
    since: ArchiveDate | None
    new_url: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The page of a reader's file."""

    title: str
    items: tuple[ShelfItem, ...]
    address: str | None  # of this page with its items; None where they are too long for one
    data: str  # the items as the script keeps them: JSON


def shelf_of(file: ReaderFile, found: Sequence[FoundItem], path: str) -> Shelf:
    """The page of `file` at `path`, whose items are `found`."""
    own = address(path, file.arguments)
    items = tuple(_shown(number, one) for number, one in enumerate(found, start=1))
    data = {"title": file.title, "items": [[item.address, item.note] for item in file.items]}
    short = len(own) <= LONGEST_ADDRESS and bool(file.items)
    return Shelf(file.title, items, own if short else None, json.dumps(data, ensure_ascii=False))


def item_facts(one: FoundItem) -> dict[str, Any]:
    """The facts that a file of JSON tells of an item, for people."""
    shown = _shown(1, one)
    date = str(shown.date) if shown.date else None
    hijri = hijri_value(shown.date)
    facts = {
        **{"kind": shown.kind, "title": shown.title, "date": date, "date_hijri": hijri},
        "url": shown.permanent,
    }
    return {name: value for name, value in facts.items() if value}


def found_document(item: Item, chosen: EvidenceDocument | None) -> FoundItem:
    """The item of a passage with what was found of it."""
    if chosen is None:
        return FoundItem(item)
    passage = next(iter(chosen.passages), None)
    return FoundItem(item, DocumentSummary.of(chosen.document), passage)


def _shown(number: int, one: FoundItem) -> ShelfItem:
    if one.item.request is not None:
        return _shown_request(number, one)
    card, passage, item = one.card, one.passage, one.item
    gone = card is None or (item.kind is ItemKind.PASSAGE and passage is None)
    place = f"?{passage.anchor[0]}={passage.anchor[1:]}#{passage.anchor}" if passage else ""
    permanent = ""
    if card:
        permanent = passage_url(card.id, passage.anchor) if passage else permanent_url(card.id)
    text = passage.text if passage else ""
    return ShelfItem(
        number,
        item.address,
        item.note,
        item.kind,
        card.title if card else item.document,
        card.language if card else "",
        url_for("pages.document", document_id=card.id) + place if card else "",
        permanent,
        card.publisher or card.author if card else None,
        card.date if card else None,
        text[:MOST_SHOWN],
        len(text) > MOST_SHOWN,
        gone,
        *(None, None, None, ""),
    )


def _shown_request(number: int, one: FoundItem) -> ShelfItem:
    item, found = one.item, one.arrivals
    assert item.request is not None  # noqa: S101  (as the caller saw)
    lines = item.kind is ItemKind.LINES
    more = list(lines_arguments(item.order, item.within).items()) if lines else []
    view = "corpus_views.kwic" if lines else "pages.search"
    url = address(url_for(view), [*search_arguments(item.request), *more])
    latest = replace(item.request, sort=Sort.ADDED, page=1)
    name = "lines" if lines else "search"
    query = item.request.query.strip()
    text = str(messages().entry(f"evidence.{name}" if query else "evidence.everything"))
    saved = datetime.fromisoformat(item.saved.replace("Z", "+00:00")) if item.saved else None
    return ShelfItem(
        number,
        item.address,
        item.note,
        item.kind,
        text.format(query=query),
        "",
        url,
        absolute(url),
        None,
        None,
        "",
        cut=False,
        gone=False,
        total=found.total if found else None,
        new=found.new if found else None,
        since=ArchiveDate(saved.year, saved.month, saved.day) if saved else None,
        new_url=address(url_for("pages.search"), search_arguments(latest)),
    )
