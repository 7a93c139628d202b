"""A generation has the vectors of its documents, and no text is encoded twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Settings, reindex, update
from indexer.build.passage_vectors import purge_vectors
from indexer.errors import ModelError
from indexer.meaning import encoding, weights
from indexer.meaning.model import NAME, model
from indexer.meaning.vectors import VECTORS, PassageVectors, TextVectors
from tests.small_model import installed


@pytest.fixture(autouse=True)
def small(tmp_path: Path) -> Iterator[None]:
    with installed(tmp_path / "small.bin"):
        yield


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are encoded, as they are."""
    done: list[str] = []
    real = encoding.text_vectors

    def noted(texts: Sequence[tuple[str, str]]) -> list[TextVectors]:
        done.extend(text for _, text in texts)
        return real(texts)

    monkeypatch.setattr(encoding, "text_vectors", noted)
    return done


@pytest.fixture
def on(settings: Settings) -> Settings:
    """The settings, with search by meaning on."""
    return replace(settings, meaning=replace(settings.meaning, enabled=True))


def vectors(settings: Settings, generation: int) -> PassageVectors:
    return PassageVectors(settings.index.folder / f"gen-{generation}")


def nearest(settings: Settings, generation: int, question: str) -> list[str]:
    found = vectors(settings, generation).nearest(model().query_vector(question), 9)
    return [one.id for one in found]


def test_only_what_is_new_is_encoded(
    on: Settings, write: Callable[[str, str], Path], encoded: list[str]
) -> None:
    write("a.txt", "شرطة")
    gone = write("b.txt", "بحر")
    assert reindex(on).generation == 1
    assert (encoded, nearest(on, 1, "sea")) == (["شرطة", "بحر"], ["b", "a"])
    gone.unlink()
    write("c.txt", "قمح")
    encoded.clear()
    assert update(on).generation == 2
    assert (encoded, sorted(nearest(on, 2, "wheat"))) == (["قمح"], ["a", "c"])
    write("b.txt", "بحر")
    encoded.clear()
    reindex(on)
    assert (encoded, len(nearest(on, 3, "sea"))) == ([], 3)


def test_two_documents_with_one_text_are_encoded_once(
    on: Settings, write: Callable[[str, str], Path], encoded: list[str]
) -> None:
    write("a.txt", "شرطة")
    write("b.txt", "شرطة")
    reindex(on)
    assert (encoded, vectors(on, 1).documents) == (["شرطة"], 2)


def test_a_title_that_was_given_is_encoded_with_the_text(
    on: Settings, write: Callable[[str, str], Path]
) -> None:
    write("a.md", "---\ntitle: بحر\n---\n\nقمح")
    write("b.txt", "قمح")
    reindex(on)
    assert nearest(on, 1, "sea") == ["a", "b"]


def test_a_run_that_was_stopped_goes_on_where_it_was(
    on: Settings, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "شرطة " * 5_000)
    write("b.txt", "بحر " * 5_000)
    real, done = encoding.text_vectors, []

    def stopped(texts: Sequence[tuple[str, str]]) -> list[TextVectors]:
        if done:
            raise KeyboardInterrupt
        done.append(texts)
        return real(texts)

    monkeypatch.setattr(encoding, "text_vectors", stopped)
    with pytest.raises(KeyboardInterrupt):
        reindex(on)
    monkeypatch.setattr(encoding, "text_vectors", real)
    monkeypatch.setattr(encoding, "_AT_ONCE", 1)
    again: list[str] = []
    monkeypatch.setattr(
        encoding, "text_vectors", lambda texts: again.extend(t for _, t in texts) or real(texts)
    )
    reindex(on)
    assert [text[:3] for text in again] == ["بحر"]


def test_update_makes_the_vectors_that_a_generation_lacks(
    on: Settings, settings: Settings, write: Callable[[str, str], Path]
) -> None:
    write("a.txt", "شرطة")
    reindex(settings)
    assert not (settings.index.folder / "gen-1" / VECTORS).exists()
    assert update(on).generation == 2
    assert vectors(on, 2).model == NAME
    assert update(on).generation == 2  # nothing is lacking now
    write("b.txt", "بحر")
    assert update(settings).generation == 3  # switched off: none are kept that nothing checks
    assert not (settings.index.folder / "gen-3" / VECTORS).exists()


def test_vectors_are_among_the_files_that_are_checked(
    on: Settings, write: Callable[[str, str], Path]
) -> None:
    write("a.txt", "شرطة")
    reindex(on)
    manifest = (on.index.folder / "gen-1" / "MANIFEST.json").read_text("utf-8")
    assert f'"{VECTORS}"' in manifest


def test_without_the_model_nothing_is_begun(
    on: Settings, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.txt", "شرطة")
    monkeypatch.setattr(weights, "SHA256", "0" * 64)
    with pytest.raises(ModelError, match="is not the one that is known"):
        reindex(on)
    assert not on.index.folder.exists()


def test_how_long_it_takes_is_said_before(
    on: Settings,
    write: Callable[[str, str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(encoding, "_TOLD", 0)
    write("a.txt", "شرطة")
    write("b.txt", "بحر")
    reindex(on)
    assert "2 texts are new, and take about 0 min" in capsys.readouterr().err


def test_a_purge_drops_the_vectors_of_texts_that_are_gone(
    on: Settings, write: Callable[[str, str], Path], encoded: list[str]
) -> None:
    assert purge_vectors(on) == 0
    write("a.txt", "شرطة")
    gone = write("b.txt", "بحر")
    reindex(on)
    gone.unlink()
    update(on)
    assert purge_vectors(on) > 384
    write("b.txt", "بحر")
    encoded.clear()
    reindex(on)
    assert encoded == ["بحر"]
