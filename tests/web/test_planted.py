"""Changes made to one table alone: a language, a facet, a kind of file. All the rest follows."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO

import pytest
from flask import Flask
from flask.testing import FlaskClient

import webapp
from indexer import Basis, Settings, SettingsError
from webapp import create_app, facets
from webapp.http import last_resort
from webapp.languages import entries, load_languages
from webapp.present import formats
from webapp.present.formats import Format, cells
from webapp.present.tables import Told
from webapp.site import EXTENSION

FOLDER = Path(webapp.__file__).parent
ROW = """
[eo]
name = "Esperanto"
direction = "ltr"
plural = "en"
locale = "eo"
thousands = "."
comma = ", "
"""
PAGES = {
    "": 200,
    "status": 200,
    "guide": 200,
    "api": 200,
    "search": 200,
    "search?q=الأمن": 200,
    "search?q=الأمن&kind=law": 200,
    "search?q=الأمن&page=3": 200,
    "search?q=قانون شرطة زعفرانيزم مدينة": 200,
    "search?q=الأممن": 200,
    "search?q=زعفرانيزم": 200,
    "search?q=-الأمن &from=1990": 200,
    "search?q=الأمن&from=bad": 400,
    "search?q=الأمن&page=zero": 400,
    "d/law": 200,
    "d/law?q=الأمن": 200,
    "d/law?q=زعفرانيزم": 200,
    "d/law?p=1-aaaaaa": 200,
    "d/none": 404,
    "references?of=قانون 31.13": 200,
    "opds": 200,
    "kwic?q=الأمن": 200,
    "file?i=d/law&i=search?q=الأمن": 200,
    "kwic?q=الأمن&in=law&order=next": 200,
    "terms?q=الأمن": 200,
    "compare?q=الأمن&q=الشرطة": 200,
    "reuse": 200,
    "names": 200,
    "reuse/compare?of=law": 404,
    "feed": 200,
    "feed?q=الأمن": 200,
    "none": 404,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of languages.toml and messages/, to be changed."""
    shutil.copy(FOLDER / "languages.toml", tmp_path)
    shutil.copytree(FOLDER / "messages", tmp_path / "messages")
    return tmp_path


@pytest.fixture
def client_of(settings: Settings) -> Iterator[Callable[[Path], FlaskClient]]:
    """Makes a client of the archive in the languages of a folder."""
    made: list[Flask] = []

    def make(folder: Path) -> FlaskClient:
        made.append(create_app(settings, load_languages(folder)))
        return made[-1].test_client()

    yield make
    for app in made:
        app.extensions[EXTENSION].archive.close()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def plant(folder: Path) -> None:
    """A language more: its row, and the English messages with a sign before each."""
    with (folder / "languages.toml").open("a", encoding="utf-8") as table:
        table.write(ROW)
    english = (folder / "messages" / "en.toml").read_text("utf-8")
    marked = re.sub(r'"((?:[^"\\\n]|\\.)*)"', r'"※\1"', english)
    (folder / "messages" / "eo.toml").write_text(marked, "utf-8")


def test_a_language_is_its_row_and_its_messages(
    folder: Path, client_of: Callable[[Path], FlaskClient]
) -> None:
    plant(folder)
    client = client_of(folder)
    rules = {rule.rule for rule in client.application.url_map.iter_rules()}
    named = [rule for rule in rules if "<language:language>" in rule]
    asked = [page.partition("?")[0].partition("/")[0] for page in PAGES]
    assert {re.split(r"[/<]", rule.partition(">/")[2])[0] for rule in named} <= set(asked)
    keys = [key for key, _ in entries(load_languages(folder)["eo"].texts)]
    for page, status in PAGES.items():
        answer = client.get(f"/eo/{page}")
        assert answer.status_code == status, page
        assert "※" in answer.text, page
        assert [key for key in keys if "." in key and re.search(rf">{key}<", answer.text)] == []
        if answer.mimetype == "text/html":
            assert '<html lang="eo" dir="ltr">' in answer.text, page
            assert answer.text.count('lang="eo" aria-current="true">Esperanto</a>') == 1, page


def test_a_language_more_is_offered_by_all_that_name_the_languages(
    folder: Path, client_of: Callable[[Path], FlaskClient]
) -> None:
    plant(folder)
    client = client_of(folder)
    assert '<link rel="alternate" hreflang="eo"' in client.get("/ar/").text
    assert client.get("/", headers={"Accept-Language": "eo"}).location == "/eo/"
    client.set_cookie("language", "eo")
    assert client.get("/").location == "/eo/"
    assert "Disallow: /eo/kwic" in client.get("/robots.txt").text
    assert client.get("/sitemap-1.xml").text.count("/eo/d/") == 4
    description = client.get("/api/openapi.json").get_json()
    assert "ar, fr, en or eo" in description["components"]["parameters"]["lang"]["description"]
    answer = client.get("/api/export.xlsx?q=الأمن&lang=eo")
    assert answer.status_code == 200
    page = last_resort.pages_in(load_languages(folder).values())["bad_request"].decode()
    assert '<section lang="eo" dir="ltr">' in page


def test_all_faults_of_all_languages_are_told_together(folder: Path) -> None:
    table, messages = folder / "languages.toml", folder / "messages"
    change(table, 'plural = "fr"', 'plural = "gallic"')
    change(table, 'locale = "en-GB"\n', 'locale = "en-GB"\ndirektion = "ltr"\n')
    with table.open("a", encoding="utf-8") as file:
        file.write(ROW.replace('"ltr"', '"up"').replace('name = "Esperanto"\n', ""))
    change(messages / "ar.toml", "\ndecade = ", "\ndecades = ")
    with pytest.raises(SettingsError) as told:
        load_languages(folder)
    assert set(told.value.faults) == {
        "languages.toml: plural of [fr] is no rule that is known: ar, fr, en.",
        "languages.toml: [en] has an unknown value, direktion. Did you mean direction?",
        "languages.toml: [eo] has no name.",
        "languages.toml: direction of [eo] must be rtl or ltr.",
        "messages/eo.toml is missing.",
        "messages/ar.toml has no message facet.decade.",
    }


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("\ndecade = ", "\ndecades = ", "has no message facet.decade."),
        (
            "\ndecade = ",
            "\ndecades = ",
            "has a message facet.decades, which messages/ar.toml has not.",
        ),
        ("{archive} — home", "{archiv} — home", "base.home has a place for archiv, which nothing"),
        ("months = [", "months = 12 #", "months is not of the kind that messages/ar.toml has."),
        ('"January", ', "", "months must be 12 names."),
        ('one = "{n} document"\n', "", "documents has no form for “one”."),
        (
            'one = "{n} document"\n',
            'one = ""\nfew = ""\n',
            "has a form for “few”, which en does not",
        ),
        ("[base]", "[base", "cannot be read: "),
    ],
)
def test_a_fault_of_messages_is_a_sentence(folder: Path, old: str, new: str, fault: str) -> None:
    change(folder / "messages" / "en.toml", old, new)
    with pytest.raises(SettingsError, match=re.escape(fault)) as told:
        load_languages(folder)
    assert all(sentence.startswith("messages/en.toml") for sentence in told.value.faults)


def test_a_facet_of_the_archive_without_a_row_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(facets, "FACETS", facets.FACETS[1:])
    with pytest.raises(SettingsError, match=r"webapp/facets\.py has no row for the facet kind\."):
        load_languages()


def test_nothing_is_served_in_a_language_that_has_faults(tmp_path: Path) -> None:
    """Exit code 2, with a sentence for each and no traceback."""
    shutil.copytree(FOLDER, tmp_path / "webapp", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "indexer").symlink_to(FOLDER.parent / "indexer")
    change(tmp_path / "webapp" / "languages.toml", 'plural = "en"', 'plural = "english"')
    change(tmp_path / "webapp" / "messages" / "fr.toml", "\ndecade = ", "\ndecades = ")
    done = subprocess.run(
        [sys.executable, "-m", "webapp"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "languages.toml: plural of [en] is no rule that is known: ar, fr, en.",
        "messages/fr.toml has no message facet.decade.",
        "messages/fr.toml has a message facet.decades, which messages/ar.toml has not.",
    ]


def test_a_facet_is_its_row_and_its_label(
    folder: Path, client_of: Callable[[Path], FlaskClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Years as values, which are drawn otherwise: under a name and in an argument of their own."""
    row = dataclasses.replace(
        facets.FACETS[-1], parameter="y", label="facet.of_year", listed=True, described="A year."
    )
    monkeypatch.setattr(facets, "FACETS", (row, *facets.FACETS[:-1]))
    for path in (folder / "messages").iterdir():
        change(path, "\n[facet]\n", '\n[facet]\nof_year = "※"\n')
    client = client_of(folder)
    page = client.get("/ar/search?q=الأمن").text
    listed = re.findall(r'<h2 id="f-(\w+)">([^<]*)', page)
    assert listed[1] == ("year", "※")
    (link,) = re.findall(r'href="([^"]*[?&;]y=2018[^"]*)"', page)
    narrowed = client.get(link.replace("&amp;", "&")).text
    assert "chip" in narrowed
    assert "<h1>وثيقة واحدة" in narrowed
    assert client.get("/api/search?y=2018").get_json()["total"] == 1
    assert client.get("/ar/feed?y=2018").text.count("<entry>") == 1
    assert client.get("/api/search?y=x").get_json()["error"]["parameter"] == "y"
    description = client.get("/api/openapi.json").get_json()
    assert description["components"]["parameters"]["y"]["description"] == "A year."
    taken = description["paths"]["/api/search"]["get"]["parameters"]
    assert {"$ref": "#/components/parameters/y"} in taken


class Lines:
    """A line for each row, and one at the end that says how complete they are."""

    lacks = ()

    def __init__(self, file: IO[bytes], columns: Sequence[str], *_: object) -> None:
        self._file = file

    def add(self, row: Sequence[object]) -> None:
        self._file.write(f"{row[0]}\n".encode())

    def end(self, told: Told) -> None:
        basis: Basis = told.basis
        self._file.write(b"all\n" if basis.complete else b"some\n")

    def close(self) -> None:
        self._file.flush()


def test_a_kind_of_file_is_its_row(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/api/export.ids?q=الأمن").status_code == 404
    planted = Format("text/x-ids", Lines, cells, of_lines=True)
    monkeypatch.setitem(formats.FORMATS, "ids", planted)
    for page, named in (("search", "export"), ("kwic", "concordance")):
        text = client.get(f"/fr/{page}?q=الأمن").text
        (link,) = re.findall(rf'href="(/api/{named}\.ids[^"]*)" download', text)
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.content_type == "text/x-ids"
        assert answer.headers["Content-Disposition"].endswith(".ids")
        assert answer.text.endswith("all\n")
        described = client.get("/api/openapi.json").get_json()["paths"]
        operation = described[f"/api/{named}.{{format}}"]["get"]
        assert "ids" in operation["parameters"][0]["schema"]["enum"]
        assert "text/x-ids" in operation["responses"]["200"]["content"]
    assert "law\n" in client.get("/api/export.ids?q=الأمن").text
