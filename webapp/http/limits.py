"""A limit on the requests of one reader: a bucket of tokens for each address, in memory only."""

from __future__ import annotations

import hashlib
import math
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, ip_address, ip_network

from flask import request

MOST_ADDRESSES = 50_000
FREE = ("/static/", "/healthz", "/readyz", "/robots.txt", "/opensearch.xml", "/favicon.ico")
# What an answer costs, unless it is 1: suggestions come with every letter typed.
COSTS = {
    "api.complete": 0.2,
    "api.concordance": 5,
    "api.terms": 5,
    "feeds.sitemap": 20,
    "exports.compared": 10,
    "exports.hits": 5,
    "exports.lines": 5,
    "exports.neighbours": 5,
    "evidence.package": 10,
    "harvest.bulk": 10,
    "harvest.protocol": 5,
    "reader_file.shelf": 5,
    "reader_file.exported": 5,
    "reader_file.arrived": 5,
    "comparison.api_compared": 10,
    "comparison.compared": 10,
    "corpus_views.kwic": 5,
    "corpus_views.terms": 5,
    "references.citing": 2,
    "references.references": 3,
}


class TooManyRequests(Exception):
    """A reader asked for more than their share; `seconds` until the next answer."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled: float  # when, by the clock


class Limiter:
    """Lets each address spend `burst` tokens at once and `per_second` in the long run.

    Addresses are those of a network (/24, or /56 of IPv6), hashed with a key that dies with the
    process: no list of readers is kept. The limit holds in each worker by itself.
    """

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._key = secrets.token_bytes(16)
        self._buckets: OrderedDict[bytes, _Bucket] = OrderedDict()
        self._lock = threading.Lock()

    def check(self) -> None:
        """Take what the current request costs; raises TooManyRequests when it is not there."""
        if not request.path.startswith(FREE):
            cost = COSTS.get(request.endpoint or "", 1)
            self.spend(request.remote_addr or "", min(cost, self._burst))

    def spend(self, address: str, cost: float) -> None:
        """Take `cost` tokens of `address`; raises TooManyRequests when it has fewer."""
        who = hashlib.blake2b(network(address).encode(), key=self._key, digest_size=16).digest()
        with self._lock:
            now = self._clock()
            bucket = self._buckets.pop(who, None) or _Bucket(self._burst, now)
            gained = (now - bucket.filled) * self._per_second
            bucket.tokens = min(self._burst, bucket.tokens + gained)
            bucket.filled = now
            self._buckets[who] = bucket  # the latest last: the longest unseen is forgotten first
            if len(self._buckets) > MOST_ADDRESSES:
                self._buckets.popitem(last=False)
            if bucket.tokens < cost:
                missing = cost - bucket.tokens
                raise TooManyRequests(max(1, math.ceil(missing / self._per_second)))
            bucket.tokens -= cost


def network(address: str) -> str:
    """The network one reader's `address` is in: /24 of IPv4, /56 of IPv6; itself if it is none."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    prefix = 24 if isinstance(known, IPv4Address) else 56
    return str(ip_network((int(known), known.max_prefixlen)).supernet(new_prefix=prefix))
