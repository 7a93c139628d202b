"""`make` installs what requirements.txt names, by digest; a wheel requires the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tools.build_hook import wheel_requirements

ROOT = Path(__file__).resolve().parents[2]


def pinned(text: str) -> dict[str, str]:
    """name, in lower case → version, of each requirement at the beginning of a line of `text`."""
    found = re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", text, re.M)
    return {name.lower().replace("_", "-"): version for name, version in found}


@pytest.mark.parametrize("folder", ["", "tests"])
def test_the_lock_has_every_requirement_and_a_digest_of_each(folder: str) -> None:
    named = pinned((ROOT / folder / "requirements.txt").read_text("utf-8"))
    lock = (ROOT / folder / "requirements.lock").read_text("utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", lock) if not entry.startswith("#")]
    assert len(named) > 10
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    locked = pinned(lock)
    assert len(locked) == len(entries)
    missing = named.items() - locked.items()
    assert not missing, "make the lock anew, as its first lines say"


def test_the_tests_run_on_what_is_served() -> None:
    served = pinned((ROOT / "requirements.lock").read_text("utf-8"))
    tested = pinned((ROOT / "tests" / "requirements.lock").read_text("utf-8"))
    assert served.items() <= tested.items()


def test_the_build_needs_what_is_locked_at_the_same_versions() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    building = pinned("\n".join(project["build-system"]["requires"]))
    locked = pinned((ROOT / "tests" / "requirements.lock").read_text("utf-8"))
    assert "hatchling" in building
    assert building.items() <= locked.items()


def test_a_wheel_requires_what_runs_and_not_what_fonts_are_made_of() -> None:
    served = pinned((ROOT / "requirements.txt").read_text("utf-8"))
    wheel = pinned("\n".join(wheel_requirements(ROOT)))
    assert wheel.items() <= served.items()
    assert {"flask", "gunicorn", "waitress", "whoosh"} <= wheel.keys()
    assert {name for name in served if "font" in name} == served.keys() - wheel.keys()
