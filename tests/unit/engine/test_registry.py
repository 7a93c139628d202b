"""The engine that the settings name."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from indexer import Archive, Settings, SettingsError, reindex
from indexer.engine.registry import ENGINES, engine_of


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_bears_the_name_that_the_settings_give_it(settings: Settings, name: str) -> None:
    if name == "opensearch":
        pytest.importorskip("opensearchpy")
    hosts = ("http://127.0.0.1:9200",)
    assert engine_of(replace(settings.index, engine=name, hosts=hosts)).name == name


def test_a_cluster_without_nodes_is_a_fault_of_the_settings(settings: Settings) -> None:
    pytest.importorskip("opensearchpy")
    with pytest.raises(SettingsError, match=r"\[index\] hosts names no node"):
        Archive(replace(settings, index=replace(settings.index, engine="opensearch")))


def test_an_engine_whose_client_is_not_installed_says_what_to_install(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "indexer.engine.cluster.engine", raising=False)
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    monkeypatch.delitem(sys.modules, "indexer.engine.cluster.client", raising=False)
    with pytest.raises(SettingsError, match=r"pip install khizana\[cluster\]"):
        engine_of(replace(settings.index, engine="opensearch"))


@pytest.mark.parametrize(("name", "near"), [("woosh", "whoosh"), ("Whoosh", "whoosh"), ("", "")])
def test_an_unknown_engine_is_a_fault_of_the_settings(
    settings: Settings, name: str, near: str
) -> None:
    settings = replace(settings, index=replace(settings.index, engine=name))
    for begin in (reindex, Archive):
        with pytest.raises(SettingsError, match=f"Did you mean {near}") as raised:
            begin(settings)
        assert raised.value.faults[0].startswith(f"[index] engine = {name!r}: ")
    assert not settings.index.folder.exists()
