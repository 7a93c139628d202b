"""The halves of a judged list: rules are tuned on DEV, and TEST decides."""

from __future__ import annotations

import hashlib

DEV, TEST = "DEV", "TEST"


def half_of(text: str) -> str:
    """DEV or TEST, by the digest of `text`."""
    return (DEV, TEST)[hashlib.sha256(text.encode()).digest()[0] % 2]
