"""The development server: `python -m webapp`. In production, gunicorn runs the application."""

from __future__ import annotations

import logging
import sys

from indexer import load_settings
from webapp import create_app
from webapp.front import unavailable
from webapp.origins import unguarded


def main() -> None:
    settings = load_settings()
    logging.basicConfig(level=logging.INFO)
    if not settings.web.log_queries:
        # Werkzeug logs addresses, also of what it cannot read, and with them what readers search.
        logging.getLogger("werkzeug").setLevel(logging.CRITICAL)
    host, port = settings.web.host, settings.web.port
    if fault := unavailable(host, port):
        sys.exit(fault)
    if sentence := unguarded(settings):
        logging.getLogger(__name__).warning(sentence)
    logging.getLogger(__name__).info("http://%s:%s/", host, port)
    create_app(settings).run(host, port)


if __name__ == "__main__":
    main()
