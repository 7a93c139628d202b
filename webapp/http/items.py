"""The items of a reader's file ↔ addresses: documents, passages, searches and concordances.

An item is written as its address within the archive: `d/~k3x…` a document, `d/~k3x…?p=12-3fa9k2` a
passage of it, `search?q=…` a search, `kwic?q=…` a concordance. The argument `i` is repeated for
each, `n` is its note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import zip_longest
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from flask import request
from werkzeug.datastructures import MultiDict

from indexer import ConcordanceOrder, QueryError, SearchRequest, Settings
from webapp.http.params import (
    Arguments,
    lines_arguments,
    lines_wanted,
    search_arguments,
    search_request,
)
from webapp.site import absolute

MOST_ITEMS = 200
MOST_LETTERS = 2_000  # of an item, and of a note
SAVED = "saved"  # the argument of a search that tells when a reader kept it
_DOCUMENT = re.compile(r"(?:[a-z]{2,3}(?:-\w+)?/)?d/(.+)")
_SEARCH = re.compile(r"(?:[a-z]{2,3}(?:-\w+)?/)?(search|kwic)")
_PLACE = re.compile(r"[1-9][0-9]{0,8}(-[0-9a-z]{1,20})?")
_SAVED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z")


class ItemKind(StrEnum):
    """The kinds of item in a reader's file."""

    DOCUMENT = "document"
    PASSAGE = "passage"
    SEARCH = "search"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a reader's file: a document or a passage of it, or a request.

    `document` is an id, or `~` and a short name. `saved` is when a request was kept (ISO 8601).
    """

    kind: ItemKind
    note: str = ""
    document: str = ""
    anchor: str | None = None
    request: SearchRequest | None = None
    order: ConcordanceOrder = ConcordanceOrder.RELEVANCE
    within: str | None = None
    saved: str | None = None

    @property
    def address(self) -> str:
        """The address of the item within the archive, which `item_at` reads."""
        if self.request is None:
            place = f"?{self.anchor[0]}={self.anchor[1:]}" if self.anchor else ""
            return f"d/{quote(self.document, safe='/~')}{place}"
        pairs = search_arguments(self.request)
        if self.kind is ItemKind.LINES:
            pairs += lines_arguments(self.order, self.within).items()
        if self.saved:
            pairs.append((SAVED, self.saved))
        page = "kwic" if self.kind is ItemKind.LINES else "search"
        return f"{page}?{urlencode(pairs)}" if pairs else page

    @property
    def same(self) -> str:
        """The address without the time at which a request was kept: of one item it is one."""
        return replace(self, saved=None).address


def items_of(arguments: Arguments, settings: Settings) -> tuple[Item, ...]:
    """The items that `arguments` name, in their order.

    Raises QueryError naming the argument where one is none, or there are too many.
    """
    addresses, notes = arguments.getlist("i"), arguments.getlist("n")
    if request.method == "GET" and not any(addresses):  # an empty argument counts as absent
        return ()
    if len(addresses) > MOST_ITEMS:
        raise wrong("i", f"may be given {MOST_ITEMS} times at most")
    if len(notes) > len(addresses):
        raise wrong("n", "may not be given more often than “i”")
    pairs = zip_longest(addresses, notes, fillvalue="")
    return tuple(item_at(address, note, settings) for address, note in pairs)


def items_arguments(items: Sequence[Item]) -> list[tuple[str, str]]:
    """The arguments that `items_of` reads so; without notes after the last item that has one."""
    notes = [item.note for item in items]
    while notes and not notes[-1]:
        notes.pop()
    return [*(("i", item.address) for item in items), *(("n", note) for note in notes)]


def item_at(address: str, note: str, settings: Settings) -> Item:
    """The item at `address`, a whole address of this archive or what follows its name.

    Raises QueryError when it is none.
    """
    if len(address) > MOST_LETTERS:
        raise wrong("i", f"may have {MOST_LETTERS} characters at most")
    if len(note) > MOST_LETTERS:
        raise wrong("n", f"may have {MOST_LETTERS} characters at most")
    note = "".join(letter for letter in note if letter.isprintable() or letter in "\n\t")
    root = absolute(request.script_root).rstrip("/") + "/"
    try:
        parts = urlsplit(address.strip().removeprefix(root).lstrip("/"))
    except ValueError as error:
        raise wrong("i", "must be an address of this archive") from error
    arguments = MultiDict(parse_qsl(parts.query, keep_blank_values=True))
    if not (parts.scheme or parts.netloc):
        if found := _DOCUMENT.fullmatch(parts.path):
            return _of_document(unquote(found[1]), arguments, note)
        if found := _SEARCH.fullmatch(parts.path):
            return _of_request(found[1], arguments, note, settings)
    raise wrong("i", "must be an address of this archive: of a document, a passage or a search")


def wrong(name: str, rule: str) -> QueryError:
    """The error that says what the argument `name` must be."""
    return QueryError(f"“{name}” {rule}.", code="bad_parameter", parameter=name)


def _of_document(document: str, arguments: Arguments, note: str) -> Item:
    given = [(kind, arguments[kind]) for kind in "ps" if kind in arguments]
    if not given:
        return Item(ItemKind.DOCUMENT, note, document)
    kind, place = given[0]
    if not _PLACE.fullmatch(place):
        raise wrong("i", "must name a passage as its link does: p=12-3fa9k2")
    return Item(ItemKind.PASSAGE, note, document, kind + place)


def _of_request(page: str, arguments: Arguments, note: str, settings: Settings) -> Item:
    wanted = search_request(arguments, settings)
    saved = arguments.get(SAVED)
    if saved and not _SAVED.fullmatch(saved):
        raise wrong("i", "must tell when it was saved as 2026-01-31T09:30:00Z")
    if page == "search":
        return Item(ItemKind.SEARCH, note, request=wanted, saved=saved)
    order, within = lines_wanted(arguments)
    return Item(ItemKind.LINES, note, request=wanted, order=order, within=within, saved=saved)
