"""The web application: pages and JSON over one archive, which it only reads."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import AnyConverter, Map

from indexer import Archive, Settings, load_settings
from webapp import assets, i18n
from webapp.http import failures
from webapp.http.headers import compressed, with_headers
from webapp.http.limits import Limiter
from webapp.http.origins import Guard
from webapp.languages import load_languages
from webapp.present.frame import frame, prepare_templates
from webapp.site import EXTENSION, Site, language
from webapp.views import (
    api,
    comparison,
    corpus_views,
    documents,
    evidence,
    exports,
    feeds,
    harvest,
    health,
    names,
    naming,
    openapi,
    pages,
    pictures,
    reader_file,
    references,
    reuse,
)

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)


class _Json(DefaultJSONProvider):
    """JSON as it is read by people too: letters as letters, keys in the order they were given."""

    ensure_ascii = False
    sort_keys = False


def create_app(
    settings: Settings | None = None, languages: dict[str, i18n.Messages] | None = None
) -> Flask:
    """The application for `settings` and `languages`, those of config.toml and languages.toml by
    default.

    It starts without an index, and answers 503 until there is one.
    """
    settings = settings or load_settings()
    languages = languages or load_languages()
    app = Flask(__name__, static_folder=None)
    app.json = _Json(app)
    parts = Site(settings, Archive(settings), languages, assets.load_assets())
    app.extensions[EXTENSION] = parts
    app.url_map.converters["language"] = _converter(tuple(languages))
    _prepare_templates(app)
    for module in (
        *(pages, corpus_views, documents, pictures, feeds, exports, evidence, reader_file, harvest),
        *(references, reuse, names, comparison, openapi, api, health),
    ):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(assets.blueprint(parts.assets))
    failures.register(app, languages, settings.web.log_queries)
    naming.register(app)
    app.after_request(compressed)
    _apply(settings, app)
    # What is registered last is done first: whatever fails after it, the answer has its headers.
    app.after_request(with_headers)
    return app


def _prepare_templates(app: Flask) -> None:
    """Give the templates the frame of each page, and formatters."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    prepare_templates(env)
    app.context_processor(lambda: {"frame": frame()})

    @app.url_defaults
    def in_the_same_language(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", language())


def _converter(tags: tuple[str, ...]) -> type[AnyConverter]:
    """The converter of the first part of an address: one of `tags`."""

    class LanguageConverter(AnyConverter):
        def __init__(self, url_map: Map) -> None:
            super().__init__(url_map, *tags)

    return LanguageConverter


def _apply(settings: Settings, app: Flask) -> None:
    """Apply what [web] says of addresses, hosts, proxies, limits and logs."""
    web = settings.web
    if prefix := urlsplit(web.address).path:
        app.wsgi_app = _below(prefix, app.wsgi_app)  # type: ignore[method-assign, assignment]
    if web.proxies:
        # Only the headers that the proxy of docs/deployment.md sets are believed.
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=web.proxies, x_proto=web.proxies, x_host=0, x_port=0, x_prefix=0
        )
    guard = Guard(settings)
    app.before_request(guard.check)
    app.after_request(guard.opened)
    if web.requests_per_second:
        app.before_request(Limiter(web.requests_per_second, web.burst).check)
    if web.log_queries:
        app.after_request(_logged)


def _below(prefix: str, application: WSGIApplication) -> WSGIApplication:
    """`application` with the addresses of its pages below `prefix`, the path of `[web] address`.

    A proxy may pass the prefix on or leave it out.
    """

    def prefixed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == prefix or path.startswith(f"{prefix}/"):
            environ["PATH_INFO"] = path.removeprefix(prefix)
        environ["SCRIPT_NAME"] = prefix
        return application(environ, start_response)

    return prefixed


def _logged(response: Response) -> Response:
    if request.args.get("q"):
        logger.info("%s %r", response.status_code, request.full_path)
    return response
