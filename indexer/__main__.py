"""The command line: khizana COMMAND, or python -m indexer COMMAND.

Results go to stdout, the rest to stderr.

Exit codes: 0 done; 1 done, some documents skipped; 2 wrong usage or settings; 3 the index is
missing, stale, locked or damaged; 70 an error that was not foreseen, told in the index folder's
errors.log.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from indexer import (
    CONFIG_VARIABLE,
    Archive,
    ArchiveError,
    QueryError,
    Report,
    SearchIndexError,
    SearchRequest,
    Settings,
    Width,
    __version__,
    load_settings,
    reindex,
    release,
    update,
)
from indexer.build.passage_vectors import purge_vectors
from indexer.build.reindex import purge_readings
from indexer.engine.check import checked
from indexer.engine.records import failures_in
from indexer.engine.registry import engine_of
from indexer.errors import place
from indexer.evaluate import collections, read_run, write_run
from indexer.health_report import health_csv, health_json, health_rows
from indexer.ingest.cache import READINGS, ReadingCache
from indexer.ingest.limits import source_limits
from indexer.reading_report import file_report, report_json, report_lines
from indexer.release import SHIPPED
from indexer.settings import chosen_config
from indexer.terminal import analysis_lines, forms_line, other_queries, printable, snippet_line
from indexer.variations import WAYS, compared

DONE, SOME_SKIPPED, WRONG_USAGE, NO_INDEX = range(4)
UNFORESEEN = 70  # EX_SOFTWARE of sysexits.h
INTERRUPTED = 130  # as shells have it
LOG = "errors.log"  # in the index folder
_MOST_DROPPED = 20  # fields that could not be read, told one by one
_MOST_GONE = 0.2


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; its exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    given = _parser().parse_args(arguments)
    code = _carried_out(given)
    return _served(given, code) if given.serves else code


def _carried_out(given: argparse.Namespace) -> int:
    settings = None
    try:
        settings = load_settings(given.config).with_folders(given.corpus, given.index)
        run: Callable[[Settings, argparse.Namespace], int] = given.run
        code = run(settings, given)
        sys.stdout.flush()  # here, where a pipe that is closed is expected
        return code
    except SearchIndexError as error:
        print(error, file=sys.stderr)
        return NO_INDEX
    except ArchiveError as error:
        print(error, file=sys.stderr)
        return WRONG_USAGE
    except KeyboardInterrupt:
        print("interrupted; what was in place is still in place", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        print(_unforeseen(error, settings), file=sys.stderr)
        return UNFORESEEN


def _unforeseen(error: Exception, settings: Settings | None) -> str:
    """The sentence that tells of `error`, whose trace is logged; with it, where that cannot be."""
    told = f"An error that was not foreseen stopped this ({type(error).__name__})"
    trace = "".join(traceback.format_exception(error))
    try:
        if settings is None:
            raise FileNotFoundError
        log = settings.index.folder / LOG
        with log.open("a", encoding="utf-8", errors="backslashreplace") as stream:
            stream.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{trace}\n")
    except OSError:
        return f"{told}; the index in place is as it was.\n{trace}"
    return f"{told}; the index in place is as it was, and {log} says where it arose."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=release.command("").strip(),
        description="A searchable archive of Arabic documents: its index, and its site.",
    )
    parser.set_defaults(serves=False)
    parser.add_argument("--version", action="version", version=f"khizana {__version__}")
    parser.add_argument("--config", type=Path, help="settings other than config.toml")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[..., int], summary: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary)
        added.add_argument("--corpus", type=Path, help="folder of the documents")
        added.add_argument("--index", type=Path, help="folder of the index")
        added.set_defaults(run=run)
        return added

    for writing in (
        command("reindex", _reindex, "Build the index anew from the whole corpus."),
        command("update", _update, "Index what changed in the corpus since the last time."),
    ):
        jobs_help = "processes that read and analyse (one a processor; one for a small corpus)"
        writing.add_argument("--jobs", type=_count, metavar="N", default=0, help=jobs_help)
        yes_help = "go on, though more than a fifth of the documents is gone from the corpus"
        writing.add_argument("--yes", action="store_true", help=yes_help)
    summary = "Bring the index up to date, then serve the archive."
    serving = commands.add_parser("serve", help=summary, description=summary)
    serving.add_argument("--open", action="store_true", help="show it in the browser")
    serving.set_defaults(run=_update, corpus=None, index=None, jobs=0, yes=False, serves=True)
    command("check", _check, "Compare the index with what was written, byte by byte.")
    failures = command("failures", _failures, "List what of the corpus could not be read.")
    failures.add_argument("--json", action="store_true", help="as JSON")
    health = command("health", _health, "List the health of every text, the worst first.")
    health.add_argument("--below", type=float, metavar="X", help="only smaller ones, as 0.7")
    forms = health.add_mutually_exclusive_group()
    forms.add_argument("--csv", action="store_true", help="as CSV")
    forms.add_argument("--json", action="store_true", help="as JSON")
    summary = "Show the text of one file as it is read: its pages, what was mended, its health."
    read = commands.add_parser("read", help=summary, description=summary)
    read.set_defaults(run=_read, corpus=None, index=None)
    read.add_argument("file", type=Path)
    read.add_argument("--page", type=int, metavar="N", help="only this page, counted from 1")
    read.add_argument("--json", action="store_true", help="as JSON")
    readings = command("readings", _readings, "Say what is kept of the readings of slow files.")
    readings.add_argument("--purge", action="store_true", help="drop those of files that are gone")
    search = command("search", _search, "Search the archive.")
    search.add_argument("query")
    search.add_argument("--width", type=Width, choices=list(Width), default=Width.WORD)
    search.add_argument("--without", action="append", default=[], metavar="FORM")
    search.add_argument("--no-translation", action="store_true", help="no other languages")
    search.add_argument("--page", type=int, default=1)
    command("bridge", _bridge, "List the names that are searched in several languages.")
    analyze = command("analyze", _analyze, "Show what the words of a text are indexed under.")
    analyze.add_argument("text")
    summary = "Measure the ranking on questions with known answers."
    measured = commands.add_parser("evaluate", help=summary, description=summary)
    measured.set_defaults(run=_evaluate, corpus=None, index=None)  # it makes its own
    measured.add_argument("folder", type=Path, metavar="DIR", help="folder of the collections")
    measured.add_argument("--queries", metavar="KIND", help="read queries.KIND.tsv.gz instead")
    measured.add_argument("--collections", type=_names, default=(), help="a,b: only these")
    measured.add_argument("--jobs", type=_count, default=2, help="processes that search (2)")
    measured.add_argument("--json", type=Path, metavar="FILE", help="write the value of each query")
    ways = measured.add_mutually_exclusive_group()
    ways.add_argument("--baseline", type=Path, metavar="FILE", help="compare with such a file")
    for option, (several, told) in WAYS.items():
        ways.add_argument(option, dest="ways", action="store_const", const=several, help=told)
    told = "search by meaning too, whatever the settings say"
    measured.add_argument("--meaning", action="store_true", help=told)
    return parser


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in text.split(",") if name))


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError
    return int(text)


def _reindex(settings: Settings, given: argparse.Namespace) -> int:
    return _told(reindex(settings, given.jobs, _most_gone(given)))


def _update(settings: Settings, given: argparse.Namespace) -> int:
    return _told(update(settings, given.jobs, _most_gone(given)))


def _served(given: argparse.Namespace, code: int) -> int:
    """Serves the archive, unless bringing its index up to date ended with a bad `code`.

    The site is a program of its own, started in place of this one: the memory that indexing took is
    given back. Windows has no such way, and waits for it.
    """
    if code not in (DONE, SOME_SKIPPED):
        print(
            "The site is not started: bringing the index up to date ended with "
            f"{code}, for the reason above.",
            file=sys.stderr,
        )
        return code
    config = (given.config or chosen_config()).resolve()
    settings = load_settings(config)
    address = _address(settings)
    print(
        f"Serving {address} as {config} says: the documents "
        f"of {settings.corpus.folder}, their index in {settings.index.folder}.",
        file=sys.stderr,
        flush=True,
    )
    environment = os.environ | {CONFIG_VARIABLE: str(config)}
    if not SHIPPED.is_dir():  # not installed: the checkout is the place of its modules
        path = filter(None, (str(SHIPPED.parents[1]), os.getenv("PYTHONPATH")))
        environment["PYTHONPATH"] = os.pathsep.join(path)
    # -P: a folder of documents is no place to look for modules.
    command = [sys.executable, "-P", "-m", "webapp", *(["--open", address] if given.open else [])]
    if find_spec("fcntl"):  # not on Windows
        os.execve(command[0], command, environment)  # noqa: S606  (this Python, nothing from outside)
    with subprocess.Popen(command, env=environment) as site:  # noqa: S603
        while True:
            try:
                return site.wait()
            except KeyboardInterrupt:  # the site is told too, and ends
                continue


def _address(settings: Settings) -> str:
    """Where this machine finds the site."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.web.host, settings.web.host)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.web.port}/"


def _most_gone(given: argparse.Namespace) -> float:
    """The share of the documents that may be gone from the corpus unasked."""
    return 1.0 if given.yes else _MOST_GONE


def _told(report: Report) -> int:
    for error in report.skipped:
        print(f"skipped {printable(str(error))}", file=sys.stderr)
    for sentence in report.dropped[:_MOST_DROPPED]:
        print(f"left out {printable(sentence)}", file=sys.stderr)
    if len(report.dropped) > _MOST_DROPPED:
        more = len(report.dropped) - _MOST_DROPPED
        print(f"left out {more:,} more fields, which the page /ar/status lists", file=sys.stderr)
    kept = f", {report.kept:,} kept of older texts" if report.kept else ""
    print(
        f"generation {report.generation}: {report.documents:,} documents, {report.words:,} words "
        f"({report.added} added, {report.changed} changed, {report.removed} removed, "
        f"{len(report.skipped)} skipped{kept}) in {report.seconds:.1f} s"
    )
    return SOME_SKIPPED if report.skipped else DONE


def _check(settings: Settings, _: argparse.Namespace) -> int:
    found = checked(engine_of(settings.index))
    for line in found.lines:
        print(line)
    return DONE if found.whole else NO_INDEX


def _failures(settings: Settings, given: argparse.Namespace) -> int:
    engine = engine_of(settings.index)
    found = failures_in(engine.files(engine.current()))
    if given.json:
        rows = [asdict(failure) for failure in found.failures]
        told = {"failures": rows, "unread": dict(found.unread)}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return DONE
    for failure in found.failures:
        served = f"; served as last read: {', '.join(failure.ids)}" if failure.ids else ""
        where = place(failure.path, failure.line)
        print(printable(f"{where}: {failure.reason} (since {failure.since}{served})"))
    for suffix, count in found.unread:
        print(printable(f"{count:,} files of a format that is not read: {suffix or 'no suffix'}"))
    return DONE


def _health(settings: Settings, given: argparse.Namespace) -> int:
    engine = engine_of(settings.index)
    with closing(engine.open(engine.current())) as searcher:
        rows = health_rows(searcher, given.below)
    if given.csv or given.json:
        print(health_csv(rows) if given.csv else health_json(rows), end="" if given.csv else "\n")
        return DONE
    for row in rows:
        print(printable(str(row)))
    return DONE


def _read(settings: Settings, given: argparse.Namespace) -> int:
    if not given.file.is_file():
        print(f"{given.file} is not a file.", file=sys.stderr)
        return WRONG_USAGE
    report = file_report(given.file, source_limits(settings.corpus, settings.reading))
    if given.json:
        print(report_json(report, given.page))
    else:
        for line in report_lines(report, given.page):
            print("\n".join(map(printable, line.split("\n"))))
        for error in report.errors:
            print(printable(str(error)), file=sys.stderr)
        print(f"read in {report.seconds:.1f} s", file=sys.stderr)
    return SOME_SKIPPED if report.errors else DONE


def _readings(settings: Settings, given: argparse.Namespace) -> int:
    if given.purge:
        freed = purge_readings(settings) + purge_vectors(settings)
        print(f"{freed / 1_000_000:.1f} MB freed")
    files, size = ReadingCache(settings.index.folder / READINGS).size()
    print(f"readings of {files:,} files are kept, {size / 1_000_000:.1f} MB")
    return DONE


def _search(settings: Settings, given: argparse.Namespace) -> int:
    if not 1 <= given.page <= settings.search.max_page:
        raise QueryError(f"--page must be from 1 to {settings.search.max_page}", "bad_parameter")
    request = SearchRequest(
        given.query,
        given.width,
        page=given.page,
        page_size=settings.search.page_size,
        without=tuple(given.without),
        translate=not given.no_translation,
    )
    with Archive(settings) as archive:
        page = archive.search(request)
    first = (request.page - 1) * request.page_size + 1
    if page.corrected:
        print(f"nothing for {printable(given.query)}; for {page.corrected.query}:")
    widths = ", ".join(f"{width} {total:,}" for width, total in page.widths)
    print(f"{page.total:,} of {page.documents:,} documents" + (f" ({widths})" if widths else ""))
    if page.basis.widened:
        held = dict(page.widths).get(given.width, page.all_words)
        print(f"{held:,} of them hold all the words; the others, some of them")
    for name in page.basis.translated:
        print(f"also searched for {name.asked}: {', '.join(name.also)}")
    if not page.basis.complete:
        print(f"not complete: {', '.join(page.basis.lacks)}")
    if page.unreadable:
        print(f"damaged, and not shown: {', '.join(page.unreadable)}")
    for word in page.words:
        print(forms_line(word))
    for number, hit in enumerate(page.hits, start=first):
        near = ", near in meaning" if hit.near else ""
        print(f"\n{number}. {snippet_line(hit.title)}  [{hit.document.id}, {hit.score:.2f}{near}]")
        print("   " + " […] ".join(map(snippet_line, hit.snippets)))
    for other in other_queries(page):
        print(f"try: {other}")
    for note in page.notes:
        print(f"note: {note.value}", file=sys.stderr)
    return DONE


def _analyze(settings: Settings, given: argparse.Namespace) -> int:
    with Archive(settings) as archive:
        print(*analysis_lines(archive.words(given.text)), sep="\n")
    return DONE


def _bridge(settings: Settings, given: argparse.Namespace) -> int:
    with Archive(settings) as archive:
        print(*archive.bridge_lines(), sep="\n")
    return DONE


def _evaluate(settings: Settings, given: argparse.Namespace) -> int:
    baseline = read_run(given.baseline) if given.baseline else None
    chosen = collections(given.folder, given.collections, given.queries)
    if given.meaning:
        settings = replace(settings, meaning=replace(settings.meaning, enabled=True))
    run, lines = compared(chosen, settings, given.ways, given.jobs, baseline)
    for line in lines:
        print(line)
    if given.json:
        write_run(given.json, run)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
