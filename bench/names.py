"""Are the names that an archive attests names, of the kind that is said, and whole?

`name_marks.tsv` has 300 names, drawn by a seed from those that were found in the shared corpus, and
marked by hand after their lines were read. Names stand there as digests of their keys.

    right   in the lines that were read (five at most of a person, four of a body, three of a
            place), the words that are marked are the name of one person, place or body, as its kind
            says, and all of the name that stands there: neither a title nor another word more, nor
            a given or family name less
    kind    a whole name, but of another kind
    cut     words of the name are missing, or words of the text too many
    other   no name: a common word, a kind of body of which there are many (the council of the
            commune), or the words of two names

A person may be named by a son, a father or a family alone (أبو بكر, ابن عمر, آل عثمان), a ruler
with a number. A place that a body is named after is a place. A body is one body: an organ of a
state that has one, and any that bears a name of its own.

`name_list.tsv` has names in the beginnings of 15 documents, listed by reading them before the rules
were finished: recall is the share of those found in their documents.

Both lists are halved by the digest of their names: rules are tuned on DEV, and TEST decides.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from random import Random

from bench.halves import DEV, TEST, half_of
from bench.speed.passages import folder_documents
from indexer.analysis.batch_tokenizer import Vocabulary
from indexer.build.archive_names import ArchiveNames
from indexer.build.batches import batches
from indexer.build.name_evidence import NameEvidence
from indexer.build.spool import TextWords
from indexer.model import Document
from indexer.model.names import ArchiveName, NameKind
from indexer.names.matching import name_places

MARKS = Path(__file__).with_name("name_marks.tsv")
LIST = Path(__file__).with_name("name_list.tsv")
_Z = 1.96  # of an interval of 95 %
_LINES, _AROUND = 10, 60  # lines of a name that is shown, characters on each side


def report(corpus: Path, draw: int, seed: int, show: bool) -> Iterator[str]:
    """Precision by kind and recall; or `draw` names to be marked, with their lines.

    With `show`, the faults of DEV are shown.
    """
    documents = list(folder_documents(corpus))
    names, of_document = found_names(documents)
    if draw:
        chosen = Random(seed).sample(names, min(draw, len(names)))
        yield from _drawn(chosen, documents, of_document, {name.key: name for name in names})
        return
    marks = dict(line.split("\t")[::-1] for line in _lines(MARKS))
    yield f"{len(names)} names, {len(marks)} marked"
    for half in (DEV, TEST):
        here = [
            (name, marks.get(digest_of(name.key))) for name in names if half_of_name(name) == half
        ]
        for kind in (*NameKind, None):
            labels = Counter(mark for name, mark in here if mark and kind in (None, name.kind))
            yield f"{half} {kind or 'all':7}{_rate(labels['right'], labels.total())}"
        if show and half == DEV:
            yield from (
                f"{mark}\t{name.shown}" for name, mark in here if mark not in (None, "right")
            )
    yield from _recall(documents, of_document, show)


def found_names(documents: list[Document]) -> tuple[list[ArchiveName], list[frozenset[str]]]:
    """The names found in `documents`, and the keys of those of each document."""
    vocabulary = Vocabulary()
    read = [
        (texts, TextWords(*vocabulary.batch(texts)))
        for texts in ([one.text for one in batch] for batch in batches(documents))
    ]
    with tempfile.TemporaryDirectory(prefix="names-") as folder:
        with NameEvidence(vocabulary.words, Path(folder)) as evidence:
            for texts, words in read:
                evidence.add(texts, words)
        names = ArchiveNames(evidence)
        shown = [of_text for _, words in read for of_text in names.of(words)]
    rows = list(names.rows())
    keys = {row.shown: row.key for row in rows}
    return rows, [frozenset(keys[name] for name in of_text) for of_text in shown]


def digest_of(key: str) -> str:
    """The digest by which a name stands in a list."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def half_of_name(name: ArchiveName) -> str:
    """DEV or TEST."""
    return half_of(digest_of(name.key))


def _recall(
    documents: list[Document], of_document: list[frozenset[str]], show: bool
) -> Iterator[str]:
    keys = {
        document.id: (document, frozenset(map(digest_of, found)))
        for document, found in zip(documents, of_document, strict=True)
    }
    counts: dict[tuple[str, str], list[bool]] = {}
    for line in _lines(LIST):
        kind, digest, document_id, of_text = line.split("\t")
        if document_id in keys:
            document, found = keys[document_id]
            if hashlib.sha256(document.text.encode()).hexdigest()[:16] == of_text:
                for row in (kind, "all"):
                    counts.setdefault((half_of(digest), row), []).append(digest in found)
                if show and half_of(digest) == DEV and digest not in found:
                    yield f"missed\t{kind}\t{document_id}\t{digest}"
    for (half, kind), found_here in sorted(counts.items()):
        yield f"{half} {kind:7}{_rate(sum(found_here), len(found_here))} recall"


def _rate(right: int, of: int) -> str:
    """`right` of how many, the share, and its interval (Wilson, 95 %)."""
    if not of:
        return "   0 of    0"
    share, square = right / of, _Z * _Z
    middle = share + square / (2 * of)
    half = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = ((middle + side * half) / (1 + square / of) for side in (-1, 1))
    return f"{right:4} of {of:4}  {share:.3f} ({low:.3f} to {high:.3f})"


def _drawn(
    chosen: list[ArchiveName],
    documents: list[Document],
    of_document: list[frozenset[str]],
    names: dict[str, ArchiveName],
) -> Iterator[str]:
    lines: dict[str, list[str]] = {name.key: [] for name in chosen}
    for document, keys in zip(documents, of_document, strict=True):
        if not any(len(lines.get(key, "x" * _LINES)) < _LINES for key in keys):
            continue
        text = document.text
        for start, end, key in name_places(text, [names[key] for key in sorted(keys)]):
            if key in lines and len(lines[key]) < _LINES:
                before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
                lines[key].append(f"{before}[{text[start:end]}]{after}".replace("\n", " "))
    for name in chosen:
        yield f"{digest_of(name.key)}\t{name.kind}\t{name.shown}\t{name.places}"
        yield from (f"\t{line}" for line in lines[name.key])


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()[1:]
