"""The start of a process that opens strangers' files: this Python, with nothing of its parent.

    subprocess.Popen(confined_command("indexer.ingest.guarded_process", "serve", limits),
                     **confined_options())

The process limits itself (see `confinement`). It is found by Ctrl-C through its parent alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

_ENVIRONMENT = {"MALLOC_ARENA_MAX": "1"}  # the address space of others would count as used
_KEPT = {"LD_LIBRARY_PATH", "SYSTEMROOT", "TZ"}  # where Python and Windows are, what day it is

# Only what the process needs is imported: with the front doors of the packages, and all that stands
# behind them, it would take 0.5 s to start, and not 0.1.
_PROGRAM = """
import sys, types
sys.path[:] = {path!r}
for name, folder in {packages!r}:
    package = types.ModuleType(name)
    package.__path__ = [folder]
    sys.modules[name] = package
from indexer.ingest.limits import SourceLimits
from {module} import {function}
{function}(*{given!r})
"""


def confined_command(
    module: str, function: str, *given: object, packages: Collection[str] = ("indexer",)
) -> list[str]:
    """The command that calls `function` of `module` with what is `given`: texts, numbers, limits.

    The front doors of `packages` are not imported.
    """
    root = Path(__file__).parents[2]
    program = _PROGRAM.format(
        path=[folder for folder in sys.path if folder],
        packages=[(name, str(root.joinpath(*name.split(".")))) for name in packages],
        module=module,
        function=function,
        given=given,
    )
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", program]


def confined_options(
    kept: Collection[str] = (), given: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The options of subprocess for such a process, which finds no variables but a few.

    It has those of its parent that are `kept`, and those that are `given`.
    """
    names = _KEPT.union(kept) & os.environ.keys()
    return {
        "env": _ENVIRONMENT | dict(given or {}) | {name: os.environ[name] for name in names},
        "cwd": "/",
        "process_group": 0,  # Ctrl-C is told to this process, which ends that one
        # Windows' way to it
        "creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    }
