"""The command line: python -m bench forms | roots | noise | lucene | lengths | marking |
completing | searching | speed | analysis | equal | mutations | health | reading | pictures | ocr |
bridge | numbers | names | joined | plurals | meaning | spellings | articles | dates | references |
part-evidence | reuse | derived | engines.

Exit codes are those of `python -m indexer`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from bench import (
    analysis,
    articles,
    baseline,
    bridge,
    building,
    completing,
    dates,
    derived,
    engines,
    equal,
    forms,
    health,
    joined,
    lengths,
    marking,
    meaning,
    mutations,
    names,
    noise,
    numbers,
    ocr,
    part_evidence,
    pictures,
    plurals,
    reading,
    references,
    reuse,
    roots,
    searching,
    spellings,
)
from bench.speed import passages
from bench.speed import reporting as speed
from bench.speed.engines import ENGINES
from indexer import ArchiveError

DONE, WRONG_USAGE = 0, 2
_SHARED = Path(__file__).resolve().parents[2] / "shared"


def main(arguments: list[str] | None = None) -> int:
    """Runs one bench; its exit code."""
    given = _parser().parse_args(arguments)
    try:
        for line in given.lines(given):
            print(line, flush=True)
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Benches of the archive.")
    benches = parser.add_subparsers(required=True, metavar="BENCH")
    words = benches.add_parser("forms", help="are the forms of a word found with it?")
    words.add_argument(
        "--corpus", type=Path, default=_SHARED / "corpus", help="folder of documents"
    )
    words.add_argument("--show", type=int, default=0, metavar="N", help="the N worst, of DEV only")
    words.set_defaults(lines=lambda given: forms.report(given.corpus, given.show))
    together = benches.add_parser("joined", help="which words are taken for joined names?")
    together.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    together.add_argument("--words", type=_size, default=500, metavar="N", help="looked up (500)")
    together.set_defaults(lines=lambda given: joined.report(given.corpus, given.words))
    named = benches.add_parser("names", help="are persons, places and bodies found, and whole?")
    named.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    named.add_argument("--draw", type=int, default=0, metavar="N", help="names to be marked")
    named.add_argument("--seed", type=int, default=14, help="for --draw (14)")
    named.add_argument("--show", action="store_true", help="the faults of DEV")
    named.set_defaults(
        lines=lambda given: names.report(given.corpus, given.draw, given.seed, given.show)
    )
    ordered = benches.add_parser("articles", help="are the articles of laws recognised?")
    ordered.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    ordered.add_argument(
        "--show", type=int, default=0, metavar="N", help="the N worst, of DEV only"
    )
    ordered.set_defaults(lines=lambda given: articles.report(given.corpus, given.show))
    drawn = benches.add_parser("pictures", help="how long does the picture of a page take?")
    drawn.add_argument("file", type=Path, help="a PDF or an image")
    drawn.set_defaults(lines=lambda given: pictures.report(given.file))
    rooted = benches.add_parser("roots", help="are the roots of words those of a dictionary?")
    rooted.add_argument(
        "--corpus", type=Path, default=_SHARED / "corpus", help="folder of documents"
    )
    rooted.add_argument("--show", type=int, default=0, metavar="N", help="N faults, of DEV only")
    rooted.set_defaults(lines=lambda given: roots.report(given.corpus, given.show))
    both = benches.add_parser("engines", help="does OpenSearch answer as Whoosh does?")
    both.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    both.add_argument("--hosts", nargs="+", required=True, metavar="URL", help="of the cluster")
    both.add_argument("--each", type=_size, default=16, metavar="N", help="queries of a kind (16)")
    both.set_defaults(lines=lambda given: engines.report(given.corpus, given.hosts, given.each))
    dated = benches.add_parser("dates", help="are the dates in texts found, and nothing else?")
    dated.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    dated.add_argument("--show", action="store_true", help="the faults, of DEV only")
    dated.set_defaults(lines=lambda given: dates.report(given.corpus, given.show))
    referring = benches.add_parser(
        "references", help="are the references in texts found, each tied to its law?"
    )
    referring.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    referring.add_argument("--show", action="store_true", help="the faults, of DEV only")
    referring.add_argument("--questions", action="store_true", help="the 116 queries instead")
    referring.set_defaults(
        lines=lambda given: references.report(given.corpus, given.show, given.questions)
    )
    broken = benches.add_parser("plurals", help="are broken plurals joined to their singulars?")
    broken.add_argument(
        "--corpus", type=Path, default=_SHARED / "corpus", help="folder of documents"
    )
    broken.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    broken.add_argument(
        "--collections", nargs="*", default=("snn_dev", "openiti_dev"), metavar="NAME", help="these"
    )
    broken.add_argument("--show", action="store_true", help="faults of DEV, joins to be judged")
    broken.set_defaults(
        lines=lambda given: plurals.report(
            given.corpus, given.folder, given.collections, given.show
        )
    )
    meant = benches.add_parser("meaning", help="how fast and how right is the search by meaning?")
    meant.add_argument(
        "--corpus", type=Path, default=_SHARED / "corpus", help="folder of documents"
    )
    meant.add_argument(
        "--passages", type=int, default=100_000, metavar="N", help="made up (100000)"
    )
    meant.set_defaults(lines=lambda given: meaning.report(given.corpus, given.passages))
    for name, report, told in (
        ("spellings", spellings.report, "are the spellings of one word joined?"),
        ("derived", derived.report, "are near derivatives joined, and nothing else?"),
    ):
        pairs = benches.add_parser(name, help=told)
        pairs.add_argument(
            "--corpus", type=Path, default=_SHARED / "corpus", help="documents of NEWS"
        )
        pairs.add_argument(
            "--folder", type=Path, default=_SHARED / "quality", help="of collections"
        )
        pairs.add_argument(
            "--draw", type=int, default=0, metavar="N", help="pairs to judge instead"
        )
        pairs.add_argument("--seed", type=int, default=5, metavar="N", help="of the draw (5)")
        pairs.set_defaults(
            lines=lambda given, of=report: of(given.corpus, given.folder, given.draw, given.seed)
        )
    noisy = benches.add_parser("noise", help="how much does the ranking lose to misspelt queries?")
    noisy.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    noisy.add_argument("--collections", nargs="+", default=(), metavar="NAME", help="only these")
    kinds = tuple(noise.KINDS)
    noisy.add_argument(
        "--kinds", nargs="+", choices=kinds, default=kinds, metavar="KIND", help=", ".join(kinds)
    )
    noisy.add_argument("--seed", type=int, default=1, metavar="N", help="of the noise (1)")
    jobs = range(1, 65)
    noisy.add_argument(
        "--jobs", type=int, choices=jobs, default=2, metavar="N", help="processes that search (2)"
    )
    noisy.set_defaults(
        lines=lambda given: noise.report(
            given.folder, given.collections, given.kinds, given.seed, given.jobs
        )
    )
    rival = benches.add_parser("lucene", help="how well does Lucene rank?")
    rival.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    rival.add_argument("--collections", nargs="+", default=(), metavar="NAME", help="only these")
    rival.add_argument("--json", type=Path, metavar="FILE", help="for `evaluate --baseline`")
    rival.set_defaults(
        lines=lambda given: baseline.report(given.folder, given.collections, given.json)
    )
    mixed = benches.add_parser("lengths", help="are long documents ranked well among short ones?")
    mixed.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    mixed.add_argument("--collections", nargs="+", default=(), metavar="NAME", help="only these")
    mixed.add_argument(
        "--jobs", type=int, choices=jobs, default=2, metavar="N", help="processes that search (2)"
    )
    mixed.set_defaults(
        lines=lambda given: lengths.report(given.folder, given.collections, given.jobs)
    )
    by_part = benches.add_parser(
        "part-evidence", help="are long documents ranked better by their parts?"
    )
    by_part.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    by_part.add_argument("--collections", nargs="+", default=(), metavar="NAME", help="only these")
    by_part.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    by_part.set_defaults(
        lines=lambda given: part_evidence.report(given.folder, given.collections, given.corpus)
    )
    altered = benches.add_parser(
        "mutations", help="do the tests notice an altered constant or guard?"
    )
    altered.set_defaults(lines=lambda given: mutations.report())
    healthy = benches.add_parser(
        "health", help="does the health of a text tell what is unreadable?"
    )
    healthy.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="sound documents")
    healthy.add_argument(
        "--samples", type=Path, default=_SHARED / "samples/pdf", help="PDF files with transcripts"
    )
    healthy.set_defaults(lines=lambda given: health.report(given.corpus, given.samples))
    alike = benches.add_parser("equal", help="does our searcher answer as Whoosh itself does?")
    alike.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    alike.add_argument("--passages", type=int, default=20_000, metavar="N", help="at most (20000)")
    alike.add_argument("--queries", type=int, default=550, metavar="N", help="each time (550)")
    alike.add_argument("--seed", type=int, default=1, metavar="N", help="of the queries (1)")
    alike.set_defaults(
        lines=lambda given: equal.report(given.folder, given.passages, given.queries, given.seed)
    )
    analysed = benches.add_parser("analysis", help="how many words a second are analysed?")
    analysed.add_argument("--folder", type=Path, metavar="DIR", help="of documents")
    analysed.set_defaults(lines=lambda given: analysis.report(_texts(given.folder)))
    marks = benches.add_parser("marking", help="how long does highlighting take?")
    marks.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    marks.set_defaults(lines=lambda given: marking.report(given.corpus))
    typed = benches.add_parser("completing", help="how long do completions take?")
    typed.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    typed.add_argument("--passages", type=_size, metavar="N", help="made of them; else themselves")
    typed.set_defaults(lines=lambda given: completing.report(given.corpus, given.passages))
    whole = benches.add_parser("searching", help="how long does a whole search take?")
    whole.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    whole.add_argument(
        "--quality", type=Path, default=_SHARED / "quality", help="of collections, with snn_dev"
    )
    whole.set_defaults(lines=lambda given: searching.report(given.corpus, given.quality))
    fast = benches.add_parser("speed", help="how fast is the index built and searched?")
    sizes = fast.add_mutually_exclusive_group()
    sizes.add_argument("--passages", type=_size, default=10_000, metavar="N", help="(10,000)")
    sizes.add_argument(
        "--growth", type=_sizes, metavar="N,N", help="one report a size: 10k,100k,400k"
    )
    fast.add_argument("--folder", type=Path, metavar="DIR", help="documents to take passages from")
    fast.add_argument("--engines", type=_engines, default=tuple(ENGINES), help=",".join(ENGINES))
    fast.add_argument("--builds", type=_size, default=1, metavar="N", help="of each index (1)")
    fast.add_argument("--rounds", type=_size, default=3, metavar="N", help="of queries (3)")
    fast.add_argument("--queries", type=_size, default=40, metavar="N", help="of each kind (40)")
    fast.set_defaults(lines=_speed)
    several = benches.add_parser("building", help="how much faster do several processes build?")
    several.add_argument("--passages", type=_size, default=40_000, metavar="N", help="(40,000)")
    several.add_argument("--jobs", type=_sizes, default=[1, 2], metavar="N,N", help="(1,2)")
    several.set_defaults(lines=lambda given: building.report(_SHARED, given.passages, given.jobs))
    read = benches.add_parser("reading", help="how well are PDF files read, and how fast?")
    read.add_argument("--folder", type=Path, default=_SHARED / "samples" / "pdf", help="of files")
    read.set_defaults(lines=lambda given: reading.report(given.folder))
    office = benches.add_parser("office", help="are the words of a document found in any format?")
    office.add_argument("--folder", type=Path, default=_SHARED / "samples", help="of the samples")
    office.set_defaults(lines=lambda given: reading.same_words(given.folder))
    seen = benches.add_parser("ocr", help="how well are pictures of pages read?")
    seen.add_argument(
        "--folder", type=Path, default=_SHARED / "samples" / "images", help="of scans"
    )
    seen.set_defaults(lines=lambda given: ocr.report(given.folder))
    abroad = benches.add_parser("bridge", help="do French and English find Arabic documents?")
    abroad.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    abroad.add_argument("--show", action="store_true", help="the misses, of DEV only")
    abroad.set_defaults(lines=lambda given: bridge.report(given.corpus, given.show))
    numbered = benches.add_parser("numbers", help="is a number found however it is written?")
    numbered.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    numbered.set_defaults(lines=lambda given: numbers.report(given.corpus))
    shared = benches.add_parser("reuse", help="are passages that documents share found?")
    shared.add_argument("--corpus", type=Path, default=_SHARED / "corpus", help="of documents")
    shared.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    shared.add_argument("--plants", type=_size, default=400, metavar="N", help="planted (400)")
    shared.add_argument("--seed", type=int, default=8, metavar="N", help="of plants, draws (8)")
    shared.add_argument("--draw", type=int, default=0, metavar="N", help="pairs to judge instead")
    shared.set_defaults(
        lines=lambda given: reuse.report(
            given.corpus, given.folder, given.plants, given.seed, given.draw
        )
    )
    return parser


def _texts(folder: Path | None) -> Iterator[str]:
    """The texts of the documents in `folder`; without one, those of the shared folder."""
    return passages.folder_texts(folder) if folder else passages.shared_texts(_SHARED)


def _speed(given: argparse.Namespace) -> Iterator[str]:
    plan = speed.Plan(
        given.engines, given.builds, given.rounds, given.queries, given.folder, _SHARED
    )
    return speed.growth(plan, given.growth) if given.growth else speed.report(plan, given.passages)


def _size(text: str) -> int:
    """A number as people write it: 400k is 400,000."""
    size = int(float(text.replace(",", "").removesuffix("k")) * (1_000 if text[-1] == "k" else 1))
    if size < 1:
        raise ValueError
    return size


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(map(_size, text.split(",")))


def _engines(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not ENGINES.keys() >= set(names):
        raise ValueError
    return names


if __name__ == "__main__":
    sys.exit(main())
