"""The command line: python -m bench forms | noise | equal.

Exit codes are those of `python -m indexer`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench import equal, forms, noise
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
    parser = argparse.ArgumentParser(prog="python -m bench", description="Benches of the Arabic.")
    benches = parser.add_subparsers(required=True, metavar="BENCH")
    words = benches.add_parser("forms", help="are the forms of a word found with it?")
    words.add_argument(
        "--corpus", type=Path, default=_SHARED / "corpus", help="folder of documents"
    )
    words.add_argument("--show", type=int, default=0, metavar="N", help="the N worst, of DEV only")
    words.set_defaults(lines=lambda given: forms.report(given.corpus, given.show))
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
        "--jobs", type=int, choices=jobs, default=2, metavar="N", help="processes that ask (2)"
    )
    noisy.set_defaults(
        lines=lambda given: noise.report(
            given.folder, given.collections, given.kinds, given.seed, given.jobs
        )
    )
    alike = benches.add_parser("equal", help="does our searcher answer as Whoosh itself does?")
    alike.add_argument("--folder", type=Path, default=_SHARED / "quality", help="of collections")
    alike.add_argument("--passages", type=int, default=20_000, metavar="N", help="at most (20000)")
    alike.add_argument("--queries", type=int, default=550, metavar="N", help="each time (550)")
    alike.add_argument("--seed", type=int, default=1, metavar="N", help="of the queries (1)")
    alike.set_defaults(
        lines=lambda given: equal.report(given.folder, given.passages, given.queries, given.seed)
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
