"""The parts of one application, for its views: `site()` while a request is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlsplit

from flask import current_app, request

from indexer import Archive, ArchiveDate, Settings
from webapp.assets import Assets
from webapp.i18n import Messages

EXTENSION = "khizana"
_MESSAGES = "khizana.messages"  # of the current answer, among what is known of its request
LANGUAGE_COOKIE = "language"
LANGUAGE_RULE = "<language:language>"  # how addresses begin: with the tag of one of the languages


@dataclass(frozen=True, slots=True)
class Site:
    settings: Settings
    archive: Archive
    languages: dict[str, Messages]  # tag → messages
    assets: Assets


@dataclass(frozen=True, slots=True)
class Names:
    """The name and the description of the archive in the language of a page."""

    name: str
    description: str


def site() -> Site:
    """The parts of the application that answers the current request."""
    return cast(Site, current_app.extensions[EXTENSION])


def absolute(path: str) -> str:
    """The whole address of `path`, as `url_for` makes it; every absolute address is made here.

    It begins with `[web] address`, or with the address the reader asked at where that is empty.
    """
    address = site().settings.web.address
    if not address:
        return request.host_url.rstrip("/") + path
    parts = urlsplit(address)  # its path, if it has one, is in `path` already
    return f"{parts.scheme}://{parts.netloc}{path}"


def here() -> str:
    """The whole address of the current page as people read it, no letter percent-encoded."""
    return absolute("/" + request.url.removeprefix(request.host_url))


def today() -> ArchiveDate:
    """The day of the current answer."""
    now = datetime.now().astimezone()
    return ArchiveDate(now.year, now.month, now.day)


def language() -> str:
    """The language of the current answer: that of its address, where it begins with one or has the
    argument `lang`, else the one the reader chose last, else the one the browser asks for, else the
    first of languages.toml.
    """
    return messages().language.tag


def _language(tags: dict[str, Messages]) -> str:
    first = request.path.split("/", 2)[1]
    if first in tags:
        return first
    for chosen in (request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE)):
        if chosen in tags:
            return chosen
    return request.accept_languages.best_match(tags) or next(iter(tags))


def messages() -> Messages:
    """The messages in the language of the current answer."""
    found: Messages | None = request.environ.get(_MESSAGES)
    if found is None:  # it is asked for hundreds of times
        languages = site().languages
        found = request.environ[_MESSAGES] = languages[_language(languages)]
    return found


def names() -> Names:
    """The names of the archive in the language of the current answer."""
    archive = site().settings.archive
    tag = language().replace("-", "_")
    name = getattr(archive, f"name_{tag}", "")  # [archive] has a name for some languages
    description = getattr(archive, f"description_{tag}", "")
    return Names(name or archive.name, description or archive.description)
