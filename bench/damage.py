"""Damage as programs do it to the text of a document, to measure whether it is noticed.

Each function of DAMAGES returns the words of a page as a reader with one fault would read them; the
fault is drawn from `random`, from slight to complete. `word_f1` says how much is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from random import Random

from indexer.ingest.health import ARABIC_WORD, word_form

# Letters of a text, as a wrong map confuses them.
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
# Pairs that fonts draw as one sign.
_LIGATURES = (
    "لج", "لح", "لخ", "لم", "لي", "لا", "لأ", "لإ", "مح", "مج", "حم", "جم", "تم", "بم", "نم", "يم",
    "سم", "كل", "بر", "بن", "ني", "بي", "في", "تح", "نح",
)  # fmt: skip
_UNJOINED = frozenset("اأإآدذرزوؤةى")  # a gap follows each of them inside a word

Damage = Callable[[Sequence[str], Random], list[str]]


def word_f1(text: str, truth: str) -> float:
    """How well the Arabic words of `text` agree with those of `truth`, whatever their order."""
    here, there = _bag(text), _bag(truth)
    both = sum((here & there).values())
    return 2 * both / (here.total() + there.total()) if both else 0.0


def damaged_pages(
    pages: Iterable[Sequence[str]], random: Random
) -> Iterable[tuple[str, float, str]]:
    """(damage or "none", word F1, text) for each of `pages` as it is and with each damage."""
    for words in pages:
        truth = " ".join(words)
        yield "none", 1.0, truth
        for name, damage in DAMAGES.items():
            text = " ".join(damage(words, random))
            yield name, word_f1(text, truth), text


def pages_of(text: str, words: int = 300, most: int = 3) -> list[list[str]]:
    """The first pages of `text`, at `most`, each of so many words; a short rest is left out."""
    found = text.split()[: words * most]
    pages = [found[start : start + words] for start in range(0, len(found), words)]
    return [page for page in pages if len(page) > words // 3]


def _bag(text: str) -> Counter[str]:
    return Counter(map(word_form, ARABIC_WORD.findall(text)))


def _reversed(words: Sequence[str], random: Random) -> list[str]:
    """The letters of a run of words in visual order."""
    length = int(len(words) * random.choice((0.2, 0.4, 0.6, 0.8, 1, 1)))
    start = random.randrange(len(words) - length + 1)
    run = range(start, start + length)
    return [word[::-1] if at in run else word for at, word in enumerate(words)]


def _turned_ligatures(words: Sequence[str], random: Random) -> list[str]:
    """Some pairs of letters turned round."""
    pairs = random.sample(_LIGATURES, random.randrange(3, len(_LIGATURES) + 1))
    turned = {pair: pair[::-1] for pair in pairs}
    return [_with_pairs(word, turned) for word in words]


def _with_pairs(word: str, turned: dict[str, str]) -> str:
    done, at = "", 0
    while at < len(word):
        pair = word[at : at + 2]
        done += turned.get(pair, word[at])
        at += 2 if pair in turned else 1
    return done


def _wrong_map(words: Sequence[str], random: Random) -> list[str]:
    """Some letters, or all, read as others."""
    some = random.sample(_LETTERS, random.randrange(2, len(_LETTERS) + 1))
    return _translated(words, dict(zip(some, some[1:] + some[:1], strict=True)))


def _no_map(words: Sequence[str], random: Random) -> list[str]:
    """Some letters read as the sign for letters that are not known."""
    some = random.sample(_LETTERS, random.randrange(1, 5))
    return _translated(words, dict.fromkeys(some, "\ufffd"))


def _lost(words: Sequence[str], random: Random) -> list[str]:
    """Some letters not read at all."""
    return _translated(words, dict.fromkeys(random.sample(_LETTERS, random.randrange(1, 6)), ""))


def _translated(words: Sequence[str], letters: dict[str, str]) -> list[str]:
    table = str.maketrans(letters)
    return [word.translate(table) for word in words]


def _split(words: Sequence[str], random: Random) -> list[str]:
    """A space in the gaps that stand inside words."""
    share = random.choice((0.05, 0.1, 0.2, 0.4, 0.7, 1))
    return _spaced(words, lambda letter: letter in _UNJOINED and random.random() < share)


def _shredded(words: Sequence[str], random: Random) -> list[str]:
    """A space after any letter."""
    share = random.choice((0.1, 0.2, 0.4, 0.7, 1))
    return _spaced(words, lambda letter: random.random() < share)


def _spaced(words: Sequence[str], is_cut: Callable[[str], bool]) -> list[str]:
    spaced = " ".join("".join(f"{c} " if is_cut(c) else c for c in word) for word in words)
    return spaced.split()


def _joined(words: Sequence[str], random: Random) -> list[str]:
    """The spaces between some words not read."""
    share = random.choice((0.1, 0.3, 0.5, 0.8))
    return "".join(word if random.random() < share else f"{word} " for word in words).split()


DAMAGES: dict[str, Damage] = {
    "reversed": _reversed,
    "ligatures": _turned_ligatures,
    "wrong map": _wrong_map,
    "no map": _no_map,
    "letters lost": _lost,
    "split": _split,
    "shredded": _shredded,
    "joined": _joined,
}
