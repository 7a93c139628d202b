"""A new generation is compared with the documents that were read before it is trusted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

import numpy as np

from indexer.analysis import MENTION, field_of
from indexer.build.spool import Batch
from indexer.build.surveyor import Surveyor
from indexer.engine.checksums import CHECKSUM, Checksums, content_digest
from indexer.engine.protocol import AllOf, Searcher, Term
from indexer.engine.utf8 import encoded
from indexer.errors import IndexDamaged
from indexer.model import Filters, Width
from indexer.model.survey import Survey

_FAULTS = {  # part of a checksum → what it means that it is another
    "title": "The new index has {found} words of the title of {id}, of which {due} were read.",
    "words": "The new index has {found} words of {id}, of which {due} were read.",
    "sum": "The words of {id} do not stand in the new index as they were read.",
    "text": "The text of {id} came back altered from the new index.",
}
_SAMPLES = 100  # documents, at most, that are searched for by their last word and last mention


@dataclass(slots=True)
class Expected:
    """The documents that a new generation must hold; `fresh` of them were read.

    The checksum of a document that was read was worked out then; that of one that is kept, from the
    generation before.
    """

    fresh: int
    _rows: dict[str, int] = field(default_factory=dict)  # id → its place in the checksums
    _checksums: list[Checksums] = field(default_factory=list)
    _kept: set[str] = field(default_factory=set)
    _samples: list[tuple[str, Term]] = field(default_factory=list)  # (id, a term of it)

    def keep(self, before: Searcher) -> None:
        """Expects the documents of the generation `before` that are not read again."""
        ids, checksums = before.checksums()
        self._add(ids, checksums)
        self._kept.update(ids)

    def read(self, batch: Batch, words: Sequence[str]) -> None:
        """Expects the documents of `batch`, which were read and have these `words`."""
        done = len(self._rows) - len(self._kept)
        texts, ids = batch.words["text"], [document.id for document in batch.documents]
        self._add(ids, batch.checksums)
        self._kept.difference_update(ids)
        every = self.fresh // _SAMPLES + 1
        for at in range(-done % every, len(ids), every):
            end = int(texts.lengths[: at + 1].sum())
            if texts.lengths[at]:
                term = Term(field_of("text", Width.EXACT), words[texts.numbers[end - 1]])
                self._samples.append((ids[at], term))
            self._samples += ((ids[at], Term(MENTION, key)) for key in batch.mentions[at][-1:])

    def _add(self, ids: Sequence[str], checksums: Checksums) -> None:
        first = sum(map(len, self._checksums))
        self._rows.update(zip(ids, range(first, first + len(ids)), strict=True))
        self._checksums.append(checksums)

    def years(self, searcher: Searcher, accepted: Set[str]) -> tuple[Counter[int], Survey]:
        """Year → number of documents, once all `accepted` are found in the index, unaltered.

        With it their survey. Raises IndexDamaged otherwise.
        """
        surveyor = Surveyor()
        years: Counter[int] = Counter()
        ids, checksums = searcher.checksums()
        for at, document in enumerate(searcher.scan()):
            if document.id != ids[at]:
                raise IndexDamaged(f"The new index has {document.id} under the id {ids[at]}.")
            if document.id not in self._kept:
                checksums["text"][at] = content_digest(encoded(document.text))
            surveyor.add(document)
            if document.date:
                years[document.date.year] += 1
        if strays := accepted ^ set(ids):
            some = ", ".join(sorted(strays)[:3])
            raise IndexDamaged(f"The new index does not hold the documents of the corpus: {some} …")
        if len(ids) != len(accepted):
            raise IndexDamaged("The new index holds documents of the corpus twice.")
        self._compare(ids, checksums)
        held = [AllOf((term, Term("id", document_id))) for document_id, term in self._samples]
        counts = searcher.counts([(node, Filters()) for node in held])
        for (document_id, term), count in zip(self._samples, counts, strict=True):
            if count != 1:
                raise IndexDamaged(f"The new index does not find {term.text} in {document_id}.")
        return years, surveyor.survey(searcher, ids, checksums["text"])

    def _compare(self, ids: Sequence[str], checksums: Checksums) -> None:
        """Raises IndexDamaged when the `checksums` of documents are not those expected."""
        rows = np.array([self._rows[name] for name in ids], np.intp)
        expected = np.concatenate((np.zeros(0, CHECKSUM), *self._checksums))[rows]
        for part, fault in _FAULTS.items():
            for at in np.flatnonzero(checksums[part] != expected[part])[:1].tolist():
                found, due = checksums[part][at], expected[part][at]
                raise IndexDamaged(fault.format(id=ids[at], found=found, due=due))
