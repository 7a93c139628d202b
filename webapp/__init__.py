"""The web application: pages and JSON over one archive, which it only reads."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from indexer import Archive, ArchiveDate, Settings, load_settings
from webapp import (
    api,
    assets,
    controls,
    discovery,
    downloads,
    exports,
    failures,
    health,
    i18n,
    openapi,
    pages,
    results,
    usage,
)
from webapp.headers import compressed, with_headers
from webapp.limits import Limiter
from webapp.site import EXTENSION, Site, language, messages, names

logger = logging.getLogger(__name__)


class _Json(DefaultJSONProvider):
    """JSON as it is read by people too: letters as letters, keys in the order they were given."""

    ensure_ascii = False
    sort_keys = False


def create_app(settings: Settings | None = None) -> Flask:
    """The application for `settings`, those of config.toml by default.

    It starts without an index, and answers 503 until there is one.
    """
    settings = settings or load_settings()
    app = Flask(__name__, static_folder=None)
    app.json = _Json(app)
    languages = {name: i18n.load_messages(name) for name in i18n.LANGUAGES}
    parts = Site(settings, Archive(settings), languages, assets.load_assets())
    app.extensions[EXTENSION] = parts
    _prepare_templates(app, parts)
    for module in (pages, usage, downloads, discovery, exports, openapi, api, health):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(assets.blueprint(parts.assets))
    failures.register(app)
    # What is registered first is done last.
    app.after_request(with_headers)
    app.after_request(compressed)
    _apply(settings, app)
    return app


def _prepare_templates(app: Flask, parts: Site) -> None:
    """Give the templates the words, names and addresses they may use."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["shown"] = i18n.shown
    env.globals |= {
        "wordmark": parts.settings.archive.name,
        "max_characters": parts.settings.search.max_characters,
        "languages": i18n.LANGUAGES,
        "distances": controls.DISTANCES,
        "plain": controls.plain,
        "assets": parts.assets,
        "archive": names,
        "language": language,
        "entry": _entry,
        "message": _message,
        "label": _label,
        "date_text": _date,
        "number_text": _number,
        "direction": i18n.direction,
        "asset_url": parts.assets.url,
        "results_url": results.results_url,
        "other_language": results.other_language,
    }

    @app.url_defaults
    def in_the_same_language(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", language())


def _entry(key: str) -> Any:
    return messages().entry(key)


def _message(key: str, count: int | None = None, **values: object) -> Markup:
    return messages().message(key, count, **values)


def _label(field: str, value: str) -> str:
    return messages().label(field, value)


def _date(date: ArchiveDate) -> str:
    return messages().date(date)


def _number(number: int) -> str:
    return messages().number(number)


def _apply(settings: Settings, app: Flask) -> None:
    """Apply what [web] says of hosts, proxies, limits and logs."""
    web = settings.web
    if web.trusted_hosts:
        app.config["TRUSTED_HOSTS"] = list(web.trusted_hosts)
    if web.proxies:
        count = web.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
    if web.requests_per_second:
        app.before_request(Limiter(web.requests_per_second, web.burst).check)
    if web.log_queries:
        app.after_request(_logged)


def _logged(response: Response) -> Response:
    if request.args.get("q"):
        logger.info("%s %r", response.status_code, request.full_path)
    return response
