"""Templates are given data: view models, the frame of the page, formatters, and nothing to call."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Environment, nodes

import webapp
from indexer import ArchiveDate

TEMPLATES = sorted((Path(webapp.__file__).parent / "templates").iterdir())
FORMATTERS = {"entry", "message", "label", "date_text", "number_text", "direction"} | {
    "passage_language",
    "hijri_text",
    "hijri_year",
}
OF_JINJA = {"namespace", "loop"}
METHODS = {"strip", "split", "rpartition"}  # of texts
FLASK = {"g", "request", "session"}  # given to every template; none uses them
PAGES = [
    "/ar/",
    "/fr/status",
    "/ar/guide",
    "/en/api",
    "/ar/search?q=الأمن",
    "/ar/search?q=الأمن زعفران&kind=law",
    "/ar/search?q=زعفرانيزم",
    "/ar/search?page=zero",
    "/ar/d/law?q=الأمن",
    "/ar/d/law?p=1-aaaaaa",
    "/ar/terms?q=الأمن",
    "/ar/compare?q=الأمن&q=«الشرطة»",
    "/ar/references?of=قانون الأمن",
    "/api/evidence.zip?q=الأمن&of=lines",
    "/ar/reuse",
    "/ar/file?i=d/law&i=search?q=الأمن",
    "/ar/feed?q=الأمن",
    "/opensearch.xml",
    "/sitemap.xml",
    "/sitemap-1.xml",
    "/ar/none",
]


@pytest.fixture
def given(app: Flask) -> Iterator[list[dict[str, Any]]]:
    """The values that each template was given."""
    contexts: list[dict[str, Any]] = []

    def note(sender: Flask, template: Any, context: dict[str, Any], **_: Any) -> None:
        contexts.append(context)

    with template_rendered.connected_to(note, app):
        yield contexts


def strange(value: Any, name: str) -> Iterator[str]:
    """What within `value` is no data."""
    if isinstance(value, str | int | float | enum.Enum | date | ArchiveDate | None):
        return
    if is_dataclass(value) and not isinstance(value, type):
        if not type(value).__dataclass_params__.frozen:  # type: ignore[attr-defined]
            yield f"{name} can be changed"
        for field in fields(value):
            yield from strange(getattr(value, field.name), f"{name}.{field.name}")
    elif isinstance(value, tuple | list):
        for item in value:
            yield from strange(item, f"{name}[]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from strange(item, f"{name}.{key}")
    else:
        yield f"{name} is {type(value).__name__}"


@pytest.mark.parametrize("page", PAGES)
def test_templates_are_given_data(
    client: FlaskClient, given: list[dict[str, Any]], page: str
) -> None:
    client.get(page)
    (context,) = given
    values = {name: value for name, value in context.items() if name not in FLASK}
    assert "frame" in values
    assert list(strange(values, "context")) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_templates_call_formatters_and_their_own_macros_alone(template: Path) -> None:
    tree = Environment().parse(template.read_text("utf-8"))
    allowed = {*FORMATTERS, *OF_JINJA, "url_for"}
    allowed |= {macro.name for macro in tree.find_all(nodes.Macro)}
    for call in tree.find_all(nodes.Call):
        called = call.node
        if isinstance(called, nodes.Name):
            assert called.name in allowed, called.name
        else:
            assert isinstance(called, nodes.Getattr)
            owner = called.node
            macro = isinstance(owner, nodes.Name) and owner.name == "ui"
            words = template.name == "last_resort.html" and called.attr == "message"
            assert macro or words or called.attr in METHODS, called.attr


def test_the_formatters_are_all_that_templates_are_given_to_call(app: Flask) -> None:
    ours = set(app.jinja_env.globals) - set(Flask("other").jinja_env.globals)
    assert ours == FORMATTERS


def test_the_language_of_a_document_leads_to_documents_in_it(client: FlaskClient) -> None:
    text = client.get("/en/d/folder/letter").text
    assert '<a href="/en/search?language=fr"><bdi>French</bdi></a>' in text
