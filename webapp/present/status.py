"""The state of the archive: what it holds, what it lacks, and what its keeper should know of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from flask import url_for

from indexer import (
    ArchiveDate,
    ArchiveStatus,
    Failure,
    Failures,
    Finding,
    FindingKind,
    PageOrigin,
    Survey,
    TextQuality,
)
from webapp.present.citation import permanent_url
from webapp.present.links import Link
from webapp.site import messages

MOST_FAILURES, MOST_KEPT = 500, 20  # listed; documents of each that are linked
MOST_FINDINGS = 100  # of a kind, on the page
COLUMNS = ("kind", "id", "title", "path", "line", "pages", "told", "since", "url")
# What a reason says (they are in English) → the message that helps
HELP = (
    ("locked", "password|locked"),
    ("recognition", "tesseract|is a picture"),
    ("limit", r"max_\w+|takes too|larger than|more than"),
    ("encoding", "UTF-8"),
    ("name", "rename|symbolic link|its id"),
    ("folder", "folder"),
    ("empty", "^empty|has no text"),
    ("damaged", "damaged|incomplete|unpacked|broke|not JSON|no PDF|no zip|no tar"),
)


@dataclass(frozen=True, slots=True)
class ShownFailure:
    """A file that could not be read, what helps, and the documents of it that are kept."""

    path: str
    line: int | None
    reason: str
    help: str | None  # the name of a message
    since: ArchiveDate
    kept: tuple[Link, ...]
    more: bool  # are kept than are linked


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A document, and what is found about it: in words of the file, or as a document like it."""

    document: Link
    path: str
    pages: str
    told: tuple[str, ...]
    help: str | None  # the name of a message
    alike: Link | None


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings of a kind: all are counted, some are shown."""

    kind: FindingKind
    count: int
    shown: tuple[ShownFinding, ...]
    left: int


@dataclass(frozen=True, slots=True)
class StatusView:
    """The page that tells whether the archive has all of its corpus, and how old it is."""

    generation: int
    documents: int
    words: int
    updated: ArchiveDate
    days: int  # since then
    degraded: bool
    failed: int
    kept: int
    failures: tuple[ShownFailure, ...]
    left: int  # failures that are not listed
    unread: tuple[tuple[str, int], ...]  # (suffix, files)
    surveyed: bool
    formats: tuple[tuple[str, int, int], ...]  # (suffix, files, documents)
    origins: tuple[tuple[str, int], ...]  # (origin, pages)
    qualities: tuple[tuple[str, int, int], ...]  # (quality, documents, pages)
    findings: tuple[Findings, ...]


def status_view(status: ArchiveStatus, failures: Failures, survey: Survey | None) -> StatusView:
    """The page of this state, of these failures and of this survey."""
    built = datetime.fromisoformat(status.updated)
    found = survey or Survey()
    return StatusView(
        status.generation,
        status.documents,
        status.words,
        ArchiveDate.parse(status.updated[:10]),
        max(0, (datetime.now(UTC) - built).days),
        bool(status.degraded),
        status.failures,
        status.kept,
        tuple(map(_shown_failure, failures.failures[:MOST_FAILURES])),
        max(0, len(failures.failures) - MOST_FAILURES),
        tuple(failures.unread),
        survey is not None,
        found.formats,
        tuple((name, found.origins[name]) for name in PageOrigin if name in found.origins),
        tuple(
            (name, found.documents.get(name, 0), found.qualities.get(name, 0))
            for name in TextQuality
            if name in found.documents or name in found.qualities
        ),
        tuple(_findings(found)),
    )


def status_values(
    status: ArchiveStatus, failures: Failures, survey: Survey | None
) -> dict[str, object]:
    """The same as values of JSON."""
    found = survey or Survey()
    return {
        "generation": status.generation,
        "updated": status.updated,
        "documents": status.documents,
        "words": status.words,
        "degraded": bool(status.degraded),
        "kept": status.kept,
        "surveyed": survey is not None,
        "formats": [
            {"suffix": suffix, "files": files, "documents": documents}
            for suffix, files, documents in found.formats
        ],
        "unread": [{"suffix": suffix, "files": files} for suffix, files in failures.unread],
        "pages": {"origin": _all_of(PageOrigin, found.origins),
                  "quality": _all_of(TextQuality, found.qualities)},
        "quality": _all_of(TextQuality, found.documents),
        "counts": {"failure": status.failures} | _all_of(FindingKind, found.counts),
        "failures": [
            {
                "path": failure.path,
                "line": failure.line,
                "reason": failure.reason,
                "since": failure.since,
                "kept": failure.ids,
            }
            for failure in failures.failures
        ],
        "findings": [
            asdict(finding) | {"url": permanent_url(finding.id)} for finding in found.findings
        ],
    }  # fmt: skip


def status_rows(failures: Failures, survey: Survey | None) -> Iterator[list[object]]:
    """The failures and the findings as rows of COLUMNS."""
    for failure in failures.failures:
        kept = " ".join(failure.ids)
        told = failure.reason
        yield ["failure", kept, None, failure.path, failure.line, None, told, failure.since, None]
    for finding in survey.findings if survey else ():
        pages, told = _ranges(finding.pages), "; ".join(finding.told)
        named = [finding.kind, finding.id, finding.title, finding.path]
        yield [*named, None, pages, told, None, permanent_url(finding.id)]


def _shown_failure(failure: Failure) -> ShownFailure:
    return ShownFailure(
        failure.path,
        failure.line,
        failure.reason,
        _help(failure.reason),
        ArchiveDate.parse(failure.since[:10]),
        tuple(_link(name, name) for name in failure.ids[:MOST_KEPT]),
        len(failure.ids) > MOST_KEPT,
    )


def _findings(survey: Survey) -> Iterator[Findings]:
    for kind in FindingKind:
        if count := survey.counts.get(kind, 0):
            of_kind = [finding for finding in survey.findings if finding.kind is kind]
            shown = tuple(map(_shown_finding, of_kind[:MOST_FINDINGS]))
            yield Findings(kind, count, shown, count - len(shown))


def _shown_finding(finding: Finding) -> ShownFinding:
    told, alike = finding.told, None
    if finding.kind in (FindingKind.SAME_FILE, FindingKind.SAME_TEXT):
        alike, told = _link(told[0], told[0]), ()
    elif finding.kind is FindingKind.DERIVED_TITLE:
        told = tuple(messages().label("title_origin", origin) for origin in told)
    return ShownFinding(
        _link(finding.title, finding.id),
        finding.path,
        _ranges(finding.pages),
        told,
        next(filter(None, map(_help, told)), None),
        alike,
    )


def _help(reason: str) -> str | None:
    """The name of the message that helps who reads this reason."""
    found = (name for name, pattern in HELP if re.search(pattern, reason))
    return next(found, None)


def _link(label: str, document_id: str) -> Link:
    return Link(label, url_for("pages.document", document_id=document_id))


def _ranges(numbers: tuple[int, ...]) -> str:
    """The numbers, ascending, in short: 1–3, 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def _all_of(
    names: type[PageOrigin] | type[TextQuality] | type[FindingKind], counts: Mapping[str, int]
) -> dict[str, int]:
    """Every one of `names`, with its count."""
    return {str(name): counts.get(name, 0) for name in names}
