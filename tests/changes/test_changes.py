"""Likely changes, planted in a copy of the code: each touches only the rooms the map names for it.

The map is the table “Where each change goes” of docs/architecture.md. Each row of CHANGES is a row
of it: edits of files, new files, and a program that runs in the changed copy and prints `works`.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("indexer", "webapp", "docs", "config.toml", "README.md")
LEFT = shutil.ignore_patterns("__pycache__", "fonts", "images")
ARCHIVE = """
from pathlib import Path
import indexer
from indexer import Archive, SearchRequest, load_settings, reindex
assert Path(indexer.__file__).is_relative_to(Path.cwd())
def archive(**files):
    for name, text in files.items():
        path = Path("documents", name.replace("__", "."))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    settings = load_settings().with_folders(Path("documents").resolve(), Path("index").resolve())
    report = reindex(settings)
    assert not report.skipped, report.skipped
    return settings
def found(settings, query):
    with Archive(settings) as opened:
        return [hit.document.id for hit in opened.search(SearchRequest(query)).hits]
def client(settings):
    from webapp import create_app
    return create_app(settings).test_client()
"""


@dataclass(frozen=True)
class Change:
    """A row of the map, planted: `edits` are (file, text there once, text in its place)."""

    row: str  # its first cell
    edits: tuple[tuple[str, str, str], ...]
    proof: str
    new: dict[str, str] = field(default_factory=dict)  # file → its text


CHANGES = {
    "a format": Change(
        "a document format",
        (
            (
                "indexer/ingest/formats.py",
                "from indexer.ingest.cleaning import",
                "from indexer.ingest.captions import captions_readings\n"
                "from indexer.ingest.cleaning import",
            ),
            (
                "indexer/ingest/formats.py",
                '    FileFormat("text"',
                '    FileFormat("captions", (".sub",), captions_readings, "text/srt"),\n'
                '    FileFormat("text"',
            ),
        ),
        """
settings = archive(film__sub="1\\n00:00:01,000 --> 00:00:02,000\\nشرطة القرب\\n")
assert found(settings, "القرب") == ["film.sub"]
assert found(settings, "00:00:01,000") == []
""",
        {
            "indexer/ingest/captions.py": '''
"""The content of a file of captions (SubRip)."""
import hashlib
import re

from indexer.ingest.cleaning import clean_text
from indexer.ingest.encoding import decoded_text
from indexer.ingest.reading import Reading
from indexer.ingest.sources import source_bytes


def captions_readings(source, limits):
    content = source_bytes(source, limits.max_bytes)
    text = re.sub(r"(?m)^(?:\\d+|.* --> .*)$", "", decoded_text(content))
    yield Reading({}, clean_text(text), digest=hashlib.sha256(content).hexdigest())
'''
        },
    ),
    "a folding": Change(
        "a letter folding",
        (
            (
                "indexer/analysis/normalize.py",
                '    "\\u06aa": araby.KAF,  # ڪ\n',
                '    "\\u06aa": araby.KAF,  # ڪ\n    "\\u0763": araby.KAF,  # ݣ\n',
            ),
        ),
        """
from indexer.analysis import folded
assert folded("ݣلب") == "كلب"
assert found(archive(a__txt="مات ݣلب"), "كلب") == ["a"]
""",
    ),
    "a suffix": Change(
        "an affix, a plural, a root pattern",
        (
            (
                "indexer/analysis/morphology/affixes.py",
                '    # accusative\n    "ا": (("", 3, 1.0),),\n',
                '    # accusative\n    "ا": (("", 3, 1.0),),\n    "ش": (("", 3, 0.1),),\n',
            ),
            (
                "indexer/analysis/morphology/affixes.py",
                '_LAST = frozenset("تناهم")',
                '_LAST = frozenset("تناهمش")',
            ),
        ),
        """
settings = archive(a__txt="ماكتبتش كتبت كتبت كتبت", b__txt="كتبتش")
assert found(settings, "كتبت") == ["a", "b"]
""",
    ),
    "a common word": Change(
        "a common word",
        (("indexer/analysis/function_words.py", '_ARABIC = """\n', '_ARABIC = """\nديال '),),
        """
from indexer.analysis import is_function_word
assert is_function_word("ديال")
""",
    ),
    "a setting": Change(
        "a setting",
        (
            (
                "indexer/settings.py",
                "    snippets: int = _at_least(1)\n",
                "    snippets: int = _at_least(1)\n    novelty: int = _at_least(1)\n",
            ),
            (
                "config.toml",
                "\n# Passages shown under a hit.\n",
                "\n# New.\nnovelty = 7\n# Passages shown under a hit.\n",
            ),
        ),
        """
assert load_settings().search.novelty == 7
""",
    ),
    "a command": Change(
        "a command",
        (
            (
                "indexer/__main__.py",
                '    command("check", _check, ',
                '    command("words", lambda settings, given: print("works") or 0, "Say so.")\n'
                '    command("check", _check, ',
            ),
        ),
        """
import subprocess, sys
told = subprocess.run([sys.executable, "-m", "indexer", "words"], capture_output=True, text=True)
assert (told.returncode, told.stdout) == (0, "works\\n"), told
""",
    ),
    "a facet": Change(
        "a facet",
        (
            (
                "indexer/model/facets.py",
                '    "language": lambda document: _one(document.language),\n',
                '    "language": lambda document: _one(document.language),\n'
                '    "licence": lambda document: _one(document.licence),\n',
            ),
            (
                "webapp/facets.py",
                '    Facet("language", "language", "facet.language"),\n',
                '    Facet("language", "language", "facet.language"),\n'
                '    Facet("licence", "licence", "facet.licence", described="The licence"),\n',
            ),
            *(
                (f"webapp/messages/{tag}.toml", "\n[facet]\n", f'\n[facet]\nlicence = "{word}"\n')
                for tag, word in (("ar", "الترخيص"), ("fr", "Licence"), ("en", "Licence"))
            ),
        ),
        """
head = "---\\nlicence: CC BY\\n---\\n\\n"
visitor = client(archive(a__md=head + "شرطة القرب", b__md="شرطة المدينة", c__md=head + "الشرطة"))
answer = visitor.get("/api/search?q=شرطة&licence=CC BY").get_json()
assert {hit["id"] for hit in answer["hits"]} == {"a", "c"}
assert answer["facets"]["licence"] == [{"value": "CC BY", "count": 2}]
for language, word in (("ar", "الترخيص"), ("fr", "Licence"), ("en", "Licence")):
    page = visitor.get(f"/{language}/search?q=شرطة").get_data(as_text=True)
    assert word in page and "CC BY" in page
""",
    ),
    "a document field": Change(
        "a document field",
        (
            (
                "indexer/model/document.py",
                "    place: str | None = None\n",
                "    place: str | None = None\n    court: str | None = None\n",
            ),
            (
                "indexer/ingest/records.py",
                '    "place": values.one_text,\n',
                '    "place": values.one_text,\n    "court": values.one_text,\n',
            ),
        ),
        """
settings = archive(a__md="---\\ncourt: محكمة النقض\\n---\\n\\nحكم")
with Archive(settings) as opened:
    assert opened.document("a").court == "محكمة النقض"
assert client(settings).get("/api/documents/a").get_json()["court"] == "محكمة النقض"
""",
    ),
    "a field of the API": Change(
        "an API field",
        (
            (
                "webapp/views/api.py",
                '        "matches": hit.matches,\n',
                '        "matches": hit.matches,\n        "letters": len(found.text),\n',
            ),
        ),
        """
(hit,) = client(archive(a__txt="شرطة")).get("/api/search?q=شرطة").get_json()["hits"]
assert hit["letters"] == 4
""",
    ),
    "a kind of file": Change(
        "a kind of file",
        (
            (
                "webapp/present/formats.py",
                "FORMATS = {\n",
                'FORMATS = {\n    "txt": Format("text/plain", lambda file, columns, _: '
                "CsvTable(file, columns), cells),\n",
            ),
        ),
        """
answer = client(archive(a__txt="شرطة")).get("/api/export.txt?q=شرطة")
assert (answer.status_code, answer.mimetype) == (200, "text/plain")
assert "شرطة" in answer.get_data(as_text=True)
""",
    ),
    "a page": Change(
        "a page",
        (
            ("webapp/__init__.py", "    exports,\n", "    exports,\n    colophon,\n"),
            ("webapp/__init__.py", "*(pages, ", "*(colophon, pages, "),
            *(
                (
                    f"webapp/messages/{tag}.toml",
                    "\n[facet]\n",
                    f'\n[colophon]\ntitle = "{word}"\n\n[facet]\n',
                )
                for tag, word in (("ar", "عن الأرشيف"), ("fr", "Colophon"), ("en", "Colophon"))
            ),
        ),
        """
visitor = client(archive(a__txt="شرطة"))
for language, word in (("ar", "عن الأرشيف"), ("fr", "Colophon"), ("en", "Colophon")):
    answer = visitor.get(f"/{language}/colophon")
    assert answer.status_code == 200
    assert f"<h1>{word}</h1>" in answer.get_data(as_text=True)
""",
        {
            "webapp/views/colophon.py": '''
"""The page about the archive."""
from flask import Blueprint, render_template

blueprint = Blueprint("colophon", __name__)


@blueprint.get("/<language:language>/colophon")
def page(language):
    return render_template("colophon.html")
''',
            "webapp/templates/colophon.html": """
{% extends "base.html" %}
{% block title %}{{ message("colophon.title") }}{% endblock %}
{% block main %}<h1>{{ message("colophon.title") }}</h1>{% endblock %}
""",
        },
    ),
    "a language": Change(
        "a UI language",
        (
            (
                "webapp/languages.toml",
                "\n[fr]\n",
                '\n[es]\nname = "Español"\ndirection = "ltr"\nplural = "en"\nlocale = "es"\n'
                'thousands = "."\ncomma = ", "\n\n[fr]\n',
            ),
        ),
        """
visitor = client(archive(a__txt="شرطة"))
for path in ("", "search?q=شرطة", "d/a", "guide", "kwic?q=شرطة", "terms?q=شرطة", "status", "api"):
    answer = visitor.get(f"/es/{path}", follow_redirects=True)
    assert answer.status_code == 200, path
    assert 'lang="es"' in answer.get_data(as_text=True), path
""",
        {"webapp/messages/es.toml": (ROOT / "webapp/messages/en.toml").read_text("utf-8")},
    ),
    "a constant of BM25": Change(
        "a constant of BM25",
        (("indexer/engine/scoring/bm25.py", "K1, B = 1.2, 0.75", "K1, B = 2.4, 0.75"),),
        """
settings = archive(a__txt="أمن أمن أمن أمن شرطة", b__txt="أمن شرطة شرطة شرطة", c__txt="وزارة")
with Archive(settings) as opened:
    hit = opened.search(SearchRequest("أمن")).hits[0]
assert hit.document.id == "a"
import json, subprocess, sys
before = json.loads(Path("before.json").read_text())
assert hit.score != before["score"], (hit.score, before)
""",
    ),
}


def touched(row: str) -> list[str]:
    """The files and folders that the map names for the change `row`."""
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    table = text.split("## Where each change goes", 1)[1]
    for line in table.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if cells[0] == row:
            return re.findall(r"`([^`]+)`", cells[1])
    raise AssertionError(f"the map has no row “{row}”")


def is_named(path: str, names: list[str]) -> bool:
    return any(path == name or (name.endswith("/") and path.startswith(name)) for name in names)


def run(folder: Path, program: str) -> None:
    path = folder / "proof.py"
    path.write_text(
        f"{ARCHIVE}if __name__ == '__main__':\n"
        + "".join(f"    {line}\n" for line in [*program.strip().splitlines(), "print('works')"]),
        "utf-8",
    )
    told = subprocess.run(
        [sys.executable, "-c", "import runpy; runpy.run_path('proof.py', run_name='__main__')"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.stdout.endswith("works\n"), told.stdout + told.stderr


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the code."""
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=LEFT)
        else:
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_touches_what_the_map_names(house: Path, name: str) -> None:
    change = CHANGES[name]
    names = touched(change.row)
    for path in (*(edit[0] for edit in change.edits), *change.new):
        assert is_named(path, names), f"{path} is not among {names}"
    if name == "a constant of BM25":
        run(
            house,
            """
settings = archive(a__txt="أمن أمن أمن أمن شرطة", b__txt="أمن شرطة شرطة شرطة", c__txt="وزارة")
import json
with Archive(settings) as opened:
    page = opened.search(SearchRequest("أمن"))
Path("before.json").write_text(json.dumps({"score": page.hits[0].score}))
""",
        )
    for path, old, new in change.edits:
        text = (house / path).read_text("utf-8")
        assert text.count(old) == 1, (path, old)
        (house / path).write_text(text.replace(old, new), "utf-8")
    for path, text in change.new.items():
        assert not (house / path).exists()
        (house / path).write_text(text.lstrip("\n"), "utf-8")
    run(house, change.proof)
