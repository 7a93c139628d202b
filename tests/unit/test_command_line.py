"""What each command prints, where, and the code it ends with."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from indexer import CONFIG_VARIABLE, Settings
from indexer.__main__ import DONE, NO_INDEX, SOME_SKIPPED, UNFORESEEN, WRONG_USAGE, main
from indexer.engine import generations
from indexer.engine.disk import lock
from indexer.ingest.guarded import GuardedReader

ROOT = Path(__file__).resolve().parents[2]
Write = Callable[[str, str], Path]
Run = Callable[..., int]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on the corpus and index of the test; its exit code."""
    monkeypatch.delenv(CONFIG_VARIABLE, raising=False)
    folders = ["--corpus", str(settings.corpus.folder), "--index", str(settings.index.folder)]

    def ran(command: str, *arguments: str) -> int:
        return main([command, *folders, *arguments])

    return ran


def test_the_codes_are_those_that_are_documented() -> None:
    assert (DONE, SOME_SKIPPED, WRONG_USAGE, NO_INDEX, UNFORESEEN) == (0, 1, 2, 3, 70)


@pytest.mark.parametrize("command", ["reindex", "update"])
def test_a_run_is_summed_up_in_a_line(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    write("a.txt", "كتاب")
    assert run(command) == DONE
    out, err = capsys.readouterr()
    summary = r"generation 1: 1 documents, 1 words \(1 added, 0 changed, 0 removed, 0 skipped\)"
    assert re.fullmatch(rf"{summary} in \d+\.\d s\n", out)
    assert err == ""  # no bar where there is no terminal


@pytest.mark.parametrize("command", ["reindex", "update"])
def test_what_is_skipped_is_told_on_standard_error(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    write("a.txt", "كتاب")
    write("b.xyz", "")
    assert run(command) == SOME_SKIPPED
    out, err = capsys.readouterr()
    assert ", 1 skipped)" in out
    assert err.startswith("skipped b.xyz: unknown format")


def test_the_name_of_a_file_cannot_steer_the_terminal(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("قانون\x1b[2J\u202e\n.txt", "كتاب")
    assert run("reindex") == SOME_SKIPPED
    assert capsys.readouterr().err.startswith(r"skipped قانون\x1b[2J\u202e\n.txt: its name")


def test_check_of_a_whole_index(run: Run, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", "كتاب")
    run("reindex")
    capsys.readouterr()
    assert run("check") == DONE
    out = capsys.readouterr().out.splitlines()
    assert out[0].startswith("generation 1 of")
    assert out[-1] == "whole"


def test_check_of_a_damaged_index(
    run: Run, write: Write, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "كتاب")
    run("reindex")
    (path,) = (settings.index.folder / "gen-1").glob("*.arrays")
    path.write_bytes(bytes(path.stat().st_size))
    assert run("check") == NO_INDEX
    assert f"{path}: not as it was written\nnot whole\n" in capsys.readouterr().out


def test_search_lists_what_it_finds(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.md", "---\ntitle: كتاب القانون\n---\nفي القانون")
    write("b.txt", "مدرسة")
    run("reindex")
    capsys.readouterr()
    assert run("search", "قانون") == DONE
    out = capsys.readouterr().out
    assert re.fullmatch(
        r"1 of 2 documents \(exact 0, word 1, derived 1, root 1\)\nقانون: القانون 2\n"
        r"\n1\. كتاب \[القانون\]  \[a, \d+\.\d\d\]\n   في \[القانون\]\n",
        out,
    )


def test_search_counts_on_from_page_to_page(
    run: Run, write: Write, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(settings.search.page_size + 1):
        write(f"{number:02}.txt", "كتاب")
    run("reindex")
    capsys.readouterr()
    assert run("search", "كتاب", "--page", "2") == DONE
    assert re.findall(r"^\d+\. .*\[(\w+), ", capsys.readouterr().out, re.MULTILINE) == ["10"]


def test_search_has_four_widths(run: Run, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", "القانون")
    run("reindex")
    for width, total in (("word", 1), ("exact", 0), ("derived", 1), ("root", 1)):
        capsys.readouterr()
        assert run("search", "قانون", "--width", width) == DONE
        assert capsys.readouterr().out.startswith(f"{total} of 1 documents")


def test_search_leaves_out_forms_that_are_switched_off(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "القانون")
    write("b.txt", "قانون")
    run("reindex")
    capsys.readouterr()
    assert run("search", "قانون", "--without", "القانون") == DONE
    out = capsys.readouterr().out
    assert "قانون: (القانون 1), قانون 1\n" in out
    assert out.startswith("1 of 2 documents")


def test_search_says_that_it_shows_the_hits_of_a_correction(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "القانون")
    run("reindex")
    capsys.readouterr()
    assert run("search", "القانوو") == DONE
    assert capsys.readouterr().out.startswith("nothing for القانوو; for القانون:\n1 of 1 documents")


def test_search_says_that_it_is_widened_or_not_complete(
    run: Run, write: Write, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(settings.search.page_size + 1):
        write(f"{number:02}.txt", "كتاب")
    write("all.txt", "كتاب القانون المدني")
    run("reindex")
    capsys.readouterr()
    assert run("search", "كتاب القانون المدني") == DONE
    out = capsys.readouterr().out
    assert "1 of them hold all the words; the others, some of them\n" in out
    assert "not complete" not in out


def test_search_offers_other_ways_to_ask(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "القانون")
    run("reindex")
    capsys.readouterr()
    run("search", "قانون", "--width", "exact")
    assert "قانون: none\n" in (out := capsys.readouterr().out)
    assert "try: --width word (1)\ntry: --width derived (1)\ntry: --width root (1)\n" in out


def test_search_offers_what_would_find_something(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "القانون")
    run("reindex")
    run("search", "قانون word:الغابة")
    assert "try: قانون (1)\n" in capsys.readouterr().out


def test_search_notes_what_was_not_understood(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "القانون")
    run("reindex")
    assert run("search", '"قانون') == DONE
    assert capsys.readouterr().err == "note: syntax\n"


def test_analyze_shows_each_word_its_family_and_why(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write("a.txt", "المدرسة ومدرسة والمدرسة، في المدرسة")
    run("reindex")
    capsys.readouterr()
    assert run("analyze", "وَالْمَدْرَسَةُ، بمدرستها 1956") == DONE
    assert capsys.readouterr().out.splitlines() == [
        "word\tfolded\tfamily\troot\toccurrences\twhy\tnear derivatives",
        "وَالْمَدْرَسَةُ\tوالمدرسه\tمدرسه\t-\t1\tوالمدرسه وال- → مدرسه\t-",
        "بمدرستها\tبمدرستها\tمدرسه\t-\t0\tبمدرستها ب- → مدرستها; مدرستها -ها → مدرسه\t-",
        "1956\t1956\t1956\t-\t0\tas it is\t-",
    ]


@pytest.mark.parametrize("command", [("check",), ("search", "كتاب"), ("analyze", "كتاب")])
def test_without_an_index_it_says_what_to_do(
    run: Run, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]
) -> None:
    assert run(*command) == NO_INDEX
    out, err = capsys.readouterr()
    assert out == ""
    assert "build it with: python -m indexer reindex" in err


def test_a_stale_index_ends_with_3(
    run: Run,
    write: Write,
    settings: Settings,
    rewrite: Callable[[Path, str, str], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    write("a.txt", "كتاب")
    run("reindex")
    older = (f'"format": {generations.FORMAT}', f'"format": {generations.FORMAT + 1}')
    rewrite(settings.index.folder / "gen-1", *older)
    assert run("search", "كتاب") == NO_INDEX
    assert "rebuild it with: python -m indexer reindex" in capsys.readouterr().err
    assert run("check") == NO_INDEX


@pytest.mark.parametrize("command", ["reindex", "update"])
def test_a_locked_index_ends_with_3(
    run: Run, settings: Settings, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    with generations.writer_lock(settings.index.folder):
        assert run(command) == NO_INDEX
    assert f"by process {os.getpid()}; try again" in capsys.readouterr().err


def test_faults_of_the_settings_end_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.toml").write_text("[search]\npage_size = 0\nsnipets = 1")
    assert main(["--config", str(tmp_path / "bad.toml"), "check"]) == WRONG_USAGE
    assert len(capsys.readouterr().err.splitlines()) == 2


def test_a_corpus_that_is_not_there_ends_with_2(run: Run, settings: Settings) -> None:
    settings.corpus.folder.rmdir()
    assert run("reindex") == WRONG_USAGE


@pytest.mark.parametrize("log", ["written", "refused"])
def test_an_error_that_was_not_foreseen_ends_with_70(
    run: Run,
    write: Write,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    log: str,
) -> None:
    def broken(*_: object) -> Iterator[object]:
        raise ZeroDivisionError("of a reader")

    write("a.txt", "كتاب")
    assert run("reindex") == DONE
    path = settings.index.folder / "errors.log"
    if log == "refused":
        path.mkdir()
    capsys.readouterr()
    monkeypatch.setattr(GuardedReader, "read", broken)
    write("b.txt", "مكتبة")
    assert run("update") == UNFORESEEN
    out, err = capsys.readouterr()
    told, *trace = err.splitlines()
    assert out == ""
    assert told.startswith("An error that was not foreseen stopped this (ZeroDivisionError); the")
    if log == "written":
        assert (told.endswith(f"and {path} says where it arose."), trace) == (True, [])
        trace = path.read_text("utf-8").splitlines()
    assert "ZeroDivisionError: of a reader" in trace
    assert run("check") == DONE


def test_make_run_is_khizana_serve(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    files = {".venv/bin/python": '#!/bin/sh\necho "$@"\nexit 3\n'}  # what stands in for it
    for name in ("requirements.lock", "tools/fonts.py"):
        files[name] = ""
    for name in (".venv/ready", "webapp/static/fonts/fonts.css"):  # after what they are made from
        files[name] = ""
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        path.chmod(0o755)
    # as a reader's shell has it, not as the make that runs these tests does
    alone = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    alone.pop("MFLAGS", None)
    ran = subprocess.run(["make", "run"], cwd=tmp_path, text=True, capture_output=True, env=alone)
    assert ran.stdout == "-m indexer serve\n"
    assert "Error 3" in ran.stderr


@pytest.mark.parametrize(("fault", "code"), [("nowhere", WRONG_USAGE), ("locked", NO_INDEX)])
def test_what_cannot_be_brought_up_to_date_is_not_served(
    tmp_path: Path,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    fault: str,
    code: int,
) -> None:
    if fault == "nowhere":
        settings.corpus.folder.rmdir()
    config = tmp_path / "khizana.toml"
    config.write_text("[corpus]\nfolder = 'corpus'\n[index]\nfolder = 'index'\n")
    settings.index.folder.mkdir()
    with lock(settings.index.folder) if fault == "locked" else nullcontext():
        assert main(["--config", str(config), "serve"]) == code
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 2
    assert told[1] == (
        "The site is not started: bringing the index up to date ended with "
        f"{code}, for the reason above."
    )


@pytest.mark.parametrize("command", ["reindex", "update"])
def test_a_corpus_that_shrank_is_asked_about(
    run: Run,
    write: Write,
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    for number in range(100):
        write(f"{number}.txt", "كتاب")
    run("reindex")
    for number in range(21):
        (settings.corpus.folder / f"{number}.txt").unlink()
    capsys.readouterr()
    assert run(command) == WRONG_USAGE
    assert capsys.readouterr().err == (
        f"21 of the 100 documents in the index are no longer in {settings.corpus.folder}: "
        "nothing is changed. If they are meant to go: python -m indexer update --yes\n"
    )
    assert run(command, "--yes") == DONE
    assert "79 documents" in capsys.readouterr().out


def test_the_health_of_every_text_is_listed(
    run: Run, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = "تتولى المديرية العامة للأمن الوطني حماية الأشخاص والممتلكات"
    write("a.txt", sound)
    write("turned.txt", sound[::-1])
    write("short.txt", "نص")
    assert run("reindex") == DONE
    capsys.readouterr()
    assert run("health") == DONE
    expected = (
        r"0\.[0-6]\d\d turned\.txt \(text, unreadable\)\n"
        r"(0\.[89]\d\d|1\.000) a\.txt \(text, sound\)\n"
        r"   –  short\.txt \(text\)\n"
    )
    assert re.fullmatch(expected, capsys.readouterr().out)
    assert run("health", "--below", ".7", "--csv") == DONE
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["file"], row["id"], row["page"], row["quality"]) for row in rows] == [
        ("turned.txt", "turned", "", "unreadable")
    ]
    assert run("health", "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert [row["file"] for row in told] == ["turned.txt", "a.txt", "short.txt"]
    assert told[-1]["health"] is None


def test_failures_are_listed(run: Run, write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.txt", "كتاب")
    write("b.jsonl", '{"id": "b", "text": "نص"}\n{')
    write("c.xyz", "")
    write("d.md", "---\nid: a\n---\nنص")
    assert run("reindex") == SOME_SKIPPED
    write("a.txt", "")
    assert run("update") == SOME_SKIPPED
    assert ", 4 skipped, 1 kept of older texts)" in capsys.readouterr().out.splitlines()[-1]
    assert run("failures") == DONE
    time = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"
    expected = (
        rf"a\.txt: empty \(since {time}; served as last read: a\)\n"
        rf"b\.jsonl:2: not JSON: [^\n]* \(since {time}\)\n"
        rf"d\.md: its id a is that of a\.txt \(since {time}\)\n"
        r"1 files of a format that is not read: \.xyz\n"
    )
    assert re.fullmatch(expected, capsys.readouterr().out)
    assert run("failures", "--json") == DONE
    told = json.loads(capsys.readouterr().out)
    assert told["unread"] == {".xyz": 1}
    assert [(row["path"], row["line"], row["ids"]) for row in told["failures"]] == [
        ("a.txt", None, ["a"]),
        ("b.jsonl", 2, []),
        ("d.md", None, []),
    ]
    assert run("check") == DONE
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "3 failures (python -m indexer failures); 1 documents are served as they were last read",
        "1 files of formats that are not read",
    ]


@pytest.mark.parametrize("page", ["0", "-1", "501"])
def test_a_page_that_is_not_served_ends_with_2(
    run: Run, capsys: pytest.CaptureFixture[str], page: str
) -> None:
    assert run("search", "كتاب", "--page", page) == WRONG_USAGE
    assert capsys.readouterr().err == "--page must be from 1 to 500\n"


@pytest.mark.parametrize(
    "arguments", [[], ["rebuild"], ["search"], ["search", "a", "--width", "wide"], ["check", "x"]]
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == WRONG_USAGE
    assert "usage: python -m indexer" in capsys.readouterr().err


def command(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    whole = [sys.executable, "-m", "indexer", *arguments]
    return subprocess.run(whole, cwd=ROOT, text=True, stderr=subprocess.PIPE, **options)


def test_the_command_itself_ends_with_the_code(settings: Settings, write: Write) -> None:
    write("a.txt", "كتاب")
    write("b.xyz", "")
    folders = ["--corpus", str(settings.corpus.folder), "--index", str(settings.index.folder)]
    ran = command("reindex", *folders, stdout=subprocess.PIPE)
    assert ran.returncode == SOME_SKIPPED
    assert ran.stdout.startswith("generation 1: 1 documents")
    assert ran.stderr.startswith("skipped b.xyz")
    assert len(ran.stderr.splitlines()) == 1  # no bar, no warning


def test_a_reader_that_has_gone_is_no_error(settings: Settings, run: Run) -> None:
    run("reindex")
    reader, writer = os.pipe()
    os.close(reader)
    buffered = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    index = ["--index", str(settings.index.folder)]
    ran = command("analyze", *index, "كتاب", stdout=writer, env=buffered)
    os.close(writer)
    assert (ran.returncode, ran.stderr) == (DONE, "")
