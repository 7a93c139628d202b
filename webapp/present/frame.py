"""The frame of every page: its language, its archive, its links to itself; and plain formatters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from jinja2 import Environment
from markupsafe import Markup

from indexer import ArchiveDate, command, passage_language
from webapp import i18n
from webapp.http.params import Switch
from webapp.languages import GUIDE, query_places
from webapp.present.controls import DISTANCES
from webapp.present.links import other_language
from webapp.site import Names, absolute, here, language, messages, names, site, today

STYLES = ("fonts/fonts.css", "app.css")


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The current page in another language of the interface."""

    tag: str
    name: str
    url: str
    absolute: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """All that stands on every page, whatever it shows."""

    language: i18n.Language
    languages: tuple[LanguageLink, ...]
    archive: Names
    wordmark: str  # the name in config.toml, for which a drawing may stand
    address: str
    today: ArchiveDate
    query: str  # in the search field
    width: str | None  # kept by the search form, where it is not the usual one
    untranslated: bool  # kept by the search form too
    max_characters: int  # of a query
    distances: tuple[int, ...]  # within which two words may stand
    fonts: tuple[str, ...]  # addresses
    styles: tuple[str, ...]
    script: str
    icon: str
    guide: tuple[tuple[str, str], ...]  # examples of queries, and their meaning
    reindex_command: str  # by which an archive without documents is filled


def frame() -> Frame:
    """The frame of the current answer."""
    assets, own = site().assets, messages().language
    width = request.args.get("width")
    return Frame(
        own,
        tuple(_language_link(other.language) for other in site().languages.values()),
        names(),
        site().settings.archive.name,
        here(),
        today(),
        request.args.get("q", ""),
        width if width in ("exact", "derived", "root") else None,
        request.args.get("translate") == Switch.OFF,
        site().settings.search.max_characters,
        DISTANCES,
        tuple(map(assets.url, assets.fonts(own.direction))),
        tuple(assets.url(name) for name in STYLES if name in assets),
        assets.url("app.js"),
        assets.url("mark.svg"),
        guide_rows(),
        command("reindex"),
    )


def guide_rows() -> tuple[tuple[str, str], ...]:
    """Examples of queries and their meaning, with operators and fields as readers write them."""
    places = query_places(language())
    return tuple(
        (example.format(**places), meaning.format(**places))
        for example, meaning in messages().entry(GUIDE)
    )


def prepare_templates(env: Environment) -> None:
    """Give the templates their formatters: with these, url_for and data they make do.

    A formatter makes text of a value and looks nothing up but the words of the language.
    """
    env.filters["shown"] = i18n.shown
    env.globals |= {
        "entry": _entry,
        "message": _message,
        "label": _label,
        "date_text": _date,
        "hijri_text": _hijri,
        "hijri_year": _hijri_year,
        "number_text": _number,
        "direction": i18n.direction,
        "passage_language": passage_language,
    }


def _language_link(other: i18n.Language) -> LanguageLink:
    url = other_language(other.tag)
    return LanguageLink(other.tag, other.name, url, absolute(url), other.tag == language())


def _entry(key: str) -> Any:
    return messages().entry(key)


def _message(key: str, count: int | None = None, **values: object) -> Markup:
    return messages().message(key, count, **values)


def _label(field: str, value: str) -> str:
    return messages().label(field, value)


def _date(date: ArchiveDate) -> str:
    return messages().date(date)


def _hijri(date: ArchiveDate) -> str:
    return messages().hijri(date)


def _hijri_year(date: ArchiveDate) -> str:
    return messages().hijri_year(date)


def _number(number: int) -> str:
    return messages().number(number)
