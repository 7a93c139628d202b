"""The list of an archive: words that are, or are not, of one family, whatever the rules say.

    # a remark
    رجال = رجل
    قوية ≠ قوي

The first line puts رجال, and each word that is رجال with affixes, into the family of رجل. The
second keeps قوية apart from قوي. The list is a text file in UTF-8, read by `reindex`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from indexer.analysis.morphology.decisions import Decided, Decision
from indexer.analysis.normalize import folded
from indexer.analysis.tokenizer import tokens
from indexer.errors import SettingsError

_LINE = re.compile(r"(.+?)\s*(=|≠|!=)\s*(.+)")
_REMARK = "#"

# A word and decisions that go before the rules → the words on its way to its family, itself first.
Way = Callable[[str, Decided], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ListedPair:
    """One line of the list: the written words `left` and `right`, of one family or not."""

    line: int
    left: str
    right: str
    together: bool


@dataclass(frozen=True, slots=True)
class FamilyList:
    """The lines of the list that is named `name`, in their order."""

    name: str = ""
    pairs: tuple[ListedPair, ...] = ()

    def joins(self, key_of: Callable[[str], str], way: Way) -> dict[str, Decision]:
        """Word → decision, for the lines with =; `key_of` gives the key of a written word.

        A word on the right takes no step of the rules that would lead back to one on the left.
        """
        found: dict[str, Decision] = {}
        for pair in self.pairs:
            if pair.together:
                left, right = key_of(pair.left), key_of(pair.right)
                found[left] = Decision(right, self._why(pair), listed=True)
        for pair in self.pairs:
            right = key_of(pair.right)
            if pair.together and right not in found:
                for word in way(right, lambda _: None)[1:]:
                    if self._end(word, found) == right:
                        found[right] = Decision("", self._why(pair), listed=True)
        return found

    def separations(
        self, key_of: Callable[[str], str], way: Way, decisions: Mapping[str, Decision]
    ) -> dict[str, Decision]:
        """Word → decision, for the lines with ≠, beside the other `decisions`.

        Of two words in one family, the one that it is not named after takes no more step.
        """
        found: dict[str, Decision] = {}
        for pair in self.pairs:
            if not pair.together:
                left, right = key_of(pair.left), key_of(pair.right)
                decided = {**decisions, **found}.get
                family = way(left, decided)[-1]
                if family == way(right, decided)[-1]:
                    apart = right if left == family else left
                    found[apart] = Decision("", self._why(pair), listed=True)
        return found

    def _why(self, pair: ListedPair) -> str:
        return f"{self.name}:{pair.line}"

    @staticmethod
    def _end(word: str, decisions: Mapping[str, Decision]) -> str:
        """The word that `decisions` alone lead to from `word`."""
        while (decision := decisions.get(word)) is not None and decision.after:
            word = decision.after
        return word


NO_LIST = FamilyList()


def read_family_list(path: Path) -> FamilyList:
    """The list in the file at `path`. Raises SettingsError with every fault, each with its line."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise SettingsError((f"{path} cannot be read: {error.strerror}.",)) from error
    except UnicodeDecodeError as error:
        raise SettingsError((f"{path} is not UTF-8.",)) from error
    pairs: list[ListedPair] = []
    faults: list[str] = []
    groups: dict[str, str] = {}  # folded word → the end of the = that begin at it
    for number, line in enumerate(text.splitlines(), start=1):
        said = line.partition(_REMARK)[0].strip()
        if said:
            try:
                pair = _pair(number, said)
                _check(pair, groups, pairs)
                pairs.append(pair)
            except ValueError as fault:
                faults.append(f"{path}:{number}: {fault}.")
    apart = (pair for pair in pairs if not pair.together)
    faults += [
        f"{path}:{pair.line}: {pair.left} and {pair.right} are joined by other lines."
        for pair in apart
        if _end_of(folded(pair.left), groups) == _end_of(folded(pair.right), groups)
    ]
    if faults:
        raise SettingsError(tuple(faults))
    return FamilyList(path.name, tuple(pairs))


def _pair(number: int, said: str) -> ListedPair:
    parts = _LINE.fullmatch(said)
    if parts is None:
        raise ValueError(f"“{said}” is neither “word = word” nor “word ≠ word”")
    left, sign, right = parts.groups()
    for side in (left, right):
        if len(list(tokens(side))) != 1 or not folded(side):
            raise ValueError(f"“{side}” is not one word")
    left, right = (next(tokens(side)).written for side in (left, right))
    if folded(left) == folded(right):
        raise ValueError(f"“{left}” and “{right}” are one word")
    return ListedPair(number, left, right, sign == "=")


def _check(pair: ListedPair, groups: dict[str, str], pairs: list[ListedPair]) -> None:
    """Notes what the `pair` joins; raises ValueError when lines before say otherwise."""
    if not pair.together:
        return
    left, right = folded(pair.left), folded(pair.right)
    if left in groups:
        line = next(one.line for one in pairs if one.together and folded(one.left) == left)
        raise ValueError(f"“{pair.left}” has a family by line {line}")
    if _end_of(right, groups) == left:
        raise ValueError(f"“{pair.right}” leads to “{pair.left}” by lines before")
    groups[left] = right


def _end_of(word: str, groups: Mapping[str, str]) -> str:
    while word in groups:
        word = groups[word]
    return word
