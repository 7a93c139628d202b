"""Text → the pieces of words that the model reads, as numbers: the tokenizer of XLM-RoBERTa.

    «شرطة القرب»  →  ▁شرطة ▁القرب  →  120378, 128440

A word is cut into those pieces of the vocabulary whose scores add up to the most (the unigram model
of SentencePiece, Kudo 2018). No piece reaches over a space, so a word is cut in the same way
wherever it stands, and is cut once only.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np

from indexer.meaning.weights import Pieces

_WORD = re.compile(r"\S+")
_SPACE = "\u2581"  # ▁, which stands for the space before a word
_MOST_PIECES = 100  # of a word; what follows of a longer one is left out
_MOST_CHARACTERS = 400  # of a word
_KEPT_WORDS = 200_000
_UNSEEN = 10.0  # by so much an unknown character is worse than the worst piece


class Tokenizer:
    """The tokenizer of a vocabulary. One object serves one thread at a time."""

    def __init__(self, pieces: Pieces) -> None:
        self.begin, self.end = pieces.begin, pieces.end
        self._unknown = pieces.unknown
        self._characters = pieces.characters
        self._sorted = _Sorted(pieces)
        self._scores = pieces.scores
        self._unknown_score = float(pieces.scores.min()) - _UNSEEN
        self._words: dict[str, tuple[int, ...]] = {}

    def words(self, text: str) -> Iterator[tuple[int, int, tuple[int, ...]]]:
        """(start, end, piece ids) of each word of `text`: what stands between two spaces."""
        for word in _WORD.finditer(text):
            yield word.start(), word.end(), self._word(word[0])

    def ids(self, text: str) -> list[int]:
        """The piece ids of all words of `text`."""
        return [number for _, _, word in self.words(text) for number in word]

    def _word(self, word: str) -> tuple[int, ...]:
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _KEPT_WORDS:
                self._words.clear()
            cleaned = clean(word[:_MOST_CHARACTERS]).translate(self._characters).split()
            found = tuple(number for part in cleaned for number in self._cut(part))[:_MOST_PIECES]
            self._words[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        """The piece ids of `word`, the best way to cut it (Viterbi 1967)."""
        letters = [letter.encode() for letter in _SPACE + word]
        best = [0.0] + [-np.inf] * len(letters)
        back: list[tuple[int, int]] = [(0, 0)] * (len(letters) + 1)  # (piece id, where it begins)
        for start in range(len(letters)):
            for end, piece in self._sorted.beginning(letters, start):
                if piece != self._unknown:
                    score = best[start] + float(self._scores[piece])
                    if score > best[end]:
                        best[end], back[end] = score, (piece, start)
            if best[start] + self._unknown_score > best[start + 1]:
                best[start + 1] = best[start] + self._unknown_score
                back[start + 1] = (self._unknown, start)
        found = []
        at = len(letters)
        while at:
            piece, at = back[at]
            found.append(piece)
        return found[::-1]


class _Sorted:
    """The pieces in the order of their bytes, to find those that a text begins with."""

    def __init__(self, pieces: Pieces) -> None:
        self._blob = pieces.blob
        self._ends = pieces.ends.tolist()
        bounds = zip(self._ends[:-1], self._ends[1:], strict=True)
        whole = [self._blob[start:end] for start, end in bounds]
        self._order = np.array(sorted(range(len(whole)), key=whole.__getitem__), np.int32)

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, at: int) -> bytes:
        piece = self._order[at]
        return self._blob[self._ends[piece] : self._ends[piece + 1]]

    def beginning(self, letters: Sequence[bytes], start: int) -> list[tuple[int, int]]:
        """(end, piece id) of each piece that is letters[start:end]."""
        found = []
        at, prefix, size = 0, b"", len(self)
        for end in range(start, len(letters)):
            prefix += letters[end]
            at = bisect_left(self, prefix, at, size)
            if at == size:
                break
            piece = self[at]
            if piece == prefix:
                found.append((end + 1, int(self._order[at])))
            elif not piece.startswith(prefix):
                break
        return found


class _Clean(dict[int, str]):
    """Code point → what `clean` makes of it, worked out once."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        kind = unicodedata.category(letter)
        if kind in ("Cc", "Cs", "Zl", "Zp") or letter == "\u200b":
            kept = " "
        elif kind == "Cf" or code == _TATWEEL or (kind == "Mn" and _is_arabic(code)):
            kept = ""
        else:
            kept = letter
        self[code] = kept
        return kept


def _is_arabic(code: int) -> bool:
    return 0x0600 <= code < 0x0700 or 0x08D0 <= code < 0x0900


_TATWEEL = 0x0640
_CLEAN = _Clean()


def clean(text: str) -> str:
    """`text` as the model is given it: NFKC, without vowel marks, tatweel and control characters.

    Texts of strangers pass through here first, and most queries have no vowel marks.
    """
    return unicodedata.normalize("NFKC", text).translate(_CLEAN)
