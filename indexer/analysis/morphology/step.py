"""One step from a word to a barer one, as readers are told it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step from a word to a barer one.

    An affix taken off: `before` is `prefix` + `after` + `suffix`, but for the ة (folded, ه) or ي
    that `after` has and `before` has not; and والله has no prefix. Or, with a `pattern`, the
    singular of a broken plural, the person under which a verb is found, or another spelling, by the
    rule between parentheses. Or the plainest writing of a number, without any of these.
    """

    before: str
    prefix: str
    suffix: str
    after: str
    pattern: str = ""

    def __str__(self) -> str:
        signs = (f"{self.prefix}-" * bool(self.prefix), f"-{self.suffix}" * bool(self.suffix))
        why = " ".join(sign for sign in (*signs, self.pattern) if sign)
        return " ".join(filter(None, (self.before, why, "→", self.after)))
