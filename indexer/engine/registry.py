"""The engines that `[index] engine` may name. Nothing else names one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches

from indexer.engine.memory.engine import memory_engine
from indexer.engine.protocol import Engine
from indexer.engine.whoosh.engine import whoosh_engine
from indexer.errors import SettingsError
from indexer.settings import IndexSettings


def _opensearch(settings: IndexSettings) -> Engine:
    """The engine over a cluster; raises SettingsError where its client is not installed."""
    try:
        from indexer.engine.cluster.engine import ClusterEngine
    except ImportError as error:
        raise SettingsError(
            (f"[index] engine = 'opensearch' needs: pip install khizana[cluster] ({error})",)
        ) from error
    return ClusterEngine(settings)


# An engine is one line here; tests/contract holds it to the protocol.
ENGINES: dict[str, Callable[[IndexSettings], Engine]] = {
    "whoosh": lambda settings: whoosh_engine(settings.folder, settings.memory_megabytes),
    "opensearch": _opensearch,
    "memory": lambda settings: memory_engine(settings.folder),
}


def engine_of(settings: IndexSettings) -> Engine:
    """The engine that `settings` name; raises SettingsError when there is no such engine."""
    if settings.engine in ENGINES:
        return ENGINES[settings.engine](settings)
    near = get_close_matches(settings.engine, ENGINES, n=1, cutoff=0) or [*ENGINES]
    raise SettingsError(
        (f"[index] engine = {settings.engine!r}: there is no such engine. Did you mean {near[0]}?",)
    )


def engine_named(name: str, settings: IndexSettings) -> Engine:
    """The engine called `name`, over the index of `settings`; raises as `engine_of`."""
    return engine_of(replace(settings, engine=name))
