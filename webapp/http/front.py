"""gunicorn at the network: no thread waits for a reader, no log holds what one asked.

A connection stays with the poller until a whole head has arrived, or its time is up. gunicorn's own
worker gives each connection to a thread first, so that as many slow readers as there are threads
stop it (gunicorn 27.0.1, workers/gthread.py; the version is pinned).
"""

from __future__ import annotations

import io
import re
import socket
import struct
import sys
import time
from functools import partial
from http import HTTPStatus
from selectors import EVENT_READ
from typing import Any

from gunicorn import util
from gunicorn.glogging import Logger as GunicornLogger
from gunicorn.http import errors
from gunicorn.http.message import Request as GunicornRequest
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import ThreadWorker

from webapp.http import last_resort
from webapp.http.headers import SECURITY
from webapp.http.listening import MOST_HEAD_BYTES
from webapp.http.logs import WithoutText, error_trace

HEAD_SECONDS = 10.0  # from the beginning of a connection, or of its next request, to a whole head
SEND_SECONDS = 30  # that a reader may take nothing of an answer
LINGER_SECONDS = 1.0  # for a reader to close a connection that was answered
END = b"\r\n\r\n"

STATUSES = {
    errors.LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    errors.LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    errors.UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
    errors.ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    errors.InvalidResponseHeader: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InvalidResponseHeaderName: HTTPStatus.INTERNAL_SERVER_ERROR,
}

_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_WITHOUT_TEXT = WithoutText()  # one, so that a logger set up anew has it once


class Logger(GunicornLogger):  # type: ignore[misc]
    """gunicorn's logger, told the kind of an error and where it arose, never its text."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.addFilter(_WITHOUT_TEXT)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        if isinstance(sys.exc_info()[1], BlockingIOError):
            self.debug("A reader took nothing for %s seconds", SEND_SECONDS)
        else:
            super().exception(msg, *args, **kwargs)


class Request(GunicornRequest):  # type: ignore[misc]
    """A request whose address may have letters that are not percent-encoded: they are, here."""

    def parse(self, unreader: Any) -> Any:
        head = unreader.buf.getvalue()
        try:
            if len(head) > MOST_HEAD_BYTES and END not in head:
                raise errors.LimitRequestHeaders("head")
            return super().parse(unreader)
        except errors.ParseException as error:
            error.as_json = head.partition(b" ")[2].startswith(b"/api/")
            raise

    def parse_request_line(self, line: bytes) -> None:
        parts = line.split(b" ", 2)
        if len(parts) == 3:
            parts[1] = _NOT_ASCII.sub(lambda byte: f"%{ord(byte[0]):02X}".encode(), parts[1])
        super().parse_request_line(b" ".join(parts))


class Parser(RequestParser):  # type: ignore[misc]
    mesg_class = Request


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's worker of threads, but that none of them waits for a head or for a goodbye."""

    def enqueue_req(self, conn: Any) -> None:
        """Give `conn` to a thread if a whole head has arrived, else leave it with the poller."""
        if conn.parser is None:
            conn.parser = Parser(self.cfg, conn.sock, conn.client)
            wait = struct.pack("ll", SEND_SECONDS, 0)
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, wait)
        if self._arrived(conn):
            conn.data_ready = True
            super().enqueue_req(conn)
            return
        conn.sock.setblocking(False)
        conn.timeout = time.monotonic() + HEAD_SECONDS
        self.pending_conns.append(conn)
        readable = partial(self.on_pending_socket_readable, conn)
        self.poller.register(conn.sock, EVENT_READ, readable)

    def on_pending_socket_readable(self, conn: Any, client: socket.socket) -> None:
        """Take in more of the head of `conn`."""
        try:
            piece = client.recv(8192)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        conn.parser.unreader.buf.seek(0, io.SEEK_END)
        conn.parser.unreader.buf.write(piece)
        if piece and not self._arrived(conn):
            return
        self.poller.unregister(client)
        self.pending_conns.remove(conn)
        if piece:
            self.enqueue_req(conn)
        else:
            self.nr_conns -= 1
            conn.close()

    def _arrived(self, conn: Any) -> bool:
        """Whether what `conn` has sent can be answered: a whole head, or one that is refused."""
        head = conn.parser.unreader.buf.getvalue()
        line = head.find(b"\r\n")
        return (
            END in head
            or head.count(b"\n") != head.count(b"\r\n")
            or (line < 0 and len(head) - 2 > self.cfg.limit_request_line)
            or len(head) > MOST_HEAD_BYTES
        )

    def handle(self, conn: Any) -> Any:
        again = super().handle(conn)
        if not again:
            util.close_graceful(conn.sock, LINGER_SECONDS)
        return again

    def finish_request(self, conn: Any, fs: Any) -> None:
        if not fs.cancelled() and fs.exception() is None and not fs.result():
            self.nr_conns -= 1  # and closed, by the thread that answered
        else:
            super().finish_request(conn, fs)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer what cannot be given to the application, or what it could not answer."""
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        if isinstance(exc, errors.ParseException):
            status = STATUSES.get(type(exc), HTTPStatus.BAD_REQUEST)
        if status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("A request was not answered: %s", error_trace(exc))
        else:
            self.log.warning("A request was refused: %s", type(exc).__name__)
        path = getattr(req, "path", None) or ""
        as_json = path.startswith("/api/") or bool(getattr(exc, "as_json", False))
        try:
            util.write_nonblock(client, response(status, as_json))
        except OSError:
            self.log.debug("A reader did not wait for an answer")

    def _cap_keepalive(self, deadline: float) -> None:
        """A worker that stops waits no longer for heads than for the next requests."""
        super()._cap_keepalive(deadline)
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, deadline)


def response(status: HTTPStatus, as_json: bool) -> bytes:
    """The whole answer of `status`, head and body, after which the connection is closed."""
    answer = last_resort.constant_answer(status, as_json, last_resort.shipped_pages())
    headers = SECURITY | {
        "Content-Type": answer.kind,
        "Content-Length": str(len(answer.body)),
        "Cache-Control": "no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + END + answer.body
