"""Who is lent a searcher, of which generation, and what happens to damaged ones."""

from __future__ import annotations

import gc
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import (
    IndexBusy,
    IndexDamaged,
    IndexMissing,
    IndexStale,
    Settings,
    reindex,
    update,
)
from indexer.analysis import fingerprint
from indexer.engine import generations, verified
from indexer.engine import pool as pools
from indexer.engine.generations import Generation
from indexer.engine.pool import SearcherPool
from indexer.engine.protocol import Term
from indexer.engine.registry import engine_of
from indexer.engine.requests import generation_before, stored_document
from indexer.engine.segment.segment import Segment
from indexer.engine.whoosh import writer
from indexer.fingerprint import Fingerprint
from indexer.model import Filters

Write = Callable[[str, str], Path]
Rewrite = Callable[[Path, str, str], None]
KITAB = Term("text_exact", "كتاب")


@pytest.fixture
def pool(settings: Settings, write: Write) -> Iterator[SearcherPool]:
    """A pool for two requests at once, over an index of one document."""
    write("a.txt", "كتاب")
    reindex(settings)
    made = SearcherPool(engine_of(settings.index), fingerprint(), settings.search)
    yield made
    made.close()


def answer(pool: SearcherPool) -> tuple[int, int]:
    """The generation that answers, and how many documents it finds."""
    with pool.lease() as lease:
        return lease.generation.manifest.generation, lease.searcher.counts([(KITAB, Filters())])[0]


def segment(settings: Settings, number: int) -> Path:
    (path,) = (settings.index.folder / f"gen-{number}").glob("*.arrays")
    return path


def flip(path: Path) -> None:
    """Changes one bit in the middle, and not the size."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def until(what: Callable[[], object]) -> None:
    """Waits for what another thread brings about."""
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


def test_a_new_generation_answers_from_the_next_question_on(
    pool: SearcherPool, settings: Settings, write: Write
) -> None:
    assert answer(pool) == (1, 1)
    write("b.txt", "كتاب")
    reindex(settings)
    assert answer(pool) == (2, 2)


def test_a_question_keeps_its_generation_to_the_end(pool: SearcherPool, settings: Settings) -> None:
    with pool.lease() as lease:
        for _ in range(3):
            reindex(settings)
        assert not lease.generation.folder.exists()
        assert lease.searcher.counts([(KITAB, Filters())])[0] == 1
        assert lease.lexicon.count("كتاب") == 1
    assert answer(pool) == (4, 1)


def test_all_requests_share_a_searcher_while_its_generation_serves(
    pool: SearcherPool, settings: Settings
) -> None:
    seen = []
    for _ in range(2):
        with pool.lease() as one, pool.lease() as two:
            assert one is two
            seen.append(one.searcher)
        reindex(settings)
    assert seen[0] is not seen[1]


def mapped(folder: Path) -> bool:
    """Whether this process has a file of `folder` mapped into its memory."""
    return f"{folder}/" in Path("/proc/self/maps").read_text()


def test_what_no_longer_serves_is_closed_when_the_last_request_is_done(
    pool: SearcherPool, settings: Settings
) -> None:
    first = settings.index.folder / "gen-1"
    with pool.lease() as lease:
        reindex(settings)
        assert answer(pool) == (2, 1)
        assert mapped(first)
        assert lease.searcher.counts([(KITAB, Filters())])[0] == 1
    del lease
    gc.collect()
    assert not mapped(first)


def test_an_index_deleted_and_built_again_is_noticed(
    pool: SearcherPool, settings: Settings, write: Write
) -> None:
    assert answer(pool) == (1, 1)
    shutil.rmtree(settings.index.folder)
    with pytest.raises(IndexMissing):
        answer(pool)
    write("b.txt", "كتاب")
    reindex(settings)
    assert answer(pool) == (1, 2)  # the same number, another index


def test_an_index_that_comes_is_noticed(settings: Settings, write: Write) -> None:
    pool = SearcherPool(
        engine_of(settings.index), fingerprint(), replace(settings.search, searchers=1)
    )
    with pytest.raises(IndexMissing):
        answer(pool)
    write("a.txt", "كتاب")
    reindex(settings)
    assert answer(pool) == (1, 1)
    pool.close()


def test_an_index_of_another_analysis_is_refused(settings: Settings, write: Write) -> None:
    write("a.txt", "كتاب")
    reindex(settings)
    pool = SearcherPool(engine_of(settings.index), Fingerprint((), ("another",)), settings.search)
    with pytest.raises(IndexStale, match="python -m indexer reindex"):
        answer(pool)


def test_an_index_of_another_format_is_refused(
    pool: SearcherPool, settings: Settings, rewrite: Rewrite
) -> None:
    rewrite(settings.index.folder / "gen-1", f'"format": {generations.FORMAT}', '"format": 0')
    with pytest.raises(IndexStale):
        answer(pool)


def test_a_size_that_is_wrong_is_seen_at_once(pool: SearcherPool, settings: Settings) -> None:
    reindex(settings)
    os.truncate(segment(settings, 2), 10)
    assert answer(pool) == (1, 1)
    assert pool.degraded is not None
    assert "gen-2" in pool.degraded


def test_a_flipped_bit_is_seen_before_the_first_answer(
    pool: SearcherPool, settings: Settings
) -> None:
    reindex(settings)
    flip(segment(settings, 2))
    assert answer(pool) == (1, 1)
    assert pool.degraded is not None
    assert "gen-2: not as it was written: MAIN_" in pool.degraded


def test_of_a_large_index_a_flipped_bit_is_seen_by_the_check_aside(
    pool: SearcherPool, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pools, "_COMPARED_FIRST", 0)
    reindex(settings)
    flip(segment(settings, 2))
    pool.generation()
    until(lambda: pool.generation().manifest.generation == 1)
    assert answer(pool) == (1, 1)
    assert pool.degraded is not None
    assert "gen-2: not as it was written: MAIN_" in pool.degraded


def test_a_generation_put_right_ends_the_fall_back(pool: SearcherPool, settings: Settings) -> None:
    reindex(settings)
    os.truncate(segment(settings, 2), 10)
    assert answer(pool) == (1, 1)
    reindex(settings)
    assert answer(pool) == (3, 1)
    assert pool.degraded is None


def test_a_damaged_index_deleted_and_built_again_serves(
    pool: SearcherPool, settings: Settings
) -> None:
    flip(segment(settings, 1))
    with pytest.raises(IndexDamaged, match="not as it was written"):
        answer(pool)
    shutil.rmtree(settings.index.folder)
    reindex(settings)
    assert answer(pool) == (1, 1)


# Whoosh leaves a file to the garbage collector when it cannot read it
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_what_the_engine_cannot_open_is_refused(pool: SearcherPool, settings: Settings) -> None:
    reindex(settings)
    (toc,) = segment(settings, 2).parent.glob("*.toc")
    toc.write_bytes(bytes(toc.stat().st_size))
    assert answer(pool) == (1, 1)
    assert pool.degraded is not None


def test_without_a_whole_generation_the_index_is_damaged(
    pool: SearcherPool, settings: Settings
) -> None:
    reindex(settings)
    for number in (1, 2):
        os.truncate(segment(settings, number), 10)
    with pytest.raises(IndexDamaged, match="gen-2"):
        answer(pool)


def test_a_generation_before_of_another_analysis_does_not_serve(
    pool: SearcherPool, settings: Settings, rewrite: Rewrite
) -> None:
    rewrite(settings.index.folder / "gen-1", str(fingerprint()), "another")
    reindex(settings)
    os.truncate(segment(settings, 2), 10)
    with pytest.raises(IndexStale):
        answer(pool)


@pytest.mark.parametrize("compared_first", [0, 1 << 40])
def test_of_several_workers_one_compares_the_files_of_a_generation(
    settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch, compared_first: int
) -> None:
    monkeypatch.setattr(pools, "_COMPARED_FIRST", compared_first)
    monkeypatch.setattr(verified, "_TICK", 0)
    compare = generations.damaged_files
    compared: list[Generation] = []

    def noted(generation: Generation) -> tuple[str, ...]:
        compared.append(generation)
        return compare(generation)

    write("a.txt", "كتاب")
    reindex(settings)
    time.sleep(0.02)  # a tick of the clock of files
    monkeypatch.setattr(generations, "damaged_files", noted)
    workers = [
        SearcherPool(engine_of(settings.index), fingerprint(), settings.search) for _ in range(3)
    ]
    for worker in workers:
        assert answer(worker) == (1, 1)
    until(lambda: not any(thread.name == "verify-index" for thread in threading.enumerate()))
    assert len(compared) == 1
    flip(segment(settings, 1))
    late = SearcherPool(engine_of(settings.index), fingerprint(), settings.search)
    with suppress(IndexDamaged):
        answer(late)
    until(lambda: len(compared) == 2)
    for worker in (late, *workers):
        worker.close()


def test_an_update_shares_no_file_with_the_generation_before(
    pool: SearcherPool, settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "WORDS_PER_MEGABYTE", 0)  # so that every file is full, and kept
    for number in range(19):
        write(f"{number}.txt", "كتاب")
    reindex(settings)
    write("new.txt", "كتاب")
    update(settings)
    segments = list((settings.index.folder / "gen-3").glob("*.arrays"))
    before_it = {path.name for path in (settings.index.folder / "gen-2").glob("*.arrays")}
    assert before_it < {path.name for path in segments}
    for path in segments:
        flip(path)
    before = generation_before(engine_of(settings.index))
    assert before is not None
    assert generations.damaged_files(before) == ()
    assert pool.generation().manifest.generation == 2


def test_a_question_too_many_is_turned_away(pool: SearcherPool, settings: Settings) -> None:
    hasty = replace(settings.search, wait_seconds=0.01)
    pool = SearcherPool(engine_of(settings.index), fingerprint(), hasty)
    with pool.lease(), pool.lease():
        with pytest.raises(IndexBusy) as caught:
            answer(pool)
        assert caught.value.retry_after > 0
    assert answer(pool) == (1, 1)


def test_a_heavy_question_keeps_its_like_waiting_and_no_other(
    pool: SearcherPool, settings: Settings
) -> None:
    hasty = replace(settings.search, wait_seconds=0.01)
    pool = SearcherPool(engine_of(settings.index), fingerprint(), hasty)
    with pool.lease(heavy=True):
        with pytest.raises(IndexBusy), pool.lease(heavy=True):
            pass
        assert answer(pool) == (1, 1)
    with pool.lease(heavy=True):
        pass


def test_a_question_that_fails_gives_its_place_back(pool: SearcherPool) -> None:
    for _ in range(5):
        with pytest.raises(ZeroDivisionError), pool.lease():
            raise ZeroDivisionError
    assert answer(pool) == (1, 1)


def test_an_index_that_fails_gives_the_place_back(settings: Settings) -> None:
    pool = SearcherPool(
        engine_of(settings.index), fingerprint(), replace(settings.search, searchers=1)
    )
    for _ in range(5):
        with pytest.raises(IndexMissing):
            answer(pool)


def test_threads_search_during_reindexes_and_share_the_searcher(
    pool: SearcherPool, settings: Settings, write: Write
) -> None:
    done = threading.Event()

    def searched() -> int:
        count = 0
        while not done.is_set() or count < 20:
            with pool.lease() as lease:
                searcher = lease.searcher
                # generation n holds n documents, the word n times in the nth
                number = lease.generation.manifest.generation
                assert searcher.counts([(KITAB, Filters())]) == (number,)
                assert sum(1 for _ in searcher.scan()) == number
                assert lease.lexicon.count("كتاب") == number * (number + 1) // 2
            count += 1
            time.sleep(0.001)  # a page is drawn
        return count

    with ThreadPoolExecutor(6) as threads:
        searches = [threads.submit(searched) for _ in range(6)]
        try:
            for number in range(2, 17):
                write(f"{number}.txt", "كتاب " * number)
                (reindex if number % 2 else update)(settings)
        finally:
            done.set()
        assert sum(search.result() for search in searches) >= 6 * 20
    assert answer(pool) == (16, 16)
    assert pool.degraded is None


def test_damage_met_by_a_search_is_named(
    pool: SearcherPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Segment, "stored", lambda *_: b"not what was written")
    with pool.lease() as lease, pytest.raises(IndexDamaged, match="gen-1 cannot be read: error"):
        stored_document(lease.searcher, "a")
