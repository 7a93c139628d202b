"""The fields that stand before a Markdown text: in YAML, in TOML or in JSON.

Jekyll and Obsidian write YAML between `---` lines, Hugo that too, or TOML between `+++` lines, or a
JSON object. Names and values come back as they are written; which of them are fields of a document
is not decided here. A value that cannot be read is left out, and what is wrong is said: it never
costs the text.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

import yaml

_MAX_CHARACTERS = 65_536
_MAX_DEPTH = 6  # of values within values
_MAX_ITEMS = 1_000  # of a value, with all values within it

_UNTERMINATED = "unterminated front matter: no closing --- line"
_YAML = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_TOML = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD_LINE = re.compile(r"([^\s:#\[\]{}\"'&*!|>%@`-][^:\n]{0,60}?)[ \t]*:(?:[ \t]+(.*))?$")
_FOLDED = re.compile(r"[\[{&*!|>%@`\"']")  # a value that begins so is more than its line
# Tables of TOML that hold fields of the page: of Hugo, of Zola.
_INNER = ("params", "taxonomies", "extra")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The fields before a text, the text, and (name, reason) of each value that was left out."""

    fields: dict[str, object]
    body: str
    dropped: tuple[tuple[str, str], ...] = ()

    @property
    def present(self) -> bool:
        """Whether anything stands before the text."""
        return bool(self.fields or self.dropped)


def front_matter(text: str) -> FrontMatter:
    """The fields that open `text`, and what follows them.

    Values are texts, lists and mappings of texts. Lines that open as a front matter but are none
    stay in the text. Raises ValueError when the text breaks off among its fields.
    """
    if text == "---":
        raise ValueError(_UNTERMINATED)
    if text.startswith(("---\n", "--- ")):
        return _yaml_matter(text)
    if found := _TOML.match(text):
        return _matter(found[1], text[found.end() :], _toml_fields)
    if text.startswith("{"):
        return _json_matter(text)
    return FrontMatter({}, text)


def _yaml_matter(text: str) -> FrontMatter:
    found = _YAML.match(text)
    if found:
        if len(found[1]) <= _MAX_CHARACTERS and not _fields_like(found[1]):
            return FrontMatter({}, text)
        return _matter(found[1], text[found.end() :], _yaml_fields)
    # No closing line: the fields end at the first line that is none.
    lines = text[:_MAX_CHARACTERS].split("\n")
    end = 1
    while end < len(lines) and _FIELD_LINE.match(lines[end]):
        end += 1
    if end == 1:
        return FrontMatter({}, text)
    if end + 1 >= len(lines):
        raise ValueError(_UNTERMINATED)
    matter = _matter("\n".join(lines[1:end]), text[len("\n".join(lines[:end])) :], _yaml_fields)
    return FrontMatter(
        matter.fields,
        matter.body,
        (*matter.dropped, ("front matter", "has no closing --- line")),
    )


def _fields_like(written: str) -> bool:
    """Whether most of these lines have the form of fields, and are not a text between two rules."""
    lines = [line for line in written.split("\n") if line.strip()]
    alike = sum(1 for line in lines if line[0] in " \t-#[]{}" or _FIELD_LINE.match(line))
    return alike * 2 > len(lines) or not lines


class _Fields(dict[str, object]):
    """Fields as they are gathered, and in `dropped` (name, reason) of each that was left out."""

    def __init__(self) -> None:
        super().__init__()
        self.dropped: list[tuple[str, str]] = []

    def put(self, name: str, value: object) -> None:
        """Takes in a value, as texts, if it is not too much of one."""
        try:
            self[name] = _plain(value, [_MAX_ITEMS])
        except ValueError as error:
            self.dropped.append((name, str(error)))


def _matter(written: str, body: str, reader: Callable[[str], _Fields]) -> FrontMatter:
    if len(written) > _MAX_CHARACTERS:
        why = f"is longer than {_MAX_CHARACTERS:,} characters"
        return FrontMatter({}, body, (("front matter", why),))
    fields = reader(written)
    return FrontMatter(dict(fields), body, tuple(fields.dropped))


class _Loader(yaml.BaseLoader):
    """Builds texts, lists and mappings only, and no value twice: an alias is refused."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                None, None, "repeats another value (*)", event.start_mark
            )
        return super().compose_node(parent, index)


# What the parser that is written in C, ten times as quick, is not given: an anchor or an alias, and
# what may nest deeply, as it calls itself for each level.
_NOT_QUICK = re.compile(r"[&*\[{]|[-?:] +[-?] |^ {40}", re.MULTILINE)


def _loaded(written: str) -> object:
    """The value of these lines of YAML; raises ValueError when they are none."""
    if yaml.__with_libyaml__ and not _NOT_QUICK.search(written):
        with suppress(yaml.YAMLError, ValueError):  # the other loader says what is wrong
            return yaml.load(written, Loader=yaml.CBaseLoader)  # noqa: S506
    try:
        return yaml.load(written, Loader=_Loader)  # noqa: S506
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    except yaml.MarkedYAMLError as error:
        raise ValueError(f"is not YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise ValueError("is not YAML") from error


def _yaml_fields(written: str) -> _Fields:
    """The fields of a YAML mapping; when it is broken, of each part of it that is not."""
    fields = _Fields()
    try:
        whole = _loaded(written)
        if whole is None:
            return fields
        if not isinstance(whole, dict):
            raise ValueError("is not of the form name: value")
        for name, value in whole.items():
            fields.put(str(name), value)
    except ValueError as error:
        parts = list(_parts(written))
        if not parts:
            fields.dropped.append(("front matter", str(error)))
        for name, rest, part in parts:
            _put_part(fields, name, rest, part)
    return fields


def _parts(written: str) -> Iterator[tuple[str, str, str]]:
    """(name, what follows the colon, all lines) of each field of a broken YAML mapping."""
    name = rest = ""
    lines: list[str] = []
    for line in written.split("\n"):
        found = _FIELD_LINE.match(line)
        if found:
            if name:
                yield name, rest, "\n".join(lines)
            name, rest, lines = found[1].strip(), (found[2] or "").strip(), []
        lines.append(line)
    if name:
        yield name, rest, "\n".join(lines)


def _put_part(fields: _Fields, name: str, rest: str, part: str) -> None:
    """Takes in one field of a broken mapping: as YAML, else the text of its line."""
    try:
        value = _loaded(part)
        if not isinstance(value, dict):
            raise ValueError("is not of the form name: value")
        for key, inner in value.items():
            fields.put(str(key), inner)
    except ValueError as error:
        text = rest.strip("\"'").strip()
        if part.strip().count("\n") or not text or (_FOLDED.match(rest) and rest[0] not in "\"'"):
            fields.dropped.append((name, str(error)))
        else:
            fields.put(name, text)


def _toml_fields(written: str) -> _Fields:
    """The fields of a TOML table; when it is broken, of each line of it that is not."""
    try:
        return _flat(tomllib.loads(written))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        fields = _Fields()
        whole = str(error) if not isinstance(error, RecursionError) else "is nested too deeply"
    for line in written.split("\n"):
        name, equals, _ = line.partition("=")
        name = name.strip().strip("\"'")
        if not equals or not name or name.startswith("#"):
            continue
        try:
            for key, value in _flat(tomllib.loads(line)).items():
                fields.setdefault(key, value)
        except (ValueError, RecursionError) as error:
            why = str(error).partition(" (at")[0].lower()
            fields.dropped.append((name[:60], f"is not TOML: {why}"))
    if not fields and not fields.dropped:
        fields.dropped.append(("front matter", f"is not TOML: {whole[:100].lower()}"))
    return fields


def _json_matter(text: str) -> FrontMatter:
    """The fields of a JSON object that a line of its own ends; else all is text."""
    try:
        value, end = json.JSONDecoder().raw_decode(text[:_MAX_CHARACTERS])
    except (ValueError, RecursionError):
        return FrontMatter({}, text)
    rest = text[end:]
    if not isinstance(value, dict) or (rest and not rest.startswith("\n")):
        return FrontMatter({}, text)
    fields = _flat(value)
    return FrontMatter(dict(fields), rest, tuple(fields.dropped))


def _flat(table: Mapping[str, object]) -> _Fields:
    """The fields of `table`, and those of the tables in it that hold fields of the page."""
    fields = _Fields()
    for name, value in table.items():
        if name not in _INNER or not isinstance(value, Mapping):
            fields.put(name, value)
    for name in _INNER:
        inner = table.get(name)
        if isinstance(inner, Mapping):
            for key, value in inner.items():
                if key not in fields:
                    fields.put(key, value)
    return fields


def _plain(value: object, left: list[int], depth: int = 0) -> object:
    """`value` as texts, lists and mappings; raises ValueError when there is too much in it.

    `left` holds how many values there may still be.
    """
    left[0] -= 1
    if left[0] < 0:
        raise ValueError(f"has more than {_MAX_ITEMS:,} values")
    if depth > _MAX_DEPTH:
        raise ValueError("is nested too deeply")
    if isinstance(value, Mapping):
        return {str(key): _plain(inner, left, depth + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, left, depth + 1) for inner in value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    try:
        return str(value)
    except ValueError as error:  # a number of more than 4,300 digits
        raise ValueError("is too long a number") from error
