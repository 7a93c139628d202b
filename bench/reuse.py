"""Are passages that several documents share found, and are those found the same text?

Recall: passages of documents are planted into others with one word in ten changed, and the archive
is indexed. A planted passage is found where one family has half of it in both documents.

    substituted   another word of the archive in its place
    dropped
    clitic        و ف ب ل or ال before the word
    letter        one letter dropped, doubled, or another in its place

Precision: `reuse_pairs.tsv` has four samples of pairs of places, judged by hand: `same` passage, or
`other` (a form of words that many use, another thing said alike). The first was drawn from what a
looser finder found, each other one from what the finder of its day found. A pair counts as found
where one family has half of both. docs/reuse.md tells which sample decided about which rule.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random

from indexer import Archive, PassageFamily, Settings, load_settings, reindex
from indexer.analysis.batch_tokenizer import word_bounds
from indexer.ingest.cleaning import clean_text
from indexer.reuse.file import ReuseFile

PAIRS = Path(__file__).with_name("reuse_pairs.tsv")
_CLITICS = ("و", "ف", "ب", "ل", "ال", "وال", "بال")
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_CHANGED = 0.1
_LENGTHS = (12, 60)  # words of a planted passage
# Sample → the documents of each collection that its archive has, beside the shared corpus.
_FIRST = {"snn_dev": (0, 1_500), "openiti_dev": (0, 600)}
_SAMPLES: Mapping[str, Mapping[str, tuple[int, int]]] = {
    "1": _FIRST,
    "2": _FIRST,
    "3": {"snn_dev": (1_500, 3_000), "openiti_dev": (600, 1_200)},
    "4": {"snn_dev": (3_000, 4_500), "openiti_dev": (1_200, 1_800)},
}
_DRAWN_FROM = _SAMPLES["4"]

Texts = dict[str, str]  # id → text


@dataclass(frozen=True, slots=True)
class Plant:
    """A passage of the document `source`, planted into `target`; offsets are of the result."""

    source: str
    start: int
    end: int
    target: str
    planted_start: int
    planted_end: int
    words: int


def report(corpus: Path, quality: Path, plants: int, seed: int, draw: int) -> Iterator[str]:
    """The lines of the report; or, to be judged, `draw` pairs of places."""
    if draw:
        yield from _drawn(shared_texts(corpus, quality, _DRAWN_FROM), draw, seed)
        return
    originals = shared_texts(corpus, quality, _FIRST)
    texts = dict(originals)
    planted = plant(texts, plants, Random(seed))
    families = families_of(texts)
    found = [_is_found(one, families) for one in planted]
    yield f"planted {len(planted)}, found {sum(found)}, recall {sum(found) / len(found):.3f}"
    for least, most in ((12, 14), (15, 19), (20, 29), (30, 60)):
        here = [
            is_found
            for one, is_found in zip(planted, found, strict=True)
            if least <= one.words <= most
        ]
        yield f"  of {least} to {most} words: {len(here)}, recall {sum(here) / len(here):.3f}"
    yield from _precision(corpus, quality)


def shared_texts(corpus: Path, quality: Path, taken: Mapping[str, tuple[int, int]]) -> Texts:
    """The texts of the shared corpus, and of the documents `taken` of some collections."""
    texts: Texts = {}
    for path in sorted(corpus.glob("*.md")):
        texts[path.stem] = clean_text(path.read_text("utf-8").split("\n---\n", 1)[-1])
    for name, (first, last) in taken.items():
        path = quality / name / "corpus.jsonl.gz"
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in islice(lines, first, last):
                row = json.loads(line)
                texts[str(row["id"])] = clean_text(str(row["text"]))
    return texts


def plant(texts: Texts, count: int, random: Random) -> list[Plant]:
    """Plants `count` passages into `texts`, at most one into a document."""
    long = [name for name, text in texts.items() if len(word_bounds(text)[0]) > 2 * _LENGTHS[1]]
    targets = random.sample(long, min(count, len(long) // 2))
    sources = [name for name in long if name not in set(targets)]
    plants = []
    for target in targets:
        source = random.choice(sources)
        starts, ends = word_bounds(texts[source])
        length = random.randint(*_LENGTHS)
        first = random.randrange(len(starts) - length)
        start, end = int(starts[first]), int(ends[first + length - 1])
        others = texts[random.choice(sources)].split()
        passage = clean_text(changed(texts[source][start:end], others, random))
        text = texts[target]
        at = int(random.choice(word_bounds(text)[0].tolist()))
        texts[target] = f"{text[:at]}{passage} {text[at:]}"
        plants.append(Plant(source, start, end, target, at, at + len(passage), length))
    return plants


def changed(passage: str, others: Sequence[str], random: Random) -> str:
    """`passage` with one word in ten changed; `others` are words that are put in place of some."""
    starts, ends = word_bounds(passage)
    count = max(1, round(_CHANGED * len(starts)))
    for at in sorted(random.sample(range(len(starts)), count), reverse=True):
        start, end = int(starts[at]), int(ends[at])
        word = passage[start:end]
        kind = random.choice(("substituted", "dropped", "clitic", "letter"))
        if kind == "substituted":
            word = random.choice(others)
        elif kind == "dropped":
            word = ""
        elif kind == "clitic":
            word = random.choice(_CLITICS) + word
        else:
            letter = random.randrange(len(word))
            put = random.choice(("", 2 * word[letter], random.choice(_LETTERS)))
            word = word[:letter] + put + word[letter + 1 :]
            word = word or "ه"
        passage = passage[:start] + word + passage[end:]
    return passage


def families_of(texts: Texts) -> Mapping[str, Sequence[PassageFamily]]:
    """id → the families of passages with a place in that document, in an archive of `texts`."""
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings().with_folders(Path(folder, "corpus"), Path(folder, "index"))
        settings.corpus.folder.mkdir()
        with Path(settings.corpus.folder, "texts.jsonl").open("w", encoding="utf-8") as file:
            for name, text in texts.items():
                file.write(json.dumps({"id": name, "title": name, "text": text}) + "\n")
        reindex(settings)
        return _families(settings, texts)


def _families(settings: Settings, texts: Texts) -> Mapping[str, Sequence[PassageFamily]]:
    (generation,) = settings.index.folder.glob("gen-*")
    file = ReuseFile(generation)
    with Archive(settings) as archive:
        for name, text in texts.items():
            document = archive.document(name)
            if document is None or document.text != text:
                raise ValueError(f"{name} was not indexed as it was written")
    found: defaultdict[str, list[PassageFamily]] = defaultdict(list)
    for number in range(file.families):
        family = file.family(number)
        for name in dict.fromkeys(place.id for place in family.places):
            found[name].append(family)
    return found


def _is_found(one: Plant, families: Mapping[str, Sequence[PassageFamily]]) -> bool:
    source = (one.source, one.start, one.end)
    target = (one.target, one.planted_start, one.planted_end)
    return _joined(source, target, families)


def _joined(
    one: tuple[str, int, int],
    other: tuple[str, int, int],
    families: Mapping[str, Sequence[PassageFamily]],
) -> bool:
    """Whether one family has half of both places."""
    return any(
        _has_half(family, *one) and _has_half(family, *other) for family in families.get(one[0], ())
    )


def _has_half(family: PassageFamily, name: str, start: int, end: int) -> bool:
    return any(
        place.id == name and 2 * (min(place.end, end) - max(place.start, start)) >= end - start
        for place in family.places
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _drawn(texts: Texts, draw: int, seed: int) -> Iterator[str]:
    """Rows to be judged: two places, their words."""
    families = families_of(texts)
    every = sorted({family for of in families.values() for family in of}, key=lambda f: f.number)
    random = Random(seed)
    for family in random.sample(every, min(draw, len(every))):
        places = [
            *{
                place.id: place for place in random.sample(family.places, len(family.places))
            }.values()
        ]
        row: list[str] = []
        for place in places[:2]:
            row += [place.id, _digest(texts[place.id]), str(place.start), str(place.end)]
        words = [" ".join(texts[p.id][p.start : p.end].split()) for p in places[:2]]
        yield "\t".join((*row, "", *words))


def _precision(corpus: Path, quality: Path) -> Iterator[str]:
    rows = [
        line.split("\t")
        for line in PAIRS.read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    for taken in dict.fromkeys(map(_key, _SAMPLES.values())):
        texts = shared_texts(corpus, quality, dict(taken))
        families = families_of(texts)
        for sample in (name for name, of in _SAMPLES.items() if _key(of) == taken):
            judged = [row[1:] for row in rows if row[0] == sample]
            yield _told(sample, judged, texts, families)


def _key(taken: Mapping[str, tuple[int, int]]) -> tuple[tuple[str, tuple[int, int]], ...]:
    return tuple(taken.items())


def _told(
    sample: str,
    judged: Sequence[Sequence[str]],
    texts: Texts,
    families: Mapping[str, Sequence[PassageFamily]],
) -> str:
    """The line of the report on one sample."""
    count: Counter[str] = Counter()
    for name, digest, start, end, other, digest2, start2, end2, label in judged:
        if any(
            of not in texts or _digest(texts[of]) != sha
            for of, sha in ((name, digest), (other, digest2))
        ):
            count["absent"] += 1
            continue
        one, two = (name, int(start), int(end)), (other, int(start2), int(end2))
        count[f"{'found' if _joined(one, two, families) else 'missed'} {label}"] += 1
    right, wrong = count["found same"], count["found other"]
    return (
        f"sample {sample}: {len(judged)} judged pairs ({count['absent']} absent), "
        f"found {right + wrong}, precision {right / max(1, right + wrong):.3f}; "
        f"same and not found {count['missed same']}"
    )
