"""A sealed file is what was written, or an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer import SearchIndexError
from indexer.engine.sealed_file import SealedFile, unsealed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A sealed file of two writes."""
    with SealedFile(tmp_path / "sealed") as file:
        assert file.write(b"abc") == 3
        assert file.write(memoryview(b"defg")) == 4
    return tmp_path / "sealed"


def content(path: Path) -> bytes:
    with unsealed(path) as file:
        return file.read(7)


def test_what_was_written_is_read(path: Path) -> None:
    assert content(path) == b"abcdefg"


def test_an_empty_file_is_sealed_too(tmp_path: Path) -> None:
    with SealedFile(tmp_path / "empty"):
        pass
    with unsealed(tmp_path / "empty") as file:
        assert len(file.read()) == 24  # the seal alone


def test_any_byte_that_is_another_is_noticed(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with pytest.raises(SearchIndexError, match="came back from the disk otherwise"):
            content(path)


def test_any_length_that_is_another_is_noticed(path: Path) -> None:
    whole = path.read_bytes()
    for other in (*(whole[:at] for at in range(len(whole))), whole + b"a", whole + whole):
        path.write_bytes(other)
        with pytest.raises(SearchIndexError, match="came back from the disk otherwise"):
            content(path)


def test_a_file_whose_writing_failed_is_not_sealed(tmp_path: Path) -> None:
    with pytest.raises(TypeError), SealedFile(tmp_path / "half") as file:
        file.write(None)  # type: ignore[arg-type]
    with pytest.raises(SearchIndexError):
        content(tmp_path / "half")
