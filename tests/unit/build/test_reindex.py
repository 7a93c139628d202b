"""From a corpus to an index: what is skipped, what an update changes, what a failure leaves."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from indexer import (
    Archive,
    IndexDamaged,
    IndexLocked,
    Report,
    SearchIndexError,
    SearchRequest,
    Settings,
    SettingsError,
    ingest,
    reindex,
    update,
)
from indexer.analysis import FIELDS, MENTION, fingerprint, tokens
from indexer.build.indexed_text import indexed_texts
from indexer.engine import generations
from indexer.engine.pointer import stamp
from indexer.engine.protocol import AllOf, Term
from indexer.engine.segment import postings
from indexer.engine.term_batch import TermBatch
from indexer.engine.whoosh.searcher import WhooshSearcher
from indexer.engine.whoosh.writer import WhooshWriter
from indexer.fingerprint import Fingerprint
from indexer.ingest.guarded import GuardedReader, close_idle
from indexer.lexicon import Lexicon
from indexer.model import Document, Filters

Write = Callable[[str, str], Path]
SourceEvent = Callable[[str], list[str]]
WORDS = ("كتاب", "مدرسة", "قانون", "شرطة", "المغرب", "وثيقة")


def answers(settings: Settings) -> dict[str, Any]:
    """What the index answers to every word, without the scores."""
    with Archive(settings) as archive:
        status = archive.status()
        found: dict[str, Any] = {"all": (status.documents, status.words, status.years)}
        for word in ("", *WORDS):
            page = archive.search(SearchRequest(word, page_size=100))
            documents = {hit.document.id: hit.document for hit in page.hits}
            found[word] = (page.total, documents, page.facets)
    return found


def scores(settings: Settings) -> list[tuple[str, float]]:
    with Archive(settings) as archive:
        pages = [archive.search(SearchRequest(word, page_size=100)) for word in WORDS]
    return [(hit.document.id, hit.score) for page in pages for hit in page.hits]


def afresh(settings: Settings) -> Settings:
    """The same corpus, indexed anew elsewhere."""
    other = settings.with_folders(index=settings.index.folder.with_name("afresh"))
    reindex(other)
    return other


def left(settings: Settings) -> set[str]:
    return {path.name for path in settings.index.folder.iterdir()} - {".writer.lock"}


@pytest.fixture
def corpus(write: Write) -> Path:
    """The folder of a few documents in every format."""
    write("a.md", "---\ntitle: مدرسة\ndate: 1956-03\nkind: قانون\n---\nقانون المدرسة\n")
    write("b.txt", "الشرطة في المغرب\n\nكتاب\n")
    write("c.html", "<html lang='ar'><title>وثيقة</title><p>كتاب القانون</p></html>")
    rows = [{"id": f"d/{n}", "text": f"كتاب {word}", "date": 1990} for n, word in enumerate(WORDS)]
    return write("d.jsonl", "\n".join(json.dumps(row) for row in rows)).parent


# Reindexing


def test_a_report_counts_what_was_done(settings: Settings, corpus: Path) -> None:
    report = reindex(settings)
    assert (report.generation, report.documents, report.words) == (1, 9, 20)
    assert (report.added, report.changed, report.removed, report.skipped) == (9, 0, 0, ())
    manifest = generations.current(settings.index.folder).manifest
    assert manifest.years == ((1956, 1), (1990, 6))
    suffixes = {Path(name).suffix for name, _, _ in manifest.files}
    # no lock, and nothing of the spool
    assert suffixes == {
        *(".arrays", ".documents", ".groups", ".json", ".jsonl", ".places", ".toc", ".tsv"),
    }


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("x.md", b"---\ntitle: [\n---\n", "empty"),
        ("x.md", b"---\nid: one\nti", "unterminated"),
        ("x.jsonl", b'{"id": "x"', "not JSON"),
        ("x.txt", b"", "empty"),
        ("x.txt", b"\xd9" * 2_000, "too large"),
        ("x.psd", b"8BPS", "unknown format"),
        ("x.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", ""),
    ],
)
def test_a_document_that_cannot_be_read_is_reported_and_the_rest_found(
    settings: Settings, write: Write, found: SourceEvent, name: str, content: bytes, reason: str
) -> None:
    limit = replace(settings.corpus, max_megabytes=0.001)
    write("a.txt", "كتاب")
    write("z.txt", "كتاب")
    (settings.corpus.folder / name).write_bytes(content)
    report = reindex(replace(settings, corpus=limit))
    (error,) = report.skipped
    assert error.path == name
    assert reason in error.reason
    assert report.documents == 2
    assert found("كتاب") == ["a", "z"]
    assert found("") == ["a", "z"]


def test_the_first_of_two_documents_with_one_id_stands(
    settings: Settings, write: Write, found: SourceEvent
) -> None:
    write("a.md", "كتاب")
    write("a.txt", "مدرسة")
    write("b.md", "---\nid: a\n---\nقانون")
    report = reindex(settings)
    assert [str(error) for error in report.skipped] == [
        "a.txt: its id a is that of a.md",
        "b.md: its id a is that of a.md",
    ]
    assert (found("كتاب"), found("مدرسة"), found("قانون")) == (["a"], [], [])


def test_the_first_of_two_lines_with_one_id_stands(
    settings: Settings, write: Write, found: SourceEvent
) -> None:
    lines = ['{"id": "x", "text": "كتاب"}', "", '{"id": "x", "text": "مدرسة"}']
    write("h.jsonl", "\n".join(lines))
    write("i.md", "---\nid: x\n---\nقانون")
    report = reindex(settings)
    assert [str(error) for error in report.skipped] == [
        "h.jsonl:3: its id x is that of h.jsonl:1",
        "i.md: its id x is that of h.jsonl:1",
    ]
    assert (found("كتاب"), found("مدرسة"), found("قانون")) == (["x"], [], [])


# Batches of which nothing is accepted


@pytest.mark.parametrize("batch", [1, 1_000])
@pytest.mark.parametrize("run", [reindex, update])
def test_a_deleted_document_goes_though_all_that_is_new_is_refused(
    settings: Settings,
    write: Write,
    found: SourceEvent,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[[Settings], Report],
    batch: int,
) -> None:
    monkeypatch.setattr("indexer.build.batches._BATCH_DOCUMENTS", batch)
    for number in range(99):
        write(f"{number:02}.md", f"---\nid: d/{number}\n---\nكتاب {number}")
    reindex(settings)
    folder = settings.corpus.folder
    (folder / "backup").mkdir()
    for number in range(7):
        shutil.copy(folder / f"{number:02}.md", folder / "backup" / f"{number:02}.md")
    (folder / "50.md").unlink()
    report = run(settings)
    assert (report.documents, len(report.skipped)) == (98, 7)
    assert str(report.skipped[0]) == "backup/00.md: its id d/0 is that of 00.md"
    assert found("50") == []
    assert answers(settings) == answers(afresh(settings))


@pytest.mark.parametrize("batch", [1, 1_000])
@pytest.mark.parametrize("gone", range(4))
def test_a_deleted_line_goes_though_another_has_the_id_of_one_before(
    settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch, gone: int, batch: int
) -> None:
    monkeypatch.setattr("indexer.build.batches._BATCH_DOCUMENTS", batch)
    ids = ["a", "b", "a", "c"]
    lines = [json.dumps({"id": name, "text": f"كتاب {n}"}) for n, name in enumerate(ids)]
    write("h.jsonl", "\n".join(lines))
    write("other.txt", "مدرسة")
    reindex(settings)
    write("h.jsonl", "\n".join(lines[:gone] + lines[gone + 1 :]))
    update(settings)
    assert answers(settings) == answers(afresh(settings))


def test_the_same_corpus_twice_gives_the_same_answers_and_scores(
    settings: Settings, corpus: Path
) -> None:
    reindex(settings)
    first = answers(settings), scores(settings)
    reindex(settings)
    assert (answers(settings), scores(settings)) == first


def test_the_order_in_which_files_were_written_changes_nothing(
    settings: Settings, corpus: Path, tmp_path: Path
) -> None:
    reindex(settings)
    other = settings.with_folders(tmp_path / "other", tmp_path / "elsewhere")
    other.corpus.folder.mkdir()
    for path in sorted(corpus.iterdir(), reverse=True):
        shutil.copy(path, other.corpus.folder)
    reindex(other)
    assert (answers(other), scores(other)) == (answers(settings), scores(settings))


def test_the_number_of_processes_changes_nothing(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("indexer.build.spool._PART_BYTES", 60)  # so that each has something to do
    reindex(settings, jobs=1)
    alone = answers(settings), scores(settings), lexicon(settings)
    reindex(settings, jobs=3)
    assert (answers(settings), scores(settings), lexicon(settings)) == alone
    changed_lines(corpus)
    update(settings, jobs=3)
    assert answers(settings) == answers(afresh(settings))


def test_an_empty_corpus_makes_an_empty_index(settings: Settings, found: SourceEvent) -> None:
    assert reindex(settings).documents == 0
    assert found("كتاب") == found("") == []


def test_without_a_corpus_the_index_stays(
    settings: Settings, corpus: Path, found: SourceEvent
) -> None:
    reindex(settings)
    shutil.rmtree(corpus)
    for run in (reindex, update):
        with pytest.raises(SettingsError, match="does not exist"):
            run(settings)
    assert len(found("")) == 9
    assert left(settings) == {"gen-1", "current"}


def test_originals_are_only_read(settings: Settings, corpus: Path) -> None:
    def state() -> list[tuple[Any, ...]]:
        paths = [corpus, *sorted(corpus.rglob("*"))]
        return [
            (path, *path.stat()[:-3], path.stat().st_mtime_ns, path.is_file() and path.read_bytes())
            for path in paths
        ]

    before = state()
    reindex(settings)
    update(settings)
    reindex(settings)
    assert state() == before


# Updating


def changed_file(corpus: Path) -> None:
    (corpus / "b.txt").write_text("المدرسة والقانون", "utf-8")


def changed_lines(corpus: Path) -> None:
    lines = (corpus / "d.jsonl").read_text("utf-8").splitlines()
    added = json.dumps({"id": "d/new", "text": "شرطة"})
    (corpus / "d.jsonl").write_text("\n".join([*lines[3:], added, lines[0]]), "utf-8")


def swapped(corpus: Path) -> None:
    a, b = (corpus / "a.md").read_bytes(), (corpus / "b.txt").read_bytes()
    (corpus / "a.md").write_bytes(b)
    (corpus / "b.txt").write_bytes(a)


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        (lambda corpus: (corpus / "new.txt").write_text("كتاب"), (1, 0, 0)),
        (changed_file, (0, 1, 0)),
        (changed_lines, (1, 0, 2)),  # one of jsonl comes, two go, another moves
        (lambda corpus: (corpus / "b.txt").unlink(), (0, 0, 1)),
        (lambda corpus: (corpus / "b.txt").rename(corpus / "e.txt"), (1, 0, 1)),
        (lambda corpus: (corpus / "b.txt").rename(corpus / "b.md"), (0, 1, 0)),  # the id stays
        (lambda corpus: (corpus / "d.jsonl").unlink(), (0, 0, 6)),
        (lambda corpus: (corpus / "x.md").write_text("---\nkind: [\n---\n"), (0, 0, 0)),
        (lambda corpus: (corpus / "a.txt").write_text("كتاب"), (0, 0, 0)),  # its id is taken
        (swapped, (0, 2, 0)),
        (lambda corpus: (corpus / "a.md").touch(), (0, 0, 0)),
        (lambda corpus: None, (0, 0, 0)),
    ],
)
def test_an_update_finds_what_a_fresh_index_would(
    settings: Settings, corpus: Path, change: Callable[[Path], object], counts: tuple[int, ...]
) -> None:
    reindex(settings)
    change(corpus)
    report = update(settings)
    assert (report.added, report.changed, report.removed) == counts
    # a new failure is recorded too
    assert report.generation == (2 if any(counts) or report.skipped else 1)
    assert answers(settings) == answers(afresh(settings))
    assert report.documents == answers(settings)["all"][0]


@pytest.mark.parametrize("seed", range(2))
def test_updates_one_after_another_stay_equal_to_a_fresh_index(
    settings: Settings, write: Write, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(8):
        for _ in range(chance.randint(1, 4)):
            name = f"{chance.randrange(10)}.{chance.choice(['md', 'txt'])}"
            if chance.random() < 0.3:
                (settings.corpus.folder / name).unlink(missing_ok=True)
            else:
                write(name, " ".join(chance.choices(WORDS, k=chance.randint(1, 9))))
        update(settings)
        assert answers(settings) == answers(afresh(settings))


def lexicon(settings: Settings) -> dict[str, tuple[int, str]]:
    """word → (count, family) in the generation in place."""
    found = Lexicon(generations.current(settings.index.folder).folder)
    return {word: (count, found.family(word)) for word, count in found.words()}


def indexed_as(settings: Settings) -> dict[str, set[str]]:
    """word → the terms that stand at its places in the fields of families; "" where none does.

    A word of a title stands in that of the text too.
    """
    families = {word: family for word, (_, family) in lexicon(settings).items()}
    terms: dict[str, set[str]] = {}
    with closing(WhooshSearcher(generations.current(settings.index.folder).folder)) as searcher:

        def note(text: str, document_id: str, field: str) -> None:
            for word in {token.surface for token in tokens(text)}:
                family = families[word]
                node = AllOf((Term("id", document_id), Term(field, family)))
                (held,) = searcher.counts([(node, Filters())])
                terms.setdefault(word, set()).add(family if held else "")

        for document in searcher.scan():
            texts = indexed_texts(document)
            note(texts["title"], document.id, "title_word")
            note(texts["title"], document.id, "text_word")
            note(texts["text"], document.id, "text_word")
    return terms


def test_counts_add_and_subtract(settings: Settings, write: Write) -> None:
    write("a.md", "---\ntitle: س\n---\nكتاب كتاب قانون")
    write("b.md", "---\ntitle: س\n---\nكتاب شرطة")
    reindex(settings)
    write("b.md", "---\ntitle: س\n---\nقانون")  # كتاب once less, شرطة no more
    write("c.md", "---\ntitle: س\n---\nوثيقة")
    update(settings)
    counts = {word: count for word, (count, _) in lexicon(settings).items()}
    assert counts == {"س": 3, "كتاب": 2, "قانون": 2, "وثيقه": 1, "a": 1, "b": 1, "c": 1}
    assert lexicon(settings) == lexicon(afresh(settings))


def words(settings: Settings) -> int:
    return generations.current(settings.index.folder).manifest.words


def test_the_words_of_texts_are_counted_across_updates(settings: Settings, write: Write) -> None:
    write("a.md", "---\ntitle: عنوان من كلمات\n---\nكتاب كتاب، قانون")  # titles do not count
    write("b.jsonl", json.dumps({"id": "b", "text": "كتاب شرطة"}))
    write("c.md", "---\ntitle: س\n---\nوثيقة")
    assert reindex(settings).words == words(settings) == 3 + 2 + 1
    write("b.jsonl", json.dumps({"id": "b", "text": "كتاب"}))
    write("d.md", "---\ntitle: س\n---\nوثيقة من المغرب")
    (settings.corpus.folder / "a.md").unlink()
    assert update(settings).words == words(settings) == 1 + 1 + 3
    assert update(settings).words == words(settings) == 5  # nothing changed
    assert reindex(settings).words == words(settings) == 5


def test_an_update_keeps_the_family_of_the_words_it_knows(
    settings: Settings, write: Write, found: SourceEvent
) -> None:
    write("a.txt", "بلكوش")
    reindex(settings)
    write("b.txt", "لكوش " * 20)  # now the ب of بلكوش might be a preposition
    update(settings)
    assert lexicon(settings)["بلكوش"][1] == "بلكوش"
    assert lexicon(afresh(settings))["بلكوش"][1] == "لكوش"
    assert (found("بلكوش"), found("لكوش")) == (["a"], ["b"])


def test_new_forms_join_the_family_there_is(
    settings: Settings, write: Write, found: SourceEvent
) -> None:
    write("a.txt", "بلكوش")
    reindex(settings)
    write("b.txt", "لكوش " * 20 + "والبلكوش")
    update(settings)
    assert lexicon(settings)["والبلكوش"][1] == "بلكوش"
    assert found("بلكوش") == found("والبلكوش") == found("للبلكوش") == ["a", "b"]


def test_a_family_whose_own_word_comes_later_stays_one(
    settings: Settings, write: Write, found: SourceEvent
) -> None:
    write("a.txt", "الوفاق والوفاق")
    reindex(settings)
    assert lexicon(settings)["الوفاق"][1] == "وفاق"
    write("b.txt", "وفاق " + "فاق " * 300)  # of which a و might be taken off
    update(settings)
    assert lexicon(settings)["وفاق"][1] == "وفاق"
    assert found("وفاق") == found("الوفاق") == ["a", "b"]


FORMS = [
    affix + stem + ending
    for stem in ("كتاب", "وفاق", "فاق", "وزار", "لجن", "جن", "امن")
    for affix in ("", "و", "ب", "ال", "وال", "لل", "ول")
    for ending in ("", "ه", "ات", "ها", "ين")
]


@pytest.mark.parametrize("seed", range(2))
def test_after_any_updates_a_word_is_found_by_itself_and_under_its_family(
    settings: Settings, write: Write, found: SourceEvent, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        for _ in range(3):
            write(f"{chance.randrange(5)}.txt", " ".join(chance.choices(FORMS, k=12)))
        before = lexicon(settings) if settings.index.folder.exists() else {}
        update(settings)
        after = lexicon(settings)
        assert all(after[word][1] == before[word][1] for word in before.keys() & after)
        assert indexed_as(settings) == {word: {family} for word, (_, family) in after.items()}
        fresh = lexicon(afresh(settings))
        assert {word: count for word, (count, _) in fresh.items()} == {
            word: count for word, (count, _) in after.items()
        }
    for word in chance.sample(sorted(after), 10):
        holders = {
            path.stem
            for path in settings.corpus.folder.iterdir()
            if word in path.read_text("utf-8").split()
        }
        assert holders <= set(found(word))


def test_an_update_after_which_nothing_changed_keeps_the_generation(
    settings: Settings, corpus: Path
) -> None:
    reindex(settings)
    before = stamp(settings.index.folder)
    assert update(settings).generation == 1
    assert stamp(settings.index.folder) == before
    assert left(settings) == {"gen-1", "current"}


def test_an_update_after_which_nothing_changed_starts_no_process(
    settings: Settings, corpus: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("lines.jsonl", '{"id": "l1", "text": "سطر"}\n{"id": "l2", "text": "آخر"}')
    write("image.xyz", "لا يعرف")  # of a format that is not known, by its name alone
    reindex(settings)
    close_idle()
    started: list[object] = []
    monkeypatch.setattr(subprocess, "Popen", lambda *given, **_: started.append(given))
    assert update(settings).generation == 1
    assert started == []


def test_an_update_reports_again_what_is_still_wrong(settings: Settings, write: Write) -> None:
    write("a.txt", "كتاب")
    write("x.xyz", "")
    for report in (reindex(settings), update(settings)):
        assert [error.path for error in report.skipped] == ["x.xyz"]


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda folder: shutil.rmtree(folder.parent),  # no index at all
        shutil.rmtree,
        lambda folder: next(folder.glob("*.arrays")).unlink(),
        lambda folder: flipped(next(folder.glob("*.arrays"))),
        lambda folder: (folder / "words.tsv").unlink(),
        lambda folder: flipped(folder / "families.tsv"),
        lambda folder: (folder / "MANIFEST.json").write_text("{"),
        lambda folder: (folder / "MANIFEST.sha256").unlink(),
    ],
)
def test_an_update_builds_anew_on_what_cannot_be_built_on(
    settings: Settings, corpus: Path, spoil: Callable[[Path], object]
) -> None:
    reindex(settings)
    before = answers(settings)
    spoil(settings.index.folder / "gen-1")
    assert update(settings).added == 9
    assert answers(settings) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [(str(fingerprint()), "another"), (f'"format": {generations.FORMAT}', '"format": 0')],
)
def test_an_update_builds_anew_on_an_index_of_another_version(
    settings: Settings, corpus: Path, rewrite: Callable[[Path, str, str], None], old: str, new: str
) -> None:
    reindex(settings)
    before = answers(settings)
    rewrite(settings.index.folder / "gen-1", old, new)
    assert update(settings).added == 9
    assert answers(settings) == before


# Failing


def failing(error: BaseException, after: int = 0) -> Callable[..., Any]:
    """A function that raises `error` when it has been called `after` times."""
    calls = iter(range(after))

    def fail(*_: Any, **__: Any) -> None:
        if next(calls, None) is None:
            raise error

    return fail


@pytest.mark.parametrize("run", [reindex, update])
@pytest.mark.parametrize(
    ("place", "fail", "raised"),
    [
        # in the middle of the corpus
        (
            "indexer.engine.whoosh.writer.WhooshWriter.add",
            failing(ZeroDivisionError()),
            ZeroDivisionError,
        ),
        (
            "indexer.engine.whoosh.writer.WhooshWriter.add",
            failing(KeyboardInterrupt(), after=1),
            KeyboardInterrupt,
        ),
        ("indexer.engine.whoosh.writer.WhooshWriter.add", failing(MemoryError()), MemoryError),
        # while the engine writes
        (
            "indexer.engine.whoosh.writer.WhooshWriter.commit",
            failing(OSError(28, "No space left on device")),
            SearchIndexError,
        ),
        (
            "indexer.engine.whoosh.writer.WhooshWriter.commit",
            failing(KeyboardInterrupt()),
            KeyboardInterrupt,
        ),
        # while it is made durable: a file, the folder, the parent
        ("os.fsync", failing(OSError(5, "Input/output error")), SearchIndexError),
        ("os.fsync", failing(OSError(5, "Input/output error"), after=3), SearchIndexError),
        ("os.fsync", failing(KeyboardInterrupt(), after=3), KeyboardInterrupt),
        ("os.rename", failing(OSError(5, "Input/output error")), SearchIndexError),
        ("os.replace", failing(OSError(5, "Input/output error")), SearchIndexError),
    ],
)
def test_a_run_that_fails_leaves_what_was(
    settings: Settings,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    run: Callable[[Settings], object],
    place: str,
    fail: Callable[..., Any],
    raised: type[BaseException],
) -> None:
    reindex(settings)
    before = answers(settings)
    changed_file(corpus)
    changed_lines(corpus)
    with monkeypatch.context() as patched:
        patched.setattr("indexer.build.batches._BATCH_DOCUMENTS", 1)
        patched.setattr(place, fail)
        with pytest.raises(raised):
            run(settings)
    assert not [name for name in left(settings) if name.endswith(".building")]
    assert answers(settings) == before
    run(settings)
    assert answers(settings) == answers(afresh(settings))


def test_a_run_during_another_is_refused(settings: Settings, corpus: Path) -> None:
    reindex(settings)
    with generations.writer_lock(settings.index.folder):
        for run in (reindex, update):
            with pytest.raises(IndexLocked) as caught:
                run(settings)
            assert caught.value.pid == os.getpid()
    assert left(settings) == {"gen-1", "current"}


Batches = dict[str, TermBatch]
Given = tuple[list[Document], Batches, list[str]]


def altered(documents: list[Document], terms: Batches, title_keys: list[str]) -> Given:
    return [replace(found, text=found.text + "!") for found in documents], terms, title_keys


def wordless(documents: list[Document], terms: Batches, title_keys: list[str]) -> Given:
    none = replace(terms["text_exact"], tokens=np.zeros(0, np.int32), lengths=np.zeros(1, np.int64))
    return documents, {**terms, "text_exact": none}, title_keys


def forgetful(documents: list[Document], terms: Batches, title_keys: list[str]) -> Given:
    """The last word of the last document is another, in every field."""
    tokens = terms["text_exact"].tokens.copy()
    tokens[-1] = tokens[0]
    return (
        documents,
        {**terms, "text_exact": replace(terms["text_exact"], tokens=tokens)},
        title_keys,
    )


def shortened(documents: list[Document], terms: Batches, title_keys: list[str]) -> Given:
    """All fields of words lack the last word of the last document."""

    def cut(of: TermBatch) -> TermBatch:
        return replace(of, tokens=of.tokens[:-1], lengths=of.lengths - [*[0] * 5, 1])

    return (
        documents,
        {name: cut(terms[name]) for name in FIELDS} | {MENTION: terms[MENTION]},
        title_keys,
    )


def renamed(documents: list[Document], terms: Batches, title_keys: list[str]) -> Given:
    return [replace(found, id="other") for found in documents], terms, title_keys


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (altered, "The text of a came back altered"),
        (wordless, "Not all words of a are in the field text_word"),
        (renamed, "does not hold the documents of the corpus: a, other"),
    ],
)
def test_an_index_that_is_not_what_it_should_be_is_not_put_in_place(
    settings: Settings,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[..., Given],
    reason: str,
) -> None:
    write("a.txt", "كتاب")
    add = WhooshWriter.add
    monkeypatch.setattr(WhooshWriter, "add", lambda self, *given: add(self, *spoil(*given)))
    with pytest.raises(IndexDamaged, match=reason):
        reindex(settings)
    assert left(settings) == set()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (forgetful, "The words of 5 do not stand in the new index as they were read"),
        (shortened, "The new index has 2 words of the title of 5, of which 3 were read"),
    ],
)
def test_the_last_word_of_the_last_document_is_looked_for(
    settings: Settings,
    write: Write,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[..., Given],
    reason: str,
) -> None:
    for number in range(6):
        write(f"{number}.md", f"---\ntitle: كتاب القانون {number}\n---\nمدرسة {number}")
    add = WhooshWriter.add
    monkeypatch.setattr(WhooshWriter, "add", lambda self, *given: add(self, *spoil(*given)))
    with pytest.raises(IndexDamaged, match=reason):
        reindex(settings)
    assert left(settings) == set()


def test_an_update_that_loses_words_of_a_document_it_keeps_is_not_put_in_place(
    settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "كتاب القانون")
    reindex(settings)
    write("b.txt", "مدرسة")

    def lossy(*given: Any) -> Iterator[Any]:
        for block in together(*given):
            yield replace(block, positions=block.positions[::-1])

    together = postings._together
    monkeypatch.setattr(postings, "_together", lossy)
    with pytest.raises(IndexDamaged, match="do not stand in the new index as they were read"):
        update(settings)
    assert left(settings) == {"gen-1", "current"}


def test_an_error_of_the_corpus_while_it_is_read_leaves_what_was(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Iterator[Document]:
        yield Document("a", "a", "كتاب")
        raise RuntimeError

    reindex(settings)
    before = answers(settings)
    monkeypatch.setattr(GuardedReader, "read", broken)
    with pytest.raises(RuntimeError):
        reindex(settings)
    assert answers(settings) == before


def test_an_emptied_corpus_does_not_replace_the_documents_in_place(
    settings: Settings, write: Write
) -> None:
    only = write("1.txt", "الأمن الوطني")
    reindex(settings)
    only.unlink()  # or the disk that holds the corpus is not there
    for run in (reindex, update):
        with pytest.raises(SettingsError, match="it is kept"):
            run(settings)
    assert generations.current(settings.index.folder).manifest.documents == 1


def test_other_readers_read_every_document_again(
    settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("1.txt", "الأمن الوطني")
    reindex(settings)
    assert update(settings).added == 0
    monkeypatch.setattr(ingest, "readers_fingerprint", lambda: Fingerprint((), ("another",)))
    assert update(settings).added == 1
