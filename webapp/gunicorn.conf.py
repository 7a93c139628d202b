# ruff: noqa: N999  (gunicorn names this file)
"""The settings of gunicorn: `python -m webapp` starts it with this file.

`webapp.http.front` has the worker and the logger. Searches at once are bounded by
`[search] searchers`; threads are many so that what is quick does not wait for what is not.
"""

import gc
import logging
import os
import sys
from pathlib import Path
from typing import Any

from indexer import SettingsError, load_settings
from webapp.http.front import Logger, Worker
from webapp.http.last_resort import shipped_pages
from webapp.http.listening import unavailable
from webapp.http.origins import unguarded
from webapp.languages import load_languages

WRONG_SETTINGS = 2  # the exit code, as that of the command line

try:
    _settings = load_settings()
    load_languages()  # before any worker: the faults are told once
except SettingsError as error:
    print(error, file=sys.stderr)
    sys.exit(WRONG_SETTINGS)
_web = _settings.web

logging.basicConfig(level=logging.INFO)

bind = f"[{_web.host}]:{_web.port}" if ":" in _web.host else f"{_web.host}:{_web.port}"
worker_class = Worker
http_parser = "python"  # the one that `webapp.http.front` knows
workers = _web.workers or os.cpu_count() or 1
threads = _web.threads
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 5000  # then a worker is replaced, so that a leak cannot grow for ever
max_requests_jitter = 500
limit_request_line = 4094
# No header says where a request came from, or how, but those that ProxyFix reads (`proxies`).
forwarded_allow_ips = ""
secure_scheme_headers: dict[str, str] = {}
forwarder_headers = ""
preload_app = False  # file handles of the index must not be shared across a fork
accesslog = None  # it would hold what readers search
if not _web.log_queries:
    logger_class = Logger
control_socket_disable = True  # nothing outside manages it
if Path("/dev/shm").is_dir():  # noqa: S108  (heartbeats in memory: a slow disk stops no worker)
    worker_tmp_dir = "/dev/shm"  # noqa: S108


def on_starting(server: Any) -> None:
    """Says at once what is amiss with the settings, once: not for each worker, nor at a reload."""
    if sentence := unguarded(_settings):
        server.log.warning(sentence)
    inherited = "GUNICORN_FD" in os.environ or "LISTEN_FDS" in os.environ
    fault = None if inherited else unavailable(_web.host, _web.port)
    if fault:
        print(fault, file=sys.stderr)
        sys.exit(WRONG_SETTINGS)


def post_worker_init(worker: Any) -> None:
    """Makes the pages of the last resort, and keeps what is imported out of full garbage
    collections, which would hold a request up."""
    shipped_pages()
    gc.collect()
    gc.freeze()
