"""The loss of the ranking when queries are misspelt as readers misspell them.

Each kind of noise alters a query in one way, drawn from a seed, the kind and the id of the query:
the same noise each time, whatever else is run. A query with nothing to alter stays as it is.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

from indexer import load_settings
from indexer.evaluate import by_corpus, collections, mean, values

_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{3,}")  # three Arabic letters or more
_LETTER = re.compile("[\u0621-\u063a\u0641-\u064a]")
# A letter and the one after it, where the first joins to it.
_JOINED = re.compile(
    "[\u0626\u0628\u062a-\u062e\u0633-\u063a\u0641-\u0647\u064a](?=[\u0622-\u064a])"
)
_LAST = re.compile("[ىيةه](?![\u0621-\u063a\u0641-\u064a])")
_DIGIT = re.compile("[0-9٠-٩]")

_WITHOUT_HAMZA = str.maketrans("أإآؤئ", "اااوي", "ء")
_OTHER_YEH = str.maketrans("ىي", "يى")
_OTHER_TEH = str.maketrans("ةه", "هة")
_OTHER_DIGITS = str.maketrans("0123456789٠١٢٣٤٥٦٧٨٩", "٠١٢٣٤٥٦٧٨٩0123456789")
_VOWELS = ("\u064e", "\u064f", "\u0650", "\u0652", "\u0651\u064e")  # fatha … sukun, shadda + fatha
_CLITICS = "وفبلك"
_ARTICLE = "ال"
_LONG_ENOUGH = 5  # letters of a word whose ال may go
_TATWEEL = "\u0640"

# The rows of the Arabic keyboard (Arabic 101); a space stands for the key of لا.
_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ئءؤر ىةوزظ")


def _neighbours() -> dict[str, str]:
    """letter → the letters on the keys around it. A key lies under the two right above it."""
    around: dict[str, str] = {}
    for row, letters in enumerate(_ROWS):
        for at, letter in enumerate(letters):
            if letter == " ":
                continue
            places = [(row, at - 1), (row, at + 1)]
            places += [(row - 1, at), (row - 1, at + 1), (row + 1, at - 1), (row + 1, at)]
            around[letter] = "".join(
                _ROWS[y][x]
                for y, x in places
                if 0 <= y < len(_ROWS) and 0 <= x < len(_ROWS[y]) and _ROWS[y][x] != " "
            )
    return around


NEIGHBOURS = _neighbours()


def _hamza(query: str, _: Random) -> str:
    """Every hamza dropped: إنشاء → انشا."""
    return query.translate(_WITHOUT_HAMZA)


def _yeh(query: str, _: Random) -> str:
    """Every last ى written ي, and the reverse."""
    return _LAST.sub(lambda found: found[0].translate(_OTHER_YEH), query)


def _teh(query: str, _: Random) -> str:
    """Every last ة written ه, and the reverse."""
    return _LAST.sub(lambda found: found[0].translate(_OTHER_TEH), query)


def _article(query: str, draw: Random) -> str:
    """The article of one word taken off, or put before it if there is none."""

    def altered(word: str) -> str:
        if word.startswith(_ARTICLE) and len(word) >= _LONG_ENOUGH:
            return word.removeprefix(_ARTICLE)
        return _ARTICLE + word

    return _one_word(query, draw, altered)


def _clitic(query: str, draw: Random) -> str:
    """و, ف, ب, ل or ك glued to one word; ل before the article makes لل."""

    def altered(word: str) -> str:
        clitic = draw.choice(_CLITICS)
        if clitic == "ل" and word.startswith(_ARTICLE):
            return "لل" + word.removeprefix(_ARTICLE)
        return clitic + word

    return _one_word(query, draw, altered)


def _tashkeel(query: str, draw: Random) -> str:
    """A vowel mark, any, on about half of the letters."""
    return _LETTER.sub(
        lambda found: found[0] + (draw.choice(_VOWELS) if draw.random() < 0.5 else ""), query
    )


def _tatweel(query: str, draw: Random) -> str:
    """About one join in three made longer."""
    return _JOINED.sub(lambda found: found[0] + (_TATWEEL if draw.random() < 1 / 3 else ""), query)


def _digits(query: str, _: Random) -> str:
    """Every digit in the other script: 2011 → ٢٠١١."""
    return query.translate(_OTHER_DIGITS)


def _typing(query: str, draw: Random) -> str:
    """One typing error: a neighbouring key, two letters swapped, one dropped or one doubled."""

    def altered(word: str) -> str:
        at = draw.randrange(len(word) - 1)
        before, letter, following, after = word[:at], word[at], word[at + 1], word[at + 2 :]
        ways = [following + letter, following, letter + letter + following]
        if letter in NEIGHBOURS:
            ways.append(draw.choice(NEIGHBOURS[letter]) + following)
        return before + draw.choice(ways) + after

    return _one_word(query, draw, altered)


def _typing_twice(query: str, draw: Random) -> str:
    """Two typing errors, in one word or in two."""
    return _typing(_typing(query, draw), draw)


def _one_word(query: str, draw: Random, altered: Callable[[str], str]) -> str:
    """`query` with one of its Arabic words altered."""
    words = list(_WORD.finditer(query))
    if not words:
        return query
    found = draw.choice(words)
    return query[: found.start()] + altered(found[0]) + query[found.end() :]


KINDS: dict[str, Callable[[str, Random], str]] = {
    "hamza": _hamza,
    "yeh": _yeh,
    "teh": _teh,
    "article": _article,
    "clitic": _clitic,
    "tashkeel": _tashkeel,
    "tatweel": _tatweel,
    "digits": _digits,
    "typing": _typing,
    "typing2": _typing_twice,
}


def noisy(query: str, kind: str, seed: int, name: str) -> str:
    """`query` with this kind of noise; `name`, its id, makes the noise its own."""
    return KINDS[kind](query, Random(f"{seed} {kind} {name}"))


def report(
    folder: Path, names: Sequence[str], kinds: Sequence[str], seed: int, jobs: int
) -> Iterator[str]:
    """The lines of the table: nDCG@10 of each collection clean and under each kind of noise.

    Only queries that the noise altered are asked again.
    """
    chosen = collections(folder, names)
    width = max(len(collection.name) for collection in chosen)
    yield f"{'collection':{width}}  {'noise':9}{'altered':>9}{'nDCG@10':>9}{'of clean':>10}"
    for collection, settings in by_corpus(chosen, load_settings()):
        clean = values(settings, collection, jobs)
        best = mean(clean, 0)
        yield f"{collection.name:{width}}  {'clean':9}{0:9,}{best:9.4f}{1:10.1%}"
        for kind in kinds:
            queries = {
                name: misspelt
                for name, query in collection.queries.items()
                if (misspelt := noisy(query, kind, seed, name)) != query
            }
            altered = dataclasses.replace(collection, queries=queries)
            found = mean({**clean, **values(settings, altered, jobs)}, 0)
            share = found / best if best else 1.0
            yield f"{collection.name:{width}}  {kind:9}{len(queries):9,}{found:9.4f}{share:10.1%}"
