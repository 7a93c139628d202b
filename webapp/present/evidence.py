"""Passages as evidence: what the files of a package say of them, numbered through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from indexer import (
    Basis,
    ConcordanceLine,
    Document,
    Edition,
    EvidenceAnswer,
    EvidenceDocument,
    EvidencePassage,
    Lack,
)
from webapp.http.items import Item, ItemKind
from webapp.http.params import search_arguments
from webapp.i18n import shown
from webapp.present.calendars import hijri_value
from webapp.present.charts import period_text
from webapp.present.citation import passage_url, permanent_url
from webapp.present.labels import value_label
from webapp.present.told import told_of
from webapp.site import absolute, messages, names

BETWEEN = " › "  # the headings that a passage stands under
MOST_FORMS = 60  # of a word, that are named


@dataclass(frozen=True, slots=True)
class Gathered:
    """An item and what the archive has of it: an answer, or a document; None where it is gone."""

    item: Item
    answer: EvidenceAnswer | None = None
    chosen: EvidenceDocument | None = None
    one_page: bool = False  # of the results

    @property
    def documents(self) -> tuple[EvidenceDocument, ...]:
        """Its documents, in order."""
        if self.answer:
            return self.answer.documents
        return (self.chosen,) if self.chosen else ()

    @property
    def basis(self) -> Basis:
        """The basis of its answer; of a choice, that nothing is missing."""
        return self.answer.basis if self.answer else Basis()


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of a package beside those that tell of it: its name there, or why it is left out."""

    name: str | None = None
    left_out: str | None = None  # size, gone


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """A document with its number in the package."""

    number: int
    document: Document
    text_digest: str
    url: str
    hijri: str
    original: PackedFile = PackedFile()
    text: PackedFile = PackedFile()


@dataclass(frozen=True, slots=True)
class PackedPassage:
    """A passage with its number in the package, and that of its document."""

    number: int
    document: int
    passage: EvidencePassage
    url: str
    note: str

    @property
    def part(self) -> str:
        """The headings that it stands under."""
        return BETWEEN.join(self.passage.parts)


@dataclass(frozen=True, slots=True)
class PackedLine:
    """A line of a concordance, and the number of the passage it stands in; 0 where that is not
    given.
    """

    number: int
    passage: int
    document: int
    line: ConcordanceLine


@dataclass(frozen=True, slots=True)
class PackedAnswer:
    """An item of the package with its answer; `groups` are its documents with their passages."""

    number: int
    kind: ItemKind
    note: str
    heading: str
    facts: tuple[tuple[str, str], ...]
    groups: tuple[tuple[PackedDocument, tuple[PackedPassage, ...]], ...]
    lines: tuple[PackedLine, ...]
    gone: bool  # nothing of it is in the archive any more
    asked: dict[str, Any]  # for programs

    @property
    def empty(self) -> bool:
        """Whether it is a request that finds nothing."""
        return bool(self.facts) and not self.groups


@dataclass(frozen=True, slots=True)
class EvidencePackage:
    """All that the files of a package tell."""

    title: str
    archive: str
    address: str
    edition: Edition
    answers: tuple[PackedAnswer, ...]
    documents: tuple[PackedDocument, ...]
    lacks: tuple[Lack, ...]
    gone: int  # items of which nothing is in the archive any more

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.lacks and not self.gone

    @property
    def passages(self) -> Iterator[PackedPassage]:
        """All passages, in the order of their numbers."""
        for answer in self.answers:
            for _, passages in answer.groups:
                yield from passages

    @property
    def lines(self) -> Iterator[PackedLine]:
        """All lines, in the order of their numbers."""
        for answer in self.answers:
            yield from answer.lines


def package_of(
    gathered: Sequence[Gathered],
    edition: Edition,
    title: str,
    files: Mapping[str, tuple[PackedFile, PackedFile]],
) -> EvidencePackage:
    """The package of `gathered`; `files` are the original and the text of each document, by id."""
    documents: dict[str, PackedDocument] = {}
    for one in gathered:
        for found in one.documents:
            if found.document.id not in documents:
                packed = _packed(len(documents) + 1, found)
                original, text = files.get(found.document.id, (PackedFile(), PackedFile()))
                documents[found.document.id] = replace(packed, original=original, text=text)
    answers: list[PackedAnswer] = []
    passages = lines = 0
    for number, one in enumerate(gathered, start=1):
        answers.append(_packed_answer(number, one, documents, passages, lines))
        passages += sum(len(found.passages) for found in one.documents)
        lines += len(answers[-1].lines)
    lacks = (lack for one in gathered for lack in one.basis.lacks)
    return EvidencePackage(
        title or str(messages().entry("evidence.title")),
        names().name,
        absolute("/"),
        edition,
        tuple(answers),
        tuple(documents.values()),
        tuple(dict.fromkeys(lacks)),
        sum(answer.gone for answer in answers),
    )


def _packed(number: int, found: EvidenceDocument) -> PackedDocument:
    document = found.document
    hijri = hijri_value(document.date) or ""
    return PackedDocument(number, document, found.text_digest, permanent_url(document.id), hijri)


def _packed_answer(
    number: int, one: Gathered, documents: Mapping[str, PackedDocument], passages: int, lines: int
) -> PackedAnswer:
    """The answer of `one`, after so many `passages` and `lines` of others."""
    groups = []
    of_place: dict[tuple[str, str], int] = {}
    note = one.item.note if one.item.kind is ItemKind.PASSAGE else ""
    for found in one.documents:
        packed = documents[found.document.id]
        rows = []
        for passage in found.passages:
            passages += 1
            of_place[found.document.id, passage.anchor] = passages
            url = passage_url(found.document.id, passage.anchor)
            rows.append(PackedPassage(passages, packed.number, passage, url, note))
        groups.append((packed, tuple(rows)))
    shown_lines = (
        PackedLine(
            lines + at,
            of_place.get((line.document.id, line.anchor), 0),
            documents[line.document.id].number if line.document.id in documents else 0,
            line,
        )
        for at, line in enumerate(one.answer.lines if one.answer else (), start=1)
    )
    gone = not one.answer and (one.chosen is None or bool(one.chosen.missing))
    return PackedAnswer(
        number,
        one.item.kind,
        one.item.note,
        _heading(one),
        tuple(_facts(one)),
        tuple(groups),
        tuple(shown_lines),
        gone,
        _asked(one),
    )


def _heading(one: Gathered) -> str:
    if one.item.request is not None:
        name = "search" if one.item.kind is ItemKind.SEARCH else "lines"
        query = one.item.request.query.strip()
        text = messages().entry(f"evidence.{name}" if query else "evidence.everything")
        return str(text).format(query=query)
    if one.chosen is None:
        return one.item.document
    return shown(one.chosen.document.title)


def _facts(one: Gathered) -> Iterator[tuple[str, str]]:
    """How the request was read and carried out, in words."""
    answer, words = one.answer, messages()
    if answer is None:
        return
    for name, fact in told_of(answer.basis, answer.request, words).facts:
        if fact:
            yield name, fact
    request = answer.request
    if one.one_page:
        yield str(words.entry("pager.label")), str(request.page)
    yield str(words.entry("width.label")), str(words.entry(f"width.{request.width}"))
    for facet, values in request.filters.values:
        labels = ", ".join(value_label(words, facet, value) for value in values)
        yield str(words.entry("evidence.filter")), f"{facet}: {labels}"
    if request.filters.since or request.filters.until:
        period = period_text(request.filters.since, request.filters.until)
        yield str(words.entry("period.title")), period
    for word in answer.words:
        forms = [f"{form.text} ({form.count})" for form in word.forms if form.on]
        more = len(forms) - MOST_FORMS
        text = ", ".join(forms[:MOST_FORMS]) + (f" … +{more}" if more > 0 else "")
        text = text or ", ".join(word.near) or str(words.entry("evidence.unknown"))
        yield str(words.entry("evidence.forms")).format(word=word.word), text


def _asked(one: Gathered) -> dict[str, Any]:
    """The request, and how it was read and carried out, for programs."""
    answer, item = one.answer, one.item
    told: dict[str, Any] = {"kind": item.kind, "address": item.address, "note": item.note}
    if answer is None:
        return told | {"anchor": item.anchor}
    basis, request = answer.basis, answer.request
    return told | {
        "query": request.query,
        "width": request.width,
        "arguments": search_arguments(request),
        "page": request.page if one.one_page else None,
        "order": item.order if item.kind is ItemKind.LINES else request.sort,
        "why": basis.why,
        "carried_out": basis.query,
        "corrected": basis.corrected and asdict(basis.corrected),
        "read_as": [asdict(part) for part in basis.readings],
        "translated": [asdict(part) for part in basis.translated],
        "words": [asdict(word) for word in answer.words],
        "complete": basis.complete,
        "incomplete_because": list(basis.lacks),
    }
