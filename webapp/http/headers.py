"""The headers of every answer, errors and 304 included; how it is cached and packed."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from urllib.parse import quote

from flask import Response, redirect, request

from webapp.site import absolute

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

# A file is saved, never opened as a page: nothing in it may run here.
SANDBOX = "sandbox; default-src 'none'"

PACKED = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/opensearchdescription+xml",
    "image/svg+xml",
)
SMALLEST = 600  # bytes: below it, packing saves no packet


def with_headers(response: Response) -> Response:
    """`response` with the security headers; kept by nobody unless its view said otherwise.

    A file to save has a stricter policy of its own.
    """
    policy = response.headers.get("Content-Security-Policy")
    response.headers.update(SECURITY)
    if policy:
        response.headers["Content-Security-Policy"] = policy
    response.headers.setdefault("Cache-Control", "no-store")
    if (response.location or "").startswith(request.host_url):
        _lead_within(response)
    return response


def _lead_within(response: Response) -> None:
    """Make `response` lead on within this site, at whatever address the reader knows it by."""
    path = (response.location or "").removeprefix(request.host_url).lstrip("/")
    redirection = redirect(f"/{path}", response.status_code)
    response.location = redirection.location
    response.set_data(redirection.get_data())


def to_save(response: Response, name: str) -> Response:
    """`response` as a file that a browser saves under the last part of `name`, in any script."""
    response.headers["Content-Disposition"] = disposition(name)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def disposition(name: str) -> str:
    """The Content-Disposition of a file that is saved under the last part of `name`."""
    last = name.rpartition("/")[2]
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in last)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(last, safe='')}"


def cached(response: Response, *identity: object) -> Response:
    """`response`, kept five minutes, or 304 when the reader has the one of this `identity`.

    Another host is another answer: pages name the address they are read at.
    """
    text = ":".join(map(str, (absolute(request.script_root), *identity)))
    # Weak: the same content may be sent packed or not.
    response.set_etag(hashlib.sha256(text.encode()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "public, max-age=300"
    response.make_conditional(request)
    return response


def streamed(pieces: Iterator[str], kind: str) -> Response:
    """`pieces` as an answer: several are sent as they come, packed where the reader takes it."""
    first = list(islice(pieces, 2))
    if len(first) < 2:
        return Response("".join(first), content_type=kind)
    content = map(str.encode, chain(first, pieces))
    response = Response(content, content_type=kind)
    if request.accept_encodings["gzip"]:
        response = Response(_gzipped(content), content_type=kind)
        response.headers["Content-Encoding"] = "gzip"
    response.automatically_set_content_length = False  # for which it would be made a list first
    return response


def around(before: str, pieces: Iterator[str], after: str) -> Iterator[str]:
    """`pieces` with what stands before the first and after the last, no more of them than were."""
    first = next(pieces, "")
    last = before + first
    for piece in pieces:
        yield last
        last = piece
    yield last + after


def _gzipped(content: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=zlib.MAX_WBITS | 16)
    yield from filter(None, map(packer.compress, content))
    yield packer.flush()


def compressed(response: Response) -> Response:
    """`response` packed with gzip where the reader takes it; what is streamed stays as it is."""
    if not (response.mimetype or "").startswith(PACKED):
        return response
    response.vary.add("Accept-Encoding")
    if (
        response.status_code in (204, 206, 304)
        or "Content-Encoding" in response.headers
        or not request.accept_encodings["gzip"]
        or (response.is_streamed and not response.direct_passthrough)
        or request.method == "HEAD"
    ):
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= SMALLEST:
        response.set_data(gzip.compress(content, 6, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
