"""Answers made beforehand, for when none can be made: nothing of a request is in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.i18n import Messages
from webapp.languages import load_languages

TEMPLATES = Path(__file__).parents[1] / "templates"
# What a program is told; people are told the same by the page of the code.
MESSAGES = {
    "uri_too_long": "The address is too long.",
    "bad_request": "The request was not understood.",
    "last_resort": "The request could not be carried out.",
}


@dataclass(frozen=True, slots=True)
class ConstantAnswer:
    """The body of an answer and its Content-Type."""

    body: bytes
    kind: str


def constant_answer(status: int, as_json: bool, pages: Mapping[str, bytes]) -> ConstantAnswer:
    """The answer of `status`: an error as the API has them, or one of `pages`."""
    if status == HTTPStatus.REQUEST_URI_TOO_LONG:
        code = "uri_too_long"
    else:
        code = "bad_request" if status < 500 else "last_resort"
    if not as_json:
        return ConstantAnswer(pages[code], "text/html; charset=utf-8")
    named = "internal_error" if code == "last_resort" else code
    error = {"status": status, "code": named, "message": MESSAGES[code]}
    return ConstantAnswer(json.dumps({"error": error}).encode() + b"\n", "application/json")


@cache
def shipped_pages() -> Mapping[str, bytes]:
    """The pages of the languages that are shipped, made once."""
    return pages_in(load_languages().values())


def pages_in(languages: Iterable[Messages]) -> Mapping[str, bytes]:
    """Code → page that says it in each of `languages`; made while all it needs can be read."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template, every = environment.get_template("last_resort.html"), list(languages)
    return {
        code: template.render(languages=every, key=f"error.{code}").encode() for code in MESSAGES
    }
