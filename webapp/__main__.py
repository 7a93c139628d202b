"""`python -m webapp [--open ADDRESS]` serves the archive, with the index as it is.

It serves by gunicorn; by waitress where gunicorn cannot run, as on Windows: one process, without
the care that `webapp.http.front` takes of slow readers. `khizana serve` brings the index up to date
first.
"""

from __future__ import annotations

import argparse
import logging
import sys
import threading
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from indexer import Settings, SettingsError, load_settings
from webapp import create_app
from webapp.http.listening import MOST_HEAD_BYTES, unavailable
from webapp.http.logs import WithoutText
from webapp.http.origins import unguarded
from webapp.languages import load_languages

WRONG_SETTINGS = 2  # the exit code, as that of the command line
SILENT_SECONDS = 30  # a connection on which nothing moves is closed by waitress

log = logging.getLogger(__name__)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m webapp", description="Serve the archive.")
    parser.add_argument("--open", metavar="ADDRESS", help="show it in the browser when it answers")
    given = parser.parse_args(arguments)
    server()(given.open)


def server() -> Callable[[str | None], None]:
    """The way to serve on this system: gunicorn needs fcntl, which Windows lacks."""
    return by_gunicorn if find_spec("fcntl") else by_waitress


def by_gunicorn(opened: str | None) -> None:
    """Serves until a signal ends it, as gunicorn.conf.py says; shows the page `opened` first."""
    import gunicorn.__main__ as program
    from gunicorn.app.wsgiapp import WSGIApplication

    config = Path(__file__).with_name("gunicorn.conf.py")
    # What gunicorn reads now, and starts itself anew with at SIGUSR2.
    sys.argv = [str(program.__file__), "-c", str(config), "webapp:create_app()"]
    application = WSGIApplication()
    if opened:
        application.cfg.set("when_ready", lambda server: _show(opened))
    application.run()


def by_waitress(opened: str | None) -> None:
    """Serves until it is interrupted; ends the program when it cannot begin."""
    import waitress

    logging.basicConfig(level=logging.INFO)
    settings = _settings()
    web = settings.web
    if fault := unavailable(web.host, web.port):
        print(fault, file=sys.stderr)
        sys.exit(WRONG_SETTINGS)
    if sentence := unguarded(settings):
        log.warning(sentence)
    if not web.log_queries:
        logging.getLogger("waitress").addFilter(WithoutText())
    site = waitress.create_server(
        create_app(settings),
        host=web.host,
        port=web.port,
        threads=web.threads,
        ident=None,
        channel_timeout=SILENT_SECONDS,
        max_request_header_size=MOST_HEAD_BYTES,
        # ProxyFix reads them, and only where the settings say that a proxy sets them.
        clear_untrusted_proxy_headers=not web.proxies,
    )
    if opened:
        _show(opened)
    site.run()


def _show(address: str) -> None:
    """Opens `address` in the reader's browser, which is not waited for."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _settings() -> Settings:
    try:
        load_languages()
        return load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)
        sys.exit(WRONG_SETTINGS)


if __name__ == "__main__":
    main()
