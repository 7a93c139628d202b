"""Which words take neither an article nor the endings of verbs, so that they may be names."""

from __future__ import annotations

from functools import lru_cache

from indexer.analysis import is_function_word, is_plain_word
from indexer.ingest.health import shipped_words, word_form

_ARTICLES = ("ال", "لل")
_WITH_ARTICLE = ("ال", "وال", "بال", "لل", "كال", "فال", "ولل")
_GLUED, _AND = ("و", "ف", "ب", "ل", "ك"), ("و", "ف")
_PERSONS = ("ي", "ت", "ن", "أ")  # letters that verbs of the present begin with
_PAST = ("وا", "ت", "نا")
_PRONOUNS = ("ها", "هم", "هما", "هن", "كم", "وا", "تني", "وني")
_HIS, _ME, _WILL = "ه", "ني", "س"
_LEAST_LETTERS = 3
_LEAST_NISBA = 6


@lru_cache(1 << 16)
def is_proper(word: str) -> bool:
    """Whether `word` has no article, and is known neither with one nor as a verb.

    The list of known words tells it: كبيرة is known as الكبيرة, كتب as يكتب and كتبوا.
    """
    if len(word) < _LEAST_LETTERS or not is_plain_word(word) or is_function_word(word):
        return False
    form = word_form(word)
    if form.startswith(_WITH_ARTICLE) or word.endswith(_PRONOUNS) or is_common(form):
        return False
    known = shipped_words()
    if any(f"{form}{end}" in known for end in _PAST) and f"ي{form}" in known:
        return False
    if form[0] in _PERSONS and sum(f"{person}{form[1:]}" in known for person in _PERSONS) > 1:
        return False
    if form[0] == "ا" and f"ي{form[1:]}" in known:
        return False  # اجتنب, يجتنب
    if form.endswith("ا") and is_common(form[:-1]):
        return False  # an indefinite accusative
    rest = form[1:]
    if len(form) > _LEAST_LETTERS + 1 and word.endswith(_HIS):
        return False
    if form.endswith(_ME) and form[: -len(_ME)] in known:
        return False
    if form[0] == _WILL and rest in known and rest[0] in _PERSONS:
        return False
    if form[0] in _AND and rest in known:
        return False
    return not (form[0] in _GLUED and (is_common(rest) or (rest in known and rest[0] in "يت")))


def is_common(form: str) -> bool:
    """Whether the list of known words has `form` with the article."""
    known = shipped_words()
    return any(f"{article}{form}" in known for article in _ARTICLES)


def is_known(word: str) -> bool:
    """Whether the list of known words has `word`."""
    return word_form(word) in shipped_words()


def is_nisba(word: str) -> bool:
    """Whether `word` has the form of العلوي: the article, and the ending of belonging."""
    return word.startswith("ال") and word.endswith(("ي", "ى")) and len(word) >= _LEAST_NISBA
