"""Answers made beforehand, for when none can be made: nothing of a request is in them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from webapp.i18n import LANGUAGES, load_messages

TEMPLATES = Path(__file__).parents[1] / "templates"
# What a program is told; people are told the same by the page of the code.
MESSAGES = {
    "uri_too_long": "The address is too long.",
    "bad_request": "The request was not understood.",
    "last_resort": "The request could not be carried out.",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer and its Content-Type."""

    body: bytes
    kind: str


def prepare() -> None:
    """Make the pages now, while all they are made of can be read."""
    for code in MESSAGES:
        _page(code)


def answer(status: int, as_json: bool) -> Answer:
    """What is said with `status`: an error as the API has them, or a page in every language."""
    if status == HTTPStatus.REQUEST_URI_TOO_LONG:
        code = "uri_too_long"
    else:
        code = "bad_request" if status < 500 else "last_resort"
    if not as_json:
        return Answer(_page(code), "text/html; charset=utf-8")
    named = "internal_error" if code == "last_resort" else code
    error = {"status": status, "code": named, "message": MESSAGES[code]}
    return Answer(json.dumps({"error": error}).encode() + b"\n", "application/json")


@cache
def _page(code: str) -> bytes:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    languages = [load_messages(name) for name in LANGUAGES]
    page = environment.get_template("last_resort.html").render(
        languages=languages, key=f"error.{code}"
    )
    return page.encode()
