"""The laws of an archive: which keys are one law, and the name it goes by.

laws.tsv has what texts tell (`Called`), a line each, with the number of documents that tell it:

    key TAB other key TAB as it is written TAB own, or nothing TAB documents
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from indexer.analysis import reversed_number
from indexer.mentions import KNOWN, Called, asked_reference
from indexer.mentions.acts import act_at, act_number, folded_letters

LAWS = "laws.tsv"  # of a generation
CITED_KINDS = frozenset(("law", "dahir", "decree", "order", "named", "constitution"))
_SURE = 10  # times as many documents as tell otherwise
_NAMED = "named "
_NUMBER = re.compile(r"\d{1,5}(?:[./-]\d{1,5}){1,2}")


class Laws:
    """The laws that the texts of an archive name, from what they tell: Called → documents."""

    def __init__(self, told: Mapping[Called, int] | None = None) -> None:
        self.told = Counter(told or {})

    def add(self, told: Iterable[Called] | Mapping[Called, int]) -> None:
        """Takes what one document tells, or several do; before anything else is asked."""
        self.told.update(told)

    def key(self, act: str) -> str:
        """The first of the keys that are the same law as `act`: its number, if one is known."""
        return self._first.get(act, act)

    def alike(self, act: str) -> tuple[str, ...]:
        """The keys that are the same law as `act`, its number first."""
        first = self.key(act)
        return (first, *self._others.get(first, ()))

    def several(self, act: str) -> tuple[str, ...]:
        """The numbers of the laws that go by the name `act`, where they are several."""
        return self._doubtful.get(act, ())

    def value(self, act: str) -> str:
        """The value of `act` in the facet: its key; of a law without a number, its name."""
        first = self.key(act)
        written = self._written.get(first) if first.startswith(_NAMED) else None
        return f"{_NAMED}{written}" if written else first

    def cited(self, keys: Iterable[str], own: str) -> tuple[str, ...]:
        """The values of the laws among the keys of a document; its own are those after `own`."""
        acts = [key for key in keys if " art " not in key]
        itself = {self.key(key.removeprefix(own)) for key in acts if key.startswith(own)}
        cited = (key for key in acts if key.partition(" ")[0] in CITED_KINDS)
        return tuple(dict.fromkeys(self.value(key) for key in cited if self.key(key) not in itself))

    def title(self, value: str) -> str:
        """The name of the law `value`, without its number: that of its document, or as texts say.

        Empty where none is known.
        """
        found = (self._written.get(key) for key in self.alike(folded_letters(value)))
        return next(filter(None, found), "")

    def meant(self, asked: str) -> frozenset[str]:
        """The values that `asked` names: a law by number or name, or the number alone; or none."""
        if _NUMBER.fullmatch(number := folded_letters(asked.strip())):
            wanted = {f"{kind} {act_number(number)}" for kind in CITED_KINDS}
        else:
            reference = asked_reference(asked)
            wanted = {reference.act} if reference else set()
        return frozenset(map(self.value, wanted))

    @cached_property
    def _written(self) -> Mapping[str, str]:
        """key → what the law is called: as the one document that is it, else as most texts say."""
        own: dict[str, set[str]] = defaultdict(set)
        said: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for called, documents in self.told.items():
            if called.written and called.own:
                own[called.key].add(called.written)
            elif called.written:
                name = called.written
                said[called.key].append((-documents, len(name), name))
        written = {key: min(names)[2] for key, names in said.items()}
        for key, titles in own.items():
            if len(titles) == 1 and (title := _without_number(min(titles), key)):
                written[key] = title
        return written

    @cached_property
    def _dahirs(self) -> Mapping[str, str]:
        """key of a law → that of the dahir that promulgates it, as most documents tell."""
        told: dict[str, Counter[str]] = defaultdict(Counter)
        for called, documents in self.told.items():
            if called.other.startswith("dahir "):
                told[called.key][called.other] += documents * (_SURE if called.own else 1)
        best = {law: dahirs.most_common(2) for law, dahirs in told.items()}
        return {
            law: first
            for law, ((first, most), *others) in best.items()
            if all(documents < most for _, documents in others)
        }

    @cached_property
    def _candidates(self) -> Mapping[str, Counter[str]]:
        """key of a dahir or a name → the keys that it is told to be → documents."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        mentioned = set()
        for called, documents in self.told.items():
            mentioned.add(called.key)
            is_dahir = called.other.startswith("dahir ")
            if called.other and (not is_dahir or self._dahirs.get(called.key) == called.other):
                found[called.other][called.key] += documents
        for name, number in KNOWN.items():
            if number in mentioned:
                found[name][number] += 1
        return found

    @cached_property
    def _first(self) -> Mapping[str, str]:
        """key of a dahir or a name → the key of its law."""
        first: dict[str, str] = {}
        for of_dahirs in (True, False):  # a name may be told to be a dahir
            for key, numbers in self._candidates.items():
                if key.startswith("dahir ") is of_dahirs:
                    sure, others = _judged(self._joined(numbers, first))
                    if not others:
                        first[key] = sure
        return first

    @cached_property
    def _doubtful(self) -> Mapping[str, tuple[str, ...]]:
        """key of a name → the keys of the several laws that it may be."""
        doubtful = {}
        for key, numbers in self._candidates.items():
            sure, others = _judged(self._joined(numbers, self._first))
            if others:
                doubtful[key] = (sure, *others)
        return doubtful

    def _joined(self, numbers: Mapping[str, int], first: Mapping[str, str]) -> Counter[str]:
        joined: Counter[str] = Counter()
        for number, documents in numbers.items():
            joined[first.get(number, number)] += documents
        return joined

    @cached_property
    def _others(self) -> Mapping[str, tuple[str, ...]]:
        """key of a law → the other keys that it goes by."""
        others: dict[str, list[str]] = defaultdict(list)
        for key, first in self._first.items():
            others[first].append(key)
        return {first: tuple(sorted(keys)) for first, keys in others.items()}


def write_laws(folder: Path, laws: Laws) -> None:
    """Writes what texts tell into the `folder` of a generation."""
    rows = sorted(
        (called.key, called.other, called.written, called.own, documents)
        for called, documents in laws.told.items()
    )
    lines = (
        f"{key}\t{other}\t{_line(written)}\t{'own' if own else ''}\t{documents}\n"
        for key, other, written, own, documents in rows
    )
    (folder / LAWS).write_text("".join(lines), "utf-8")


def stored_laws(folder: Path) -> Laws:
    """The laws that `write_laws` wrote into `folder`."""
    told: Counter[Called] = Counter()
    for line in (folder / LAWS).read_text("utf-8").split("\n")[:-1]:
        key, other, written, own, documents = line.split("\t")
        told[Called(key, other, written, bool(own))] += int(documents)
    return Laws(told)


def _line(written: str) -> str:
    return " ".join(written.split())


def _judged(numbers: Counter[str]) -> tuple[str, tuple[str, ...]]:
    """The key that most documents tell, and the others that are no slips of it."""
    (sure, most), *rest = numbers.most_common()
    others = (key for key, documents in rest if documents * _SURE > most)
    return sure, tuple(key for key in others if key != _reversed(sure))


def _reversed(key: str) -> str | None:
    """The key of a law with its number in reverse."""
    kind, _, number = key.partition(" ")
    turned = reversed_number(number.replace(".", "-"))
    return f"{kind} {act_number(turned)}" if turned and kind == "law" else None


def _without_number(title: str, key: str) -> str:
    """The `title` of the document that is the law `key`, without its number.

    Empty where it begins with the number of another: that of the dahir that promulgates it.
    """
    act = act_at(folded_letters(title), 0)
    if act is None:
        return title
    return title[act.end :].strip(" :،-–—") if act.key == key else ""
