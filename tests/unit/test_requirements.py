"""What `make` installs is what requirements.txt names, by digest."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_lock_has_every_requirement_and_a_digest_of_each() -> None:
    named = re.findall(
        r"^([\w.-]+)(?:\[\w+\])?==(\S+)", (ROOT / "requirements.txt").read_text("utf-8"), re.M
    )
    entries = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8"))
    locked = {
        (found[1], found[2]): "--hash=sha256:" in entry
        for entry in entries
        if (found := re.match(r"([\w.-]+)==(\S+)", entry))
    }
    assert len(named) > 10
    assert all(locked.values())
    missing = [pair for pair in named if (pair[0].lower(), pair[1]) not in locked]
    assert missing == [], "make requirements.lock anew, as its first lines say"
