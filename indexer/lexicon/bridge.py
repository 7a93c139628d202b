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
from functools import cache
from itertools import chain, islice, repeat
from pathlib import Path

from indexer.analysis import is_function_word, tokens
from indexer.analysis.normalize import folded
from indexer.errors import SettingsError
from indexer.model.basis import BridgeOrigin

BRIDGE = "bridge.tsv"  # of a generation
SHIPPED_BRIDGE = Path(__file__).with_name("shipped_bridge.tsv")
_COLUMNS = 4
_SEMICOLON, _ARABIC_SEMICOLON = ";", "؛"
_LEAST_LETTERS = 4  # of a word that may have a plural, and of an acronym in small letters

Keys = tuple[str, ...]


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
        wordless = [name for column in columns for name in column if not simple_key(name)]
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
    rest = (row.without(lambda name: simple_key(name) in taken) for row in others)
    return tuple(row for row in (*kept, *rest) if len(row.names) > 1)


def simple_key(name: str) -> str:
    """The folded words of `name`, by which names are told apart in files."""
    return " ".join(token.surface for token in tokens(name))


class Bridge:
    """Finds the rows that words name. `key_of` gives the family of a written Arabic word."""

    def __init__(self, rows: Iterable[BridgeRow], key_of: Callable[[str], str]) -> None:
        self._key_of = key_of
        self._rows = tuple(rows)
        self._by_name: dict[Keys, list[int]] = {}
        self._acronyms: dict[str, list[int]] = {}
        self._longest: dict[str, int] = {}  # first key → most keys of a name
        self._vocabulary: set[str] = set()
        for number, row in enumerate(self._rows):
            for name in (*row.arabic, *row.french, *row.english):
                self._add(self.keys(token.written for token in tokens(name)), number)
            for name in (*row.french, *row.english):
                small = (token.written for token in tokens(name) if name[token.start].islower())
                self._vocabulary.update(map(self.key, small))
            for name in row.acronyms:
                self._acronyms.setdefault(folded(name), []).append(number)

    @property
    def rows(self) -> tuple[BridgeRow, ...]:
        """All rows, in the order of their origins."""
        return self._rows

    def keys(self, words: Iterable[str]) -> Keys:
        """The keys of the written `words`, without function words unless there are no others."""
        every = tuple(words)
        content = [word for word in every if not is_function_word(word)] or every
        return tuple(map(self.key, content))

    def key(self, word: str) -> str:
        """The key of a written word: an Arabic family, or a French or English singular."""
        plain = folded(word)
        return _singular(plain) if plain.isascii() else self._key_of(word)

    def is_vocabulary(self, key: str) -> bool:
        """True if a French or English name has the word with this `key`, in small letters."""
        return key in self._vocabulary

    def longest(self, keys: Sequence[str], at: int) -> Iterator[tuple[int, tuple[BridgeRow, ...]]]:
        """(end, rows) for each name that begins with the key at `at`, the longest name first."""
        most = self._longest.get(keys[at], 0)
        for end in range(min(len(keys), at + most), at, -1):
            if found := self._by_name.get(tuple(keys[at:end])):
                yield end, self._of(found)

    def of_acronym(self, typed: str) -> tuple[BridgeRow, ...]:
        """The rows with the acronym `typed`; a short one counts in capital letters only."""
        if not typed.isupper() and (len(typed) < _LEAST_LETTERS or is_function_word(typed)):
            return ()
        return self._of(self._acronyms.get(folded(typed), ()))

    def _add(self, keys: Keys, number: int) -> None:
        if keys:
            self._by_name.setdefault(keys, []).append(number)
            self._longest[keys[0]] = max(len(keys), self._longest.get(keys[0], 0))

    def _of(self, numbers: Iterable[int]) -> tuple[BridgeRow, ...]:
        return tuple(self._rows[number] for number in dict.fromkeys(numbers))


def bridge_row(columns: Sequence[tuple[str, ...]], origin: BridgeOrigin) -> BridgeRow:
    """The row of `columns`; those that are missing at its end are empty."""
    empty: tuple[str, ...] = ()
    arabic, french, english, acronyms = islice(chain(columns, repeat(empty)), _COLUMNS)
    return BridgeRow(arabic, french, english, acronyms, origin)


def _names(column: str) -> tuple[str, ...]:
    parts = column.replace(_ARABIC_SEMICOLON, _SEMICOLON).split(_SEMICOLON)
    return tuple(filter(None, map(str.strip, parts)))


def _singular(word: str) -> str:
    """The folded Latin `word` without the ending of a plural, whether it has one or not."""
    if len(word) < _LEAST_LETTERS:
        return word
    if word.endswith("aux"):
        return f"{word[:-3]}al"
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word[-1] in "sx" else word
