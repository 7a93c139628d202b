"""The names that an archive attests, each with its spellings → the documents that have them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from indexer.build.name_evidence import NameEvidence, Names
from indexer.build.spool import TextWords
from indexer.model import Document
from indexer.model.names import ArchiveName, NameCue, NameKind
from indexer.names import words as listed
from indexer.names.corrections import NO_CORRECTIONS, NameCorrections, name_corrections
from indexer.names.file import stored_names
from indexer.names.listed import listed_names
from indexer.names.matching import NumberedWords, Spellings, form, longest
from indexer.names.rules import is_sure, name_key
from indexer.settings import Settings

MOST_NAMES = 50_000  # of an archive: those that stand most often
MOST_OF_DOCUMENT = 200  # names of one document
_SURE_CUES = frozenset((NameCue.TITLE, NameCue.ROLE))
_LISTS = (NameCue.LISTED, NameCue.CORRECTED)


@dataclass(slots=True)
class NameGroup:
    """The spellings of one name, and how it is told. `given` is true if a list has it."""

    kind: NameKind
    shown: str = ""
    given: bool = False
    spellings: Counter[str] = field(default_factory=Counter)
    cues: Counter[NameCue] = field(default_factory=Counter)

    @property
    def is_attested(self) -> bool:
        """Whether the archive tells enough: it has the name again, or under a sure cue."""
        if self.given or self.cues.total() > 1 or _SURE_CUES & self.cues.keys():
            return True
        return self.kind is not NameKind.PERSON or any(
            is_sure(name.split()) for name in self.spellings
        )


def grouped(
    found: Names, corrections: NameCorrections, known: Iterable[ArchiveName] = ()
) -> dict[str, NameGroup]:
    """Key → the name: those `found` in an archive, those listed, those the corrections add.

    Those `known` from the generation before keep what they are and how they are shown.
    """
    groups, of_key = _listed()
    for old in known:
        told = Counter({cue: times for cue, times in old.cues if cue not in _LISTS})
        listed_as = Counter(dict.fromkeys((cue for cue, _ in old.cues if cue in _LISTS), 0))
        listed_as.update(told)
        spellings = Counter(dict(old.spellings))
        of_key.update((name_key(written), old.key) for written in spellings)
        groups[old.key] = NameGroup(old.kind, old.shown, True, spellings, listed_as)
    for key, name in corrections.same.items():
        of_key[key] = of_key.get(name_key(name), name_key(name))
    for (kind, words), attested in found.items():
        name = " ".join(words)
        key = name_key(name)
        group = groups.setdefault(of_key.get(key, key), NameGroup(kind))
        if not group.given and attested.places > max(group.spellings.values(), default=0):
            group.kind = kind
        group.spellings[name] += attested.places
        group.cues.update(attested.cues)
    for key, (kind, name) in corrections.kinds.items():
        group = groups.setdefault(of_key.get(key, key), NameGroup(kind, name))
        group.kind, group.given = kind, True
        group.spellings[name] += 0
        group.cues[NameCue.CORRECTED] += 0
    for key in corrections.removed:
        groups.pop(of_key.get(key, key), None)
    for key, group in groups.items():
        usual = max(
            group.spellings, key=lambda name: (group.spellings[name], name.count(" "), name)
        )
        group.shown = corrections.shown.get(key) or group.shown or usual
    attested_names = ((key, group) for key, group in groups.items() if group.is_attested)
    often = sorted(attested_names, key=lambda row: (-row[1].cues.total(), row[0]))
    return dict(often[:MOST_NAMES])


def _listed() -> tuple[dict[str, NameGroup], dict[str, str]]:
    """Key → name of those that lists have; key of each spelling → key of its name."""
    groups: dict[str, NameGroup] = {}
    of_key: dict[str, str] = {}
    places = ((NameKind.PLACE, (name,)) for name in sorted(listed.PLACES))
    for kind, names in (*listed_names(), *places):
        keys = [name_key(name) for name in names]
        if keys[0] not in of_key:
            of_key.update(dict.fromkeys(keys, keys[0]))
            spellings = Counter(dict.fromkeys(names, 0))
            cues = Counter({NameCue.LISTED: 0})
            groups[keys[0]] = NameGroup(kind, names[0], True, spellings, cues)
    return groups, of_key


class ArchiveNames:
    """Finds names in texts, the longest at each place.

    `evidence` numbers the words, and has the signs between those of the texts that are searched.
    """

    def __init__(
        self,
        evidence: NameEvidence,
        corrections: NameCorrections = NO_CORRECTIONS,
        known: Sequence[ArchiveName] = (),
    ) -> None:
        self._groups = grouped(evidence.found(), corrections, known)
        self._known = {name.key: name for name in known}
        self._spelled = evidence.spelled
        self._numbers = evidence.numbers
        self._spellings = Spellings.of(
            (key, group.kind, group.spellings) for key, group in self._groups.items()
        )
        self._forms = [form(word) for word in self._spelled]
        self._begins = np.fromiter(
            map(self._spellings.firsts.__contains__, self._forms), bool, len(self._forms)
        )
        self._joined = iter(evidence.joined)
        self._found: dict[str, Counter[str]] = {key: Counter() for key in self._groups}
        self._documents: Counter[str] = Counter()

    def of(self, words: TextWords) -> list[tuple[str, ...]]:
        """The names in each text of these `words`, the most frequent first.

        Texts must come in the batches and in the order in which the evidence was gathered.
        """
        numbers = self._numbers[words.numbers]
        places = np.flatnonzero(self._begins[numbers])
        documents = np.searchsorted(np.cumsum(words.lengths), places, "right").tolist()
        joined = np.unpackbits(next(self._joined), count=len(numbers)).tolist()
        here = NumberedWords(numbers.tolist(), self._spelled, self._forms, joined)
        found: list[Counter[str]] = [Counter() for _ in words.lengths]
        until = 0
        for place, document in zip(places.tolist(), documents, strict=True):
            if place >= until and (name := longest(self._spellings, here, place)):
                until = place + name.size
                self._found[name.key][name.written] += 1
                self._documents[name.key] += name.key not in found[document]
                found[document][name.key] += 1
        return [
            tuple(self._groups[key].shown for key, _ in of_text.most_common(MOST_OF_DOCUMENT))
            for of_text in found
        ]

    def rows(self) -> Iterator[ArchiveName]:
        """The names that were found, in the order of their keys."""
        for key in sorted(self._groups):
            group, spellings = self._groups[key], self._found[key]
            documents = self._documents[key]
            if known := self._known.get(key):
                spellings = spellings + Counter(dict(known.spellings))
                documents += known.documents
            if places := spellings.total():
                told = Counter({cue: places for cue in _LISTS if cue in group.cues})
                yield ArchiveName(
                    group.kind,
                    key,
                    group.shown,
                    tuple(spellings.most_common()),
                    tuple((group.cues + told).most_common()),
                    places,
                    documents,
                )


class NoNames:
    """Finds none, for an archive that does not want names."""

    def of(self, words: TextWords) -> list[tuple[str, ...]]:
        """Nothing for each text of these `words`."""
        return [()] * len(words.lengths)

    def rows(self) -> Iterator[ArchiveName]:
        """Nothing."""
        return iter(())


def archive_names(
    settings: Settings,
    vocabulary: Sequence[str],
    batches: Iterable[tuple[Sequence[Document], TextWords]],
    folder: Path,
    before: Path | None,
) -> ArchiveNames | NoNames:
    """The names that the documents in `batches`, which have these words, attest together.

    `vocabulary` has the written form of each word id. Names known in the generation in `before`
    stay known. A file in `folder` holds the places while they are counted. Raises SettingsError
    where the corrections of the archive have faults.
    """
    if not settings.index.names:
        return NoNames()
    named = settings.corpus.names
    corrections = name_corrections(Path(named)) if named else NO_CORRECTIONS
    with NameEvidence(vocabulary, folder) as evidence:
        for documents, words in batches:
            evidence.add([document.text for document in documents], words)
    return ArchiveNames(evidence, corrections, stored_names(before) if before else ())


def name_documents(
    documents: Sequence[Document], names: Iterable[tuple[str, ...]]
) -> list[Document]:
    """`documents` with their `names`."""
    return [
        replace(document, names=found) if found else document
        for document, found in zip(documents, names, strict=True)
    ]
