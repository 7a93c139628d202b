"""Which values of a facet answer what a reader wrote after its name: نوع:تقرير, سنة:2011..2018."""

from __future__ import annotations

import re
from collections.abc import Callable

from indexer.language import Lexicon, tokens

_YEARS = re.compile(r"(\d{4})?(?:\s*(\.\.|-|–)\s*(\d{4})?)?\W*")

# Values that documents bear as codes, with what readers call them.
LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "report": ("تقرير", "rapport"),
        "law": ("قانون", "loi"),
        "declaration": ("إعلان", "déclaration"),
        "encyclopedia": ("موسوعة", "encyclopédie"),
        "classical": ("نص تراثي", "texte classique"),
        "news": ("خبر", "actualité"),
        "profile": ("تعريف", "présentation"),
        "explainer": ("شرح", "explication"),
        "study": ("دراسة", "étude"),
        "article": ("مقال", "article"),
        "chronology": ("تسلسل زمني", "chronologie"),
        "glossary": ("معجم", "glossaire"),
        "questions": ("أسئلة وأجوبة", "questions et réponses"),
    },
    "language": {
        "ar": ("العربية", "arabe", "Arabic"),
        "fr": ("الفرنسية", "français", "French"),
        "en": ("الإنجليزية", "anglais", "English"),
        "es": ("الإسبانية", "espagnol", "Spanish"),
        "de": ("الألمانية", "allemand", "German"),
        "fa": ("الفارسية", "persan", "Persian"),
        "he": ("العبرية", "hébreu", "Hebrew"),
        "tr": ("التركية", "turc", "Turkish"),
        "ur": ("الأردية", "ourdou", "Urdu"),
        "zgh": ("الأمازيغية", "amazighe", "Amazigh"),
    },
}


def accepts(facet: str, asked: str, lexicon: Lexicon) -> Callable[[str], bool]:
    """Whether a value of `facet` has every word of `asked`, itself or in one of its labels.

    A word counts in any of its forms. Of years, `asked` may be one or a range.
    """
    if facet == "year":
        return _years(asked)

    def families(text: str) -> set[str]:
        return {lexicon.family(token.surface) for token in tokens(text)}

    wanted = families(asked)
    labels = LABELS.get(facet, {})
    return lambda value: any(wanted <= families(name) for name in (value, *labels.get(value, ())))


def _years(text: str) -> Callable[[str], bool]:
    """Whether a year is the one written, or in the range written (2011..2018, ..1999, 2011-)."""
    written = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    found = _YEARS.fullmatch(written)
    if found is None or not found[2]:
        return lambda value: found is not None and value == found[1]
    first, last = int(found[1] or 0), int(found[3] or 9999)
    return lambda value: first <= int(value) <= last
