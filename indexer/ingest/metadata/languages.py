"""The language of a text, told from its letters and its small words.

    text_language("Le conseil a tenu sa session.")    "fr"
    passage_language(passage, "ar")                   that of a passage in an Arabic document

The script decides first; then, of Latin letters, the words that stand in every sentence of a
language (the, und, est), and letters that only some languages have. A text in Latin letters that
shows none of this is OTHER_LATIN, not a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping

OTHER_LATIN = "und-latn"  # a BCP 47 tag: undetermined, in Latin letters

_SAMPLE = 6_000  # characters at the beginning, the middle and the end of a long text
_SCRIPTS: Mapping[str, re.Pattern[str]] = {
    "ar": re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "he": re.compile(r"[\u05d0-\u05ea]"),
    "zgh": re.compile(r"[\u2d30-\u2d7f]"),
}
# An Arabic text in which names stand in Latin letters too, as in a bilingual register, is Arabic.
_ARABIC_SHARE = 0.4
_FOREIGN_SHARE = 0.75  # of the letters of a passage in another script than its document
_CLEAR_SHARE = 0.9
_LONG_LETTERS = 15  # fewer are a name or a term, which stands in its sentence
_LONG_WORDS = 8  # of a passage in the script of its document
_LEAST_EVIDENCE = 0.12  # small words a word; a sentence of these languages has .25 to .5
_LEAD = 1.25

_SMALL_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "le la les l un une des de du d et ou où à au aux en dans par pour sur avec sans ce"
        " cette ces cet qui que qu dont se s sa son ses leur leurs il elle ils elles est sont ne n"
        " pas plus été être ont a nous vous je y comme mais si lors entre ainsi c selon après",
        "en": "the a an of and or to in on for with by from at as is are was were be been this that"
        " which it its not have has had he his she her they their we you but will would can into"
        " than there when who all i my if no",
        "es": "el la los las un una unos de del y o a al en por para con sin que se su sus es son"
        " no lo como más pero fue ha han este esta entre cuando sobre también le desde hasta muy",
        "de": "der die das den dem des ein eine einer eines einem einen und oder zu zur zum in im"
        " auf für mit von vom bei nach aus ist sind war wird werden nicht auch als an am sich er"
        " sie es wir dass über durch haben hat wie noch",
        "tr": "ve bir bu da de için ile olarak olan daha çok gibi ne o ki ama değil sonra her",
    }.items()
}
# Words of titles and headings, which have few small words.
_TITLE_WORDS: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "fr": "procès verbal réunion rapport annuel annuelle note service compte rendu règlement"
        " intérieur conseil commission ministère loi décret arrêté article séance royaume maroc"
        " lettre liste projet programme bulletin officiel étude droit droits travail année mois"
        " objet copie situation état région province commune ville président directeur monsieur"
        " madame",
        "en": "report annual meeting minutes council committee ministry law act decree section"
        " session kingdom morocco letter list project study right rights work year month subject"
        " draft state city region chairman director human review summary introduction watch",
    }.items()
}
# Letters that one of these languages has and the others lack count as a word; pieces of words that
# it has more often than the others, as a third.
_OWN_LETTERS: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(r"[àèêëîïôûùœ]|\b[ldjnsmtc]['’](?=[^\W\d_]{2})|\bqu['’]"),
    "es": re.compile(r"[ñáíóú¿¡]"),
    "de": re.compile(r"[äß]"),
    "tr": re.compile(r"[ğışİ]"),
}
_PIECES: Mapping[str, re.Pattern[str]] = {
    "fr": re.compile(r"é(?:e|es|s)?\b|eau|aux\b|eux\b|oi[rs]|elle|ique\b"),
    "en": re.compile(r"th|wh|ing\b|ght|sh\b|ly\b|'s\b|ee|oo"),
    "es": re.compile(r"ción\b|dad\b|ll|os\b|as\b"),
    "de": re.compile(r"[öü]|sch|ung\b|cht|keit\b|ei|lich\b"),
    "tr": re.compile(r"[öü]|lar\b|ler\b|nın\b|yor"),
}
_PERSIAN = frozenset(("است", "این", "برای", "که", "از", "را", "با", "می", "آن", "های", "شد", "بود"))
_URDU = frozenset(("کے", "کی", "کا", "ہے", "میں", "سے", "کو", "اور", "نے", "پر", "ہیں", "اس"))
_WORD = re.compile(r"[^\W\d_]+")


def text_language(text: str) -> str | None:
    """The language that most of `text` is in, as a tag of BCP 47; None where it has no words."""
    sample = _sampled(text)
    letters = _letters(sample)
    total = sum(letters.values())
    if not total:
        return None
    if letters["ar"] >= _ARABIC_SHARE * total:
        return _of_arabic_letters(sample)
    script = max(letters, key=lambda name: letters[name])
    return _of_latin_letters(sample) or OTHER_LATIN if script == "latin" else script


def passage_language(passage: str, language: str) -> str:
    """The language of `passage`, which stands in a document of `language`.

    It is another one only where nearly all letters of a passage that is long enough are in another
    script, or where the small words of many show another language of this script.
    """
    letters = _letters(passage)
    total = sum(letters.values())
    own = _script(language)
    script = max(letters, key=lambda name: letters[name]) if total else own
    if script != own:
        long = letters[script] >= max(_LONG_LETTERS, _FOREIGN_SHARE * total)
        if not long:
            return language
        if script == "latin":
            return _of_latin_letters(passage) or OTHER_LATIN
        return _of_arabic_letters(passage) if script == "ar" else script
    if script == "latin" and passage.count(" ") + 1 >= _LONG_WORDS:
        return _of_latin_letters(passage, least_words=_LONG_WORDS) or language
    return language


def contradicts(language: str, text: str) -> bool:
    """True if nearly all letters of `text` are in a script that `language` is not written in."""
    letters = _letters(_sampled(text))
    total = sum(letters.values())
    return total > 0 and letters[_script(language)] < (1 - _CLEAR_SHARE) * total


def _script(language: str) -> str:
    """The script that `language` is written in, as _SCRIPTS names it."""
    primary = language.partition("-")[0]
    if primary in ("ar", "fa", "ur", "ckb", "ps", "sd", "ug"):
        return "ar"
    return primary if primary in _SCRIPTS else "latin"


def _sampled(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = (len(text) - _SAMPLE) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def _letters(text: str) -> Counter[str]:
    """Script → the letters of `text` in it."""
    return Counter({name: len(letters.findall(text)) for name, letters in _SCRIPTS.items()})


def _of_arabic_letters(text: str) -> str:
    words = _WORD.findall(text)
    share = {
        "fa": sum(word in _PERSIAN for word in words),
        "ur": sum(word in _URDU for word in words),
    }
    likeliest = max(share, key=lambda name: share[name])
    return likeliest if share[likeliest] >= _LEAST_EVIDENCE * max(len(words), 8) else "ar"


def _of_latin_letters(text: str, least_words: int = 1) -> str | None:
    """The language of the Latin words in `text`; None when they do not show it."""
    plain = unicodedata.normalize("NFC", text).casefold()
    words = [word for word in _WORD.findall(plain) if _SCRIPTS["latin"].match(word)]
    if len(words) < least_words or not words:
        return None
    evidence = {language: _evidence(language, plain, words) for language in _SMALL_WORDS}
    first, second = sorted(evidence, key=lambda name: -evidence[name])[:2]
    enough = evidence[first] >= _LEAST_EVIDENCE * len(words)
    return first if enough and evidence[first] >= _LEAD * evidence[second] else None


def _evidence(language: str, text: str, words: list[str]) -> float:
    """How much in `text`, which has these `words`, shows `language`."""
    shown = _SMALL_WORDS[language] | _TITLE_WORDS.get(language, frozenset())
    own = _OWN_LETTERS.get(language)
    letters = len(own.findall(text)) if own else 0
    pieces = len(_PIECES[language].findall(text))
    return (
        sum(word in shown for word in words)
        + min(letters, len(words))
        + min(pieces, len(words)) / 3
    )
