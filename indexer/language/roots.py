"""The roots of families."""

from __future__ import annotations

from collections.abc import Mapping


def roots_of(
    families: Mapping[str, str], counts: Mapping[str, int], known: Mapping[str, str]
) -> dict[str, str]:
    """family → root key, for each family of `families` (folded word → family).

    The key of a family without a known root is the family itself. Families in `known` keep the key
    it gives them: that is what they were indexed under.
    """
    return {family: known.get(family, family) for family in families.values()}


def shown_root(key: str) -> str | None:
    """The root of `key` as readers are shown it; None where it is no root."""
    return None
