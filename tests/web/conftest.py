"""A small archive with a real index, and the application over it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from indexer import Settings, load_settings, reindex
from webapp import create_app
from webapp.site import EXTENSION

CORPUS = {
    "law.md": """---
title: قانون الأمن
author: البرلمان
publisher: الجريدة الرسمية
date: 2018-04-13
place: الرباط
kind: law
topics: [الأمن, القانون]
source_url: https://law.example/1
---

يحمي القانون الأمن العام.

## الفصل الثاني

تنظم الشرطة عملها وفق القانون، والأمنُ حق.
""",
    "report.md": """---
title: تقرير الشرطة
date: 2015-03
kind: report
---

تقرير عن الأمن في المدينة.
""",
    "folder/letter.md": """---
title: Lettre sur la sécurité
language: fr
kind: lettre
date: 1999
---

La sécurité, الأمن, est un droit.
""",
    # titles, values and texts that try to become markup or to reorder what stands around them
    "hostile.md": """---
title: "<script>alert(1)</script> \\"الأمن\\" 'x'"
publisher: "<b>ناشر</b>"
kind: "<i>kind</i>"
---

\\</mark>\\<img src=x onerror=alert(1)> الأمن & \\<b>"quotes"\\</b>
""",
}


def write_corpus(folder: Path) -> None:
    for name, text in CORPUS.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings with pages of two hits and no limit, and an index built of CORPUS."""
    folder = tmp_path_factory.mktemp("archive")
    write_corpus(folder / "corpus")
    loaded = load_settings().with_folders(folder / "corpus", folder / "index")
    search = dataclasses.replace(loaded.search, page_size=2)
    web = dataclasses.replace(loaded.web, requests_per_second=0.0)
    built = dataclasses.replace(loaded, search=search, web=web)
    reindex(built)
    return built


@pytest.fixture
def make_app(settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Makes an application whose [web] settings differ as named, or with other settings."""
    made: list[Flask] = []

    def make(other: Settings = settings, **web: Any) -> Flask:
        app = create_app(dataclasses.replace(other, web=dataclasses.replace(other.web, **web)))
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions[EXTENSION].archive.close()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def without_index(settings: Settings, tmp_path: Path) -> Settings:
    return settings.with_folders(index=tmp_path / "none")
