"""Which files the corpus has, and what is reported of those that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from indexer.errors import DocumentError, SettingsError
from indexer.ingest import Source, SourceLimits, corpus_parts, corpus_sources, read_source
from indexer.model import Document


def written(folder: Path, name: str, content: str | bytes = "نص") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def names(folder: Path) -> list[str]:
    return [source.name for source in corpus_sources(folder)]


def reason(folder: Path, max_bytes: int = 1_000) -> str:
    """Why the only file of the folder is skipped."""
    (source,) = corpus_sources(folder)
    (error,) = read_source(source, SourceLimits(max_bytes))
    assert isinstance(error, DocumentError)
    assert error.path == source.name
    return error.reason


def test_sources_come_sorted_by_their_path_below_the_corpus(tmp_path: Path) -> None:
    for name in ("ب.md", "a/z.txt", "a.md", "a/b/c.md"):
        written(tmp_path, name)
    assert names(tmp_path) == ["a.md", "a/b/c.md", "a/z.txt", "ب.md"]


def test_a_source_has_an_absolute_path_and_a_size(tmp_path: Path) -> None:
    path = written(tmp_path, "a/b.md", "نص")
    assert corpus_sources(tmp_path) == (Source(path.resolve(), "a/b.md", 4),)


@pytest.mark.parametrize(
    "name",
    [".hidden.md", ".git/a.md", "README", "readme.ar.md", "a/README.md", "LICENSE", "COPYING"],
)
def test_files_that_are_no_documents_are_left_out(tmp_path: Path, name: str) -> None:
    written(tmp_path, name)
    assert names(tmp_path) == []


def test_a_corpus_that_does_not_exist_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"does not exist.*config\.toml.*--corpus"):
        corpus_sources(tmp_path / "absent")


def test_a_corpus_that_is_a_file_is_a_fault_of_the_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="is not a folder"):
        corpus_sources(written(tmp_path, "corpus"))


def test_a_link_to_a_file_is_reported_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to("/etc/passwd")
    assert "symbolic link" in reason(tmp_path)


def test_a_link_to_a_folder_is_reported_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc")
    assert "symbolic link" in reason(tmp_path)


def test_an_unknown_format_is_reported(tmp_path: Path) -> None:
    written(tmp_path, "a.xyz")
    assert reason(tmp_path).startswith("unknown format; the README lists")


def test_the_suffix_counts_in_any_case(tmp_path: Path) -> None:
    written(tmp_path, "a.MD")
    (source,) = corpus_sources(tmp_path)
    assert [type(found) for found in read_source(source, SourceLimits(1_000))] == [Document]


def test_a_file_of_50_megabytes_is_refused_unread(tmp_path: Path) -> None:
    with written(tmp_path, "a.txt").open("r+b") as file:
        file.truncate(50_000_000)
    assert "too large: 50.00 MB, the limit is 20.00 MB" in reason(tmp_path, 20_000_000)


def test_a_file_that_vanished_is_reported(tmp_path: Path) -> None:
    gone = Source(tmp_path / "gone.md", "gone.md", 1)
    (error,) = read_source(gone, SourceLimits(1_000))
    assert str(error) == "gone.md: cannot be read: no such file or directory"


def test_a_pipe_is_reported_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert reason(tmp_path) == "is not an ordinary file"


def test_a_folder_that_cannot_be_listed_is_reported(tmp_path: Path) -> None:
    (error,) = read_source(Source(tmp_path, "closed", 0), SourceLimits(1_000))
    assert "cannot be listed" in str(error)


@pytest.mark.parametrize(
    "name",
    [
        b"invoice\xe2\x80\xaefdp.md",  # U+202E turns what follows round
        b"a\nb.md",
        b"\xff.md",  # not UTF-8: a lone surrogate in Python
        b" a.md",
    ],
)
def test_names_that_cannot_be_shown_are_refused(tmp_path: Path, name: bytes) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name)).write_text("نص")
    assert "rename it" in reason(tmp_path)


def test_every_document_of_the_shared_corpus_is_read(shared: Path) -> None:
    sources = corpus_sources(shared / "corpus")
    found = [item for source in sources for item in read_source(source, SourceLimits(20_000_000))]
    assert [item for item in found if isinstance(item, DocumentError)] == []
    assert len(found) == 199


# Parts


def parts(folder: Path, part_bytes: int) -> list[tuple[Source, ...]]:
    return list(corpus_parts(corpus_sources(folder), part_bytes))


def test_small_files_are_gathered_in_their_order(tmp_path: Path) -> None:
    for name in "dcba":
        (tmp_path / f"{name}.txt").write_text("x" * 40)
    names = [[source.name for source in part] for part in parts(tmp_path, 100)]
    assert names == [["a.txt", "b.txt", "c.txt"], ["d.txt"]]


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("part_bytes", [1, 30, 47, 100, 900, 5_000])
def test_the_parts_of_a_file_of_many_documents_are_all_of_it(
    tmp_path: Path, part_bytes: int, end: str
) -> None:
    lines = ["{}", '{"id": "a", "text": "كتاب"}', "", '{"id": "b", "text": "قانون"}', "{" * 80] * 9
    (tmp_path / "a.jsonl").write_text("\n".join(lines) + end, "utf-8")
    (whole,) = corpus_sources(tmp_path)
    expected = [repr(found) for found in read_source(whole, SourceLimits(60))]
    pieces = [piece for part in parts(tmp_path, part_bytes) for piece in part]
    assert [
        repr(found) for piece in pieces for found in read_source(piece, SourceLimits(60))
    ] == expected
    assert sum(piece.bytes for piece in pieces) == whole.bytes
    assert len(pieces) == 1 if part_bytes == 5_000 else len(pieces) > 1


def test_a_file_that_is_gone_or_shorter_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    gone = Source(path, "a.jsonl", 10_000)
    assert list(corpus_parts([gone], 100)) == [(gone,)]
    path.write_text("{}\n")
    ((first, rest),) = corpus_parts([gone], 100)
    assert (first.bytes, rest.start, rest.line, rest.last) == (3, 3, 2, True)
