"""How much one reader may ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from webapp.http import limits
from webapp.http.limits import Limiter, TooManyRequests, network


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    limiter = Limiter(2, 3, clock)
    for _ in range(3):
        limiter.spend("192.0.2.1", 1)
    with pytest.raises(TooManyRequests) as refused:
        limiter.spend("192.0.2.1", 1)
    assert refused.value.seconds == 1
    clock.now += 0.5
    limiter.spend("192.0.2.1", 1)


def test_a_bucket_holds_no_more_than_the_burst() -> None:
    clock = Clock()
    limiter = Limiter(2, 3, clock)
    limiter.spend("192.0.2.1", 1)
    clock.now += 1000
    limiter.spend("192.0.2.1", 3)
    with pytest.raises(TooManyRequests):
        limiter.spend("192.0.2.1", 1)


def test_readers_of_other_networks_have_their_own_share() -> None:
    limiter = Limiter(1, 1, Clock())
    limiter.spend("192.0.2.1", 1)
    limiter.spend("198.51.100.1", 1)
    with pytest.raises(TooManyRequests):
        limiter.spend("192.0.2.77", 1)


@pytest.mark.parametrize(
    ("address", "net"),
    [
        ("192.0.2.130", "192.0.2.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("unix:", "unix:"),
    ],
)
def test_a_reader_is_a_network(address: str, net: str) -> None:
    assert network(address) == net


def test_the_longest_unseen_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 2)
    limiter = Limiter(1, 1, Clock())
    for third in range(3):
        limiter.spend(f"192.0.{third}.1", 1)
    limiter.spend("192.0.0.1", 1)  # forgotten, so its share is whole
    with pytest.raises(TooManyRequests):
        limiter.spend("192.0.2.1", 1)


def test_too_much_is_answered_with_when_to_come_back(make_app: Callable[..., Flask]) -> None:
    client = make_app(requests_per_second=0.1, burst=2).test_client()
    assert client.get("/fr/search").status_code == 200
    assert client.get("/api/search").status_code == 200
    page = client.get("/fr/search?q=الأمن")
    assert page.status_code == 429
    assert 1 <= int(page.headers["Retry-After"]) <= 10
    text = page.get_data(as_text=True)
    assert "Trop de requêtes en peu de temps" in text
    assert 'value="الأمن"' in text  # the query stays in the field
    error = client.get("/api/search").get_json()["error"]
    assert (error["status"], error["code"]) == (429, "too_many_requests")
    assert error["seconds"] >= 1
    foreign = client.get("/fr/search", headers={"Host": "evil.example\\x"})
    assert foreign.status_code in (400, 429)
    for free in ("/healthz", "/readyz", "/robots.txt"):
        assert client.get(free).status_code == 200
