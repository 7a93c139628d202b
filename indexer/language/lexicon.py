"""The words of one archive with their counts, families and spellings, kept in two sorted files.

    words.tsv      word TAB count TAB family TAB its usual spelling
    families.tsv   family TAB word SPACE word …

Lines are sorted by their bytes, so a word is found by bisection in the mapped file: opening costs
nothing, and processes share the pages.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from indexer.language.families import Families, Step

WORDS, FAMILIES = "words.tsv", "families.tsv"


class Lexicon:
    """The words indexed in the generation whose files are in `folder`. Shared by threads safely."""

    def __init__(self, folder: Path) -> None:
        self._words = _SortedLines(folder / WORDS)
        self._members = _SortedLines(folder / FAMILIES)
        self._families = Families(self.count, self._stored)
        self.family: Callable[[str], str] = lru_cache(1 << 16)(self._families.family)
        self.members: Callable[[str], tuple[str, ...]] = lru_cache(1 << 12)(self._found_members)

    def __iter__(self) -> Iterator[tuple[str, int, str, str]]:
        """(word, count, family, spelling) of each word, by its bytes."""
        for line in self._words:
            word, count, family, spelling = line.split("\t")
            yield word, int(count), family, spelling

    def count(self, word: str) -> int:
        """How often the folded `word` occurs in the archive."""
        found = self._words.after(word)
        return int(found.split("\t")[0]) if found else 0

    def spelling(self, word: str) -> str:
        """How the folded `word` is usually written in the archive; itself where it is not."""
        found = self._words.after(word)
        return found.split("\t")[2] if found else word

    def steps(self, word: str) -> tuple[Step, ...]:
        """Why `word` is of its family, from the archive's words as they are counted now."""
        return self._families.steps(word)

    def _stored(self, word: str) -> str | None:
        """The family under which the folded `word` is indexed; a family's own is itself."""
        found = self._words.after(word)
        if found:
            return found.split("\t")[1]
        return word if self._members.after(word) else None

    def _found_members(self, family: str) -> tuple[str, ...]:
        """The folded words of `family`; none when the archive has no such family."""
        found = self._members.after(family)
        return tuple(found.split(" ")) if found else ()


def write_lexicon(
    folder: Path,
    counts: Mapping[str, int],
    families: Mapping[str, str],
    spellings: Mapping[str, str],
) -> None:
    """Writes the lexicon of the words of `counts` into `folder`.

    Each has its family in `families`, and its usual spelling in `spellings` where that is another.
    """
    members: dict[str, list[str]] = {}
    for word in counts:
        members.setdefault(families[word], []).append(word)
    rows = (
        f"{word}\t{count}\t{families[word]}\t{spellings.get(word, word)}"
        for word, count in counts.items()
    )
    _write(folder / WORDS, rows)
    _write(folder / FAMILIES, (f"{key}\t{' '.join(sorted(of))}" for key, of in members.items()))


def families_of(counts: Mapping[str, int], known: Mapping[str, str]) -> dict[str, str]:
    """word → family for each word of `counts`.

    Words in `known` keep the family it gives them: that is what they were indexed under. New words
    join the families there are.
    """
    kept = {family: family for family in known.values()} | dict(known)
    families = Families(lambda word: counts.get(word, 0), kept.get)
    return {word: families.family(word) for word in counts}


def _write(path: Path, lines: Iterator[str]) -> None:
    path.write_bytes(b"".join(sorted(f"{line}\n".encode() for line in lines)))


class _SortedLines:
    """Lines of UTF-8, each a key, a tab and the rest, sorted by the bytes of their keys."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            empty = path.stat().st_size == 0  # which cannot be mapped
            self._bytes = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    def __iter__(self) -> Iterator[str]:
        start = 0
        while (end := self._bytes.find(b"\n", start)) >= 0:
            yield self._bytes[start:end].decode()
            start = end + 1

    def after(self, key: str) -> str | None:
        """What stands after `key` on its line; None when no line has it."""
        wanted = key.encode("utf-8", "replace")
        low, high = 0, len(self._bytes)
        while low < high:
            middle = (low + high) // 2
            start = max(low, self._bytes.rfind(b"\n", low, middle) + 1)
            end = self._bytes.find(b"\n", middle)
            found, _, rest = self._bytes[start:end].partition(b"\t")
            if found == wanted:
                return rest.decode()
            if found < wanted:
                low = end + 1
            else:
                high = start
        return None
