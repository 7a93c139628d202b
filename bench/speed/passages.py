"""A corpus of any number of passages, whose vocabulary grows as that of real texts does.

Real texts are cut into passages of 100 to 250 words. Where more are wanted than there are, further
rounds are made of them: a passage of round r is the first half of one real passage and the second
half of another, so that phrases stay real and documents differ. By themselves rounds would bring no
new word. So in each, some of the words that occur once in the real texts become words that occur
nowhere else: the beginning of one such word and the end of another. How many is what Heaps' law
gives, its exponent taken from the real texts themselves. Everything is drawn from a seed.
"""

from __future__ import annotations

import gzip
import json
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.model import Document

_SHORTEST, _LONGEST = 100, 250  # words of a passage
_TITLE_WORDS = 6
_KINDS = ("law", "report", "news", "study", "letter")
_MAX_BYTES = 1 << 30
_SEED = 11


@dataclass(frozen=True, slots=True)
class Passages:
    """A corpus of passages: `file` has one a line, as JSON. `real` of them are real texts."""

    file: Path
    passages: int
    real: int
    words: int
    bytes: int  # of their texts
    heaps: float  # the exponent by which the vocabulary grows


def shared_texts(shared: Path) -> Iterator[str]:
    """The texts of the collections and of the documents in `shared`."""
    for path in sorted(shared.glob("quality/*/corpus.jsonl.gz")):
        yield from collection_texts(path.parent)
    yield from folder_texts(shared / "corpus")


def collection_texts(folder: Path) -> Iterator[str]:
    """The texts of the documents of the collection in `folder`."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def folder_texts(folder: Path) -> Iterator[str]:
    """The texts of the documents in `folder`, of any format that can be indexed."""
    return (document.text for document in folder_documents(folder))


def folder_documents(folder: Path) -> Iterator[Document]:
    """The documents in `folder`, of any format that can be indexed."""
    for source in corpus_sources(folder):
        for found in read_source(source, SourceLimits(_MAX_BYTES)):
            if not isinstance(found, DocumentError):
                yield found


def written_passages(texts: Iterator[str], passages: int, file: Path) -> Passages:
    """A corpus of `passages` passages of `texts`, written to `file`."""
    draw = Random(_SEED)
    real = list(_cut(texts, draw, passages))
    if not real:
        raise ValueError("no text of a hundred words or more")
    exponent, rounds = 0.0, -(-passages // len(real))
    rare: Sequence[str] = ()
    words = 0
    if rounds > 1:
        exponent, vocabulary, rare = _growth(real)
    count = size = 0
    with file.open("w", encoding="utf-8") as lines:
        for number in range(rounds):
            coined = _coined(rare, vocabulary, exponent, number, draw) if number else {}
            for at in range(min(len(real), passages - count)):
                text = real[at]
                if number:
                    other = real[(at + 7 * number) % len(real)].split(" ")
                    here = text.split(" ")
                    mixed = here[: len(here) // 2] + other[len(other) // 2 :]
                    text = " ".join([coined.get(word, word) for word in mixed])
                lines.write(_line(count, text) + "\n")
                words += text.count(" ") + 1
                size += len(text.encode())
                count += 1
    return Passages(file, count, min(len(real), passages), words, size, exponent)


def _cut(texts: Iterator[str], draw: Random, most: int) -> Iterator[str]:
    """The first `most` passages of `texts`; a rest too short for one is left out."""
    made = 0
    for text in texts:
        words = text.split()
        start = 0
        while len(words) - start >= _SHORTEST:
            end = start + draw.randint(_SHORTEST, _LONGEST)
            yield " ".join(words[start:end])
            start = end
            made += 1
            if made == most:
                return


def _growth(real: Sequence[str]) -> tuple[float, int, Sequence[str]]:
    """The exponent of Heaps' law, the different words, and those that occur once."""
    counts: Counter[str] = Counter()
    half = 0
    for at in range(2):  # every other passage: neighbours are of one text
        for text in real[at::2]:
            counts.update(text.split(" "))
        half = half or len(counts)
    once = [word for word, count in counts.items() if count == 1 and word.isalpha()]
    return math.log2(len(counts) / half), len(counts), sorted(once)


def _coined(
    rare: Sequence[str], vocabulary: int, exponent: float, number: int, draw: Random
) -> dict[str, str]:
    """Replacements for some of the `rare` words in round `number`: words not met before."""
    wanted = round(vocabulary * ((number + 1) ** exponent - number**exponent))
    chosen = draw.sample(rare, min(wanted, len(rare)))
    ends = draw.choices(rare, k=len(chosen))
    pairs = zip(chosen, ends, strict=True)
    return {word: word[: -(-len(word) // 2)] + end[len(end) // 2 :] for word, end in pairs}


def _line(number: int, text: str) -> str:
    row = {
        "id": f"p{number:07}",
        "title": " ".join(text.split(" ", _TITLE_WORDS)[:_TITLE_WORDS]),
        "text": text,
        "kind": _KINDS[number % len(_KINDS)],
        "date": 1950 + number % 70,
    }
    return json.dumps(row, ensure_ascii=False)
