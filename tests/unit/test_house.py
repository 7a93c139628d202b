"""The rules of the house: short modules, plain docstrings, one sense to a name, a whole map."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ("indexer", "webapp", "bench", "tools", "examples")
MOST_LINES = 400
NOT_PLAIN = re.compile(r"(What|Of each|Those)\b")
# Names that several rooms have in the same sense: the commands, and what each view is named after.
SHARED = frozenset({"fingerprint", "main", "register"})


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def is_view(path: Path) -> bool:
    return path.parent.name == "views"  # a view bears the name of its address


@pytest.mark.parametrize("folder", HOUSE)
def test_a_module_is_short(folder: str) -> None:
    lines = {path: path.read_text("utf-8").count("\n") for path in modules(folder)}
    assert [str(path) for path, number in lines.items() if number >= MOST_LINES] == []


@pytest.mark.parametrize("folder", HOUSE)
def test_docstrings_begin_plainly(folder: str) -> None:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    for path in modules(folder):
        tree = ast.parse(path.read_text("utf-8"))
        assert ast.get_docstring(tree) or path.name == "__init__.py", f"{path} has no docstring"
        for node in ast.walk(tree):
            if isinstance(node, kinds):
                first = ast.get_docstring(node) or ""
                assert not NOT_PLAIN.match(first), f"{path}: {first.splitlines()[0]}"


def test_a_public_name_has_one_sense() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in modules("indexer", "webapp"):
        for node in ast.parse(path.read_text("utf-8")).body:
            named = isinstance(node, ast.ClassDef) or (
                isinstance(node, ast.FunctionDef) and not is_view(path)
            )
            if named and not node.name.startswith("_") and node.name not in SHARED:  # type: ignore[attr-defined]
                homes[node.name].append(str(path.relative_to(ROOT)))  # type: ignore[attr-defined]
    assert {name: paths for name, paths in homes.items() if len(paths) > 1} == {}


def test_the_map_has_every_room() -> None:
    text = (ROOT / "docs/architecture.md").read_text("utf-8")
    rooms = {path.parent.relative_to(ROOT) for path in modules("indexer", "webapp")}
    for room in rooms - {Path("indexer"), Path("webapp")}:
        assert f"`{room.as_posix()}/`" in text, room
