"""gunicorn as it is deployed, real HTTP, while the index is missing, rebuilt and rebuilt again."""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from tests.e2e.conftest import Server

SEARCH = f"/api/search?q={quote('كتاب')}"


def test_a_server_without_an_index_is_ready_as_soon_as_there_is_one(server: Server) -> None:
    assert server.get("/healthz") == (200, b"ok")
    assert server.get("/ar/")[0] == 503
    status, body = server.json("/readyz")
    assert (status, body["error"]["code"]) == (503, "index_missing")
    server.reindex()
    assert server.get("/ar/")[0] == 200
    status, ready = server.json("/readyz")
    assert status == 200
    assert ready | {"generation": 1, "documents": 30, "degraded": None} == ready


def test_no_search_fails_during_three_reindexes(server: Server) -> None:
    server.reindex()
    done = threading.Event()

    def searched() -> set[tuple[int, int, int]]:
        """(status, total, generation) of every answer until the reindexes are done."""
        seen = set()
        while not done.is_set():
            status, body = server.json(SEARCH)
            seen.add((status, body.get("total"), len(body.get("hits", ()))))
            status, body = server.get(f"/ar/search?q={quote('كتاب')}")
            seen.add((status, 30, 10 if "<mark>كتاب</mark>".encode() in body else 0))
        return seen

    with ThreadPoolExecutor(4) as threads:
        searches = [threads.submit(searched) for _ in range(4)]
        try:
            for number in (2, 3, 4):
                server.reindex()
                assert server.json("/readyz")[1]["generation"] == number
        finally:
            done.set()
        assert set().union(*(search.result() for search in searches)) == {(200, 30, 10)}
    assert "degraded" not in server.log.read_text()


def test_a_server_told_to_stop_first_answers_what_it_was_asked(server: Server) -> None:
    server.reindex()
    stopping = threading.Event()

    def searched() -> list[int]:
        """The status of every answer until the server takes no more connections."""
        seen = []
        while True:
            connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
            try:
                connection.connect()
            except OSError:
                return seen
            try:
                connection.request("GET", SEARCH)
                response = connection.getresponse()
                response.read()
                seen.append(response.status)
            except (OSError, HTTPException):
                # in the queue of the socket when it was closed: never taken by a worker
                assert stopping.is_set()
                return seen
            finally:
                connection.close()

    with ThreadPoolExecutor(4) as threads:
        searches = [threads.submit(searched) for _ in range(4)]
        time.sleep(0.5)
        stopping.set()
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(10) == 0
        statuses = [status for search in searches for status in search.result()]
    assert set(statuses) == {200}


def test_the_log_does_not_hold_what_readers_search(server: Server) -> None:
    server.reindex()
    for path in ("/ar/search", "/api/search"):
        assert server.get(f"{path}?q=secretword&page=1")[0] == 200
        assert server.get(f"{path}?q=secretword&page=no")[0] == 400
    server.process.terminate()
    server.process.wait(10)
    log = server.log.read_text()
    assert "Listening at" in log
    assert "secretword" not in log
