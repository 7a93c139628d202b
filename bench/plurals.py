"""Are broken plurals joined to their singulars, and nothing else?

The lists are those of `plural_list.py`. A plural counts where the archive has it and one of its
singulars at least FEWEST times, with whatever affixes.

    recall   plurals that are in the family of one of their singulars, of all plurals
    right    plurals that are joined to one of their singulars, of all words of both lists that are
             joined to another word as its plural

Other joins are drawn by a seed and were judged one by one (`plural_judgements.py`).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from bench.plural_judgements import judgements
from bench.plural_list import Plural, others, plurals
from bench.running import running_text, written_counts
from bench.speed.passages import collection_texts, folder_texts
from indexer.analysis import (
    NO_HOMOGRAPHS,
    CorpusStatistics,
    Families,
    folded,
    homographs_of,
    learnt_families,
)

FEWEST = 10  # uses of a plural, and of its singular
DRAWN = 200  # joins of each archive
_SEED = 31


@dataclass(frozen=True, slots=True)
class Joins:
    """The families of one archive: written word → bare word, and bare plural → its singular.

    `uses` tells how often each bare word occurs, whatever its affixes.
    """

    bare: Callable[[str], str]
    singulars: Mapping[str, str]
    uses: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome of the lists in one archive."""

    plurals: int
    found: int
    right: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]

    def __str__(self) -> str:
        joined = self.right + len(self.wrong)
        recall = self.found / max(1, self.plurals)
        return (
            f"{self.plurals:6} plurals  recall {recall:.3f}  "
            f"right {self.right / max(1, joined):.3f} of {joined}"
        )


def joins(texts: Iterable[str]) -> Joins:
    """The joins in an archive of these `texts`."""
    text = running_text(texts)
    counts = written_counts(text)
    homographs = homographs_of(counts, NO_HOMOGRAPHS, {})
    _, decisions = learnt_families(counts, text, homographs=homographs)
    found = Families(CorpusStatistics.from_counts(counts, homographs), decided=decisions.get)

    def bare(written: str) -> str:
        return found.bare(homographs.key_of(written))

    uses: dict[str, int] = {}
    for form, count in counts.items():
        word = bare(form)
        uses[word] = uses.get(word, 0) + count
    singulars = {word: one for word in uses if (one := found.singular(word)) is not None}
    return Joins(bare, singulars, uses)


def score(of: Joins, held_out: bool) -> Score:
    """How well the words of the lists that are `held_out`, or the others, are joined."""
    total = right = 0
    wrong, missed = [], []
    known = [entry for entry in plurals() if entry.held_out is held_out]
    for entry in known:
        word = of.bare(entry.word)
        nouns = {of.bare(noun) for noun in entry.singulars}
        nouns = {noun for noun in nouns if of.uses.get(noun, 0) >= FEWEST}
        if not nouns or of.uses.get(word, 0) < FEWEST:
            continue
        total += 1
        joined = of.singulars.get(word)
        if word in nouns or joined in nouns:
            right += 1
        else:
            missed.append(entry.word)
            if joined is not None:
                wrong.append(f"{word}←{joined}")
    listed = {of.bare(entry.word) for entry in known}
    for entry in others():
        word = of.bare(entry.word)
        if entry.held_out is held_out and word not in listed and _is_joined(of, word, entry):
            wrong.append(f"{word}←{of.singulars[word]}")
    return Score(total, right, right, tuple(wrong), tuple(missed))


def _is_joined(of: Joins, word: str, entry: Plural) -> bool:
    return of.singulars.get(word) in {of.bare(noun) for noun in entry.singulars}


def drawn(of: Joins) -> list[tuple[str, str]]:
    """DRAWN joins of words that are on no list, or all there are."""
    listed = {of.bare(entry.word) for entry in chain(plurals(), others())}
    rest = sorted(pair for pair in of.singulars.items() if pair[0] not in listed)
    return sorted(random.Random(_SEED).sample(rest, min(DRAWN, len(rest))))


def report(corpus: Path, folder: Path, collections: Iterable[str], show: bool) -> Iterator[str]:
    """The lines for the documents below `corpus` and for the `collections` of `folder`."""
    archives = {corpus.name: folder_texts(corpus)}
    archives.update((name, collection_texts(folder / name)) for name in collections)
    for name, texts in archives.items():
        of = joins(texts)
        yield f"{name}: {len(of.singulars):,} plurals joined"
        for held_out in (False, True):
            found = score(of, held_out)
            yield f"  {'HELD-OUT' if held_out else 'DEV':10}{found}"
            if show and not held_out:
                yield f"    missed: {' '.join(found.missed)}"
                yield f"    wrong: {' '.join(found.wrong)}"
        yield f"  {_judged(name, drawn(of), show)}"


def _judged(archive: str, pairs: list[tuple[str, str]], show: bool) -> str:
    known = judgements(archive)
    pairs = [(folded(word), folded(noun)) for word, noun in pairs]  # of homographs too
    judged = [known[pair] for pair in pairs if pair in known]
    rest = [f"{word} {noun}" for word, noun in pairs if (word, noun) not in known]
    share = sum(judged) / max(1, len(judged))
    line = f"{len(pairs)} joins on no list: right {share:.3f} of {len(judged)} judged"
    return line + (f"\n    not judged: {'. '.join(rest)}" if show and rest else "")
