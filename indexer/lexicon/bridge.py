"""The bridge: names of one thing in Arabic, French and English, with their acronyms.

A bridge file has a row a line. Between its four columns, Arabic, French, English and acronyms,
stands a tab; between the names of one column a semicolon:

    الأمم المتحدة ; منظمة الأمم المتحدة TAB Nations unies TAB United Nations TAB ONU ; UN

Rows come from the file of the archivist, from the documents of the archive, and from the file that
is shipped. A name that is in the file of the archivist leads only where this file says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain, islice, repeat
from operator import eq
from pathlib import Path

from indexer.analysis import is_function_word, lasting_letters, tokens
from indexer.analysis.normalize import folded
from indexer.errors import SettingsError
from indexer.model.basis import BridgeOrigin

BRIDGE = "bridge.tsv"  # of a generation
SHIPPED_BRIDGE = Path(__file__).with_name("shipped_bridge.tsv")
_COLUMNS = 4
_SEMICOLON, _ARABIC_SEMICOLON = ";", "؛"
_LEAST_LETTERS = 4  # of a word that may have a plural, and of an acronym in small letters
_REMEMBERED = 1 << 12  # names whose words are kept: more than are shipped

Keys = tuple[str, ...]
_Name = tuple[Keys, int]  # the content of a name, and the number of its row


@dataclass(frozen=True, slots=True)
class BridgeRow:
    """The names of one thing, by language, and its acronyms, which are of any language."""

    arabic: tuple[str, ...] = ()
    french: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    origin: BridgeOrigin = BridgeOrigin.SHIPPED

    @property
    def columns(self) -> tuple[tuple[str, ...], ...]:
        """The columns of the row in a bridge file."""
        return self.arabic, self.french, self.english, self.acronyms

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the Arabic ones first, acronyms last."""
        return (*self.arabic, *self.french, *self.english, *self.acronyms)

    def without(self, is_other: Callable[[str], bool]) -> BridgeRow:
        """The row without the names for which `is_other` is true."""
        return bridge_row(
            [tuple(name for name in column if not is_other(name)) for column in self.columns],
            self.origin,
        )

    def __str__(self) -> str:
        return "\t".join(f" {_SEMICOLON} ".join(column) for column in self.columns)


def bridge_rows(text: str, source: str, origin: BridgeOrigin) -> tuple[BridgeRow, ...]:
    """The rows of a bridge file; raises SettingsError with the line of each fault in `source`."""
    rows: list[BridgeRow] = []
    faults: list[str] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [_names(column) for column in line.split("\t")]
        wordless = [name for column in columns for name in column if not _has_word(name)]
        if len(columns) > _COLUMNS:
            faults.append(f"{source}, line {number}: {len(columns)} columns instead of {_COLUMNS}.")
        elif wordless:
            faults.append(f"{source}, line {number}: “{wordless[0]}” has no word.")
        elif not any(columns):
            faults.append(f"{source}, line {number}: there is no name.")
        else:
            rows.append(bridge_row(columns, origin))
    if faults:
        raise SettingsError(tuple(faults))
    return tuple(rows)


def archivist_rows(path: Path) -> tuple[BridgeRow, ...]:
    """The rows of the file of the archivist; none where there is no such file.

    Raises SettingsError where it cannot be read or has faults.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError((f"{path} cannot be read: {error}.",)) from error
    return bridge_rows(text, str(path), BridgeOrigin.ARCHIVIST)


@cache
def shipped_rows() -> tuple[BridgeRow, ...]:
    """The rows of the file that is shipped."""
    return bridge_rows(SHIPPED_BRIDGE.read_text("utf-8"), SHIPPED_BRIDGE.name, BridgeOrigin.SHIPPED)


def write_bridge(folder: Path, rows: Iterable[BridgeRow]) -> None:
    """Writes `rows`, of the archivist and of the archive, into the `folder` of a generation."""
    lines = (f"{row.origin}\t{row}\n" for row in rows)
    (folder / BRIDGE).write_text("".join(lines), "utf-8")


def stored_rows(folder: Path) -> tuple[BridgeRow, ...]:
    """The rows that `write_bridge` wrote into `folder`; none where an older version built it."""
    path = folder / BRIDGE
    if not path.exists():
        return ()
    rows: list[BridgeRow] = []
    for line in path.read_text("utf-8").splitlines():
        origin, _, row = line.partition("\t")
        rows += bridge_rows(row, path.name, BridgeOrigin(origin))
    return tuple(rows)


def bridge_lines(rows: Iterable[BridgeRow]) -> Iterator[str]:
    """`rows` as the lines of a bridge file, each origin under a heading."""
    origin: BridgeOrigin | None = None
    for row in rows:
        if row.origin is not origin:
            origin = row.origin
            yield f"# {origin}"
        yield str(row)


def merged_rows(own: Iterable[BridgeRow], others: Iterable[BridgeRow]) -> tuple[BridgeRow, ...]:
    """The rows `own`, and `others` without the names that are in `own`; each has two names."""
    kept = tuple(own)
    taken = {simple_key(name) for row in kept for name in row.names}
    if taken:
        others = (row.without(lambda name: simple_key(name) in taken) for row in others)
    return tuple(row for row in (*kept, *others) if len(row.names) > 1)


@lru_cache(_REMEMBERED)
def simple_key(name: str) -> str:
    """The folded words of `name`, by which names are told apart in files."""
    return " ".join(token.surface for token in tokens(name))


class BridgeNames:
    """The names of `rows` with their words: the same for every archive that has these rows."""

    def __init__(self, rows: Iterable[BridgeRow]) -> None:
        self.rows = tuple(rows)
        self.names: list[_Name] = []
        self.acronyms: dict[str, list[int]] = {}
        self.small_words: set[str] = set()  # of French and English names, in small letters
        self._by_first: dict[str, list[_Name]] = {}
        for number, row in enumerate(self.rows):
            for name in (*row.arabic, *row.french, *row.english):
                self.names.append((content_of(name), number))
            for name in (*row.french, *row.english):
                self.small_words.update(_small_words(name))
            for name in row.acronyms:
                self.acronyms.setdefault(folded(name), []).append(number)
        for words, number in self.names:
            self._by_first.setdefault(_sign(words[0]), []).append((words, number))

    def like(self, keys: Sequence[str]) -> Iterator[_Name]:
        """The names that may begin `keys` where families come from rules; in the order of rows."""
        signs = tuple(map(_sign_of_key, keys))
        for words, number in self._by_first.get(signs[0], ()):
            if len(words) <= len(signs) and all(map(eq, map(_sign, words), signs)):
                yield words, number


@cache
def _shipped_names() -> BridgeNames:
    return BridgeNames(merged_rows((), shipped_rows()))


def names_in(folder: Path) -> BridgeNames:
    """The names of the generation in `folder`: the archivist's, its own, the shipped ones."""
    own = stored_rows(folder)
    if not own:
        return _shipped_names()
    first = [row for row in own if row.origin is BridgeOrigin.ARCHIVIST]
    others = (row for row in own if row.origin is not BridgeOrigin.ARCHIVIST)
    return BridgeNames(merged_rows(first, (*others, *shipped_rows())))


class Bridge:
    """Finds the rows that words name. `key_of` gives the family of a written Arabic word.

    `ruled` is true where families come from rules alone, and not from a list. A family is not
    cheap to find: where they are ruled, only those of words that may be meant are.
    """

    def __init__(
        self, names: BridgeNames, key_of: Callable[[str], str], *, ruled: bool = True
    ) -> None:
        self._names = names
        self._key_of = key_of
        self._ruled = ruled

    @property
    def rows(self) -> tuple[BridgeRow, ...]:
        """All rows, in the order of their origins."""
        return self._names.rows

    def keys(self, words: Iterable[str]) -> Keys:
        """The keys of the written `words`, without function words unless there are no others."""
        return tuple(map(self.key, content(words)))

    def key(self, word: str) -> str:
        """The key of a written word: an Arabic family, or a French or English singular."""
        plain = folded(word)
        return _singular(plain) if plain.isascii() else self._key_of(word)

    def is_vocabulary(self, key: str) -> bool:
        """True if a French or English name has the word with this `key`, in small letters."""
        return key in self._vocabulary

    def longest(self, keys: Sequence[str], at: int) -> Iterator[tuple[int, tuple[BridgeRow, ...]]]:
        """(end, rows) for each name that begins with the key at `at`, the longest name first."""
        left = keys[at:]
        names = self._names.like(left) if self._ruled else self._by_first_key.get(left[0], ())
        found: dict[int, list[int]] = {}
        for words, number in names:
            if len(words) <= len(left) and all(map(eq, map(self.key, words), left)):
                found.setdefault(at + len(words), []).append(number)
        for end in sorted(found, reverse=True):
            yield end, self._of(found[end])

    def of_acronym(self, typed: str) -> tuple[BridgeRow, ...]:
        """The rows with the acronym `typed`; a short one counts in capital letters only."""
        if not typed.isupper() and (len(typed) < _LEAST_LETTERS or is_function_word(typed)):
            return ()
        return self._of(self._names.acronyms.get(folded(typed), ()))

    @cached_property
    def _vocabulary(self) -> frozenset[str]:
        return frozenset(map(self.key, self._names.small_words))

    @cached_property
    def _by_first_key(self) -> dict[str, list[_Name]]:
        """first key → the names that begin with it."""
        found: dict[str, list[_Name]] = {}
        for words, number in self._names.names:
            found.setdefault(self.key(words[0]), []).append((words, number))
        return found

    def _of(self, numbers: Iterable[int]) -> tuple[BridgeRow, ...]:
        return tuple(self._names.rows[number] for number in dict.fromkeys(numbers))


def content(words: Iterable[str]) -> Keys:
    """The written `words` without function words, unless there are no others."""
    every = tuple(words)
    return tuple(word for word in every if not is_function_word(word)) or every


@lru_cache(_REMEMBERED)
def content_of(name: str) -> Keys:
    """The written words of `name` as `content` keeps them."""
    return content(token.written for token in tokens(name))


@lru_cache(_REMEMBERED)
def _small_words(name: str) -> Keys:
    """The written words of `name` that begin with a small letter."""
    return tuple(token.written for token in tokens(name) if name[token.start].islower())


def bridge_row(columns: Sequence[tuple[str, ...]], origin: BridgeOrigin) -> BridgeRow:
    """The row of `columns`; those that are missing at its end are empty."""
    empty: tuple[str, ...] = ()
    arabic, french, english, acronyms = islice(chain(columns, repeat(empty)), _COLUMNS)
    return BridgeRow(arabic, french, english, acronyms, origin)


def _has_word(name: str) -> bool:
    return any(token.surface for token in tokens(name))


def _names(column: str) -> tuple[str, ...]:
    parts = column.replace(_ARABIC_SEMICOLON, _SEMICOLON).split(_SEMICOLON)
    return tuple(filter(None, map(str.strip, parts)))


@lru_cache(_REMEMBERED)
def _sign(word: str) -> str:
    """A sign of the written `word` that every word of its key has: the key, or letters of it."""
    plain = folded(word)
    return _singular(plain) if plain.isascii() else lasting_letters(plain)


def _sign_of_key(key: str) -> str:
    return key if key.isascii() else lasting_letters(key)


def _singular(word: str) -> str:
    """The folded Latin `word` without the ending of a plural, whether it has one or not."""
    if len(word) < _LEAST_LETTERS:
        return word
    if word.endswith("aux"):
        return f"{word[:-3]}al"
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word[-1] in "sx" else word
