"""The web application: pages and JSON over one archive, which it only reads."""

from __future__ import annotations

import logging

from flask import Flask, Response, request
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from indexer import Archive, Settings, load_settings
from webapp import api, assets, failures, health, i18n, pages, results
from webapp.headers import with_headers
from webapp.site import EXTENSION, Site

logger = logging.getLogger(__name__)

LANGUAGE = "ar"


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
    parts = Site(settings, Archive(settings), i18n.load_messages(LANGUAGE), assets.load_assets())
    app.extensions[EXTENSION] = parts
    _prepare_templates(app, parts)
    for blueprint in (pages.blueprint, api.blueprint, health.blueprint):
        app.register_blueprint(blueprint)
    app.register_blueprint(assets.blueprint(parts.assets))
    failures.register(app)
    app.after_request(with_headers)
    _apply(settings, app)
    return app


def _prepare_templates(app: Flask, parts: Site) -> None:
    """Give the templates the words, names and addresses they may use."""
    env = app.jinja_env
    env.undefined = StrictUndefined
    env.trim_blocks = env.lstrip_blocks = True
    env.filters["shown"] = i18n.shown
    env.globals |= {
        "archive": parts.settings.archive,
        "max_characters": parts.settings.search.max_characters,
        "language": LANGUAGE,
        "entry": parts.messages.entry,
        "message": parts.messages.message,
        "label": parts.messages.label,
        "date_text": parts.messages.date,
        "number_text": i18n.number_text,
        "direction": i18n.direction,
        "asset_url": parts.assets.url,
        "results_url": results.results_url,
    }


def _apply(settings: Settings, app: Flask) -> None:
    """Apply what [web] says of hosts, proxies and logs."""
    web = settings.web
    if web.trusted_hosts:
        app.config["TRUSTED_HOSTS"] = list(web.trusted_hosts)
    if web.proxies:
        count = web.proxies
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count
        )
    if web.log_queries:
        app.after_request(_logged)


def _logged(response: Response) -> Response:
    if request.args.get("q"):
        logger.info("%s %r", response.status_code, request.full_path)
    return response
