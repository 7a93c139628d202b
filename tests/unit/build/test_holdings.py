"""A source that cannot be read for a moment keeps its last good text, until it is gone or read."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, Report, SearchRequest, Settings, SettingsError, reindex, update
from indexer.analysis import fingerprint
from indexer.engine import generations
from indexer.engine.records import failures_in
from indexer.fingerprint import Fingerprint
from indexer.model.failures import Failure, Failures

Write = Callable[[str, str], Path]
Run = Callable[[Settings], Report]
both = pytest.mark.parametrize("run", [update, reindex])


def texts(settings: Settings) -> dict[str, str]:
    """id → text of every document that is found."""
    with Archive(settings) as archive:
        page = archive.search(SearchRequest("", page_size=100))
    return {hit.document.id: hit.document.text for hit in page.hits}


def failed(settings: Settings) -> Failures:
    return failures_in(generations.current(settings.index.folder).folder)


def kept(settings: Settings) -> list[tuple[str, int | None, tuple[str, ...]]]:
    return [(failure.path, failure.line, failure.ids) for failure in failed(settings).failures]


@pytest.fixture
def corpus(write: Write) -> Path:
    write("a.md", "---\nid: one\n---\nكتاب")
    write("b.txt", "مدرسة")
    write("sub/c.txt", "قانون")
    rows = [{"id": f"j/{n}", "text": f"سطر رقم {n}"} for n in range(5)]
    return write("j.jsonl", "\n".join(map(json.dumps, rows)) + "\n").parent


def linked_to_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)  # ELOOP, even for root


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "inside.txt").write_text("شيء آخر")


@both
@pytest.mark.parametrize(
    ("name", "ids", "spoil", "reason"),
    [
        ("b.txt", ["b"], lambda path: path.write_bytes(b""), "empty"),
        ("b.txt", ["b"], lambda path: path.write_bytes(b"\xd9\x83\xd8"), "neither UTF-8"),
        ("b.txt", ["b"], lambda path: path.write_bytes(b"x" * 3_000), "too large"),
        ("b.txt", ["b"], linked_to_itself, "symbolic link"),
        ("b.txt", ["b"], a_folder, "is a folder now"),
        ("a.md", ["one"], lambda path: path.write_text("---\nid: one\nki"), "unterminated"),
        ("a.md", ["one"], lambda path: path.write_text("---\nid: two\n---\n"), "empty"),
        ("j.jsonl", [f"j/{n}" for n in range(5)], lambda path: path.write_bytes(b""), "empty"),
        ("j.jsonl", [f"j/{n}" for n in range(5)], linked_to_itself, "symbolic link"),
        ("j.jsonl", [f"j/{n}" for n in range(5)], a_folder, "is a folder now"),
    ],
)
def test_what_cannot_be_read_keeps_its_text_until_it_is_read_or_gone(
    settings: Settings,
    corpus: Path,
    run: Run,
    name: str,
    ids: list[str],
    spoil: Callable[[Path], object],
    reason: str,
) -> None:
    settings = replace(settings, corpus=replace(settings.corpus, max_megabytes=0.002))
    reindex(settings)
    before = texts(settings)
    path = corpus / name
    content = path.read_bytes()
    spoil(path)
    for _ in range(2):  # of the second run, what is kept was kept already
        report = run(settings)
        assert report.kept == len(ids)
        (error,) = report.skipped
        assert reason in error.reason
        others = {i: text for i, text in texts(settings).items() if i != f"{name}/inside"}
        assert others == before
        assert kept(settings) == [(name, None, tuple(ids))]
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    path.write_bytes(content)
    assert run(settings).kept == 0
    assert (texts(settings), failed(settings)) == (before, Failures())
    spoil(path)
    run(settings)
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
    assert run(settings).skipped == ()
    assert texts(settings) == {i: text for i, text in before.items() if i not in ids}


@both
def test_a_file_or_a_folder_without_permission_withdraws_nothing(
    settings: Settings, corpus: Path, run: Run, permissions: None
) -> None:
    reindex(settings)
    before = texts(settings)
    (corpus / "a.md").chmod(0)
    (corpus / "sub").chmod(0)
    report = run(settings)
    assert [(error.path, error.reason) for error in report.skipped] == [
        ("a.md", "cannot be read: permission denied"),
        ("sub", "is a folder that cannot be listed; check its permissions"),
    ]
    assert kept(settings) == [("a.md", None, ("one",)), ("sub", None, ("sub/c",))]
    assert texts(settings) == before
    corpus.chmod(0o300)  # its files can be reached, but not listed
    assert run(settings).kept == len(before)
    assert kept(settings) == [
        (".", None, ("one", "b", *(f"j/{n}" for n in range(5)), "sub/c"))  # in their order
    ]
    assert texts(settings) == before
    corpus.chmod(0o755)
    (corpus / "a.md").chmod(0o644)
    (corpus / "sub").chmod(0o755)
    assert (run(settings).skipped, texts(settings)) == ((), before)


def lines_of(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


@both
@pytest.mark.parametrize(
    ("change", "ids", "expected"),
    [
        # a line that is gone from a file read to its end is withdrawn
        (lambda lines: lines[:2] + lines[3:], {0, 1, 3, 4}, []),
        (lambda lines: lines[:2], {0, 1}, []),
        # a line that broke keeps the document it was
        (lambda lines: [*lines[:2], "{", *lines[3:]], {0, 1, 2, 3, 4}, [(3, {2})]),
        (lambda lines: ["{", *lines[1:]], {0, 1, 2, 3, 4}, [(1, {0})]),
        # one is gone, another broke
        (lambda lines: [lines[1], lines[2], "{", lines[4]], {1, 2, 3, 4}, [(3, {3})]),
        # copied half-way: what came after the cut is not known to be gone
        (lambda lines: [*lines[:2], lines[2][:9]], {0, 1, 2, 3, 4}, [(3, {2, 3, 4})]),
        # where it cannot be told which of the two it was, both stay
        (lambda lines: [lines[0], "{", *lines[3:]], {0, 1, 2, 3, 4}, [(2, {1, 2})]),
        (lambda lines: [lines[4], "{", lines[0]], {0, 1, 2, 3, 4}, [(2, {1, 2, 3})]),
        # two at one place
        (
            lambda lines: [lines[0], "{", "[", lines[3], lines[4]],
            {0, 1, 2, 3, 4},
            [(2, {1, 2}), (3, set())],
        ),
        # a new line that is none
        (lambda lines: [*lines, "{"], {0, 1, 2, 3, 4}, [(6, set())]),
    ],
)
def test_lines_that_break_and_lines_that_go(
    settings: Settings,
    corpus: Path,
    run: Run,
    change: Callable[[list[str]], list[str]],
    ids: set[int],
    expected: list[tuple[int, set[int]]],
) -> None:
    reindex(settings)
    path = corpus / "j.jsonl"
    lines = lines_of(path)
    path.write_text("\n".join(change(lines)))
    for _ in range(2):
        run(settings)
        assert {name for name in texts(settings) if name.startswith("j/")} == {
            f"j/{n}" for n in ids
        }
        assert [(line, set(of)) for _, line, of in kept(settings)] == [
            (line, {f"j/{n}" for n in of}) for line, of in expected
        ]
    path.write_text("\n".join(lines))
    run(settings)
    assert (len(texts(settings)), failed(settings)) == (8, Failures())


@both
def test_a_line_that_never_was_a_document_keeps_none(
    settings: Settings, corpus: Path, run: Run
) -> None:
    path = corpus / "j.jsonl"
    lines = lines_of(path)
    path.write_text("\n".join([*lines[:3], "{", *lines[3:]]))
    reindex(settings)
    path.write_text("\n".join([lines[0], lines[1], "{", *lines[3:]]))  # j/2, beside it, goes
    run(settings)
    assert "j/2" not in texts(settings)
    assert kept(settings) == [("j.jsonl", 3, ())]


@both
def test_a_line_broken_as_another_is_keeps_its_document(
    settings: Settings, corpus: Path, run: Run
) -> None:
    path = corpus / "j.jsonl"
    lines = lines_of(path)
    path.write_text("\n".join(["{", *lines]))  # a line that never was a document
    reindex(settings)
    path.write_text("\n".join(["{", *lines[:3], "{", *lines[4:]]))
    run(settings)
    assert kept(settings) == [("j.jsonl", 1, ()), ("j.jsonl", 5, ("j/3",))]


@both
def test_of_two_lines_broken_at_one_place_the_other_is_still_in_doubt(
    settings: Settings, corpus: Path, run: Run
) -> None:
    path = corpus / "j.jsonl"
    lines = lines_of(path)
    reindex(settings)
    path.write_text("\n".join([lines[0], "{", "[", *lines[3:]]))
    run(settings)
    path.write_text("\n".join([lines[0], lines[1], "[", *lines[3:]]))
    run(settings)
    assert kept(settings) == [("j.jsonl", 3, ("j/2",))]
    assert set(texts(settings)) >= {"j/1", "j/2"}


@both
def test_a_kept_document_goes_before_another_with_its_id(
    settings: Settings, write: Write, run: Run
) -> None:
    first = write("a.md", "---\nid: x\n---\nالأول")
    write("b.md", "---\nid: x\n---\nالثاني")
    write("c.txt", "كتاب")
    reindex(settings)
    first.write_bytes(b"")
    report = run(settings)
    assert [str(error) for error in report.skipped] == [
        "a.md: empty",
        "b.md: its id x is that of a.md",
    ]
    assert texts(settings)["x"] == "الأول"
    first.unlink()
    assert run(settings).skipped == ()
    assert texts(settings)["x"] == "الثاني"


@both
def test_one_that_is_read_before_it_takes_its_id(
    settings: Settings, write: Write, run: Run
) -> None:
    write("b.md", "---\nid: x\n---\nالأول")
    write("c.txt", "كتاب")
    reindex(settings)
    write("b.md", "")
    write("a.md", "---\nid: x\n---\nالثاني")
    assert run(settings).kept == 0
    assert texts(settings)["x"] == "الثاني"
    assert kept(settings) == [("b.md", None, ())]


@both
def test_a_file_read_again_under_another_id_gives_up_the_first(
    settings: Settings, write: Write, run: Run
) -> None:
    write("a.md", "---\nid: x\n---\nالأول")
    write("c.txt", "كتاب")
    reindex(settings)
    write("a.md", "---\nid: y\n---\n")
    run(settings)
    assert set(texts(settings)) == {"x", "c"}
    write("a.md", "---\nid: y\n---\nالثاني")
    run(settings)
    assert set(texts(settings)) == {"y", "c"}


@both
def test_a_file_renamed_while_it_cannot_be_read_is_gone(
    settings: Settings, write: Write, run: Run
) -> None:
    write("a.txt", "الأول")
    write("c.txt", "كتاب")
    reindex(settings)
    write("a.txt", "").rename(settings.corpus.folder / "b.txt")
    run(settings)
    assert set(texts(settings)) == {"c"}
    assert kept(settings) == [("b.txt", None, ())]


def test_a_folder_whose_place_a_link_takes_withdraws_nothing(
    settings: Settings, corpus: Path
) -> None:
    reindex(settings)
    shutil.move(corpus / "sub", corpus / "moved")
    (corpus / "sub").symlink_to("moved")  # which is not followed
    update(settings)
    assert kept(settings) == [("sub", None, ()), ("sub/c.txt", None, ("sub/c",))]
    (corpus / "sub").unlink()
    (corpus / "sub").write_text("")
    update(settings)
    assert set(texts(settings)) >= {"moved/c"}
    assert "sub/c" not in texts(settings)
    assert failed(settings) == Failures(unread=(("", 1),))


def test_a_reindex_keeps_texts_of_an_index_of_another_analysis(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(
            sys.modules["indexer.build.reindex"],
            "fingerprint",
            lambda: Fingerprint((), ("another",)),
        )
        reindex(settings)
    manifest = generations.current(settings.index.folder).manifest
    assert not manifest.answers_to(fingerprint())
    (corpus / "b.txt").write_bytes(b"")
    for _ in range(2):
        assert update(settings).kept == 1
        assert texts(settings)["b"] == "مدرسة"


def test_long_texts_that_were_stored_in_one_piece_are_kept(
    settings: Settings,
    corpus: Path,
    rewrite: Callable[[Path, str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = ("مدرسة\n\n" * 30_000).strip()
    (corpus / "b.txt").write_text(long, "utf-8")
    with monkeypatch.context() as patched:
        patched.setattr("indexer.engine.segment.stored_fields.LONG_TEXT", 1_000_000)  # as format 5
        reindex(settings)
    rewrite(settings.index.folder / "gen-1", f'"format": {generations.FORMAT}', '"format": 5')
    (corpus / "b.txt").write_bytes(b"")
    for _ in range(2):
        assert update(settings).kept == 1
        with Archive(settings) as archive:
            found = archive.document("b")
        assert found is not None
        assert found.text == long


def test_texts_of_a_damaged_index_are_not_kept(settings: Settings, corpus: Path) -> None:
    reindex(settings)
    reindex(settings)
    (documents,) = (settings.index.folder / "gen-2").glob("*.documents")
    content = bytearray(documents.read_bytes())
    content[len(content) // 2] ^= 1
    documents.write_bytes(content)
    (corpus / "b.txt").write_bytes(b"")
    assert reindex(settings).kept == 1  # of the generation before it, which is whole
    assert texts(settings)["b"] == "مدرسة"


def test_since_when_a_source_fails_is_kept_while_it_fails(
    settings: Settings, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(hour: int, run: Run = update) -> tuple[Failure, ...]:
        monkeypatch.setattr(
            "indexer.build.previous.now", lambda: f"2026-01-01T{hour:02}:00:00+00:00"
        )
        run(settings)
        return failed(settings).failures

    def since(failures: tuple[Failure, ...]) -> list[tuple[str, int]]:
        return [(failure.path, int(failure.since[11:13])) for failure in failures]

    at(1, reindex)
    (corpus / "b.txt").write_bytes(b"")
    assert since(at(2)) == [("b.txt", 2)]
    path = corpus / "j.jsonl"
    lines = lines_of(path)
    path.write_text("\n".join(["{", *lines]))
    assert since(at(3)) == [("b.txt", 2), ("j.jsonl", 3)]
    path.write_text("\n".join([*lines, "{"]))  # the same, elsewhere
    (corpus / "b.txt").write_bytes(b"\xff\xfe\xfd")  # another reason
    assert since(at(4, reindex)) == [("b.txt", 2), ("j.jsonl", 3)]
    (corpus / "b.txt").write_text("كتاب")
    assert since(at(5)) == [("j.jsonl", 3)]
    (corpus / "b.txt").write_bytes(b"")
    assert since(at(6)) == [("b.txt", 6), ("j.jsonl", 3)]


@both
def test_a_failure_that_comes_or_goes_is_recorded_though_no_document_changed(
    settings: Settings, corpus: Path, run: Run
) -> None:
    reindex(settings)
    (corpus / "x.md").write_text("")
    (corpus / "y.xyz").write_text("")
    run(settings)
    assert kept(settings) == [("x.md", None, ())]
    assert failed(settings).unread == ((".xyz", 1),)
    generation = update(settings).generation
    assert update(settings).generation == generation
    (corpus / "x.md").unlink()
    (corpus / "y.xyz").unlink()
    run(settings)
    assert failed(settings) == Failures()


def test_records_are_checked_as_every_file_of_a_generation(
    settings: Settings, corpus: Path
) -> None:
    reindex(settings)
    generation = generations.current(settings.index.folder)
    names = {name for name, _, _ in generation.manifest.files}
    assert {"failures.json", "lines.json"} <= names
    path = generation.folder / "failures.json"
    path.write_bytes(path.read_bytes().replace(b"unread", b"UNREAD"))
    assert generations.damaged_files(generation) == ("failures.json",)


# More than a share of the documents gone


@both
def test_a_corpus_that_shrank_is_asked_about(settings: Settings, write: Write, run: Run) -> None:
    for number in range(10):
        write(f"{number}.txt", "كتاب")
    reindex(settings)
    for number in range(2):
        (settings.corpus.folder / f"{number}.txt").unlink()
    assert run(settings, most_gone=0.2).documents == 8  # type: ignore[call-arg]
    for number in range(2, 4):
        (settings.corpus.folder / f"{number}.txt").unlink()
    with pytest.raises(SettingsError, match=r"^2 of the 8 documents in the index .* update --yes$"):
        run(settings, most_gone=0.2)  # type: ignore[call-arg]
    assert len(texts(settings)) == 8
    assert run(settings).documents == 6


@both
def test_what_cannot_be_read_is_not_gone(settings: Settings, write: Write, run: Run) -> None:
    for number in range(10):
        write(f"{number}.txt", "كتاب")
    reindex(settings)
    for number in range(9):
        write(f"{number}.txt", "")
    assert run(settings, most_gone=0.2).kept == 9  # type: ignore[call-arg]


@both
def test_a_member_that_cannot_be_read_keeps_its_documents_and_no_others(
    settings: Settings, run: Run
) -> None:
    def pack(**files: str) -> None:
        with zipfile.ZipFile(settings.corpus.folder / "a.zip", "w") as archive:
            for name, text in files.items():
                archive.writestr(f"{name}.txt", text)

    pack(one="كتاب", two="مدرسة", three="قانون")
    run(settings)
    pack(two="", three="قانون")
    run(settings)
    assert texts(settings) == {"a.zip/two": "مدرسة", "a.zip/three": "قانون"}
    assert kept(settings) == [("a.zip", None, ("a.zip/two",))]
