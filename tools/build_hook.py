"""The hook of hatchling: it adds the requirements of the wheel, and its fonts."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class Requirements(MetadataHookInterface):
    """The wheel requires what requirements.txt names, but for what only the build needs."""

    def update(self, metadata: dict[str, Any]) -> None:
        metadata["dependencies"] = wheel_requirements(Path(self.root))


class Fonts(BuildHookInterface[Any]):
    """Makes the fonts of the pages where `make` has not done so."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        sys.path.insert(0, self.root)
        from tools.fonts import OUTPUT, make_fonts

        if not (OUTPUT / "fonts.css").is_file():
            make_fonts()


def wheel_requirements(root: Path) -> list[str]:
    """The lines of requirements.txt below `root` whose package the build alone does not need."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    building = {_name(line) for line in project["build-system"]["requires"]}
    lines = (root / "requirements.txt").read_text("utf-8").splitlines()
    named = [line for line in lines if line and not line.startswith("#")]
    return [line for line in named if _name(line) not in building]


def _name(requirement: str) -> str:
    """The name of the package in `requirement`, in lower case."""
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower()
