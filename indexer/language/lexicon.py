"""The words of one archive with their counts, families and roots, kept in three sorted files.

    words.tsv      folded word TAB count TAB family TAB written form SPACE its count SPACE …
    families.tsv   family TAB root TAB folded word SPACE …
    roots.tsv      root TAB family SPACE …

Lines are sorted by their bytes, so a word is found by bisection in the mapped file: opening costs
nothing, and processes share the pages.
"""

from __future__ import annotations

import mmap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from indexer.language.evidence import Evidence
from indexer.language.families import Families, Step
from indexer.language.folding import folded, spelled
from indexer.language.roots import likely_root, shown_root

WORDS, FAMILIES, ROOTS = "words.tsv", "families.tsv", "roots.tsv"
_REMEMBERED = 1 << 16  # answers kept at hand, of each kind
_STRETCH = 2048  # bytes that are looked through at once


class Lexicon:
    """The words indexed in the generation whose files are in `folder`. Shared by threads safely.

    All but `writings_by_form` and `words` take folded words.
    """

    def __init__(self, folder: Path) -> None:
        self._words = _SortedLines(folder / WORDS)
        self._members = _SortedLines(folder / FAMILIES)
        self._roots = _SortedLines(folder / ROOTS)
        self._line: Callable[[str], str | None] = lru_cache(_REMEMBERED)(self._words.after)
        self._family_line: Callable[[str], str | None] = lru_cache(_REMEMBERED)(self._members.after)
        self._likely_root: Callable[[str], str] = lru_cache(_REMEMBERED)(self._guessed_root)
        self._root_line: Callable[[str], str | None] = lru_cache(_REMEMBERED)(self._roots.after)
        self.members: Callable[[str], tuple[str, ...]] = lru_cache(_REMEMBERED)(self._words_of)
        self.spelling: Callable[[str], str] = lru_cache(_REMEMBERED)(self._usual_spelling)
        self._families = Families(Evidence.from_lookups(self.count, self.spelling), self._stored)
        self.family: Callable[[str], str] = lru_cache(_REMEMBERED)(self._families.family)

    def count(self, word: str) -> int:
        """How often `word` occurs in the archive."""
        line = self._line(word)
        return int(line.partition("\t")[0]) if line else 0

    def writings(self, word: str) -> tuple[tuple[str, int], ...]:
        """The written forms of `word` with the occurrences of each, the most frequent first."""
        line = self._line(word)
        return _writings(line.split("\t")[2]) if line else ()

    def steps(self, word: str) -> tuple[Step, ...]:
        """Why `word` is of its family, from the archive's words as they are counted now."""
        return self._families.steps(word)

    def root(self, word: str) -> str:
        """The root key of `word`: that of its family, which may be the family itself."""
        family = self.family(word)
        line = self._family_line(family)
        return line.partition("\t")[0] if line else self._likely_root(family)

    def known_root(self, word: str) -> str | None:
        """The root of `word` as readers are shown it; None where none is known."""
        return shown_root(self.root(word))

    def families_of(self, root: str) -> tuple[str, ...]:
        """The families whose root key is `root`."""
        line = self._root_line(root)
        return tuple(line.split(" ")) if line else ()

    def words(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """The words that begin with `prefix`, by code point, with the occurrences of each."""
        for line in self._words.beginning(prefix):
            word, count, _ = line.split("\t", 2)
            yield word, int(count)

    def holding(self, letters: str) -> Iterator[tuple[str, int]]:
        """The words that hold `letters`, by code point, with the occurrences of each."""
        for line in self._words.holding(letters):
            word, count, _ = line.split("\t", 2)
            if letters in word:
                yield word, int(count)

    # What it was written from

    def all_writings(self) -> dict[str, int]:
        """written form → occurrences, of every word of the archive."""
        lines = (line.rpartition("\t")[2] for line in self._words.beginning(""))
        return {form: count for line in lines for form, count in _writings(line)}

    def all_families(self) -> dict[str, str]:
        """folded word → family, of every word of the archive."""
        lines = (line.split("\t") for line in self._words.beginning(""))
        return {word: family for word, _, family, _ in lines}

    def all_roots(self) -> dict[str, str]:
        """family → root key, of every family of the archive."""
        lines = (line.split("\t") for line in self._members.beginning(""))
        return {family: root for family, root, _ in lines}

    def _words_of(self, family: str) -> tuple[str, ...]:
        """The words of `family`; none when the archive has no such family."""
        line = self._family_line(family)
        return tuple(line.split("\t")[1].split(" ")) if line else ()

    def _usual_spelling(self, word: str) -> str:
        """How `word` is usually written in the archive, without marks; itself where it is not."""
        forms = self.writings(word)
        if len(forms) == 1:
            return spelled(forms[0][0])
        counts: Counter[str] = Counter()
        for form, count in forms:
            counts[spelled(form)] += count
        return min(counts, key=lambda form: (-counts[form], form), default=word)

    def _guessed_root(self, family: str) -> str:
        """The root key of a family that the archive has not."""
        return likely_root(family, self.families_of) or family

    def _stored(self, word: str) -> str | None:
        """The family under which `word` is indexed; a family's own is itself."""
        line = self._line(word)
        if line:
            return line.split("\t", 2)[1]
        return word if self._family_line(word) else None


def write_lexicon(
    folder: Path,
    writings: Mapping[str, int],
    families: Mapping[str, str],
    roots: Mapping[str, str],
) -> None:
    """Writes the lexicon of an archive into `folder`.

    `writings` tells how often each written form occurs, `families` the family of each folded word,
    `roots` the root key of each family.
    """
    forms: dict[str, list[tuple[int, str]]] = {}
    for form, count in writings.items():
        forms.setdefault(folded(form), []).append((-count, form))
    members: dict[str, list[str]] = {}
    for word in forms:
        members.setdefault(families[word], []).append(word)
    akin: dict[str, list[str]] = {}
    for family in members:
        akin.setdefault(roots[family], []).append(family)
    _write(folder / WORDS, (_word_line(word, of, families[word]) for word, of in forms.items()))
    _write(
        folder / FAMILIES,
        (f"{family}\t{roots[family]}\t{' '.join(sorted(of))}" for family, of in members.items()),
    )
    _write(folder / ROOTS, (f"{root}\t{' '.join(sorted(of))}" for root, of in akin.items()))


def _word_line(word: str, forms: list[tuple[int, str]], family: str) -> str:
    if len(forms) == 1:
        ((count, form),) = forms
        return f"{word}\t{-count}\t{family}\t{form} {-count}"
    forms.sort()
    counted = " ".join(f"{form} {-count}" for count, form in forms)
    return f"{word}\t{-sum(count for count, _ in forms)}\t{family}\t{counted}"


def _writings(listed: str) -> tuple[tuple[str, int], ...]:
    """(form, count) of each in `form count form count …`."""
    fields = listed.split(" ")
    if len(fields) == 2:
        return ((fields[0], int(fields[1])),)
    return tuple(zip(fields[::2], map(int, fields[1::2]), strict=True))


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_bytes(b"".join(sorted(f"{line}\n".encode() for line in lines)))


class _SortedLines:
    """Lines of UTF-8, each a key, a tab and the rest, sorted by the bytes of their keys."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            empty = path.stat().st_size == 0  # which cannot be mapped
            self._bytes = b"" if empty else mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)

    def beginning(self, prefix: str) -> Iterator[str]:
        """The lines whose keys begin with `prefix`, in order."""
        wanted = _key(prefix)
        if wanted is None:
            return
        start = self._first(wanted)
        while (end := self._bytes.find(b"\n", start)) >= 0:
            line = self._bytes[start:end]
            if not line.startswith(wanted):
                return
            yield line.decode()
            start = end + 1

    def holding(self, text: str) -> Iterator[str]:
        """The lines in which `text` stands, in their keys or after."""
        wanted = _key(text)
        at = -1 if wanted is None else self._bytes.find(wanted)
        while wanted is not None and at >= 0:
            end = self._bytes.find(b"\n", at)
            yield self._bytes[self._bytes.rfind(b"\n", 0, at) + 1 : end].decode()
            at = self._bytes.find(wanted, end)

    def after(self, key: str) -> str | None:
        """What stands after `key` on its line; None when no line has it."""
        wanted = _key(key)
        if wanted is None:
            return None
        wanted += b"\t"
        start, end = self._among(wanted, _STRETCH)
        if self._bytes[start : start + len(wanted)] != wanted:
            start = self._bytes.find(b"\n" + wanted, start, end + len(wanted)) + 1
            if not start:
                return None
        start += len(wanted)
        return self._bytes[start : self._bytes.find(b"\n", start)].decode()

    def _first(self, wanted: bytes) -> int:
        """Where the first line starts that does not come before `wanted`."""
        return self._among(wanted, 0)[0]

    def _among(self, wanted: bytes, stretch: int) -> tuple[int, int]:
        """The start of a line, and no more than `stretch` bytes on, that of another.

        The first line that does not come before `wanted` is one of these or between them.
        """
        lines, size = self._bytes, len(wanted)
        low, high = 0, len(lines)
        while high - low > stretch:
            middle = (low + high) // 2
            start = lines.rfind(b"\n", low, middle) + 1 or low
            if lines[start : start + size] < wanted:
                low = lines.find(b"\n", middle) + 1
            else:
                high = start
        return low, high


def _key(text: str) -> bytes | None:
    """`text` as the beginning of a line; None when no key has such signs."""
    return None if "\t" in text or "\n" in text else text.encode("utf-8", "replace")
