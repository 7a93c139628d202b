"""What people who search archives complain of, made into small inputs (README.md beside).

Every case of `cases/` is ours and must pass. So must those of `../shared/cases`, where that folder
is there, but for those of LATER, which fail with a reason: one that begins to pass is noticed,
because its expected failure is strict.
"""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import time
import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from indexer import Settings, load_settings, reindex
from webapp import create_app
from webapp.site import EXTENSION

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared" / "cases"
ATOM = "{http://www.w3.org/2005/Atom}"
LONGEST_PATH = 60  # of an address that can be pasted into a message

Case = dict[str, Any]

# File of ../shared/cases → why its cases fail as yet.
LATER: dict[str, str] = {}
# Names of cases of these files that pass already.
MET: set[str] = set()
# Name of a case that needs a browser → the file and the name of the test that holds it.
HELD_BY = {
    "copying a passage": (
        "tests/browser/test_carrying.py",
        "test_copied_paragraphs_are_the_text_alone",
    ),
}


def cases(folder: Path) -> list[Any]:
    """The cases in the files of `folder`, as parameters; those expected to fail are marked so."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        for case in tomllib.loads(path.read_text("utf-8"))["case"]:
            name = case["name"]
            later = LATER.get(path.stem) if folder == SHARED and name not in MET else None
            marks = [pytest.mark.xfail(strict=True, reason=later)] if later else []
            found.append(pytest.param(case, id=f"{path.stem}: {name}", marks=marks))
    return found


@pytest.mark.parametrize("case", cases(HERE / "cases"))
def test_case_of_ours(case: Case, tmp_path: Path) -> None:
    hold(case, tmp_path)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/cases is absent")
@pytest.mark.parametrize("case", cases(SHARED))
def test_case_from_the_field(case: Case, tmp_path: Path) -> None:
    hold(case, tmp_path)


def hold(case: Case, folder: Path) -> None:
    """Asserts that what `case` says is so."""
    if "query" in case:
        answered(case, folder)
    elif "typed" in case:
        completed(case, folder)
    elif case["name"] in HELD_BY:
        file, test = HELD_BY[case["name"]]
        path = ROOT / file
        assert path.is_file(), f"no {file}"
        assert f"def {test}(" in path.read_text("utf-8")
    else:
        ACTIONS[case["name"]](case, folder)


def settings_of(case: Case, folder: Path) -> Settings:
    """Settings over the documents and files of `case`, written into `folder`, and their index."""
    corpus = folder / "corpus"
    if case.get("base") == "corpus":
        shutil.copytree(ROOT / "corpus", corpus)
    corpus.mkdir(exist_ok=True)
    lines = [json.dumps(document, ensure_ascii=False) for document in case.get("documents", ())]
    if lines:
        (corpus / "case.jsonl").write_text("\n".join(lines), "utf-8")
    for file in case.get("files", ()):
        (corpus / file["name"]).write_text(file["text"], "utf-8")
    settings = load_settings(ROOT / "config.toml").with_folders(corpus, folder / "index")
    web = dataclasses.replace(settings.web, requests_per_second=0.0)
    settings = dataclasses.replace(settings, web=web)
    reindex(settings)
    return settings


@contextmanager
def served(settings: Settings) -> Iterator[FlaskClient]:
    """A client of the application over the index of `settings`."""
    app = create_app(settings)
    try:
        yield app.test_client()
    finally:
        app.extensions[EXTENSION].archive.close()


def answered(case: Case, folder: Path) -> None:
    """Asserts that the API answers the query of `case`, and those like it, as it should."""
    with served(settings_of(case, folder)) as client:
        for query in (case["query"], *case.get("alike", ())):
            answered_query(case, query, client)


def answered_query(case: Case, query: str, client: FlaskClient) -> None:
    """Asserts that the API answers `query` as `case` says."""
    asked = {"q": query, "page_size": "100", **case.get("params", {})}
    response = client.get(case.get("path", "/api/search"), query_string=asked)
    answer = response.get_json(silent=True) or {}
    assert response.status_code == 200, answer
    for name, value in case.get("headers", {}).items():
        assert unquote(response.headers[name]) == value
    for line in case.get("lines", ()):
        assert line in response.text
    hits = {hit["id"]: hit for hit in answer.get("hits", ())}
    assert set(case.get("found", ())) <= hits.keys(), query
    assert not set(case.get("absent", ())) & hits.keys(), query
    assert case.get("order", list(hits)) == list(hits)
    assert case.get("all_words", answer.get("all_words")) == answer.get("all_words"), query
    assert {id_: hits[id_]["title"] for id_ in case.get("titles", {})} == case.get("titles", {})
    for id_, language in case.get("languages", {}).items():
        assert client.get(f"/api/documents/{id_}").get_json()["language"] == language
    for key, value in case.get("answer", {}).items():
        assert _plain(answer[key]) == value, key
    for facet, counts in case.get("facets", {}).items():
        assert {row["value"]: row["count"] for row in answer["facets"][facet]} == counts


def _plain(value: Any) -> Any:
    """`value` of an answer as TOML has it, which knows no null: "" stands for it."""
    if isinstance(value, list):
        return list(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return "" if value is None else value


def completed(case: Case, folder: Path) -> None:
    """Asserts that /api/complete offers the words it should after what is typed."""
    with served(settings_of(case, folder)) as client:
        answer = client.get("/api/complete", query_string={"q": case["typed"]}).get_json()
        words = [one["text"] for one in answer["completions"] if one["kind"] == "word"]
        assert words == case["completions"]


def citation_is_short(case: Case, folder: Path) -> None:
    """The address that a page offers to cite its document by fits into a message."""
    with served(settings_of(case, folder)) as client:
        (hit,) = client.get("/api/search").get_json()["hits"]
        page = client.get(f"/ar/d/{hit['id']}").get_data(as_text=True)
        cited = re.search(r'id="cite".*?</div>', page, re.S)
        assert cited is not None
        (path,) = re.findall(r"https?://[^/\s<]+(/[^\s<]*)", cited[0])
        assert len(path) <= LONGEST_PATH
        found = client.get(path, follow_redirects=True)
        assert found.status_code == 200
        assert "نص التقرير" in found.get_data(as_text=True)


def feed_tells_what_is_new(case: Case, folder: Path) -> None:
    """The entries of a feed have the same times after another reindex."""
    settings = settings_of(case, folder)
    before = updated(settings)
    assert before
    time.sleep(1.1)  # times are told in seconds
    reindex(settings)
    assert updated(settings) == before


def updated(settings: Settings) -> dict[str | None, str | None]:
    """id → time of the entries of the feed."""
    with served(settings) as client:
        feed = ElementTree.fromstring(client.get("/ar/feed?q=نص").data)
    entries = feed.findall(f"{ATOM}entry")
    return {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated") for entry in entries}


ACTIONS: dict[str, Callable[[Case, Path], None]] = {
    "the address of a document with an Arabic name": citation_is_short,
    "a feed after a reindex": feed_tells_what_is_new,
}
