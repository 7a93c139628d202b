"""The written forms of the archive that have the diacritics a word was typed with."""

from __future__ import annotations

from pyarabic import araby

from indexer.analysis.normalize import letters, spelled, written
from indexer.lexicon.lexicon import Lexicon

_Marked = list[tuple[str, frozenset[str]]]  # each letter with the marks on it
_SEATS_OF_TANWIN = (araby.ALEF, araby.ALEF_MAKSURA)


def forms_as_written(lexicon: Lexicon, typed: str) -> tuple[str, ...]:
    """The written forms of the archive that answer `typed`, the most frequent first.

    They have its letters, hamza, ة and ى included, and at least the marks it has, each on the same
    letter: مُحَمَّد finds مُحَمَّدٌ and not محمد, while محمد finds them all.
    """
    plain = spelled(typed)
    found = (form for form, _ in lexicon.writings(lexicon.key_of(typed)) if spelled(form) == plain)
    return tuple(form for form in found if bears(form, typed))


def bears(form: str, typed: str) -> bool:
    """True if `form` has at least the marks of `typed`, which has the same letters."""
    if written(typed) == spelled(typed):
        return True
    there, asked = _implied(_marked(form)), _marked(typed)
    return all(marks <= borne for (_, marks), (_, borne) in zip(asked, there, strict=True))


def _marked(word: str) -> _Marked:
    """The letters of `word`, a tanwin moved from the alef at the end to the letter it follows.

    قانوناً and قانونًا are both written.
    """
    found = letters(written(word))
    if len(found) > 1 and found[-1][0] in _SEATS_OF_TANWIN and araby.FATHATAN in found[-1][1]:
        (before, marks), (seat, on_seat) = found[-2:]
        found[-2:] = (
            (before, marks | {araby.FATHATAN}),
            (seat, on_seat - {araby.FATHATAN}),
        )
    return found


def _implied(marked: _Marked) -> _Marked:
    """`marked`, with the fatha that a dagger alef makes superfluous: هٰذا is هَٰذا."""
    return [
        (letter, marks | {araby.FATHA} if araby.MINI_ALEF in marks else marks)
        for letter, marks in marked
    ]
