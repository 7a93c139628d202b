"""The light stems that engines without an Arabic stemmer of their own are measured on."""

from __future__ import annotations

_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال", "و")
_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")  # ة is ه and ى is ي once folded
_LEAST = 3  # letters of a stem


def light_stem(word: str) -> str:
    """The stem of a folded `word`: at least 3 letters, unless `word` has fewer.

    Strips one prefix, then each of the suffixes once, as light10 (Larkey, Ballesteros & Connell
    2007), which is content with 2 letters but after و. Call it once: a second pass strips more.
    """
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST:
            word = word.removeprefix(prefix)
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST:
            word = word.removesuffix(suffix)
    return word
