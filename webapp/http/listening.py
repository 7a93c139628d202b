"""The address to listen on: whether it is free, and how much may be sent to it before an answer."""

from __future__ import annotations

import errno
import socket

MOST_HEAD_BYTES = 32_768  # of a request


def unavailable(host: str, port: int) -> str | None:
    """A sentence that says why nothing can listen there, and which setting to change; or None.

    gunicorn itself tries five times, a second apart, before it gives up.
    """
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(address)
            tried.listen()
    except OSError as error:
        return _fault(error, host, port)
    return None


def _fault(error: OSError, host: str, port: int) -> str:
    """A sentence for `error`, raised by listening on `host` and `port`: which setting to change."""
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"Port {port} of {host} is in use by another program, or by this archive already: "
                "name another as [web] port in config.toml."
            )
        case errno.EACCES:
            return f"Port {port} is not for this user: name one from 1024 on as [web] port."
        case _:
            return f"This machine has no address {host}: see [web] host in config.toml."
