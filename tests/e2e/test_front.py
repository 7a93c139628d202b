"""gunicorn and the network: what is malformed, slow or silent; what the log holds of it."""

from __future__ import annotations

import json
import os
import socket
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from indexer import Settings
from tests.e2e.conftest import Server
from webapp.http.front import HEAD_SECONDS, SEND_SECONDS
from webapp.http.headers import SECURITY

LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
MARKER = b"MARKERWORD"
Q = b"/ar/search?q=" + MARKER
HOST = b"Host: localhost\r\n"
END = b"Connection: close\r\n\r\n"

# (what is sent, the status that answers it; none: the connection is closed, or HTTP/0.9)
MALFORMED = [
    (b"GET " + Q + b" x HTTP/1.1\r\n" + HOST + END, 400),  # a space in the address
    (b"GET " + Q + b"\r\n\r\n", 400),  # HTTP/0.9
    (b"GET " + Q + b" HTTP/2.0\r\n" + HOST + END, 400),
    (b"GET " + Q + b" HTTP/1.x\r\n" + HOST + END, 400),
    (b"GET " + Q + b" HTP/1.1\r\n" + HOST + END, 400),
    (b"get " + Q + b" HTTP/1.1\r\n" + HOST + END, 400),
    (b"G " + Q + b" HTTP/1.1\r\n" + HOST + END, 400),
    (MARKER + b"\r\n\r\n", 400),
    (MARKER + b" " + Q + b" HTTP/1.1\r\n" + HOST + END, 405),
    (b"GET " + Q + b"\x01 HTTP/1.1\r\n" + HOST + END, 400),
    (b"GET " + Q + b"\x7f HTTP/1.1\r\n" + HOST + END, 400),
    (b"GET " + Q + b" HTTP/1.1\n" + b"Host: localhost\n\n", 400),  # bare line feeds
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"X\r\n" + END, 400),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + MARKER + b"\r\n" + END, 400),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"X y: " + MARKER + b"\r\n" + END, 400),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"X: a\r\n " + MARKER + b"\r\n" + END, 400),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"X: " + MARKER + b"\x00\r\n" + END, 400),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + HOST + END, 400),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"Content-Length: " + MARKER + b"\r\n" + END, 400),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: " + MARKER + b"\r\n" + END, 501),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"Expect: " + MARKER + b"\r\n" + END, 417),
    (b"GET " + Q + b"x" * 5000 + b" HTTP/1.1\r\n" + HOST + END, 414),
    (b"GET " + Q + b"x" * 5000, 414),  # and no end of the line
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 9000 + b"\r\n" + END, 431),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"X: " + b"a" * 40_000, 431),
    (b"GET " + Q + b" HTTP/1.1\r\n" + HOST + b"X: a\r\n" * 200 + END, 431),
    (b"GET " + Q + b" HTTP/1.1\r\nHost: " + MARKER + b"\r\n" + END, 400),
    (b"GET * HTTP/1.1\r\n" + HOST + b"Referer: " + Q + b"\r\n" + END, 400),
    (b"\x16\x03\x01" + MARKER + b"\r\n\r\n", 400),  # TLS, where there is none
]
WELL_FORMED = [
    (Q, 200),
    (Q + b"&page=no", 400),
    (Q + b"&page=500", 200),
    (b"/api/search?q=" + MARKER, 200),
    (b"/api/search?q=" + MARKER + b"&from=x", 400),
    (b"/api/export.csv?q=" + MARKER, 200),
    (b"/ar/d/1?q=" + MARKER, 200),
    (b"/ar/d/1%3Fq=" + MARKER, 404),
    (b"/ar/d/none?q=" + MARKER, 404),
    (b"/fr/kwic?q=" + MARKER, 200),
    (b"/en/terms?q=" + MARKER, 200),
    (b"/none?q=" + MARKER, 404),
    (b"//ar/search?q=" + MARKER, 200),
    (b"/ar//search?q=" + MARKER, 308),
    (Q + "وزير".encode(), 200),
    (Q + b"\xe6\xfe", 200),
]


@pytest.fixture(scope="module")
def server(serve: Callable[[str], Server]) -> Server:
    return serve("workers = 1")


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


def test_no_request_leaves_its_query_in_the_log(server: Server) -> None:
    answered = [(sent, status(server.say(sent))) for sent, _ in MALFORMED]
    assert answered == MALFORMED
    for address, expected in WELL_FORMED:
        sent = b"GET " + address + b" HTTP/1.1\r\n" + HOST + END
        assert (address, status(server.say(sent))) == (address, expected)
    log = server.log.read_bytes()
    assert b"A request was refused: InvalidRequestLine" in log
    assert MARKER not in log
    assert b"127.0.0.1:" not in log.partition(b"Listening at")[2].partition(b"\n")[2]


FAULTY = """
from flask import Response, request
from webapp import create_app

def faulty():
    app = create_app()

    @app.get("/faulty/<int:pieces>")
    def view(pieces):
        query = request.query_string.decode()
        def streamed():
            for number in range(pieces):
                yield "a" * 10
            raise ValueError(query)
        return Response(streamed())

    inner = app.wsgi_app
    def outermost(environ, start_response):
        if environ["PATH_INFO"] == "/outermost":
            raise ValueError(environ["QUERY_STRING"])
        return inner(environ, start_response)
    app.wsgi_app = outermost
    return app
"""


def test_an_error_amid_an_answer_leaves_no_query_in_the_log(
    indexed: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "faulty_archive.py").write_text(FAULTY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    server = Server(indexed, tmp_path, "workers = 1", "faulty_archive:faulty()")
    try:
        server.wait()
        for path, expected in ((b"/outermost", 500), (b"/faulty/0", 500), (b"/faulty/3", 200)):
            sent = b"GET " + path + b"?q=" + MARKER + b" HTTP/1.1\r\n" + HOST + END
            answer = server.say(sent)
            assert status(answer) == expected
            assert MARKER not in answer
    finally:
        server.stop()
    log = server.log.read_bytes()
    assert log.count(b": ValueError\n") == 3
    assert MARKER not in log


def test_what_the_server_refuses_is_told_like_any_other_error(server: Server) -> None:
    long = b"x" * 5000 + b" HTTP/1.1\r\n" + HOST + END
    head, _, body = server.say(b"GET /api/search?q=" + long).partition(b"\r\n\r\n")
    assert json.loads(body)["error"] == {
        "status": 414,
        "code": "uri_too_long",
        "message": "The address is too long.",
    }
    told = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert told.items() >= SECURITY.items()
    page = server.say(b"GET " + Q + long).decode()
    assert "العنوان أطول" in page
    assert "The address is too long" in page
    assert MARKER.decode() not in page


@pytest.mark.parametrize("path", ["/api/search?q=", "/ar/search?q=", "/ar/d/1?q="])
def test_arabic_that_is_not_percent_encoded_is_answered(server: Server, path: str) -> None:
    answers = {
        server.say(b"GET " + address + b" HTTP/1.1\r\n" + HOST + END).partition(b"\r\n\r\n")[2]
        for address in (path.encode() + "كتاب".encode(), path.encode() + quote("كتاب").encode())
    }
    texts = {without_time(answer) for answer in answers}
    assert len(texts) == 1
    assert "كتاب" in texts.pop()


def without_time(answer: bytes) -> str:
    text = answer.decode()
    if not text.startswith("{"):
        return text
    return json.dumps(json.loads(text) | {"took_ms": 0}, ensure_ascii=False)


def connected(server: Server, stack: ExitStack, sent: bytes) -> socket.socket:
    """A connection to `server` that has sent `sent`."""
    made = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5))
    made.sendall(sent)
    return made


def waits(server: Server, seconds: float) -> Iterator[float]:
    """How long each answer took, of those asked for in so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        asked = time.monotonic()
        assert server.get("/healthz") == (200, b"ok")
        yield time.monotonic() - asked
        time.sleep(0.1)


def closed(connection: socket.socket) -> bool:
    """Whether the server has closed `connection`, on which it has nothing to say."""
    connection.settimeout(0.01)
    try:
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except ConnectionError:
        return True


def test_idle_and_half_sent_requests_keep_no_reader_waiting(server: Server) -> None:
    """64 connections that say nothing and 32 heads that never end, and then are closed."""
    seconds = 60.0 if LONG else 3.0
    halves = (
        b"GET / HTTP/1.1\r\nX: ",
        b"G",
        b"GET / HTTP/1.1\r\n",
        b"\r\nGET /ar/ HTTP/1.1\r\nX: ",
    )
    with ExitStack() as stack:
        idle = [connected(server, stack, b"") for _ in range(64)]
        half = [connected(server, stack, halves[number % 4]) for number in range(32)]
        begun = time.monotonic()
        took = []
        for wait in waits(server, seconds):
            took.append(wait)
            for slow in half:
                try:
                    slow.sendall(b"a")
                except OSError:  # closed, at its deadline
                    half.remove(slow)
        assert max(took) < 2
        if LONG:
            assert statistics.quantiles(took, n=100)[98] < 0.5
        while time.monotonic() < begun + HEAD_SECONDS + 3:
            time.sleep(0.1)
        assert all(map(closed, [*idle, *half]))


def test_a_second_request_that_is_half_sent_keeps_no_reader_waiting(server: Server) -> None:
    """As many as there are threads, each after an answer, some sent along with the first."""
    whole = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
    with ExitStack() as stack:
        for number in range(80):
            if number % 2:
                connected(server, stack, whole + b"GET / HT")
            else:
                connected(server, stack, whole).recv(4096)
        assert max(waits(server, 2)) < 2


def test_readers_who_do_not_hang_up_keep_no_reader_waiting(server: Server) -> None:
    with ExitStack() as stack:
        for _ in range(32):
            connected(server, stack, b"GET /healthz HTTP/1.0\r\n\r\n")
        assert max(waits(server, 2)) < 2


def test_a_request_may_come_in_pieces(server: Server) -> None:
    with ExitStack() as stack:
        slow = connected(server, stack, b"")
        for letter in b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n":
            slow.sendall(bytes([letter]))
        assert b"200 OK" in slow.recv(4096)
        slow.sendall(
            b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\nGET /none HTTP/1.1\r\n" + HOST + END
        )
        answers = b""
        while piece := slow.recv(65_536):
            answers += piece
        assert answers.count(b"HTTP/1.1 200 OK") == 1
        assert answers.count(b"HTTP/1.1 404 NOT FOUND") == 1


def test_a_reader_who_leaves_is_forgotten(server: Server) -> None:
    for sent in (b"", b"GET / HTTP/1.1\r\nX", b"GET /ar/ HTTP/1.1\r\n" + HOST + b"\r\n"):
        for _ in range(20):
            with ExitStack() as stack:
                connected(server, stack, sent)
    assert server.get("/healthz") == (200, b"ok")


@pytest.mark.skipif(not LONG, reason="waits for a deadline: KHIZANA_LONG_TESTS=1")
def test_a_reader_who_takes_nothing_is_left(server: Server) -> None:
    """More of them than threads; all are let go when their time is up."""
    asked = b"GET /ar/d/1 HTTP/1.1\r\n" + HOST + b"\r\n"
    with ExitStack() as stack:
        for _ in range(70):
            silent = stack.enter_context(socket.socket())
            silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            silent.connect(("127.0.0.1", server.port))
            silent.sendall(asked * 200)
        time.sleep(SEND_SECONDS + 5)
        assert max(waits(server, 2)) < 2
