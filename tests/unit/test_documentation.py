"""Documents about the program lead to what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from indexer import __version__

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = sorted(
    page
    for folder in (".", "docs", "docs/decisions", "examples", "bench", "corpus")
    for page in (ROOT / folder).glob("*.md")
    if folder != "corpus" or page.name == "README.md"
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_tests_that_are_named_are_there(page: Path) -> None:
    if page.name == "CHANGELOG.md":
        return  # which tells of what is gone
    named = set(re.findall(r"tests/[\w/]+(?:\.\w+)?", page.read_text("utf-8")))
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


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
