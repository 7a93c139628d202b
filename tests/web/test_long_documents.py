"""A document of 20 MB: its parts, its addresses, and what a request for it costs.

KHIZANA_LONG_TESTS=1 makes it that long, with 4 million paragraphs beside it and a JSONL of 1 GB.
"""

from __future__ import annotations

import ctypes
import gc
import gzip
import json
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from indexer import Settings, load_settings, reindex
from webapp import create_app

ROOT = Path(__file__).resolve().parents[2]
LONG = bool(os.environ.get("KHIZANA_LONG_TESTS"))
TEXT_BYTES = 19_000_000 if LONG else 1_500_000
JSONL_BYTES = 1_000_000_000 if LONG else 3_000_000
WORDS = ["الشرطة", "في", "المدينة", "من", "أجل", "الناس", "على", "القانون", "أو", "الحق", "إلى"]
WORDS += ["العدل", "كتاب", "رقم", "مدرسة", "وزارة"]
COMMON = quote('"من" أو "في" أو "على" أو "أو" أو "إلى"')
RUNS = quote('"في المدينة" أو "من أجل" أو القانون ضمن 3 كلمات الحق')
# wide margins: machines differ; the figures themselves are asserted in the long run
MOST_SECONDS = 2.5 if LONG else 10.0
MOST_MEGABYTES = 64.0
# what is not of one document, but of all of them (docs/reliability.md has the figures)
MOST_OF_ALL = {"/api/concordance.csv": 80.0}
OF_ALL = f"/ar/search?q={RUNS}"  # it reads most of the index


def prose(size: int) -> str:
    """Paragraphs of 9 to 90 words, a heading before each fortieth."""
    paragraphs: list[str] = []
    held = number = 0
    while held < size:
        words = [WORDS[(number * 7 + at * at) % len(WORDS)] for at in range(9 + number % 10 * 9)]
        paragraph = " ".join(words)
        if number % 40 == 0:
            paragraph = f"## باب {number // 40 + 1}\n\n{paragraph}"
        paragraphs.append(paragraph)
        held += len(paragraph.encode()) + 2
        number += 1
    return "\n\n".join(paragraphs)


@pytest.fixture(scope="module")
def long_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose archive holds long documents."""
    folder = tmp_path_factory.mktemp("long")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "prose.txt").write_text(prose(TEXT_BYTES), "utf-8")
    if LONG:
        (corpus / "letters.txt").write_text("ا\n\n" * 4_000_000, "utf-8")
        lines = prose(TEXT_BYTES).replace("\n\n", "\n")
        (corpus / "lines.txt").write_text(lines, "utf-8")  # one paragraph
        mixed = "the police " * (TEXT_BYTES // 11 - 99) + "الشرطة 😀"
        (corpus / "mixed.txt").write_text(mixed, "utf-8")  # one line; four bytes a letter in memory
    row = json.dumps({"id": "%d", "title": "وثيقة", "text": " ".join(WORDS * 20)})
    with (corpus / "many.jsonl").open("w") as file:
        for number in range(JSONL_BYTES // (len(row) + 6)):
            file.write(row % number + "\n")
    settings = load_settings(ROOT / "config.toml").with_folders(corpus, folder / "index")
    settings = replace(settings, web=replace(settings.web, requests_per_second=0.0))
    reindex(settings, jobs=2 if LONG else 1)
    return settings


@pytest.fixture(scope="module")
def reader(long_settings: Settings) -> FlaskClient:
    return create_app(long_settings).test_client()


def page(reader: FlaskClient, url: str) -> str:
    answer = reader.get(url, follow_redirects=True)
    assert answer.status_code == 200, url
    return answer.get_data(as_text=True)


def numbers(html: str) -> list[int]:
    """The numbers of the paragraphs on a page."""
    return list(map(int, re.findall(r'id="p(\d+)"', html)))


def test_the_parts_are_the_whole_one_after_the_other(reader: FlaskClient) -> None:
    url: str | None = "/ar/d/prose"
    found: list[int] = []
    for _ in range(4):
        assert url is not None
        html = page(reader, url)
        assert len(html.encode()) < 1_200_000
        found += numbers(html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        url = following[1] if following else None
    assert found == list(range(1, len(found) + 1))
    assert re.search(r"الجزء (<bdi[^>]*>)?4(</bdi>)? من", html)


@pytest.mark.parametrize("packed", ["gzip", "identity"])
def test_a_long_text_is_sent_whole_as_it_is_read(
    reader: FlaskClient, long_settings: Settings, packed: str
) -> None:
    whole = (long_settings.corpus.folder / "prose.txt").read_text("utf-8")
    for url in ("/d/prose/text", "/api/documents/prose"):
        answer = reader.get(url, headers={"Accept-Encoding": packed})
        assert answer.is_streamed
        content = gzip.decompress(answer.data) if packed == "gzip" else answer.data
        if url.startswith("/api"):
            record = json.loads(content)
            assert (record["text"], record["id"]) == (whole, "prose")
        else:
            assert content.decode() == f"باب 1\n\n{whole}\n"


def test_there_is_no_part_beyond_the_last(reader: FlaskClient) -> None:
    assert reader.get("/ar/d/prose?part=9999").status_code == 404
    assert 'rel="next"' not in page(reader, "/ar/d/0")


def test_the_address_of_a_paragraph_leads_to_its_part(reader: FlaskClient) -> None:
    third = numbers(page(reader, "/ar/d/prose?part=3"))
    for number in (third[1], third[-1]):
        answer = reader.get(f"/d/prose?p={number}", follow_redirects=True)
        html = answer.get_data(as_text=True)
        assert number in numbers(html)
        assert 1 not in numbers(html)
        (anchor,) = re.findall(rf'id="(p{number}-[0-9a-z]+)"', html)
        assert anchor in page(reader, f"/d/prose?p={anchor[1:]}")


def test_the_contents_lead_to_headings_of_other_parts(reader: FlaskClient) -> None:
    html = page(reader, "/ar/d/prose")
    links = re.findall(r'href="(/ar/d/prose/(b-[0-9]+))#b-[0-9]+"', html)
    assert len(links) > 4
    for path, address in (links[0], links[-1]):
        assert f'id="{address}"' in page(reader, path)


def test_hits_are_counted_over_the_whole_and_lead_to_their_part(reader: FlaskClient) -> None:
    query = quote("مدرسة")
    first, third = (page(reader, f"/ar/d/prose?q={query}&part={part}") for part in (1, 3))
    hits = [list(map(int, re.findall(r'<mark id="h(\d+)"', html))) for html in (first, third)]
    assert hits[0][0] == 1
    assert hits[1][0] > hits[0][-1]
    assert hits[1] == list(range(hits[1][0], hits[1][-1] + 1))
    assert f'<mark id="h{hits[1][5]}"' in page(reader, f"/ar/d/prose?q={query}&h={hits[1][5]}")


def requests() -> list[str]:
    """Of every kind, for the long document and for a line of the long file."""
    found = [f"/ar/{kind}?q={COMMON}" for kind in ("search", "kwic", "terms")]
    found += [f"/api/{kind}?q={quote('الشرطة')}" for kind in ("search", "concordance", "terms")]
    found += [f"/ar/search?q={RUNS}"]
    if LONG:
        found += [f"/api/search?q={COMMON}", f"/api/concordance.csv?q={COMMON}"]
    for document in ("prose", "letters", "lines", "mixed", "7") if LONG else ("prose", "7"):
        found += [
            f"/ar/d/{document}",
            f"/ar/d/{document}?q={COMMON}",
            f"/ar/d/{document}?q={RUNS}",
            f"/ar/d/{document}?p=9-abcdef",
            f"/ar/kwic?q={COMMON}&in={document}",
            f"/d/{document}/original",
            f"/d/{document}/text",
            f"/d/{document}/cite.bib",
            f"/api/documents/{document}",
            f"/api/documents/{document}/related",
        ]
    return found


def peak_megabytes(ask: Callable[[], None]) -> float:
    """How much more memory the process held at most while it did what it was asked."""
    status = Path("/proc/self/status")

    def of(name: str) -> float:
        (line,) = (row for row in status.read_text().splitlines() if row.startswith(name))
        return int(line.split()[1]) / 1_000

    gc.collect()
    with suppress(OSError, AttributeError):  # what is free goes back: the rest is what rests
        ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")  # the peak is that from now on
    before = of("VmRSS")
    ask()
    return of("VmHWM") - before


@pytest.mark.parametrize("url", requests())
def test_no_request_takes_long_or_much(reader: FlaskClient, url: str) -> None:
    def ask() -> None:
        with reader.get(url, follow_redirects=True) as answer:
            assert answer.status_code == 200
            for _ in answer.iter_encoded():
                pass

    if url == OF_ALL:
        ask()  # pages of the index that are read count as memory, but are shared and given back
    started = time.process_time()
    if os.access("/proc/self/clear_refs", os.W_OK):
        of_all = (most for start, most in MOST_OF_ALL.items() if url.startswith(start))
        assert peak_megabytes(ask) < next(of_all, MOST_MEGABYTES)
    else:
        ask()
    # a file has a time of its own: [search] export_seconds
    most = 5.0 if ".csv" in url else MOST_SECONDS
    assert time.process_time() - started < most


def test_a_line_that_moved_is_found_and_one_that_changed_is_not(
    long_settings: Settings, reader: FlaskClient
) -> None:
    if LONG:
        pytest.skip("the file is too long to be written again")
    path = long_settings.corpus.folder / "many.jsonl"
    content = path.read_bytes()
    path.write_bytes(b'{"id": "new", "text": "x"}\n' + content)
    moved = reader.get("/d/7/original")
    assert moved.get_json()["id"] == "7"
    path.write_bytes(content.replace(b'"id": "7"', b'"id": "q"'))
    assert reader.get("/d/7/original").status_code == 404
    assert reader.get("/d/8/original").get_json()["id"] == "8"
    path.write_bytes(content)
