"""The value after the name of a facet in a query: نوع:تقرير, سنة:2011..2018, سنة:1375هـ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import chain

from indexer.analysis import MENTION, folded, in_one_spelling, tokens
from indexer.engine.protocol import Dated, Node, OneOf
from indexer.engine.value_spellings import ValueSpellings
from indexer.lexicon import Lexicon
from indexer.model.hijri import days_of
from indexer.query.dates import MENTIONS, keys_of

CITES = "cites"  # the facet of the laws that documents cite
_YEARS = re.compile(r"(\d{4})?(?:\s*(\.\.|-|–)\s*(\d{4})?)?\W*")

# Values that documents bear as codes, with what readers call them: the words of the pages
# (webapp/messages), which a test compares.
LABELS: dict[str, dict[str, tuple[str, ...]]] = {
    "kind": {
        "report": ("تقرير", "Rapport"),
        "law": ("قانون", "Loi"),
        "declaration": ("إعلان", "Déclaration"),
        "encyclopedia": ("موسوعة", "Encyclopédie"),
        "classical": ("نص تراثي", "Texte classique", "Classical text"),
        "news": ("خبر", "Actualité"),
        "profile": ("تعريف", "Notice"),
        "explainer": ("شرح", "Fiche explicative"),
        "study": ("دراسة", "Étude"),
        "article": ("مقال", "Article"),
        "chronology": ("تسلسل زمني", "Chronologie"),
        "glossary": ("معجم", "Glossaire"),
        "questions": ("أسئلة وأجوبة", "Questions et réponses", "Questions and answers"),
    },
    "language": {
        "ar": ("العربية", "Arabe", "Arabic"),
        "fr": ("الفرنسية", "Français", "French"),
        "en": ("الإنجليزية", "Anglais", "English"),
        "es": ("الإسبانية", "Espagnol", "Spanish"),
        "de": ("الألمانية", "Allemand", "German"),
        "fa": ("الفارسية", "Persan", "Persian"),
        "he": ("العبرية", "Hébreu", "Hebrew"),
        "tr": ("التركية", "Turc", "Turkish"),
        "ur": ("الأردية", "Ourdou", "Urdu"),
        "zgh": ("الأمازيغية", "Amazighe", "Tamazight"),
        "und-latn": (
            "لغة أخرى بالحرف اللاتيني",
            "Autre langue en lettres latines",
            "Another language in Latin letters",
        ),
    },
    "quality": {
        "sound": ("سليم", "Fiable"),
        "doubtful": ("مشكوك فيه", "Douteux"),
        "unreadable": ("غير مقروء", "Illisible"),
    },
}


def node_of(facet: str, asked: str, values: ValueSpellings, lexicon: Lexicon) -> Node:
    """Documents whose `facet` has a value that answers `asked`; of years, Hijri ones too.

    MENTIONS is no facet: it asks for documents that mention a date.
    """
    if facet == MENTIONS:
        return OneOf(MENTION, keys_of(asked), boost=0.0)
    if facet == "year" and (days := days_of(asked)):
        return Dated(days[0].first_day, days[1].last_day)
    accepted = accepts(facet, asked, lexicon)
    wanted = (alike for alike in values.of(facet) if any(map(accepted, alike)))
    return OneOf(facet, tuple(sorted(chain.from_iterable(wanted))), boost=0.0)


def accepts(facet: str, asked: str, lexicon: Lexicon) -> Callable[[str], bool]:
    """Whether a value of `facet` has every word of `asked`, itself or in one of its labels.

    A word counts in any of its forms, a name together and apart. Of years, `asked` may be one or a
    range; of laws, one by its number or name, or words of the title.
    """
    if facet == "year":
        return _years(asked)

    def families(words: Iterable[str]) -> set[str]:
        return set(map(lexicon.family, map(lexicon.key_of, words)))

    def held(value: str) -> set[str]:
        words = [token.written for token in tokens(value)]
        return families((*words, *in_one_spelling([*map(folded, words)], as_one_name=True)))

    words = [token.written for token in tokens(asked)]
    names = in_one_spelling([*map(folded, words)], as_one_name=True)
    wanted = families(words if len(names) == len(words) else names)
    labels = LABELS.get(facet, {})
    if facet == CITES:
        laws = lexicon.laws
        meant = laws.meant(asked)
        return lambda value: value in meant or (not meant and wanted <= held(laws.title(value)))
    return lambda value: any(wanted <= held(name) for name in (value, *labels.get(value, ())))


def _years(text: str) -> Callable[[str], bool]:
    """Whether a year is the one written, or in the range written (2011..2018, ..1999, 2011-)."""
    written = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
    found = _YEARS.fullmatch(written)
    if found is None or not found[2]:
        return lambda value: found is not None and value == found[1]
    first, last = int(found[1] or 0), int(found[3] or 9999)
    return lambda value: first <= int(value) <= last
