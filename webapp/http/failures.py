"""The only place where errors become responses: JSON under /api/, a page elsewhere."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.exceptions import (
    BadHost,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    SecurityError,
)

from indexer import (
    EngineAway,
    IndexBusy,
    IndexMissing,
    IndexStale,
    QueryError,
    SearchIndexError,
)
from webapp.http import last_resort
from webapp.http.headers import SECURITY
from webapp.http.limits import TooManyRequests
from webapp.http.logs import WithoutText, error_trace
from webapp.http.origins import ForeignHost, ForeignSite
from webapp.http.params import FIRST_DAYS, LAST_DAYS
from webapp.i18n import Messages
from webapp.site import messages, site

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30  # while an index is rebuilt


class OriginalGone(NotFound):
    """The file of a document is no longer there, or not as it was indexed."""


@dataclass(frozen=True, slots=True)
class ErrorAnswer:
    """An error as a reader is told of it. `code` is for programs, `message` for their authors.

    A page says the same in its own words, found by `code`.
    """

    status: int
    code: str
    message: str
    parameter: str | None = None
    position: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    seconds: int | None = None  # to wait


def register(app: Flask, languages: Mapping[str, Messages], log_queries: bool) -> None:
    """Make `app` answer every error here, and log none with its text unless `log_queries`."""
    last = last_resort.pages_in(languages.values())
    app.register_error_handler(Exception, lambda error: _answer(error, last))
    if not log_queries:
        app.logger.addFilter(WithoutText())  # Flask's own, told of errors while errors are answered


def _answer(error: Exception, last: Mapping[str, bytes]) -> Response:
    failure = _failure(error)
    try:
        return _response(failure, error)
    except Exception as another:
        # The last resort: what makes the answers is broken too.
        logger.error("%s, answering %s", error_trace(another), error_trace(error))
        constant = last_resort.constant_answer(failure.status, _is_for_programs(), last)
        headers = [*SECURITY.items(), *failure.headers]
        return Response(constant.body, failure.status, headers, content_type=constant.kind)


def _response(failure: ErrorAnswer, error: Exception) -> Response:
    number = None
    if failure.status >= 500:
        number = f"req-{secrets.token_hex(4)}"
        _log(number, error)
    if _is_for_programs():
        response = jsonify(error=_json(failure, number))
    elif isinstance(error, ForeignHost) or not _addressable():
        response = Response(failure.message, mimetype="text/plain")
    else:
        response = Response(_page(failure, number), mimetype="text/html")
    response.status_code = failure.status
    response.headers.update(failure.headers)
    return response


def _is_for_programs() -> bool:
    return request.path.startswith("/api/") or request.path == "/readyz"


def _addressable() -> bool:
    """Whether the host asked for is one that addresses can be built upon."""
    if isinstance(request.routing_exception, SecurityError | BadHost):
        return False
    try:
        return bool(request.host)
    except (SecurityError, BadHost):
        return False


def _failure(error: Exception) -> ErrorAnswer:
    match error:
        case QueryError():
            return ErrorAnswer(400, error.code, str(error), error.parameter, error.position)
        case SearchIndexError():
            return _unavailable(error)
        case TooManyRequests():
            text = f"Too many requests in a short time. Wait {error.seconds} seconds."
            wait = (("Retry-After", str(error.seconds)),)
            return ErrorAnswer(429, "too_many_requests", text, headers=wait, seconds=error.seconds)
        case ForeignHost():
            text = (
                "This archive does not answer to this host name: [web] trusted_hosts names its own."
            )
            return ErrorAnswer(400, "foreign_host", text)
        case ForeignSite():
            text = "Pages of other sites may not read this archive: see [web] api_origins."
            return ErrorAnswer(403, "foreign_site", text)
        case MethodNotAllowed():
            allowed = (("Allow", ", ".join(sorted(error.valid_methods or ()))),)
            message = f"{request.method} is not allowed here."
            return ErrorAnswer(405, "method_not_allowed", message, headers=allowed)
        case OriginalGone():
            message = "The file of this document is no longer there as it was indexed."
            return ErrorAnswer(404, "original_gone", message)
        case HTTPException(code=404):
            return ErrorAnswer(404, "not_found", "There is nothing at this address.")
        case HTTPException(code=int(code)) if code < 500:
            return ErrorAnswer(code, "bad_request", "The request was not understood.")
        case _:
            return ErrorAnswer(500, "internal_error", "The request could not be carried out.")


def _unavailable(error: SearchIndexError) -> ErrorAnswer:
    """The failure of an index, without the paths, files and commands `error` names.

    These are for whoever runs the archive: they are in the log.
    """
    seconds = RETRY_SECONDS
    match error:
        case IndexMissing():
            code, message = "index_missing", "There is no index yet."
        case IndexStale():
            code, message = "index_stale", "The index is outdated."
        case IndexBusy():
            code, message, seconds = "index_busy", "All searchers are busy.", error.retry_after
        case EngineAway():
            code, message, seconds = "engine_away", "The cluster is away.", error.retry_after
        case _:
            code, message = "index_damaged", "The index cannot be read."
    headers = (("Retry-After", str(seconds)),)
    return ErrorAnswer(503, code, message, headers=headers)


def _json(failure: ErrorAnswer, number: str | None) -> dict[str, object]:
    message = failure.message
    if failure.status == 500:
        message = f"{message} Please quote {number}."
    fields: dict[str, object] = {
        "status": failure.status,
        "code": failure.code,
        "message": message,
        "parameter": failure.parameter,
        "position": failure.position,
        "seconds": failure.seconds,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _page(failure: ErrorAnswer, number: str | None) -> str:
    words = f"error.{failure.code}"
    if failure.parameter in (*FIRST_DAYS, *LAST_DAYS):
        words = "error.bad_date"
    if words not in messages():
        words = "error.bad_query"
    return render_template("failure.html", failure=failure, words=words, number=number)


def _log(number: str, error: Exception) -> None:
    """Log where `error` arose; its text only where it quotes no query, or queries are logged."""
    path = request.path.partition("?")[0]  # it may have a query, its ? percent-encoded
    if isinstance(error, SearchIndexError):
        logger.error("%s %r %s", number, path, error)
    elif site().settings.web.log_queries:
        logger.error("%s %r", number, request.full_path, exc_info=error)
    else:
        logger.error("%s %r %s", number, path, error_trace(error))
