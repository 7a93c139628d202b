"""Ask an archive by its JSON API: python examples/json_client.py ADDRESS QUERY [MOST].

It needs nothing but Python. It prints up to MOST hits (100), one a line: id, date, title.
"""

import json
import sys
import time
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import urlopen

TRIES = 5  # for an archive that asks to come back later


class ApiError(Exception):
    """An error that the archive answered: it has a status, a code and a message."""


def asked(url: str) -> dict[str, Any]:
    """The JSON at `url`; waits where the archive says so, for as long as it says."""
    for left in reversed(range(TRIES)):
        try:
            with urlopen(url, timeout=30) as response:
                found: dict[str, Any] = json.load(response)
                return found
        except HTTPError as error:
            if error.code in (429, 503) and left and error.headers["Retry-After"]:
                time.sleep(int(error.headers["Retry-After"]))
                continue
            raise ApiError(told(error)) from error
    raise AssertionError("unreachable")


def told(error: HTTPError) -> str:
    """The sentence of the archive for `error`; the number alone where it is not the archive's."""
    try:
        said = json.load(error)["error"]
        return f"{said['status']} {said['code']}: {said['message']}"
    except (ValueError, LookupError):
        return f"{error.code} {error.reason}"


def hits(address: str, query: str) -> Iterator[dict[str, Any]]:
    """The hits of `query`, page after page, as they are asked for."""
    url = f"{address.rstrip('/')}/api/search?{urlencode({'q': query, 'page_size': 100})}"
    while True:
        page = asked(url)
        if not page["complete"]:
            print(f"not complete: {page['incomplete_because']}", file=sys.stderr)
        yield from page["hits"]
        if page["next_url"] is None:
            return
        url = urljoin(url, page["next_url"])


def main() -> None:
    address, query, *most = sys.argv[1:]
    try:
        for hit in islice(hits(address, query), int(most[0]) if most else 100):
            print(hit["id"], hit["date"] or "-", hit["title"], sep="\t")
    except (ApiError, OSError) as error:  # OSError: nothing answers there
        sys.exit(str(error))


if __name__ == "__main__":
    main()
