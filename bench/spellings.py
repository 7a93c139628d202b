"""Are the spellings of one word joined, and those of two words left apart?

`spelling_pairs.tsv` has 510 pairs of words that differ in their spelling alone, drawn from two
archives by `drawn_pairs` and judged by hand: `same` word or `other`. Three in five of a draw are
pairs that the rules joined, the others are proposed by a much wider comparison.

    NEWS    the shared corpus and news: the rules were made on pairs of it
    BOOKS   encyclopedia and classical books: held out

    right   pairs that are one word, of those joined
    found   pairs joined, of those that are one word
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations
from pathlib import Path
from random import Random

from bench.running import running_text, written_counts
from bench.speed.passages import folder_texts
from indexer.analysis import CorpusStatistics, Families, folded, spelled
from indexer.evaluate import documents

PAIRS = Path(__file__).with_name("spelling_pairs.tsv")
ARCHIVES = {"NEWS": ("snn_dev",), "BOOKS": ("wiki_dev", "openiti_dev")}
WITH_CORPUS = "NEWS"
_HAMZAS = re.compile("[أإؤئء]")
_WITH_ALEF = re.compile("آ|[ءئأؤ]ا")
_FINAL = re.compile("[ىي]ء$")
_VOWELS = "اوي"
_LEAST_LETTERS = 6  # of a word with a vowel more or less

Pair = tuple[str, str]  # folded words


def report(corpus: Path, quality: Path, draw: int, seed: int) -> Iterator[str]:
    """The lines of the report; or, to be judged, `draw` pairs of each archive."""
    judged = _judged_pairs()
    if not draw:
        yield "archive  rule      pairs   same  joined  right  found"
    for name, collections in ARCHIVES.items():
        texts = chain(
            folder_texts(corpus) if name == WITH_CORPUS else (),
            *(texts_of(quality / collection / "corpus.jsonl.gz") for collection in collections),
        )
        counts = written_counts(running_text(texts))
        families = Families(CorpusStatistics.from_counts(counts))
        if draw:
            known = {row[1:3] for row in judged}
            for one, other in drawn_pairs(counts, families, draw, seed):
                if (one, other) not in known:
                    yield f"{name}\t{one}\t{other}\t"
            continue
        rows = [row for row in judged if row[0] == name]
        for kind in ("hamza", "vowel", "listed", ""):
            chosen = [row for row in rows if not kind or _kind(row[1], row[2]) == kind]
            yield _line(name, kind or "all", chosen, families)


def texts_of(collection: Path) -> Iterator[str]:
    """The titles and texts of the documents of a `collection`."""
    for document in documents(collection):
        yield document.get("title") or ""
        yield document["text"]


def drawn_pairs(
    counts: Mapping[str, int], families: Families, number: int, seed: int
) -> list[Pair]:
    """`number` pairs of usual spellings, three in five of them joined by the rules."""
    words = {folded(form): spelled(form) for form, _ in _rarest_first(counts)}
    joined: set[Pair] = set()
    for word in words:
        for step in families.steps(word):
            if step.pattern.startswith("("):
                joined.add(_sorted(words, step.before, step.after))
    apart = {_sorted(words, *pair) for pair in _wide_pairs(words)} - joined
    random = Random(seed)
    most = number * 3 // 5
    drawn = random.sample(sorted(joined), min(most, len(joined)))
    return drawn + random.sample(sorted(apart), min(number - len(drawn), len(apart)))


def _rarest_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda row: (row[1], row[0]))


def _sorted(words: Mapping[str, str], one: str, other: str) -> Pair:
    first, second = sorted((words.get(one, one), words.get(other, other)))
    return first, second


def _wide_pairs(words: Mapping[str, str]) -> Iterator[Pair]:
    """Pairs of words of `words` (folded → usual spelling) that differ in a hamza or a vowel."""
    alike: dict[str, list[str]] = defaultdict(list)
    for word, spelling in words.items():
        if _HAMZAS.search(spelling[1:]) or "آ" in spelling[1:]:
            alike[_without_seats(spelling)].append(word)
    for group in alike.values():
        yield from combinations(group, 2)
    for word in words:
        if len(word) > _LEAST_LETTERS:
            for at in range(1, len(word) - 1):
                shorter = word[:at] + word[at + 1 :]
                if word[at] in _VOWELS and shorter in words:
                    yield word, shorter


def _without_seats(spelling: str) -> str:
    first, rest = spelling[:1], _FINAL.sub("ئ", spelling[1:])
    return folded(first) + folded(_HAMZAS.sub("ء", _WITH_ALEF.sub("ءا", rest)))


def _kind(one: str, other: str) -> str:
    """The kind of rule that the spellings `one` and `other` differ by."""
    if _without_seats(one) == _without_seats(other):
        return "hamza"
    longer, shorter = sorted((folded(one), folded(other)), key=len, reverse=True)
    cut = {longer[:at] + longer[at + 1 :] for at in range(len(longer)) if longer[at] in _VOWELS}
    return "vowel" if shorter in cut and len(longer) > _LEAST_LETTERS else "listed"


def _judged_pairs() -> list[tuple[str, str, str, str]]:
    """(archive, one spelling, other spelling, verdict) of each judged pair."""
    lines = PAIRS.read_text("utf-8").splitlines() if PAIRS.is_file() else []
    rows = (line.split("\t") for line in lines)
    return [(archive, one, other, verdict) for archive, one, other, verdict in rows]


def _line(
    name: str, kind: str, rows: Iterable[tuple[str, str, str, str]], families: Families
) -> str:
    pairs = [
        (verdict == "same", _are_joined(families, one, other)) for _, one, other, verdict in rows
    ]
    same, joined = sum(one for one, _ in pairs), sum(both for _, both in pairs)
    right = sum(one and both for one, both in pairs)
    return (
        f"{name:8} {kind:8} {len(pairs):6,} {same:6,} {joined:7,}"
        f" {right / max(1, joined):6.3f} {right / max(1, same):6.3f}"
    )


def _are_joined(families: Families, one: str, other: str) -> bool:
    """True if a rule of spelling leads from one of the words to the family of both."""
    words = folded(one), folded(other)
    steps = (step for word in words for step in families.steps(word))
    by_rule = any(step.pattern.startswith("(") for step in steps)
    return by_rule and families.family(words[0]) == families.family(words[1])
