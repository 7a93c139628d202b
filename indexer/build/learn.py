"""The words of an archive → the families and roots that they are indexed under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis import (
    BOUNDARY,
    NO_HOMOGRAPHS,
    NO_LIST,
    CorpusStatistics,
    FamilyList,
    RunningText,
    derivations_of,
    families_of,
    field_of,
    homographs_of,
    joined_plurals,
    learnt_families,
    roots_of,
)
from indexer.analysis.batch_tokenizer import Integers
from indexer.build.collector import collected_rarely
from indexer.build.processes import processes
from indexer.build.spool import Spool, TextWords
from indexer.engine.term_batch import TermBatch
from indexer.lexicon import Lexicon, write_lexicon
from indexer.model import Width

_MANY_WORDS = 100_000  # above which another process pays
_SAMPLED = 4_000_000  # words of running text from which families are learnt

_Numbered = tuple[Sequence[str], NDArray[np.int32]]  # terms, and the number of that of each word


@dataclass(frozen=True, slots=True)
class ArchiveTerms:
    """Width → (terms, term id of each word id, int32[words]).

    Word ids are those of the vocabulary that `learnt_terms` was given. BOUNDARY is the last term,
    and the last word.
    """

    _of_words: Mapping[Width, _Numbered]

    @property
    def families(self) -> _Numbered:
        """The families, and the number of that of each word id."""
        return self._of_words[Width.WORD]

    def of(self, words: Mapping[str, TextWords]) -> dict[str, TermBatch]:
        """The terms of each field of some documents, which have these `words` in each part."""
        title = words["title"]
        found: dict[str, TermBatch] = {}
        boundary = len(self._of_words[Width.EXACT][1]) - 1
        whole = _whole(title, words["text"], boundary)
        for width, (terms, of_word) in self._of_words.items():
            found[field_of("title", width)] = TermBatch(
                terms, title.numbers, title.lengths, of_word
            )
            found[field_of("text", width)] = TermBatch(terms, whole.numbers, whole.lengths, of_word)
        return found


def _whole(title: TextWords, text: TextWords, boundary: int) -> TextWords:
    """The words of each title, `boundary`, and those of its text."""
    lengths = title.lengths + 1 + text.lengths
    of_title = np.repeat(np.arange(len(lengths)), title.lengths)
    of_text = np.repeat(np.arange(len(lengths)), text.lengths)
    # Before a word of a title stand as many boundaries as titles, and the texts of those.
    texts_before = np.cumsum(text.lengths) - text.lengths
    titles_until = np.cumsum(title.lengths)
    whole = np.full(lengths.sum(), boundary, np.int32)
    after_title = np.arange(len(lengths)) + texts_before
    whole[np.arange(len(of_title)) + after_title[of_title]] = title.numbers
    after_text = np.arange(len(lengths)) + 1 + titles_until
    whole[np.arange(len(of_text)) + after_text[of_text]] = text.numbers
    return TextWords(whole, lengths)


def learnt_terms(
    spool: Spool, known: Path | None, folder: Path, listed: FamilyList = NO_LIST
) -> ArchiveTerms:
    """The terms of each word of `spool`; the lexicon of the archive is written into `folder`.

    Words and families that the lexicon in `known` has keep their families and roots. Without one,
    families are learnt from the words and a sample of the texts, after the list of the archive.
    """
    words = spool.vocabulary.words
    sample = spool.sample(0 if known else _SAMPLED)
    given = words, spool.counts, sample, known, folder, listed
    if len(words) < _MANY_WORDS:
        learnt_of = _learnt(*given)
    else:  # apart, so that the memory it takes is given back
        with processes(1) as executor:
            learnt_of = executor.submit(_learnt, *given).result()
    exact = ([*words, BOUNDARY], np.arange(len(words) + 1, dtype=np.int32))
    return ArchiveTerms({Width.EXACT: exact, **learnt_of})


def _learnt(
    words: Sequence[str],
    occurrences: Integers,
    sample: TextWords,
    known_folder: Path | None,
    folder: Path,
    listed: FamilyList,
) -> dict[Width, _Numbered]:
    """The families and the root keys of `words`."""
    with collected_rarely():
        known = Lexicon(known_folder) if known_folder else None
        there = np.flatnonzero(occurrences).tolist()  # the others left with the documents removed
        writings = {words[number]: int(occurrences[number]) for number in there}
        known_families = known.all_families() if known else {}
        homographs = homographs_of(
            writings, known.homographs if known else NO_HOMOGRAPHS, known_families
        ).with_keys(writings)
        evidence = CorpusStatistics.from_counts(writings, homographs)
        if known:
            decisions = known.all_decisions()
            families = families_of(writings, known_families, homographs, decisions.get, evidence)
        else:
            text = RunningText(words, sample.numbers, sample.lengths)
            families, decisions = learnt_families(writings, text, listed, homographs, evidence)
        known_roots = known.all_roots() if known else {}
        plurals = joined_plurals(decisions, families)
        roots = roots_of(families, writings, known_roots, homographs, evidence, plurals)
        derived = derivations_of(families, roots, evidence)
        write_lexicon(folder, writings, families, roots, homographs, decisions, derived)
        family_of = [families[homographs.key_of(form)] for form in writings]
        every = np.zeros(len(words) + 1, np.int32)
        return {
            Width.WORD: _numbered(family_of, there, every),
            Width.ROOT: _numbered((roots[family] for family in family_of), there, every),
        }


def _numbered(terms: Iterable[str], of_words: Sequence[int], every: NDArray[np.int32]) -> _Numbered:
    """The different `terms` and BOUNDARY, and the number among them of each word."""
    numbers: dict[str, int] = {}
    of_word = every.copy()
    of_word[of_words] = [numbers.setdefault(term, len(numbers)) for term in terms]
    of_word[-1] = len(numbers)
    return [*numbers, BOUNDARY], of_word
