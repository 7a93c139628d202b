"""languages.toml and messages/ read, and checked together before anything is served."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from indexer import (
    FACETS,
    AlternativeKind,
    ConcordanceOrder,
    FindingKind,
    InterpretationKind,
    Lack,
    LineGroups,
    Note,
    PageOrigin,
    SettingsError,
    Sort,
    TextQuality,
    Why,
    Width,
    query_spellings,
)
from webapp import facets
from webapp.i18n import PLURALS, Language, Messages

FOLDER = Path(__file__).parent  # of languages.toml and messages/
MONTHS = 12
GUIDE = "guide.rows"  # the message with examples of queries
NEAR_WORDS = 5  # between two words that are near, in such an example
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_COLUMNS = tuple(field.name for field in fields(Language) if field.name != "tag")


def load_languages(folder: Path = FOLDER) -> dict[str, Messages]:
    """tag → messages of each language of `folder`, in the order of languages.toml.

    Raises SettingsError with a sentence for each fault, those of all languages together.
    """
    rows, faults = _read(folder / "languages.toml")
    if not rows and not faults:
        faults = ["languages.toml names no language."]
    loaded: dict[str, Messages] = {}
    for tag, row in rows.items():
        amiss = list(_row_faults(tag, row))
        texts, unread = _read(folder / "messages" / f"{tag}.toml")
        faults += [*amiss, *unread]
        if not amiss and not unread:
            loaded[tag] = Messages(Language(tag, **row), texts)
    faults += _facet_faults()
    if loaded:
        first = next(iter(loaded.values()))
        for messages in loaded.values():
            faults += _message_faults(messages, first)
    if faults:
        raise SettingsError(tuple(faults))
    return loaded


def entries(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Each dotted key of the messages with its text; the forms of a count are one entry."""
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict) and "other" not in value:
            yield from entries(value, key)
        else:
            yield key, value


def keys_by_value() -> Iterator[str]:
    """The keys that are not written in a template: a value of the archive is a part of each."""
    yield from (facet.label for facet in (*facets.FACETS, facets.DECADE))
    yield from (f"law.{kind}" for kind in ("law", "dahir", "decree", "order", "constitution"))
    yield from (f"quality.{quality}" for quality in TextQuality)
    for quality in (TextQuality.DOUBTFUL, TextQuality.UNREADABLE):
        yield from (f"document.{quality}", f"document.{quality}_short", f"page.{quality}")
    for origin in PageOrigin:
        yield f"status.origin.{origin}"
        if origin is not PageOrigin.TEXT:
            yield from (f"page.read_{origin}", f"page.origin_text.{origin}")
    yield from (f"page.origin.{origin}" for origin in (PageOrigin.OCR, PageOrigin.UNREAD))
    yield from (f"status.quality.{quality}" for quality in TextQuality)
    yield from (f"finding.{kind}.{part}" for kind in FindingKind for part in ("title", "text"))
    yield from (f"sort.{sort}" for sort in Sort)
    yield from (f"width.{width}" for width in Width)
    yield from (f"kwic.order.{order}" for order in ConcordanceOrder if order.side in (None, order))
    yield from (f"kwic.group.{by}" for by in LineGroups)
    yield from (f"note.{note}.{part}" for note in Note for part in ("title", "text"))
    yield from (f"incomplete.{lack}" for lack in Lack)
    yield from (f"why.{why}" for why in Why)
    yield from (f"evidence.left_out.{reason}" for reason in ("size", "gone"))
    for kind in InterpretationKind:
        yield f"read_as.{kind}"
        if not kind.is_sole:
            yield f"read_as.{kind}_otherwise"
    for way in AlternativeKind:
        for name in alternative_names(way):
            yield from (f"none.{name}", f"none.{name}_link")


def alternative_names(way: AlternativeKind) -> list[str]:
    """The names that messages have for `way`: a width is named by which it is."""
    if way is AlternativeKind.WIDTH:
        return [f"width_{width}" for width in Width]
    return ["words_apart" if way is AlternativeKind.WORDS else str(way)]


def _read(path: Path) -> tuple[dict[str, Any], list[str]]:
    """The table in the file at `path`, and a sentence where it cannot be read."""
    name = path.name if path.parent.name != "messages" else f"messages/{path.name}"
    try:
        return tomllib.loads(path.read_text("utf-8")), []
    except FileNotFoundError:
        return {}, [f"{name} is missing."]
    except (OSError, ValueError) as error:
        return {}, [f"{name} cannot be read: {error}."]


def _row_faults(tag: str, row: Any) -> Iterator[str]:
    """The faults of the row of the language `tag`."""
    if not isinstance(row, dict):
        yield f"languages.toml: {tag} must be a table, [{tag}]."
        return
    if not _TAG.fullmatch(tag):
        yield f"languages.toml: {tag} is not the tag of a language."
    for name in row.keys() - set(_COLUMNS):
        near = get_close_matches(name, _COLUMNS, 1)
        meant = f" Did you mean {near[0]}?" if near else ""
        yield f"languages.toml: [{tag}] has an unknown value, {name}.{meant}"
    for name in _COLUMNS:
        if name not in row:
            yield f"languages.toml: [{tag}] has no {name}."
        elif not isinstance(row[name], str):
            yield f"languages.toml: {name} of [{tag}] must be a text."
    if row.get("direction", "rtl") not in ("rtl", "ltr"):
        yield f"languages.toml: direction of [{tag}] must be rtl or ltr."
    if row.get("plural", "ar") not in PLURALS:
        known = ", ".join(PLURALS)
        yield f"languages.toml: plural of [{tag}] is no rule that is known: {known}."


def _facet_faults() -> Iterator[str]:
    """The differences between the facets of the archive and those of the interface."""
    names = [facet.name for facet in facets.FACETS]
    for name in FACETS:
        if name not in names:
            yield f"webapp/facets.py has no row for the facet {name}."
    for name in names:
        if name not in FACETS:
            yield f"webapp/facets.py has a row for {name}, which is no facet of the archive."


def _message_faults(messages: Messages, first: Messages) -> Iterator[str]:
    """The faults of `messages`, which must have the keys and the places for values of `first`."""
    ours, theirs = (f"messages/{some.language.tag}.toml" for some in (messages, first))
    texts, others = dict(entries(messages.texts)), dict(entries(first.texts))
    needed = dict.fromkeys([*others, *keys_by_value()])
    yield from (f"{ours} has no message {key}." for key in needed if key not in texts)
    for key, text in texts.items():
        if key not in needed:
            yield f"{ours} has a message {key}, which {theirs} has not."
        if isinstance(text, dict):
            yield from _form_faults(f"{ours}: {key}", text, messages.language)
        if key not in others:
            continue
        if _shape(text) != _shape(others[key]):
            yield f"{ours}: {key} is not of the kind that {theirs} has."
        elif strange := places([text]) - places([others[key]]) - {"n"}:
            named = ", ".join(sorted(strange))
            yield f"{ours}: {key} has a place for {named}, which nothing fills."
    months = texts.get("months")
    if isinstance(months, list) and len(months) != MONTHS:
        yield f"{ours}: months must be {MONTHS} names."


def _form_faults(where: str, forms: dict[str, str], language: Language) -> Iterator[str]:
    """The categories of the plural rule that `forms` lacks, and those that it has besides."""
    categories = PLURALS[language.plural].categories
    for category in categories:
        if category not in forms and category != "zero":
            yield f"{where} has no form for “{category}”."
    for category in forms:
        if category not in (*categories, "zero"):
            yield f"{where} has a form for “{category}”, which {language.tag} does not count by."


def _shape(value: Any) -> object:
    """The kind of `value`: a text, forms, or a list with the kinds of its items."""
    if not isinstance(value, list):
        return type(value)
    return frozenset(len(item) if isinstance(item, list) else type(item) for item in value)


def query_places(tag: str) -> dict[str, str]:
    """The places of messages that show queries, as readers of the language `tag` write them.

    A name of `query_spellings` stands for its first spelling in the language, or in English where
    it has none there; `or_sign` for the sign of `or`.
    """
    own, english = query_spellings(tag), query_spellings("en")
    filled: dict[str, str] = {}
    for name, usual in english.items():
        filled[name] = (*own[name], *usual)[0].format(NEAR_WORDS)
        filled[f"{name}_sign"] = usual[-1]
    return filled


def places(texts: Iterable[Any]) -> set[str]:
    """The names in braces in `texts`, where values are put."""
    found: set[str] = set()
    for text in texts:
        if isinstance(text, str):
            found.update(re.findall(r"{(\w+)}", text))
        elif isinstance(text, dict):
            found |= places(text.values())
        elif isinstance(text, list):
            found |= places(text)
    return found
