"""Are the references in texts found, each tied to its law, and nothing else taken for one?

`reference_marks.tsv` has all references in 24 stretches of the shared corpus, marked by hand before
the rules were written; seven, with articles in words, were overlooked then and were added when the
rules found them. It has no words of the corpus: a stretch names its document by id and by the
SHA-256 of its text. A reference is right if it has the law and all articles of a mark it overlaps.
The label of a law that is named without a number is `named`.

`reference_sentences.tsv` has sentences of our own, written before the rules as well, for the corpus
has neither French nor several laws under one word (القانونين رقم 88.13 و89.13). Half of the
documents, by the digest of their ids, and half of the sentences are DEV; the rules were not made on
TEST.

`reference_questions.tsv` has 116 queries, written before the rules: an article of a law, what cites
a law, a law by its name or number. They are halved by the digest of the query.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from bench.halves import DEV, TEST, half_of
from bench.speed.passages import folder_documents
from indexer import Archive, SearchRequest, load_settings, reindex
from indexer.mentions import Reference, references

QUESTIONS = Path(__file__).with_name("reference_questions.tsv")
MARKS = Path(__file__).with_name("reference_marks.tsv")
SENTENCES = Path(__file__).with_name("reference_sentences.tsv")
_MARK = re.compile(r"[\[\]]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference that was marked, from `start` to `end` of a text."""

    start: int
    end: int
    label: str  # law 31.13 art 7 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """The beginning of a text up to `end`, and all references in it."""

    document: str
    text: str
    end: int
    marks: tuple[Mark, ...]

    @property
    def half(self) -> str:
        """DEV or TEST, by the digest of the document's id, or of the sentence."""
        return half_of(self.document)


def report(corpus: Path, show: bool, questions: bool = False) -> Iterator[str]:
    """The rates of both halves; with `show`, the faults of DEV; else those of the `questions`."""
    if questions:
        yield from _of_questions(corpus, show)
        return
    lists = {"corpus": list(marked_stretches(corpus)), "sentences": list(own_sentences())}
    if not lists["corpus"]:
        yield f"none of the marked documents is in {corpus}"
    for name, stretches in lists.items():
        for half in (DEV, TEST):
            marked = read = right = 0
            for stretch in (one for one in stretches if one.half == half):
                wrong, missed = faults(stretch)
                marked += len(stretch.marks)
                right += len(stretch.marks) - len(missed)
                read += len(stretch.marks) - len(missed) + len(wrong)
                yield from (*wrong, *missed) if show and half == DEV else ()
            yield (
                f"{name:9} {half:5} {marked:4} marked {read:4} read"
                f"  precision {right / max(1, read):.3f}  recall {right / max(1, marked):.3f}"
            )


def _of_questions(corpus: Path, show: bool) -> Iterator[str]:
    """The number of QUESTIONS whose first answer is right, in an index of `corpus`."""
    with tempfile.TemporaryDirectory(prefix="references-") as folder:
        settings = load_settings().with_folders(corpus, Path(folder) / "index")
        reindex(settings)
        with Archive(settings) as archive:
            right: dict[tuple[str, str], list[bool]] = {}
            for line in QUESTIONS.read_text(encoding="utf-8").splitlines()[1:]:
                kind, question, due = line.split("\t")
                half = half_of(question)
                found = answered(archive, kind, question)
                right.setdefault((half, kind), []).append(found == due)
                if show and half == DEV and found != due:
                    yield f"wrong   {question}: {found}, not {due}"
    for (half, kind), answers in sorted(right.items()):
        yield f"{half:5} {kind:8} {sum(answers):3} right of {len(answers)}"


def answered(archive: Archive, kind: str, question: str) -> str:
    """The numbers of the documents that answer `question` first, as QUESTIONS has them."""
    found = archive.citations(question)
    targets = found.targets if found else ()
    if kind == "cites":
        reverse = found.reverse.lines if found and found.reverse else ()
        cited = {_number(line.document.id) for line in (found.lines if found else ())}
        return " ".join(
            (*sorted(cited), *sorted({f"{_number(line.document.id)}?" for line in reverse}))
        )
    if kind == "article":
        return " or ".join(f"{_number(one.document.id)} {one.part}" for one in targets)
    if len(targets) == 1:
        return _number(targets[0].document.id)
    return "".join(
        _number(hit.document.id) for hit in archive.search(SearchRequest(question)).hits[:1]
    )


def _number(document_id: str) -> str:
    """The number that the id of a document of the corpus begins with."""
    return document_id[:3]


def marked_stretches(corpus: Path) -> Iterator[Stretch]:
    """The stretches of MARKS whose documents are in `corpus`, with the text that was marked."""
    texts = {document.id: document.text for document in folder_documents(corpus)}
    marks: dict[tuple[str, str, int], list[Mark]] = {}
    for line in MARKS.read_text(encoding="utf-8").splitlines()[1:]:
        document, digest, start, end, label = line.split("\t")
        if label == "marked":
            of_stretch = marks.setdefault((document, digest, int(end)), [])
        else:
            of_stretch.append(Mark(int(start), int(end), label))
    for (document, digest, last), found in marks.items():
        text = texts.get(document)
        if text is not None and hashlib.sha256(text.encode()).hexdigest() == digest:
            yield Stretch(document, text, last, tuple(found))


def own_sentences() -> Iterator[Stretch]:
    """The sentences of SENTENCES, without the brackets that mark their references."""
    for line in SENTENCES.read_text(encoding="utf-8").splitlines()[1:]:
        written, *labels = line.split("\t")
        pieces = _MARK.split(written)
        ends = [*accumulate(map(len, pieces))]
        places = zip(ends[0::2], ends[1::2], labels, strict=False)
        text = "".join(pieces)
        yield Stretch(text, text, len(text), tuple(Mark(*place) for place in places))


def faults(stretch: Stretch) -> tuple[list[str], list[str]]:
    """A line for each reference read in `stretch` that is none, and for each that was missed."""
    left, wrong = list(stretch.marks), []
    for one in references(stretch.text):
        if one.end > stretch.end:
            break
        overlapping = (mark for mark in left if mark.start < one.end and one.start < mark.end)
        here = next((mark for mark in overlapping if mark.label == label(one)), None)
        if here is None:
            wrong.append(f"wrong   {stretch.document} {one.start} {label(one)}")
        else:
            left.remove(here)
    return wrong, [f"missed  {stretch.document} {mark.start} {mark.label}" for mark in left]


def label(found: Reference) -> str:
    """The label of a reference, as it is marked."""
    act = "named" if found.kind == "named" else found.act
    return " ".join((*act.split(), *(("art", *found.articles) if found.articles else ())))
