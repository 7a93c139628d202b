"""Documents about the program lead to what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from indexer import __version__

ROOT = Path(__file__).resolve().parents[2]
MADE = {"webapp/static/fonts/"}  # by set-up
DECISIONS = ROOT / "docs" / "decisions"
PAGES = sorted(
    page
    for pattern in ("*.md", "docs/**/*.md", "*/README.md", "tests/*/README.md")
    for page in ROOT.glob(pattern)
)
PATH = r"`((?:indexer|webapp|tests|docs|bench|examples|packaging|tools|corpus)/[^`\s*…]*)`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_files_that_are_named_are_there(page: Path) -> None:
    text = page.read_text("utf-8")
    if page.name == "CHANGELOG.md":  # the first column of its tables names files that are gone
        text = "\n".join(line.rpartition(" | ")[2] for line in text.splitlines())
    named = {name.partition("::")[0] for name in re.findall(PATH, text)} - MADE
    named |= set(re.findall(r"\btests/[\w/]+(?:\.\w+)?", text))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_each_name_that_a_change_led_to_is_in_the_code() -> None:
    """The names in the second column of the tables of the changelog."""
    code = "\n".join(
        module.read_text("utf-8")
        for folder in ("indexer", "webapp", "tools", "tests", "bench")
        for module in sorted((ROOT / folder).rglob("*.py"))
        if module != Path(__file__)
    )
    in_code = set(re.findall(r"\w+", code))
    rows = re.findall(r"^\| .+ \| (.+) \|$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    names = {name for row in rows for name in re.findall(r"`([^`/]+)`", row)}
    named = {
        word for name in names if not name.endswith(".py") for word in re.findall(r"\w+", name)
    }
    assert len(named) > 50
    assert sorted(named - in_code) == []


def test_each_decision_says_its_context_consequences_and_measure() -> None:
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    assert len(pages) == 10
    index = (DECISIONS / "README.md").read_text("utf-8")
    for number, page in enumerate(pages, 1):
        text = page.read_text("utf-8")
        title = re.match(rf"# {number}\. (.+)\n", text)
        assert title is not None
        assert f"{number}. [{title[1]}]({page.name})" in index
        assert re.findall(r"^## (\w+)$", text, re.M) == [
            "Context",
            "Decision",
            "Consequences",
            "Measured",
        ]
        assert re.search(r"^Status: \S", text, re.M)


def test_the_changelog_has_the_version_and_its_kinds_of_change() -> None:
    """As Keep a Changelog has them; a version that is not out yet stands under Unreleased."""
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (?:\[?)(Unreleased|\d+\.\d+\.\d+)", text, re.M)
    assert versions[0] in ("Unreleased", __version__)
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.M)) <= kinds


def test_the_hooks_before_a_commit_are_the_linters_of_make() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]
    entries = [hook["entry"].removeprefix(".venv/bin/") for hook in hooks[0]["hooks"]]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    linting = makefile.partition("\nlint:")[2].partition("\n\n")[0]
    assert entries == re.findall(r"^\t\$\(BIN\)/(.+)$", linting, re.M)


def test_each_folder_and_module_has_its_place_in_the_map() -> None:
    rows = dict(re.findall(r"^\| `([^|]+)/` \| (.+) \|$", _page("architecture.md"), re.M))
    modules = [
        module.relative_to(ROOT)
        for folder in ("indexer", "webapp")
        for module in (ROOT / folder).rglob("*.py")
        if module.name != "__init__.py"
    ]
    assert [
        str(module)
        for module in sorted(modules)
        if f"`{module.name}`" not in rows.get(str(module.parent), "")
    ] == []


def test_each_stop_of_a_walk_names_a_file_and_a_function_in_it() -> None:
    stops = re.findall(r"^\d+\. (.+)$", _page("walks.md"), re.M)
    named = [re.match(r"`(.+?\.py)`, `(?:(\w+)\.)?(\w+)`", stop) for stop in stops]
    assert len(stops) > 30
    for stop, found in zip(stops, named, strict=True):
        assert found is not None, stop
        module = (ROOT / found[1]).read_text("utf-8")
        assert re.search(rf"\bdef {found[3]}\b", module), stop
        assert found[2] is None or f"class {found[2]}" in module, stop


def _page(name: str) -> str:
    return (ROOT / "docs" / name).read_text("utf-8")
