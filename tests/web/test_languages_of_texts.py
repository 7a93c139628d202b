"""Texts and passages in other languages than Arabic, without metadata that say so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from indexer import load_settings, reindex
from webapp import create_app
from webapp.site import EXTENSION

ROOT = Path(__file__).resolve().parents[2]
FRENCH = "Le conseil a tenu sa session ordinaire (2019). Les élus ont débattu du budget."
ARABIC = "عقد المجلس دورته العادية، وناقش أعضاؤه ميزانية الجماعة."


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    folder = tmp_path_factory.mktemp("languages")
    (folder / "corpus").mkdir()
    (folder / "corpus/note.txt").write_text(f"{FRENCH}\n\nLa séance a été levée.", "utf-8")
    (folder / "corpus/two.txt").write_text(f"{ARABIC}\n\n{FRENCH}\n\n{ARABIC}", "utf-8")
    (folder / "corpus/both.md").write_text(
        "---\ntitle: دراسة\nauthor: [سمير الزروالي, ليلى الفاسي]\ndate: أمس\n---\nنص الدراسة.",
        "utf-8",
    )
    (folder / "corpus/both.md.toml").write_text('lieu = "فاس"', "utf-8")
    settings = load_settings(ROOT / "config.toml").with_folders(folder / "corpus", folder / "index")
    reindex(settings)
    app = create_app(settings)
    yield app.test_client()
    app.extensions[EXTENSION].archive.close()


def test_a_french_text_is_one_on_its_page_and_in_the_record(visitor: FlaskClient) -> None:
    assert visitor.get("/api/documents/note").get_json()["language"] == "fr"
    page = visitor.get("/ar/d/note").get_data(as_text=True)
    assert '<article class="folio" lang="fr" dir="ltr"' in page
    facets = visitor.get("/api/search?q=").get_json()["facets"]["language"]
    assert {row["value"]: row["count"] for row in facets} == {"ar": 2, "fr": 1}


def test_a_french_passage_of_an_arabic_text_is_from_left_to_right(visitor: FlaskClient) -> None:
    page = visitor.get("/ar/d/two").get_data(as_text=True)
    assert '<article class="folio" lang="ar" dir="rtl"' in page
    passages = [line for line in page.splitlines() if line.startswith('<p id="p')]
    assert ['lang="fr" dir="ltr">' in line for line in passages] == [False, True, False]


def test_results_and_lines_have_the_language_of_the_passage(visitor: FlaskClient) -> None:
    results = visitor.get("/ar/search?q=élus").get_data(as_text=True)
    assert results.count('<bdi lang="fr" dir="ltr">') == 1  # in two; note is French as a whole
    assert results.count('<p class="snip" lang="fr" dir="ltr">') == 1
    lines = visitor.get("/ar/kwic?q=élus").get_data(as_text=True)
    assert lines.count('<td class="node" lang="fr">') == 2
    assert '<td class="node" lang="ar">' not in lines


def test_the_record_has_all_authors_and_says_what_was_given_and_dropped(
    visitor: FlaskClient,
) -> None:
    page = visitor.get("/en/d/both").get_data(as_text=True)
    for name in ("سمير الزروالي", "ليلى الفاسي"):
        assert f"<bdi>{name}</bdi></a>" in page
        (hit,) = visitor.get("/api/search", query_string={"author": name}).get_json()["hits"]
        assert (hit["id"], hit["author"]) == ("both", "سمير الزروالي، ليلى الفاسي")
    assert "Fields that could not be read" in page
    assert "“أمس” is not a date that is known here" in page
    assert '<bdi dir="auto">both.md.toml</bdi>: Place' in page
    ris = visitor.get("/d/both/cite.ris").get_data(as_text=True)
    assert [line for line in ris.split("\r\n") if line.startswith("AU")] == [
        "AU  - سمير الزروالي",
        "AU  - ليلى الفاسي",
    ]
    bibtex = visitor.get("/d/both/cite.bib").get_data(as_text=True)
    assert "author = {{سمير الزروالي} and {ليلى الفاسي}}" in bibtex
