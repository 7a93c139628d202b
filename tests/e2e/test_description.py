"""The API answers as its description says: whatever a program makes of that, by schemathesis."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.e2e.conftest import Server

pytest.importorskip("schemathesis", reason="schemathesis is not installed")

EXAMPLES = "300" if os.environ.get("KHIZANA_LONG_TESTS") else "20"  # for each operation


def test_every_answer_is_one_that_is_described(serve: Callable[..., Server]) -> None:
    server = serve()
    address = f"http://127.0.0.1:{server.port}/api/openapi.json"
    phases = ("--phases", "examples,coverage,fuzzing", "--max-examples", EXAMPLES)
    addresses = ("--exclude-method", "POST")  # a form has the same arguments, and goes the same way
    again = ("--seed", "2018", "--generation-database", "none", "--workers", "1", "--no-color")
    asked = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "run", address, *phases, *addresses, *again],
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert asked.returncode == 0, asked.stdout[-6000:] + asked.stderr[-2000:]
    assert "Tested: " in asked.stdout
