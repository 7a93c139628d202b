"""config.toml → `Settings`: typed, checked, all faults reported together."""

from __future__ import annotations

import dataclasses
import difflib
import math
import os
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from indexer.errors import SettingsError
from indexer.release import CONFIG, SHIPPED, default_config

CONFIG_VARIABLE = "KHIZANA_CONFIG"


def _at_least(minimum: float, at_most: float = math.inf) -> Any:
    return field(metadata={"minimum": minimum, "maximum": at_most})


def _read_by(read: Callable[[Any], Any]) -> Any:
    """A field whose value is what `read` makes of the one given; it raises ValueError."""
    return field(metadata={"read": read})


# Settings that name a folder or a file:
_FILES = ("folder", "families", "bridge", "names", "password_file", "ca_file")

_HOST = r"(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])"
_ORIGIN = re.compile(rf"https?://{_HOST}(?::[0-9]{{1,5}})?")


def _origin(given: str) -> str:
    """The origin `given`, as browsers write it; raises ValueError when it is none."""
    origin = given.lower()
    if not _ORIGIN.fullmatch(origin) or (urlsplit(origin).port or 1) > 65_535:
        raise ValueError("must be like https://archive.example, without a path")
    return origin


def _origins(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(origin if origin == "*" else _origin(origin) for origin in given)


def _hosts(given: tuple[str, ...]) -> tuple[str, ...]:
    """The nodes of a cluster `given`; raises ValueError when one is none."""
    return tuple(map(_origin, given))


def _index_name(given: str) -> str:
    """The name of an index in a cluster; raises ValueError when it cannot be one."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,99}", given):
        raise ValueError("must be small Latin letters, figures and - _ . alone")
    return given


def _public_address(given: str) -> str:
    """The address `given` without a slash at its end; raises ValueError when it is none."""
    if not given:
        return given
    parts = re.fullmatch(r"(\w+://[^/]+)((?:/[\w.~-]+)*)/?", given, re.ASCII)
    if parts is None:
        raise ValueError("must be like https://archive.example or https://archive.example/path")
    return _origin(parts[1]) + parts[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    name: str
    description: str
    name_fr: str
    name_en: str
    description_fr: str
    description_en: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorpusSettings:
    folder: Path
    families: str  # the absolute name of a file, or nothing
    bridge: str  # the same
    names: str  # the same
    max_megabytes: float = _at_least(0.001)
    max_file_megabytes: float = _at_least(0.001)
    max_memory_megabytes: float = _at_least(50)
    max_seconds: float = _at_least(0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSettings:
    ocr_pages: int = _at_least(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSettings:
    engine: str
    folder: Path
    names: bool
    memory_megabytes: int = _at_least(16)
    # Of the engine "opensearch" alone:
    hosts: tuple[str, ...] = field(default=(), metadata={"read": _hosts})
    name: str = field(default="khizana", metadata={"read": _index_name})
    shards: int = field(default=1, metadata={"minimum": 1, "maximum": 1024})
    replicas: int = field(default=0, metadata={"minimum": 0, "maximum": 100})
    user: str = ""
    password_file: str = ""  # the absolute name of a file, or nothing
    ca_file: str = ""  # the same


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchSettings:
    page_size: int = _at_least(1)
    max_page_size: int = _at_least(1)
    max_page: int = _at_least(1)
    max_characters: int = _at_least(1)
    max_words: int = _at_least(1)
    max_depth: int = _at_least(1)
    max_expansions: int = _at_least(1)
    seconds: float = _at_least(0.01)
    export_seconds: float = _at_least(0.01)
    evidence_passages: int = _at_least(1)
    evidence_megabytes: float = _at_least(0)
    searchers: int = _at_least(1)
    heavy: int = _at_least(1)
    waiting: int = _at_least(0)
    wait_seconds: float = _at_least(0)
    snippet_characters: int = _at_least(40)
    snippets: int = _at_least(1)
    title_boost: float = _at_least(0)
    facet_values: int = _at_least(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeaningSettings:
    enabled: bool
    weight: float = _at_least(0, at_most=1)
    latin_weight: float = _at_least(0, at_most=1)
    folder: str  # empty: in that of the index


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    host: str
    port: int = _at_least(0, at_most=65_535)
    workers: int = _at_least(0)
    threads: int = _at_least(1)
    address: str = _read_by(_public_address)
    api_origins: tuple[str, ...] = _read_by(_origins)
    trusted_hosts: tuple[str, ...]
    proxies: int = _at_least(0)
    log_queries: bool
    requests_per_second: float = _at_least(0)
    burst: int = _at_least(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The whole of config.toml. Folders are absolute."""

    archive: ArchiveSettings
    corpus: CorpusSettings
    reading: ReadingSettings
    index: IndexSettings
    search: SearchSettings
    meaning: MeaningSettings
    web: WebSettings

    def __post_init__(self) -> None:
        """Keeps the index, which is written and may be deleted, apart from the documents."""
        corpus, index = self.corpus.folder, self.index.folder
        if index.is_relative_to(corpus) or corpus.is_relative_to(index):
            raise SettingsError(
                (f"The index folder {index} must stand apart from the corpus folder {corpus}.",)
            )

    def with_folders(self, corpus: Path | None = None, index: Path | None = None) -> Settings:
        """These settings with another corpus or index folder, as `--corpus` and `--index` ask.

        Raises SettingsError when one is inside the other.
        """
        corpus = (corpus or self.corpus.folder).resolve()
        index = (index or self.index.folder).resolve()
        return dataclasses.replace(
            self,
            corpus=dataclasses.replace(self.corpus, folder=corpus),
            index=dataclasses.replace(self.index, folder=index),
        )


def chosen_config() -> Path:
    """The file KHIZANA_CONFIG names, else config.toml of the working folder, else the default."""
    if named := os.environ.get(CONFIG_VARIABLE):
        return Path(named)
    here = Path(CONFIG).absolute()
    return here if here.is_file() else default_config()


def load_settings(path: Path | None = None) -> Settings:
    """The settings in `path`, else in the file that `chosen_config` names.

    The default config.toml states every setting; another file takes from there those that it leaves
    out. Relative folders are relative to the file that names them. Raises SettingsError with every
    fault found.
    """
    defaults = default_config()
    chosen = path or chosen_config()
    faults: list[str] = []
    tables = _tables(defaults, faults)
    if defaults.is_relative_to(SHIPPED) and isinstance(tables.get("index"), dict):
        tables["index"]["folder"] = str(Path.cwd() / "index")  # nothing is written among programs
    if chosen.resolve() != defaults:
        for name, values in _tables(chosen, faults).items():
            tables[name] = _merged(tables.get(name), values)
    if faults:
        raise SettingsError(tuple(faults))
    sections = get_type_hints(Settings)
    faults += _unknown(tables, sections, "section", str(chosen))
    parts = {
        name: _section(name, kind, tables.get(name), faults) for name, kind in sections.items()
    }
    if faults:
        raise SettingsError(tuple(faults))
    return Settings(**parts)


def _tables(path: Path, faults: list[str]) -> dict[str, Any]:
    """The tables of the TOML file at `path`, its folders and files made absolute."""
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        faults.append(f"{path} cannot be read: {error.strerror}.")
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        faults.append(f"{path} is not TOML: {error}.")
        return {}
    for table in tables.values():
        for name in _FILES if isinstance(table, dict) else ():
            file = table.get(name)
            if isinstance(file, str) and file and "\0" not in file:
                table[name] = str((path.resolve().parent / file).resolve())
    return tables


def _merged(below: Any, above: Any) -> Any:
    return {**below, **above} if isinstance(below, dict) and isinstance(above, dict) else above


def _unknown(given: dict[str, Any], known: dict[str, Any], what: str, where: str) -> list[str]:
    """A sentence for each name in `given` that is not `known`, with the nearest known one."""
    faults = []
    for name in given.keys() - known.keys():
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        faults.append(f"{where}: there is no {what} {name}.{hint}")
    return sorted(faults)


def _section(name: str, kind: type[Any], given: Any, faults: list[str]) -> Any:
    """The section `kind` made of the table `given`; None when it has faults, which are added."""
    if not isinstance(given, dict):
        faults.append(f"[{name}] is missing." if given is None else f"{name} must be a table.")
        return None
    hints = get_type_hints(kind)
    found = _unknown(given, hints, "setting", f"[{name}]")
    values: dict[str, Any] = {}
    for entry in dataclasses.fields(kind):
        if entry.name not in given:
            found.append(f"[{name}] {entry.name} is missing.")
            continue
        try:
            value = _value(given[entry.name], hints[entry.name])
            values[entry.name] = _checked(value, **entry.metadata)
        except (ValueError, OverflowError) as error:
            found.append(f"[{name}] {entry.name} = {given[entry.name]!r}: {error}.")
    faults += found
    return None if found else kind(**values)


def _checked(
    value: Any,
    minimum: float | None = None,
    maximum: float = math.inf,
    read: Callable[[Any], Any] | None = None,
) -> Any:
    """`value`, or what `read` makes of it; raises ValueError when it is not within its bounds."""
    if read is not None:
        return read(value)
    if minimum is None:
        return value
    if not minimum <= value < math.inf:
        raise ValueError(f"must be at least {minimum}, and finite")
    if value > maximum:
        raise ValueError(f"must be at most {maximum}")
    return value


def _value(given: Any, wanted: Any) -> Any:
    """`given` as the type `wanted`; raises ValueError saying what is wanted."""
    if wanted is Path:
        if isinstance(given, str) and Path(given).is_absolute():
            return Path(given)
        raise ValueError("must be the name of a folder")
    if wanted == tuple[str, ...]:
        if isinstance(given, list) and all(isinstance(item, str) for item in given):
            return tuple(given)
        raise ValueError("must be a list of texts")
    if wanted is float and isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    if type(given) is wanted:
        return given
    names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
    raise ValueError(f"must be {names[wanted]}")
