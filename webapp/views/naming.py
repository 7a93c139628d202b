"""Ids that end as the address of a file about another document does: `r/text`, `x.json`.

`/d/r/text` is the text of the document `r`. Where there is no such document but one whose id is
`r/text`, it is the page of that one; and `?as=page` asks for that page whatever else there is.
Addresses of such documents are made with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Flask, current_app, make_response, request
from werkzeug.wrappers import Response

from webapp.site import site

PICTURE = "/pages/{number}.jpg"
ENDINGS = ("/original", "/text", "/cite.bib", "/cite.ris", ".json", PICTURE)  # below /d/
WORDS = "/pages/{number}/words"
API_ENDINGS = ("/related", PICTURE, WORDS)  # below /api/documents/
AS_PAGE = {"as": "page"}  # the argument, and its value


def _at_end(endings: tuple[str, ...]) -> re.Pattern[str]:
    """One of `endings` at the end of an id, whatever stands for what they name in braces."""
    written = (re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(ending)) for ending in endings)
    return re.compile(f"({'|'.join(written)})$")


_ENDINGS_OF = {"pages.permanent": _at_end(ENDINGS), "api.document": _at_end(API_ENDINGS)}

View = Callable[..., Response]


def register(app: Flask) -> None:
    """Makes `app` build addresses of documents that lead nowhere else."""

    @app.url_defaults
    def unmistakable(endpoint: str, values: dict[str, Any]) -> None:
        endings = _ENDINGS_OF.get(endpoint)
        if endings and endings.search(str(values.get("document_id", ""))):
            for name, value in AS_PAGE.items():
                values.setdefault(name, value)


def or_document(ending: str, endpoint: str) -> Callable[[View], View]:
    """A view of a document's address and `ending`; of `endpoint` where that is itself an id.

    An ending such as `/pages/{number}.jpg` has the arguments of the view in it.
    """

    def wrapped(view: View) -> View:
        @wraps(view)
        def chosen(document_id: str, **values: str) -> Response:
            whole = document_id + ending.format(**values)
            if _is_meant(document_id, whole):
                return make_response(current_app.view_functions[endpoint](whole))
            return view(document_id, **values)

        return chosen

    return wrapped


def _is_meant(document_id: str, whole: str) -> bool:
    """Whether the document `whole` is asked for, rather than something of `document_id`."""
    if all(request.args.get(name) == value for name, value in AS_PAGE.items()):
        return True
    return site().archive.holds((document_id, whole)) == (False, True)
