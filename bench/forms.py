"""Are the forms of a word found with it, and are the words found with it its forms?

The lemmas (`lemmas.py`) are words a reader of an archive would type, in citation form. A grammar of
clitics makes the forms each can take; those that occur in the corpus are the gold. At a width, a
word is found by every word that has its key, and each occurrence counts:

    recall = occurrences of forms that are found / occurrences of forms
    right  = occurrences of forms that are found / occurrences found

Micro sums over the lemmas, macro is the mean over them. Nobody judged the gold: a form may be
another word that happens to be spelt so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from bench.lemmas import (
    Lemma,
    bare,
    is_held_out,
    nouns,
    spelling,
    surface,
    verbs,
    without_plurals,
)
from bench.running import running_text, written_counts
from bench.speed.passages import folder_texts
from indexer import Width
from indexer.analysis import NO_HOMOGRAPHS, NO_LIST, homographs_of, learnt_families

_FEWEST = 5  # occurrences of its forms without which a lemma tells nothing


@dataclass(frozen=True, slots=True)
class Row:
    """The occurrences one lemma finds; `missed` and `wrong` hold the most frequent words."""

    word: str
    forms: int
    found: int
    right: int
    unclear: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def figures(self) -> tuple[float, float, float]:
        """Recall; the share right of all that is found; the same, unclear spellings left out.

        What finds nothing finds nothing wrong.
        """
        clear = self.found - self.unclear
        return (
            self.right / self.forms,
            self.right / self.found if self.found else 1.0,
            self.right / clear if clear else 1.0,
        )


def spellings(writings: Mapping[str, int]) -> Counter[str]:
    """Spelling → its count, from the counts of its written forms.

    An alef without its sign counts as the most frequent one with a sign.
    """
    counts: Counter[str] = Counter()
    for form, count in writings.items():
        counts[spelling(form)] += count
    signed: dict[str, str] = {}  # spelling without signs → the most frequent one with signs
    for spelt in sorted(counts, key=lambda spelt: (-counts[spelt], spelt)):
        if spelt != bare(spelt):  # only where the signs tell two nouns apart
            signed.setdefault(bare(spelt), spelt)
    of_nouns = {form for lemma in nouns() for form in lemma.forms}
    for without in (signed.keys() & counts.keys()) - of_nouns:
        counts[signed[without]] += counts.pop(without)
    return counts


def rows(
    chosen: Iterable[Lemma], counts: Mapping[str, int], key: Callable[[str], str]
) -> list[Row]:
    """The outcome of each lemma among words of these `counts`; rare lemmas are left out."""
    members: dict[str, set[str]] = {}
    for spelt in counts:
        members.setdefault(key(spelt), set()).add(spelt)

    def occurrences(words: Iterable[str]) -> int:
        return sum(counts[word] for word in words)

    def frequent(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(words, key=lambda word: (-counts[word], word))[:5])

    made = []
    for lemma in chosen:
        forms = lemma.forms & counts.keys()
        if occurrences(forms) >= _FEWEST:
            found = members.get(key(spelling(lemma.word)), set()) - lemma.ignored
            made.append(
                Row(
                    word=lemma.word,
                    forms=occurrences(forms),
                    found=occurrences(found),
                    right=occurrences(found & forms),
                    unclear=occurrences(found & lemma.unclear),
                    missed=frequent(forms - found),
                    wrong=frequent(found - forms),
                )
            )
    return made


def report(corpus: Path, show: int = 0) -> Iterator[str]:
    """The lines of the table for the documents below `corpus`, and the `show` worst of DEV."""
    text = running_text(folder_texts(corpus))
    writings = written_counts(text)
    counts = spellings(writings)
    homographs = homographs_of(writings, NO_HOMOGRAPHS, ())
    families = learnt_families(writings, text, NO_LIST, homographs)[0]

    def family(spelt: str) -> str:
        return families.get(key := homographs.key_of(spelt), key)

    keys: dict[Width, Callable[[str], str]] = {Width.WORD: family, Width.EXACT: surface}
    yield f"{counts.total():,} words, {len(counts):,} spellings"
    yield f"{'':32}{'micro':>30}{'macro':>30}"
    columns = f"{'recall':>10}{'right':>10}{'clear':>10}"
    yield f"{'lemmas':17}{'width':7}{'number':>8}{columns}{columns}"
    groups = {
        "nouns": nouns(),
        "sound": tuple(without_plurals(lemma) for lemma in nouns()),
        "verbs": verbs(),
    }
    for width, key in keys.items():
        for group, lemmas in groups.items():
            for name, chosen in (("DEV", _dev(lemmas)), ("HELD-OUT", _held_out(lemmas))):
                made = rows(chosen, counts, key)
                figures = (*_micro(made), *_macro(made)) if made else ()
                yield f"{name:9}{group:8}{width:7}{len(made):8}" + "".join(
                    f"{figure:10.3f}" for figure in figures
                )
    worst = sorted(
        rows(_dev((*nouns(), *verbs())), counts, keys[Width.WORD]), key=lambda row: min(row.figures)
    )
    for row in worst[:show]:
        yield f"{row.figures[0]:.2f} {row.figures[1]:.2f} {row.word} ({row.forms})"
        yield f"    missed: {' '.join(row.missed)}    wrong: {' '.join(row.wrong)}"


def _dev(lemmas: Iterable[Lemma]) -> list[Lemma]:
    return [lemma for lemma in lemmas if not is_held_out(lemma.word)]


def _held_out(lemmas: Iterable[Lemma]) -> list[Lemma]:
    return [lemma for lemma in lemmas if is_held_out(lemma.word)]


def _micro(made: list[Row]) -> tuple[float, ...]:
    """Recall, share right, and share right of the clear, over all occurrences."""
    whole = Row(
        word="",
        forms=sum(row.forms for row in made),
        found=sum(row.found for row in made),
        right=sum(row.right for row in made),
        unclear=sum(row.unclear for row in made),
        missed=(),
        wrong=(),
    )
    return whole.figures


def _macro(made: list[Row]) -> tuple[float, ...]:
    """The same, each lemma counting alike."""
    return tuple(map(fmean, zip(*(row.figures for row in made), strict=True)))
