"""The list of nouns: `python -m tools.noun_list` makes it from the dictionary Arramooz.

The list is kept in the repository, and only made again when its rule changes: so the package
arramooz-pysqlite is no requirement of the project. Install it in an environment aside
(`pip install --no-deps arramooz-pysqlite==0.4.2`), and name its folder of packages in PYTHONPATH.

A line of the list is a noun and its broken plurals, without vowels. After an empty line come nouns
without any, if their letters are those of a broken plural.

- The dictionary names a plural at its singular, at the plural itself, or at both. Where the plural
  alone has it, it is taken if its pattern is hardly ever another word.
- Where each of two words is named as the plural of the other, the longer is the plural.
- Intensive forms (طلّاب) are no nouns here: they are rare, and look like plurals (طُلّاب).
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
import zlib
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution
from itertools import product
from pathlib import Path

from indexer.analysis.morphology.noun_dictionary import ENCODING, NOUNS_FILE
from indexer.analysis.morphology.plural_patterns import likely_singulars
from indexer.analysis.normalize import folded, spelled

OUTPUT = Path(__file__).parents[1] / "indexer" / "analysis" / "morphology" / NOUNS_FILE
ARRAMOOZ = "0.4.2"
_ROWS = "SELECT vocalized, wordtype, number, single, broken_plural FROM nouns"
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")
_BETWEEN = re.compile("[;،,]")
# Notes beside a plural: in brackets to their end; that a dual, a second plural or a gender follows;
# "plural:" before it. Sound plurals are written +ون and +ات.
_BRACKETS = re.compile(r"[(\[].*?([)\]]|$)")
_MORE = re.compile("مثنى|جج|واحد|مؤ|مذ|وقد")
_FEMININE = re.compile("مؤ[^;]*:.*", re.DOTALL)
_PLURAL = re.compile(r"^\s*ج\s*[:\s]")
_KASRATAN = "\u064d"
_ARTICLE = re.compile("^ال(?=..)")
_SINGULAR, _INTENSIVE = "مفرد", "صيغة"  # as the dictionary has them
_SURE = 2  # of a pattern that is hardly ever another word


def listed_nouns() -> dict[str, set[str]]:
    """Noun → its broken plurals, often none."""
    rows = list(_rows())
    at_noun = {pair for row in rows for pair in product(_words(row[0]), _words(row[4]))}
    at_plural = {pair for row in rows for pair in product(_words(row[3]), _words(row[0]))}
    pairs = at_noun | {(noun, plural) for noun, plural in at_plural if _is_sure(noun, plural)}
    turned = {(noun, plural) for noun, plural in pairs if len(noun) > len(plural)}
    turned = {(noun, plural) for noun, plural in turned if (plural, noun) in pairs}
    plurals = {noun for noun, _ in turned}  # that the dictionary also has as nouns
    nouns: dict[str, set[str]] = {}
    for vocalized, kind, number, *_ in rows:
        if number == _SINGULAR and _INTENSIVE not in kind:
            nouns |= {noun: set() for noun in _words(vocalized) if noun not in plurals}
    for noun, named in pairs - turned:
        plural = _ARTICLE.sub("", named)  # no broken plural begins so
        if noun != plural and not plural.endswith("ات"):
            nouns.setdefault(noun, set()).add(plural)
    return nouns


def _is_sure(noun: str, plural: str) -> bool:
    """True if a word of the letters of `plural` is hardly ever anything but one of `noun`."""
    likely = likely_singulars(folded(plural), plural)
    return any(one.word == folded(noun) and one.sureness == _SURE for one in likely)


def _rows() -> Iterator[tuple[str, ...]]:
    """The vowelled word of each row, its kind, its number, its singulars and its broken plurals."""
    package = distribution("arramooz-pysqlite")
    if package.version != ARRAMOOZ:
        raise SystemExit(f"Arramooz {package.version} is installed; the list is of {ARRAMOOZ}")
    file = Path(str(package.locate_file("arramooz/data/arabicdictionary.sqlite")))
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as database:
        for row in database.execute(_ROWS):
            yield tuple(value or "" for value in row)


def _words(vocalized: str) -> Iterator[str]:
    """The words that a field names, without vowels; with ي where its tanwin stands for one."""
    for part in _BETWEEN.split(_FEMININE.sub("", vocalized)):
        text = _PLURAL.sub("", _MORE.split(_BRACKETS.sub(" ", part))[0])
        words = [word for word in text.split() if not word.startswith("+")]
        if len(words) != 1:
            continue
        word = spelled(words[0])
        if not _WORD.fullmatch(word):
            continue
        yield word
        if words[0].endswith(_KASRATAN) and not word.endswith("ي"):
            yield f"{word}ي"


def packed_nouns(nouns: Mapping[str, set[str]]) -> bytes:
    """`nouns` as the file has them."""
    plurals = {plural for broken in nouns.values() for plural in broken}
    lines = [" ".join((noun, *sorted(broken))) for noun, broken in sorted(nouns.items()) if broken]
    others = sorted(
        noun
        for noun, broken in nouns.items()
        if not broken and (noun in plurals or likely_singulars(folded(noun), noun))
    )
    return zlib.compress("\n".join((*lines, "", *others)).encode(ENCODING), 9)


if __name__ == "__main__":
    found = listed_nouns()
    OUTPUT.write_bytes(packed_nouns(found))
    pairs = sum(map(len, found.values()))
    print(f"{len(found):,} nouns, {pairs:,} plurals, {OUTPUT.stat().st_size:,} bytes: {OUTPUT}")
    print(f"NOUNS_DIGEST = {hashlib.sha256(OUTPUT.read_bytes()).hexdigest()}")
