"""A reader's file as it is sent: in an address, as a form, or as a file of JSON; and its changes.

The archive keeps none of it: each answer is made from what the request brings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from indexer import QueryError, Settings
from webapp.http.items import MOST_ITEMS, Item, item_at, items_arguments, items_of, wrong
from webapp.http.params import Arguments

MOST_TITLE = 200  # characters
MOST_BYTES = 2_000_000  # of a request that brings a file
LONGEST_ADDRESS = 3_500  # bytes; servers read 4,094 at least
FORMAT = "khizana_file"  # the key by which a file of JSON is known; its value is the version
VERSION = 1
CHANGES = ("add", "remove", "up", "down")


@dataclass(frozen=True, slots=True)
class ReaderFile:
    """The items that a reader gathered, in their order, under a title."""

    title: str = ""
    items: tuple[Item, ...] = ()

    @property
    def arguments(self) -> list[tuple[str, str]]:
        """The arguments that make it."""
        title = [("title", self.title)] if self.title else []
        return title + items_arguments(self.items)


def reader_file(arguments: Arguments, settings: Settings) -> ReaderFile:
    """The file that `arguments` make, with the change that one of them asks for."""
    file = ReaderFile(given_title(arguments), items_of(arguments, settings))
    items = list(file.items)
    for address in filter(None, arguments.getlist("add")):
        added = item_at(address, "", settings)
        if added.same not in [item.same for item in items]:
            items.append(added)
    for name, step in (("remove", 0), ("up", -1), ("down", 1)):
        if name in arguments:
            _move(items, _place(arguments, name, len(items)), step)
    if len(items) > MOST_ITEMS:
        raise wrong("add", f"would make more than {MOST_ITEMS} items")
    return replace(file, items=tuple(items))


def given_title(arguments: Arguments) -> str:
    """The title that `arguments` give a file, on one line."""
    return " ".join(arguments.get("title", "").split())[:MOST_TITLE]


def imported(content: bytes, before: ReaderFile, settings: Settings) -> ReaderFile:
    """`before` with the items of a file of JSON after its own; items that it has stay once.

    Raises QueryError with the code `bad_file` where `content` is no such file.
    """
    try:
        values = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise _bad_file("is not JSON in UTF-8") from error
    if not isinstance(values, dict) or values.get(FORMAT) != VERSION:
        raise _bad_file(f"must have “{FORMAT}”: {VERSION}")
    rows = values.get("items")
    if not isinstance(rows, list) or len(rows) > MOST_ITEMS:
        raise _bad_file(f"must have a list of {MOST_ITEMS} items at most")
    items = {item.same: item for item in before.items}
    for row in rows:
        item = _imported_item(row, settings)
        items.setdefault(item.same, item)
    if len(items) > MOST_ITEMS:
        raise _bad_file(f"would make more than {MOST_ITEMS} items")
    given = values.get("title", "")
    title = " ".join(given.split())[:MOST_TITLE] if isinstance(given, str) else ""
    return ReaderFile(before.title or title, tuple(items.values()))


def file_values(file: ReaderFile, facts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """`file` as values of JSON; `facts` are told of an item, by its address, and not read again."""
    items = [
        {"item": item.address, "note": item.note, **facts.get(item.address, {})}
        for item in file.items
    ]
    return {FORMAT: VERSION, "title": file.title, "items": items}


def _imported_item(row: Any, settings: Settings) -> Item:
    address, note = (row.get("item"), row.get("note", "")) if isinstance(row, dict) else (None, "")
    if not isinstance(address, str) or not isinstance(note, str):
        raise _bad_file("must have items with texts as “item” and “note”")
    try:
        return item_at(address, note, settings)
    except QueryError as error:
        raise _bad_file(f"has an item that cannot be read: {error}") from error


def _place(arguments: Arguments, name: str, count: int) -> int:
    """The index of the item whose number, from 1, is given as `name`."""
    given = arguments[name]
    if not (given.isascii() and given.isdigit() and 1 <= int(given[:9]) <= count):
        raise wrong(name, f"must be the number of an item, from 1 to {count}")
    return int(given) - 1


def _move(items: list[Item], at: int, step: int) -> None:
    """Moves the item `at` by `step`, or for 0 removes it; past an end it stays."""
    item = items.pop(at)
    if step:
        items.insert(max(0, at + step), item)


def _bad_file(rule: str) -> QueryError:
    return QueryError(f"The file {rule}.", code="bad_file", parameter="import")
