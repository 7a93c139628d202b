"""What a reader asked, as a tree. It knows no engine and no analysis beyond folding.

`str` of a query is the query in its own language; parsing that again gives the same tree. Leaves
are compared by their folded form, and shown as the reader wrote them.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Word:
    """Documents with this folded word, at the width of the request."""

    surface: str
    written: str = field(compare=False)

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents with these folded words one after the other."""

    surfaces: tuple[str, ...]
    written: str = field(compare=False)

    def __str__(self) -> str:
        return f"«{self.written}»"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Documents with a word written like `pattern`: `*` any letters or none, `?` one letter."""

    pattern: str
    written: str = field(compare=False)

    def __str__(self) -> str:
        return self.written


@dataclass(frozen=True, slots=True)
class Titled:
    """Documents whose title answers `part`."""

    part: Query

    def __str__(self) -> str:
        return f"title:{_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class Valued:
    """Documents whose facet `name` has a value that holds every word of `text`."""

    name: str
    text: str

    def __str__(self) -> str:
        return f"{self.name}:«{self.text}»"


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not answer `part`."""

    part: Query

    def __str__(self) -> str:
        return f"ليس {_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """Documents that answer every part."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " ".join(map(_grouped, self.parts))


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that answer some part."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " أو ".join(
            _grouped(part) if isinstance(part, Or) else str(part) for part in self.parts
        )


Query = Word | Phrase | Wildcard | Titled | Valued | Not | And | Or


def _grouped(part: Query) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)
