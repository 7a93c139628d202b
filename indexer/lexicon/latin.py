"""Words in Latin letters that may be French or English, told by their letters.

Such a word is not taken for Arabic typed on another layout; nor for Arabic in Latin letters, when
it has letters that this has not. The words it was tried on stand in
tests/unit/lexicon/test_latin.py.
"""

from __future__ import annotations

import re

from indexer.analysis.normalize import folded

_LATIN = re.compile("[^\\W\\d_]+")
_CAPITALS = re.compile("[^A-ZÀ-Þ]*|[A-ZÀ-Þ][^A-ZÀ-Þ]*|[A-ZÀ-Þ]+")  # none, the first, or all

# Consonants that stand together at the beginning of a word, within it or at its end.
_FIRST = (
    "b bl br c ch chr cl cr d dr f fl fr g gh gl gn gr h j k kn l m n p ph phr pl pr ps q r "
    "rh s sc sch scr sh shr sk sl sm sn sp sph spl spr sq st str sw t th thr tr ts tw v vr w "
    "wh wr x z"
)
_LAST = (
    "b bs c ch chs ck cks cs ct cts d dd ds f ff ffs fs ft fts g gh ghs ght ghts gs gth h k "
    "ks l lb lc ld lds lf lk lks ll lls lm lms lp lps ls lt lth lts lve m mb mbs mn mp mps "
    "mpt ms n nc nch nct nd nds ng ngs ngth nk nks nn ns nt nth nts nx p ph ps pt pts q r rb "
    "rbs rc rch rd rds rf rg rk rks rl rls rm rms rn rns rp rps rr rs rsh rst rt rth rts rv s "
    "sc sh sk sks sm sms sp ss st sts t tch th ths ts tt w wd wk wl wn wns ws x xt xts z zz"
)
_FIRSTS, _LASTS = frozenset(_FIRST.split()), frozenset(_LAST.split())
_VOWELS = "aeiouy"
_RUN = re.compile(f"[^{_VOWELS}]+")
_MOST_VOWELS = re.compile(f"[{_VOWELS}]{{4}}")  # more than any of them stand together, almost

# What Arabic in Latin letters has.
_ARABIC = re.compile("kh|aa|q(?!u)")
# What French and English have, and Arabic in Latin letters has not, or hardly.
_EUROPEAN = re.compile(
    "[pvxçœ]"
    "|c(?!h)"
    "|^(?:é|[cfgp][lr]|s[kmntw]|sch|tr|th|wh|wr)"
    "|[eo]w(?![aeiouy])|aw[ns]?$|qu[aeiou]|ck|dg|tch|ght"
    "|ea|eu|au|oa|oi|ui|ue|ie[nru]|io(?!u)|ou[ln]d|ai[lns]|oo[dkmt]|ee[dklmnt]"
    "|(?:e|é|és|es|ed|er|ent|ts|rs|ns|ls|ds|ks)$"
    "|[^aiy][eê]t$|[^aeiouy]y[^aeiouy]|[^aeiouy](?:on|en|y)$"
    "|(?:ct|ff|ft|ld|lf|lk|ll|lm|lt|nd|ng|nk|nn|nt|rd|rk|rm|rn|rt|ss|st|sk|th|mp|mb|ph|sh|gh)$"
)
# Words common in them whose letters do not tell.
_COMMON = """
achat ami amis amour area artisan asia audio auto bonus bout chair chat chemin data dessin
destin divan drama festin fil final formal format gamin general général habit hair hello hotel
human idea illegal india jamais jardin jour journal jours legal library magasin mai main mais
mandat mardi mari marin matin media midi minus model moon moral moulin mur normal nous opera
oral partisan radar radio rare roman royal rural salon samedi samedis senat solo soon sous
status studio sur total tour tous tout usa villa virus woman zero
"""
_KNOWN = frozenset(_COMMON.split())
_SHORT = 3  # letters of a word that is found by chance


def may_be_french_or_english(word: str) -> bool:
    """True if `word`, as it was typed, is of letters that stand together in French or English.

    Its capitals are none, the first or all; it has a vowel, and no consonants stand together that
    do in no syllable of theirs.
    """
    if not (_LATIN.fullmatch(word) and _CAPITALS.fullmatch(word)):
        return False
    plain = folded(word).replace("œ", "oe")
    if not plain.isascii() or not any(letter in _VOWELS for letter in plain):
        return False
    if _MOST_VOWELS.search(plain):
        return False
    return all(
        _stands(run[0], run.start() == 0, run.end() == len(plain)) for run in _RUN.finditer(plain)
    )


def is_hardly_arabic(word: str) -> bool:
    """True if `word`, which may be French or English, is not written as Arabic in Latin letters is.

    It has letters that these languages only have so, is one of few common words, or too short to
    tell.
    """
    if not may_be_french_or_english(word):
        return False
    plain = word.casefold()
    if _ARABIC.search(plain):
        return False
    return len(plain) <= _SHORT or plain in _KNOWN or _EUROPEAN.search(plain) is not None


def _stands(run: str, first: bool, last: bool) -> bool:
    """True if the consonants `run` stand together at the beginning, at the end or within."""
    if first:
        return run in _FIRSTS
    if last:
        return run in _LASTS
    halves = ((run[:at], run[at:]) for at in range(len(run) + 1))
    return any(
        (not before or before in _LASTS) and (not after or after in _FIRSTS)
        for before, after in halves
    )
