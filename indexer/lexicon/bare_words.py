"""A word without what is joined to it, by the steps of the analysis."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from indexer.analysis.morphology.affixes import PRONOUNS
from indexer.analysis.morphology.step import Step

_PLURAL = "ات"


def without_clitics(word: str, steps: Sequence[Step], count: Callable[[str], int]) -> str:
    """`word` after those of its `steps` that take off an article, letters before it, a pronoun.

    The first step that does more ends it: of a plural, a dual, a feminine, a verb. `count` gives
    the occurrences of a word: where a plural and a pronoun go in one step (وحداتها → وحدة), the
    plural stays if it occurs.
    """
    for step in steps:
        pronoun = next((end for end in PRONOUNS if step.suffix.endswith(end)), "")
        if step.pattern:
            if step is steps[-1]:
                break
        elif step.suffix and step.suffix != pronoun:
            left = step.before.removesuffix(pronoun)
            if step.suffix == f"{_PLURAL}{pronoun}" and count(left):
                word = left
            break
        word = step.after
    return word
