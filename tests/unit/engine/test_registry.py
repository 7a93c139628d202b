"""The engine that the settings name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer import Archive, Settings, SettingsError, reindex
from indexer.engine.registry import ENGINES, engine_of


@pytest.mark.parametrize("name", ENGINES)
def test_an_engine_bears_the_name_that_the_settings_give_it(settings: Settings, name: str) -> None:
    assert engine_of(replace(settings.index, engine=name)).name == name


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
