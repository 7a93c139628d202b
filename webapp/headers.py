"""The headers of every answer, errors and 304 included; how it is cached and packed."""

from __future__ import annotations

import gzip
import hashlib

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
