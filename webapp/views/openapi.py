"""The JSON API described for programs (OpenAPI 3.1) and, from the same description, for people."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from indexer import Settings
from webapp import facets
from webapp.http.headers import cached
from webapp.present import formats
from webapp.site import LANGUAGE_RULE, absolute, site
from webapp.views.harvest import FIELDS

blueprint = Blueprint("openapi", __name__)

FILE = Path(__file__).parents[1] / "openapi.toml"
# Answers that any operation may give, in the shape of errors.
EVERYWHERE = ("400", "403", "429", "500", "503")


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API, as the page shows it."""

    path: str
    summary: str
    parameters: tuple[dict[str, Any], ...]
    answer: str
    schema: tuple[tuple[str, dict[str, Any]], ...]


@blueprint.get("/api/openapi.json")
def description() -> Response:
    return cached(
        jsonify(described(absolute(request.script_root), site().settings, _tags())),
        site().assets.version,
    )


@blueprint.get("/api", strict_slashes=False)
def root() -> Redirect:
    """The page that describes the API to a browser, its description to a program."""
    wanted = request.accept_mimetypes.best_match(("text/html", "application/json"))
    page = wanted == "text/html" and "text/html" in request.accept_mimetypes.values()
    response = redirect(url_for("openapi.page" if page else "openapi.description"))
    response.vary.update(("Accept", "Accept-Language", "Cookie"))
    return response


@blueprint.get(f"/{LANGUAGE_RULE}/api")
def page(language: str) -> str:
    return render_template(
        "api.html", operations=list(operations(described("", site().settings, _tags())))
    )


def described(server: str, settings: Settings, tags: Sequence[str]) -> dict[str, Any]:
    """The description of the API that answers at `server`, with the limits of `settings`.

    `tags` are the languages of the interface.
    """
    text = deepcopy(_text()) | {"servers": [{"url": server}]}
    _describe_facets(text)
    _describe_formats(text, "export", list(formats.FORMATS))
    _describe_formats(text, "concordance", formats.of_lines())
    limits, parameters = settings.search, text["components"]["parameters"]
    parameters["page"]["schema"]["maximum"] = limits.max_page
    parameters["page_size"]["schema"] |= {
        "maximum": limits.max_page_size,
        "default": limits.page_size,
    }
    name = "|".join(FIELDS)
    parameters["fields"]["schema"]["pattern"] = f"^({name})(,({name}))*$"
    lang = parameters["lang"]
    lang["description"] = lang["description"].format(languages=_either(tags))
    return text


def _describe_facets(text: dict[str, Any]) -> None:
    """Give each operation that takes filters a parameter for each facet."""
    parameters = text["components"]["parameters"]
    for facet in facets.FACETS:
        values = {"type": ["array", "string"], "items": {"type": "string"}}
        described = {"name": facet.parameter, "in": "query", "description": facet.described}
        parameters.setdefault(
            facet.parameter, described | {"schema": values, "allowEmptyValue": True}
        )
    since = _reference("from")
    for methods in text["paths"].values():
        taken = methods["get"].get("parameters", [])
        if since in taken:
            place = taken.index(since)
            taken[place:place] = [_reference(facet.parameter) for facet in facets.FACETS]


def _describe_formats(text: dict[str, Any], name: str, kinds: Sequence[str]) -> None:
    """Name the `kinds` of file that /api/`name`.{format} gives."""
    operation = text["paths"][f"/api/{name}.{{format}}"]["get"]
    for parameter in operation["parameters"]:
        if parameter.get("name") == "format":
            parameter |= {
                "description": _either(kinds),
                "schema": parameter["schema"] | {"enum": list(kinds)},
            }
    content = operation["responses"]["200"]["content"]
    for kind in kinds:
        media_type = formats.FORMATS[kind].media_type.partition(";")[0]
        content.setdefault(media_type, {"schema": {"type": "string", "format": "binary"}})


def _either(names: Sequence[str]) -> str:
    """`names` as a choice: a, b or c."""
    *some, last = names
    return f"{', '.join(some)} or {last}" if some else last


def _reference(parameter: str) -> dict[str, str]:
    return {"$ref": f"#/components/parameters/{parameter}"}


def operations(text: dict[str, Any]) -> Iterator[Operation]:
    """The operations of a description, its references followed."""
    for path, methods in text["paths"].items():
        operation = methods["get"]
        parameters = tuple(
            _followed(text, parameter) for parameter in operation.get("parameters", ())
        )
        good = operation["responses"]["200"]
        kind, content = next(iter(good["content"].items()))
        schema = _followed(text, content["schema"])
        yield Operation(
            path,
            operation["summary"],
            parameters,
            kind,
            tuple(schema.get("properties", {}).items()),
        )


def _tags() -> list[str]:
    return list(site().languages)


def _followed(text: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """`node`, or what it refers to."""
    if "$ref" not in node:
        return node
    found: Any = text
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


@cache
def _text() -> dict[str, Any]:
    """The description; what is true of every operation or parameter stands once, here."""
    text = tomllib.loads(FILE.read_text("utf-8"))
    for parameter in text["components"]["parameters"].values():
        if parameter["in"] == "query":  # an empty argument counts as absent
            parameter["allowEmptyValue"] = not parameter.get("required", False)
    operations = (one for methods in text["paths"].values() for one in methods.values())
    for answers in (operation["responses"] for operation in operations):
        for status in EVERYWHERE:
            answers.setdefault(status, {"$ref": f"#/components/responses/{status}"})
        answers.setdefault("414", text["components"]["responses"]["414"])
    return text
