"""The small model, as the model of the process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.meaning.model import Model, model
from tests.small_model import installed


@pytest.fixture(scope="module")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The file of the small model, which is the model of this process."""
    with installed(tmp_path_factory.mktemp("model") / "small.bin") as path:
        yield path


@pytest.fixture(scope="module")
def small(small_file: Path) -> Model:
    """The small model."""
    return model()
