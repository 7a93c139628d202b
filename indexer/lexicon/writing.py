"""The words of an archive → the files of its lexicon (`lexicon.py` tells what is in them)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from indexer.analysis.morphology.decisions import Decision, decision_lines
from indexer.analysis.morphology.homographs import NO_HOMOGRAPHS, Homographs
from indexer.analysis.numbers import parts_of_number
from indexer.lexicon.lexicon import (
    DECISIONS,
    DERIVED,
    FAMILIES,
    HOMOGRAPHS,
    ITSELF,
    NUMBERS,
    ROOTS,
    WORDS,
)
from indexer.lexicon.sorted_table import SortedTable

# Digits of a number that is found as a part of others. Of two digits nearly every number would find
# more documents, 5 to 35 of them; of three, one number in five, and 1 to 2 (docs/arabic.md).
_LEAST_DIGITS = 3


def write_lexicon(
    folder: Path,
    writings: Mapping[str, int],
    families: Mapping[str, str],
    roots: Mapping[str, str],
    homographs: Homographs = NO_HOMOGRAPHS,
    decisions: Mapping[str, Decision] | None = None,
    derived: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Writes the lexicon of an archive into `folder`.

    `writings` tells how often each written form occurs, `families` the family of each key, `roots`
    the root key of each family, `homographs` the key of each written form, `decisions` those that
    the families follow beside the rules, `derived` the near derivatives of each family.
    """
    forms: dict[str, list[tuple[int, str]]] = {}
    for form, count in writings.items():
        forms.setdefault(homographs.key_of(form), []).append((-count, form))
    members: dict[str, list[str]] = {}
    for word in forms:
        members.setdefault(families[word], []).append(word)
    akin: dict[str, list[str]] = {}
    for family in members:
        akin.setdefault(roots[family], []).append(family)
    SortedTable.write(
        folder / WORDS, (_line_of_word(word, of, families[word]) for word, of in forms.items())
    )
    SortedTable.write(
        folder / FAMILIES,
        (
            _line_of_family(family, of, roots[family])
            for family, of in members.items()
            if of != [family] or roots[family] != family
        ),
    )
    SortedTable.write(
        folder / HOMOGRAPHS,
        (f"{word}\t{' '.join(of)}" for word, of in homographs.spellings.items()),
    )
    SortedTable.write(folder / NUMBERS, _lines_of_parts(members, forms))
    lines = (f"{family}\t{' '.join(sorted(near))}" for family, near in (derived or {}).items())
    SortedTable.write(folder / DERIVED, lines)
    SortedTable.write(folder / DECISIONS, decision_lines(decisions or {}))
    SortedTable.write(
        folder / ROOTS,
        (f"{root}\t{' '.join(sorted(of))}" for root, of in akin.items() if of != [root]),
    )


def _line_of_word(word: str, forms: list[tuple[int, str]], family: str) -> str:
    if family == word:
        family = ""
    if len(forms) == 1:
        ((count, form),) = forms
        return f"{word}\t{-count}\t{family}\t{'' if form == word else form}"
    forms.sort()
    counted = " ".join(f"{form} {-count}" for count, form in forms)
    return f"{word}\t{-sum(count for count, _ in forms)}\t{family}\t{counted}"


def _line_of_family(family: str, words: list[str], root: str) -> str:
    listed = " ".join(sorted(words)).replace(family, ITSELF)
    return f"{family}\t{'' if root == family else root}\t{listed}"


def _lines_of_parts(
    members: Mapping[str, list[str]], forms: Mapping[str, list[tuple[int, str]]]
) -> Iterator[str]:
    """The lines of numbers.tsv, of the families in `members`."""
    whole: dict[str, list[tuple[int, str]]] = {}
    for family, words in members.items():
        if family[:1].isdecimal():
            count = sum(count for word in words for count, _ in forms[word])  # below 0
            for part in parts_of_number(family):
                if len(part) >= _LEAST_DIGITS:
                    whole.setdefault(part, []).append((count, family))
    for part, families in whole.items():
        yield f"{part}\t{' '.join(family for _, family in sorted(families))}"
