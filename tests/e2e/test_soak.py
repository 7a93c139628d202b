"""A server that is asked 50,000 things keeps answering, and keeps its size.

Long: KHIZANA_LONG_TESTS=1.
"""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from tests.e2e.conftest import Server

LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
REQUESTS = 50_000
SAMPLES = 10  # of the memory, evenly over the requests
MOST_GROWTH = 1.15  # from the first sample to the last
WORDS = (
    "كتاب",
    "مدرسة",
    "رقم",
    "والكتاب",
    "مدارسهم",
    "الشرظة",
    "=كتاب",
    "~درس",
    "مدر*",
    "«كتاب رقم»",
)
JOINTS = (" ", " ", " أو ", " ليس ", " ضمن 5 كلمات ", " (", ") ", '"', "-", ":")
PAGES = ("/ar/search", "/fr/search", "/en/kwic", "/ar/terms", "/ar/feed", "/ar/", "/ar/guide")
PATHS = ("/api/search", "/api/concordance", "/api/terms", "/api/complete", "/api/export.csv")
OF_DOCUMENT = ("/ar/d/{}", "/d/{}", "/d/{}/text", "/d/{}/cite.bib", "/api/documents/{}")
ODD = (
    "/",
    "/nichts",
    "/api/nichts",
    "/ar/search?page=0",
    "/api/search?from=x",
    "/readyz",
    "/healthz",
)

pytestmark = pytest.mark.skipif(
    not LONG or not Path("/proc/self/status").exists(),
    reason="long (KHIZANA_LONG_TESTS=1), and reads memory in /proc",
)


def addresses(chance: random.Random) -> Iterator[str]:
    """Varied addresses, without end."""
    while True:
        words = [chance.choice(WORDS) for _ in range(chance.randint(0, 5))]
        query = "".join(word + chance.choice(JOINTS) for word in words)
        kind = chance.random()
        if kind < 0.75:
            asked = {"q": query}
            if chance.random() < 0.3:
                asked["width"] = chance.choice(("exact", "word", "root", "wider"))
            if chance.random() < 0.2:
                asked["sort"] = chance.choice(("newest", "oldest", "title", "added"))
            if chance.random() < 0.2:
                asked["page"] = str(chance.randint(0, 4))
            yield f"{chance.choice(PAGES + PATHS)}?{urlencode(asked)}"
        elif kind < 0.95:
            document = str(chance.randint(0, 33))  # of 30
            yield chance.choice(OF_DOCUMENT).format(document) + f"?q={quote(query)}"
        else:
            yield chance.choice(ODD)


def resident(pid: int) -> int:
    """The memory that the process holds, in kilobytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError(f"process {pid} is gone")


def workers(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return list(map(int, children.split()))


def test_a_worker_keeps_its_size(
    serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUNICORN_CMD_ARGS", "--max-requests 0")  # the same worker to the end
    server = serve("workers = 1")
    (worker,) = workers(server.process.pid)
    statuses: Counter[int] = Counter()
    curve: list[int] = []
    chance = random.Random(20261128)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    started = time.monotonic()
    asked = addresses(chance)
    for number in range(1, REQUESTS + 1):
        connection.request("GET", next(asked))
        answer = connection.getresponse()
        answer.read()
        statuses[answer.status] += 1
        if number % (REQUESTS // SAMPLES) == 0:
            (worker,) = workers(server.process.pid)
            curve.append(resident(worker))
    connection.close()
    told = f"{statuses} KB {curve} in {time.monotonic() - started:.0f} s"
    print(told)
    assert not [status for status in statuses if status >= 500], told
    assert statuses[200] > REQUESTS / 2, told
    assert max(curve) <= MOST_GROWTH * curve[0], told
