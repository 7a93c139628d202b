"""The host names that this archive answers to, and the sites whose pages may read its API."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import Response, request

from indexer import Settings

API = "/api/"
ANYONE = "*"
# Headers of ours that a page of another origin may read where it may read the answer.
EXPOSED = "Khizana-Why, Khizana-Query, Khizana-Read-As, Khizana-Complete"
ELSEWHERE = ("cross-site", "same-site")  # Sec-Fetch-Site, of a page of another origin
OWN_NAMES = ("127.0.0.1", "localhost", "[::1]")


class ForeignHost(Exception):
    """A request for a host name that is not one of this archive: perhaps a page elsewhere that
    had its own name lead here (DNS rebinding)."""


class ForeignSite(Exception):
    """A request to the API from a page of another site, where none may."""


class Guard:
    """Lets in what is asked of this archive by name, and keeps its API from pages elsewhere."""

    def __init__(self, settings: Settings) -> None:
        self._hosts = accepted_hosts(settings)
        self._origins = settings.web.api_origins

    def check(self) -> None:
        """Raises ForeignHost or ForeignSite when the current request may not be answered."""
        if self._hosts and not _named(host_name(request.host), self._hosts):
            raise ForeignHost
        if (
            request.path.startswith(API)
            and not self._origins
            and request.headers.get("Sec-Fetch-Site") in ELSEWHERE
        ):
            raise ForeignSite

    def opened(self, response: Response) -> Response:
        """`response` with the headers by which a browser lets pages of other origins read it."""
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        if not self._origins or not request.path.startswith(API):
            return response
        if ANYONE in self._origins:
            response.headers["Access-Control-Allow-Origin"] = ANYONE
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
            return response
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if origin in self._origins:
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = EXPOSED
        return response


def accepted_hosts(settings: Settings) -> tuple[str, ...]:
    """The host names that are answered, without ports; none: every one is."""
    web = settings.web
    if web.trusted_hosts:
        return tuple(host_name(name) for name in web.trusted_hosts)
    if not is_loopback(web.host):
        return ()
    public = urlsplit(web.address).netloc
    return (*OWN_NAMES, *(host_name(name) for name in (web.host, public) if name))


def is_loopback(host: str) -> bool:
    """Whether `host`, an address to listen on, can be reached from this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def host_name(host: str) -> str:
    """`host` as a Host header has it, without its port; an IPv6 address in brackets."""
    lowered = host.lower()
    if lowered.startswith("["):
        return lowered.partition("]")[0] + "]"
    if lowered.count(":") > 1:
        return f"[{lowered}]"
    return lowered.partition(":")[0]


def unguarded(settings: Settings) -> str | None:
    """A sentence to say at start where any host name is answered, on more than this machine."""
    if accepted_hosts(settings):
        return None
    return (
        f"This archive listens on {settings.web.host} and answers to any host name, so that others "
        "can read it: name its own in [web] trusted_hosts of config.toml."
    )


def _named(host: str, names: tuple[str, ...]) -> bool:
    """Whether `host` is among `names`; one that begins with a dot stands for all below it too."""
    return any(
        host == name.removeprefix(".") or (name.startswith(".") and host.endswith(name))
        for name in names
    )
