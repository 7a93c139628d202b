"""The file of the archivist, and what an index has learnt, in the searches of an archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import Archive, SearchRequest, Settings, SettingsError, reindex, update
from indexer.__main__ import main
from indexer.lexicon.bridge import stored_rows

Write = Callable[..., Path]


@pytest.fixture
def bridged(settings: Settings, write: Write, tmp_path: Path) -> Settings:
    """The settings of an archive with a bridge file, which is not written yet."""
    write(
        "a.txt",
        "اجتمعت لجنة الحي في «دار الماء» (maison de l'eau) مع المديرية العامة للأمن الوطني.",
    )
    write("b.txt", "نص آخر.")
    file = str(tmp_path / "bridge.tsv")
    return replace(settings, corpus=replace(settings.corpus, bridge=file))


def found(settings: Settings, query: str) -> dict[str, str]:
    """What was also searched for `query` → who joined the names."""
    with Archive(settings) as archive:
        told = archive.search(SearchRequest(query)).basis.translated
        return {name: str(one.origin) for one in told for name in one.also}


def test_names_are_learnt_from_documents(bridged: Settings) -> None:
    reindex(bridged)
    assert found(bridged, "maison de l'eau") == {"دار الماء": "archive"}


def test_the_archivist_extends_and_corrects(bridged: Settings) -> None:
    file = Path(bridged.corpus.bridge)
    file.write_text("لجنة الحي\tcomité du quartier\t\tCDQ\n\t\t\tDGSN\n", "utf-8")
    reindex(bridged)
    assert found(bridged, "CDQ") == {"لجنة الحي": "archivist"}
    assert found(bridged, "DGSN") == {}  # a name alone leads nowhere
    assert found(bridged, "Direction générale de la sûreté nationale")


def test_update_sees_another_file(bridged: Settings) -> None:
    first = reindex(bridged)
    file = Path(bridged.corpus.bridge)
    file.write_text("لجنة الحي\t\t\tCDQ\n", "utf-8")
    second = update(bridged)
    assert second.generation > first.generation
    assert found(bridged, "CDQ") == {"لجنة الحي": "archivist"}
    assert found(bridged, "maison de l'eau")  # what was learnt before stays
    assert update(bridged).generation == second.generation


def test_a_fault_stops_the_run(bridged: Settings) -> None:
    Path(bridged.corpus.bridge).write_text("أ\tb\tc\td\te\n", "utf-8")
    with pytest.raises(SettingsError, match=r"bridge\.tsv, line 1: 5 columns"):
        reindex(bridged)


def test_the_command_lists_a_bridge_file(
    bridged: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reindex(bridged)
    folders = ["--corpus", str(bridged.corpus.folder), "--index", str(bridged.index.folder)]
    assert main(["bridge", *folders]) == 0
    listed = capsys.readouterr().out
    assert "# archive\nدار الماء\tmaison de l'eau" in listed
    assert "# shipped\n" in listed
    (tmp_path / "again").mkdir()
    (tmp_path / "again" / "bridge.tsv").write_text(f"archive\t{listed.splitlines()[1]}\n", "utf-8")
    assert stored_rows(tmp_path / "again")[0].arabic == ("دار الماء",)
