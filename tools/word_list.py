"""The list of known words: `python -m tools.word_list` makes it from the package wordfreq.

The list is kept in the repository, and only made again when its rule changes: so wordfreq is no
requirement of the project. Install it with its one dependency that counts, in an environment aside
(`pip install --no-deps wordfreq==3.1.1 msgpack`), and name its folder of packages in PYTHONPATH.

A word is listed if wordfreq gives it a frequency of LEAST_FREQUENCY or more, has three letters of
Arabic or more and no other sign, and does not begin as no word does: alef, alef, lam and lam, hamza
on alef are how programs write «ال» and «أل» that turn ligatures round, and such text is on the web.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from indexer.ingest.health import ENCODING, LEAST_WORD, WORDS_FILE, word_form

OUTPUT = Path(__file__).parents[1] / "indexer" / "ingest" / WORDS_FILE
WORDFREQ = "3.1.1"
LEAST_FREQUENCY = 10**-7.2  # 0.063 in a million words
_WORD = re.compile(f"[\u0621-\u063a\u0641-\u064a]{{{LEAST_WORD},}}")
_TURNED = re.compile("اال|األ|اإل|اآل")


def listed_words() -> frozenset[str]:
    """The words that the list has."""
    forms = {word_form(word) for word in _frequent(LEAST_FREQUENCY)}
    return frozenset(form for form in forms if _WORD.fullmatch(form) and not _TURNED.match(form))


def _frequent(least: float) -> Iterator[str]:
    """The words of wordfreq's larger Arabic list that are as frequent as `least`.

    The list is a header, then lists of words: those of list n have the frequency 10^(−n/100).
    """
    import msgpack

    package = distribution("wordfreq")
    if package.version != WORDFREQ:
        raise SystemExit(f"wordfreq {package.version} is installed; the list is of {WORDFREQ}")
    packed = Path(str(package.locate_file("wordfreq/data/large_ar.msgpack.gz"))).read_bytes()
    header, *ranks = msgpack.loads(gzip.decompress(packed), raw=False)
    if header != {"format": "cB", "version": 1}:
        raise SystemExit(f"wordfreq's list has another format: {header}")
    for rank, words in enumerate(ranks):
        if 10 ** (-rank / 100) < least:
            return
        yield from words


def packed_words(words: frozenset[str]) -> bytes:
    """`words` as the file has them."""
    return zlib.compress("\n".join(sorted(words)).encode(ENCODING), 9)


if __name__ == "__main__":
    words = listed_words()
    OUTPUT.write_bytes(packed_words(words))
    print(f"{len(words):,} words, {OUTPUT.stat().st_size:,} bytes: {OUTPUT}")
    print(f"WORDS_DIGEST = {hashlib.sha256(OUTPUT.read_bytes()).hexdigest()}")
