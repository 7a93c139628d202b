"""Sort keys of titles, and one key for facet values that differ in spelling only."""

from __future__ import annotations

import re
import unicodedata
from itertools import chain

from indexer.analysis.names import in_one_spelling
from indexer.analysis.normalize import folded

# Names of Unicode for letters that were added to those of Arabic, by the letter they were made of;
# those "with three dots above" and the like bear its name already.
_MADE_OF = {
    "BEH": ("PEH", "BEEH", "BEHEH"),  # پ
    "TEH": ("TTEH", "TTEHEH", "TEHEH"),  # ٹ
    "JEEM": ("TCHEH", "TCHEHEH", "DYEH", "NYEH"),  # چ
    "DAL": ("DDAL", "DAHAL", "DUL", "DDAHAL"),  # ڈ
    "REH": ("RREH",),  # ڑ
    "ZAIN": ("JEH",),  # ژ
    "FEH": ("VEH", "PEHEH"),  # ڤ ڥ
    "KAF": ("GAF", "NG", "GUEH", "NGOEH", "KEHEH"),  # گ ڭ
    "NOON": ("NOON GHUNNA", "RNOON"),  # ں
    "WAW": ("OE", "U", "YU", "VE", "KIRGHIZ OE", "KIRGHIZ YU"),  # ۋ
}
_LETTER = "ARABIC LETTER "
_KIND = re.compile("^(?:AFRICAN|DOTLESS|HIGH) ")  # ڢ ڧ ٯ: of a letter that is named after it
_MOST_DIGITS = 99


def _base_letters() -> dict[int, str]:
    """Letter of the Arabic script → the one of the 28 that it was made of."""
    made_of = {name: base for base, names in _MADE_OF.items() for name in names}
    bases: dict[int, str] = {}
    for code in chain(range(0x620, 0x700), range(0x750, 0x780), range(0x8A0, 0x8C9)):
        name = unicodedata.name(chr(code), "")
        if name.startswith(_LETTER):
            plain = _KIND.sub("", name.removeprefix(_LETTER).split(" WITH ")[0])
            base = f"{_LETTER}{made_of.get(plain, plain)}"
            try:
                bases[code] = folded(unicodedata.lookup(base))
            except KeyError:
                continue  # a letter of its own
    return bases


_BASES = _base_letters()
_SIGNS = re.compile(r"[^\w]+|_+")
_DIGITS = re.compile("[0-9]+")
_HYPHEN = re.compile("(?<=[\u0621-\u064a])[-\u2010\u2011](?=[\u0621-\u064a])")  # between letters


def title_key(title: str) -> str:
    """The key that titles are ordered by.

    Its words are folded, without the first article, and names are in one word (عبد الله is
    عبدالله); letters of the Maghreb and of Persian are those they were made of, numbers of any
    digits stand in the order of their values, and signs are spaces.
    """
    words = in_one_spelling(_words(title))
    if words:
        words[0] = words[0].removeprefix("ال") or words[0]
    return _DIGITS.sub(_in_order, " ".join(words).translate(_BASES))


def word_key(word: str) -> str:
    """The key that words are ordered by: as `title_key`, but an article counts."""
    return _DIGITS.sub(_in_order, folded(word).translate(_BASES))


def value_key(value: str) -> str:
    """The key shared by the values of a facet that differ in spelling only.

    It is the folded words, one space between them: أكادير, اكادير and أكـادير are one place. Names
    are in one spelling: عبد الإله بن كيران is عبدالإله بنكيران and عبد-الإله ابن كيران.
    """
    words = " ".join(map(folded, _HYPHEN.sub(" ", value).split())).split()
    return " ".join(in_one_spelling(words, as_one_name=True)) or value


def _words(text: str) -> list[str]:
    """The folded words of `text`."""
    return _SIGNS.sub(" ", " ".join(map(folded, text.split()))).split()


def _in_order(digits: re.Match[str]) -> str:
    """The number of digits, then the number: 2 gives 012, 10 gives 0210."""
    number = digits[0].lstrip("0")
    return f"{min(len(number), _MOST_DIGITS):02}{number}"
