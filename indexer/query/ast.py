"""The query of a reader, as a tree. It knows no engine and no lexicon.

`str` of a query is the query in its own language; parsing that again gives the same tree. Words are
compared as they are written, case and invisible signs aside, and shown as the reader typed them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from indexer.analysis import folded, is_function_word
from indexer.model import Width
from indexer.model.basis import BridgeOrigin

# Written before what they govern.
WIDTH_SIGNS = {Width.EXACT: "=", Width.ROOT: "~", Width.WORD: "word:", Width.DERIVED: "~~"}
FEW_WORDS = 4  # on either side of أو and ليس; among more they are words of a sentence
MANY_WORDS = 2 * FEW_WORDS  # a minus among more is a dash


@dataclass(frozen=True, slots=True)
class Word:
    """Documents with this word; `quoted` where it was put between quotation marks."""

    written: str
    shown: str = field(compare=False)
    quoted: bool = field(default=False, compare=False)

    @property
    def surface(self) -> str:
        """The folded word."""
        return folded(self.written)

    @property
    def is_common(self) -> bool:
        """Whether it only joins others, and nobody asked for it by itself."""
        return not self.quoted and is_function_word(self.written)

    @property
    def bare(self) -> str:
        """The word as it was typed, without quotation marks."""
        return self.shown.strip("«» ")

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class Phrase:
    """Documents with these words one after the other."""

    words: tuple[str, ...]  # as Word.written
    shown: str = field(compare=False)

    def __str__(self) -> str:
        return f"«{self.shown}»"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Documents with a word written like `pattern`: `*` any letters or none, `?` one letter."""

    pattern: str  # folded
    shown: str = field(compare=False)

    def is_ornamental(self, words: int) -> bool:
        """True if its sign stands for no letters among so many `words` and no operator.

        An asterisk before a word marks it, and a question mark inside a sentence ends it.
        """
        if self.pattern.startswith("*"):
            return words > 1
        return "?" in self.pattern and words > FEW_WORDS

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class Near:
    """Documents with a word of each part, each at most `reach` words from the next, in any order.

    A part is a Word, a Wildcard, some of these at another width, or any of such parts.
    """

    parts: tuple[Query, ...]
    reach: int

    def __str__(self) -> str:
        parts = list(map(_closed, self.parts))
        latin = all(part.isascii() for part in parts)
        near = f" NEAR/{self.reach} " if latin else f" ضمن {self.reach} كلمات "
        return near.join(parts)


@dataclass(frozen=True, slots=True)
class AtWidth:
    """`part`, its words taken at `width` whatever the request's."""

    width: Width
    part: Query

    def __str__(self) -> str:
        sign, part = WIDTH_SIGNS[self.width], _in_words(self.part)
        if sign[-1] == part[0] == "~":  # which would be another sign
            sign = f"{self.width}:"
        return f"{sign}{part}"


@dataclass(frozen=True, slots=True)
class Titled:
    """Documents whose title answers `part`."""

    part: Query

    def __str__(self) -> str:
        return f"title:{_in_words(self.part)}"


@dataclass(frozen=True, slots=True)
class Valued:
    """Documents whose facet `name` has a value that holds every word of `text`."""

    name: str
    text: str
    named: str = field(default="", compare=False)  # as the reader called the facet

    def __str__(self) -> str:
        return f"{self.name}:«{self.text}»"


@dataclass(frozen=True, slots=True)
class Not:
    """Documents that do not answer `part`."""

    part: Query

    def __str__(self) -> str:
        part = _closed(self.part)
        bound = part[0].isalpha() or part[0] in "«("  # a minus before a digit is a hyphen
        return f"-{part}" if bound and not isinstance(self.part, Not) else _in_words(self)


@dataclass(frozen=True, slots=True)
class And:
    """Documents that answer every part."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        leaves = _leaves(self)
        minus_is_dash = leaves > MANY_WORDS
        both = " & " if any(_is_ornamental(part, leaves) for part in self.parts) else " "
        return both.join(
            _in_words(part) if minus_is_dash and isinstance(part, Not) else _grouped(part)
            for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that answer some part."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        either = " | " if any(map(_may_be_sentence, self.parts)) else " أو "
        return either.join(
            _grouped(part) if isinstance(part, Or) else str(part) for part in self.parts
        )


@dataclass(frozen=True, slots=True)
class Named:
    """Documents with one of `names`, which are other names of what `asked` names.

    `asked` itself is not searched; `origin` tells who joined the names. The name of a date is the
    field of the dates that documents mention.
    """

    asked: Query
    names: tuple[Word | Phrase | Valued, ...]
    origin: BridgeOrigin

    def __str__(self) -> str:
        return " | ".join(map(str, self.names))


Query = Word | Phrase | Wildcard | Near | AtWidth | Titled | Valued | Not | And | Or | Named


def all_of(parts: tuple[Query, ...]) -> Query:
    """A query for all of `parts`, those of an And among them."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    return And(tuple(flat)) if len(flat) > 1 else flat[0]


def _leaves(query: Query) -> int:
    """The words, phrases and the like that `query` consists of, those left out among them."""
    match query:
        case And(parts) | Or(parts) | Near(parts, _):
            return sum(map(_leaves, parts))
        case Not(part) | Titled(part) | AtWidth(_, part):
            return _leaves(part)
        case _:
            return 1


def _is_ornamental(part: Query, leaves: int) -> bool:
    """True if `part` is a wildcard that needs an operator beside it to be read as one."""
    return isinstance(part, Wildcard) and part.is_ornamental(leaves)


def _may_be_sentence(part: Query) -> bool:
    """True if `part` beside أو may be taken for a sentence, in which أو is a word."""
    if not isinstance(part, And):
        return False
    words = [word.written for word in part.parts if isinstance(word, Word)]
    return len(part.parts) > FEW_WORDS or any(map(is_function_word, words))


def _grouped(part: Query) -> str:
    """`part` as it stands among others that must all be answered."""
    return f"({part})" if isinstance(part, And | Or) else str(part)


def _closed(part: Query) -> str:
    """`part` as it stands after a sign, or beside an operator that binds it first."""
    return f"({part})" if isinstance(part, And | Or | Near) else str(part)


def _in_words(part: Query) -> str:
    """`part` as it stands right after a sign, where a minus would be a letter."""
    return f"NOT {_in_words(part.part)}" if isinstance(part, Not) else _closed(part)


def may_stand_near(part: Query) -> bool:
    """Whether `part` stands for single words, and so may be a part of Near."""
    match part:
        case Word() | Wildcard():
            return True
        case AtWidth(_, inner):
            return may_stand_near(inner)
        case Or(parts):
            return all(map(may_stand_near, parts))
        case _:
            return False


def is_latin_particle(part: Query) -> bool:
    """True for a function word of French or English: no Arabic document has a «la» or an «of»."""
    return isinstance(part, Word) and part.written.isascii() and part.is_common


def words_of(query: Query) -> tuple[Word, ...]:
    """The words of `query`, those of its phrases too; of those left out none."""
    match query:
        case Word():
            return (query,)
        case Phrase(words):
            return tuple(Word(word, word) for word in words)
        case And(parts) | Or(parts) | Near(parts, _):
            return tuple(word for part in parts for word in words_of(part))
        case Titled(part) | AtWidth(_, part):
            return words_of(part)
        case _:
            return ()


def leaves_out(query: Query) -> bool:
    """Whether documents are left out for something they hold: a wider reading may find fewer."""
    match query:
        case Not():
            return True
        case And(parts) | Or(parts) | Near(parts, _):
            return any(map(leaves_out, parts))
        case Titled(part) | AtWidth(_, part):
            return leaves_out(part)
        case _:
            return False
