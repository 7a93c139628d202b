"""A document as a tree: its books, chapters and articles, each with an address that it keeps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from indexer.highlight.sections import Text
from indexer.model import Document
from indexer.model.divisions import Division, division_path, written_divisions
from indexer.structure.lines import KINDS, MOST_LINES, DivisionLine, division_lines
from indexer.structure.numbers import DivisionNumber
from indexer.structure.sequence import article_numbers

HEADING = ""  # the kind of a heading of no kind
ARTICLES = ("m", "f")  # the kinds of articles: f in laws that have no other
_CHAPTERS = "f"
_MOST_OF_CHAPTERS = 100  # more are articles of another law
_LONGEST_TITLE = 200


class Tree:
    """The parts of a document, in the order of its text."""

    def __init__(self, divisions: tuple[Division, ...] = ()) -> None:
        self.divisions = divisions
        self._addresses = {part.address: part for part in divisions}

    def part(self, address: str) -> Division | None:
        """The part with this `address`; None if there is none, or if it may be several.

        An address of more or fewer steps than its own leads to it too, where it is the only one:
        q-1.b-2 to what is b-2 as long as there is one b-2.
        """
        found = self._addresses.get(address)
        if found is None:
            only = self.parts(address)
            found = only[0] if len(only) == 1 else None
        return found

    def parts(self, address: str) -> tuple[Division, ...]:
        """All parts that `address` may mean."""
        steps = address.split(".")
        return tuple(
            one
            for one in self.divisions
            if one.kind and one.step == steps[-1] and self._is_below(one, steps[:-1])
        )

    def article(self, number: str | int) -> Division | None:
        """The article with this `number` (66, "32bis", "574-1"); None if there is none.

        Where the articles of a law are chapters (الفصل 23 of a constitution), it is that chapter.
        """
        given = DivisionNumber.parse(str(number))
        kinds = {part.kind for part in self.divisions}
        kind = next((kind for kind in ARTICLES if kind in kinds), None)
        return self._addresses.get(f"{kind}-{given}") if given and kind else None

    def path(self, place: int) -> tuple[Division, ...]:
        """The parts in which the character `place` stands, from the highest to the deepest."""
        return division_path(self.divisions, place)

    def end(self, part: Division) -> int | None:
        """Where `part` ends; None where it goes to the end of the text."""
        after = self.divisions[self.divisions.index(part) + 1 :]
        return next((one.start for one in after if one.level <= part.level), None)

    def _is_below(self, part: Division, steps: Sequence[str]) -> bool:
        """Whether the parts above `part` have `steps` among theirs, in this order."""
        left = iter(one.step for one in self.path(part.start)[:-1])
        return all(step in left for step in steps)


def tree_of(text: Text) -> Tree:
    """The tree of `text`: its headings, and the lines that stand for headings in laws.

    The text is read section by section; only its headings are kept.
    """
    length = 0
    for start, piece in text.stretches():
        length = start + len(piece)
    lines = list(division_lines(text))
    if not lines or len(lines) > MOST_LINES:
        return Tree()
    recognised = _recognised(lines, length)
    main = {at for at, line in enumerate(recognised) if line.kind in ARTICLES and line.of == 0}
    parts = _addressed(_placed(recognised), main, length)
    return Tree(parts)


def with_divisions(document: Document) -> Document:
    """`document` with the parts of its text."""
    divisions = written_divisions(tree_of(Text.of(document.text)).divisions)
    return replace(document, divisions=divisions or None)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line that begins a part: the kind and number of the part, or HEADING.

    `of` is the number of the text that an article belongs to, 0 being the longest. A heading is
    `quoted` where it names a part of another law: it stands within the part it is met in.
    """

    line: DivisionLine
    kind: str = HEADING
    number: DivisionNumber | None = None
    of: int = 0
    quoted: bool = False


def _recognised(lines: Sequence[DivisionLine], length: int) -> list[_Line]:
    """The `lines` that begin a part."""
    notes = next((at for at, line in enumerate(lines) if line.notes), len(lines))
    kind, numbered = _articles(lines[:notes], length)
    bare = Counter((line.kind, line.is_heading, line.alone) for line in lines[:notes])
    found: list[_Line] = []
    for at, line in enumerate(lines):
        if at in numbered:
            number, text = numbered[at]
            found.append(_Line(line, line.kind, number, text))
        elif line.kind == kind or at > notes or not _is_container(line):
            if line.is_heading:
                quoted = bool(kind and line.kind) or line.mentions
                found.append(_Line(line, quoted=quoted or at > notes))
        elif (line.alone and (line.is_heading or kind)) or (
            bare[line.kind, line.is_heading, line.alone] > 1 and (line.alone or line.is_heading)
        ):
            found.append(_Line(line, line.kind, line.written.number if line.written else None))
        elif line.is_heading:
            found.append(_Line(line, quoted=True))
    return found


def _articles(
    lines: Sequence[DivisionLine], length: int
) -> tuple[str | None, dict[int, tuple[DivisionNumber, int]]]:
    """The kind of the articles of a text, and index → number of each and the text it is of."""
    for kind in ARTICLES:
        places = [at for at, line in enumerate(lines) if line.kind == kind]
        if kind == _CHAPTERS and _is_of_chapters([lines[at] for at in places]):
            break
        texts = article_numbers([lines[at] for at in places], length)
        if texts:
            return kind, {
                places[at]: (number, text)
                for text, found in enumerate(texts)
                for at, number in found.items()
            }
    return None, {}


def _is_of_chapters(lines: Iterable[DivisionLine]) -> bool:
    """Whether their numbers begin anew more than once, as those of chapters do in every part."""
    numbers = [line.written.number.main for line in lines if line.written]
    return sum(number <= 1 for number in numbers) > 1


def _is_container(line: DivisionLine) -> bool:
    number = line.written.number if line.written else None
    if not line.kind or line.kind == "m" or number is None:
        return False
    return not number.subs and number.main <= _MOST_OF_CHAPTERS


def _placed(lines: Sequence[_Line]) -> list[Division]:
    """The parts that begin at `lines`, each below those it is in, as yet without addresses."""
    ranks = _ranks(lines)
    parts: list[Division] = []
    open_parts: list[int] = []  # indices of those that have not ended
    for at, found in enumerate(lines):
        while any(_closes(found, lines[one], ranks) for one in open_parts):
            open_parts.pop()
        line = found.line
        number = str(found.number) if found.number else ""
        parts.append(
            Division(
                line.start,
                len(open_parts) + 1,
                found.kind,
                number,
                line.anchor,
                line.anchor,
                _title(found),
            )
        )
        open_parts.append(at)
    return parts


def _closes(found: _Line, other: _Line, ranks: Mapping[str, int]) -> bool:
    """Whether the part that begins at `found` ends the one that begun at `other`."""
    if found.quoted:
        return other.quoted
    if found.kind and other.kind:
        return ranks[found.kind] <= ranks[other.kind]
    return other.quoted or found.line.level <= other.line.level


def _ranks(lines: Sequence[_Line]) -> dict[str, int]:
    """Kind → its depth: as is usual, but for two kinds that this document nests the other way.

    A kind is in another where it follows it at once.
    """
    kinds = [kind for kind in KINDS if any(line.kind == kind for line in lines)]
    lowest = next((kind for kind in ARTICLES if kind in kinds), None)
    inside = Counter(
        (before.kind, after.kind)
        for before, after in pairwise(lines)
        if before.kind != after.kind and before.kind and after.kind
    )
    for _ in kinds:
        for at, (upper, lower) in enumerate(pairwise(kinds)):
            if lowest not in (upper, lower) and inside[lower, upper] > inside[upper, lower]:
                kinds[at], kinds[at + 1] = lower, upper
    if lowest == _CHAPTERS and all(line.kind != "m" for line in lines) and _are_articles(lines):
        kinds.remove(_CHAPTERS)
        kinds.append(_CHAPTERS)
    return {kind: rank for rank, kind in enumerate(kinds)}


def _are_articles(lines: Sequence[_Line]) -> bool:
    numbers = [line.number for line in lines if line.kind == _CHAPTERS and line.number]
    return sum(number.main <= 1 for number in numbers) <= 1


def _title(found: _Line) -> str:
    """The heading of a part, without the figure of a footnote that is glued to its number."""
    line = found.line
    words = " ".join(line.words.split())
    if found.number and line.written and found.number != line.written.number:
        words = line.renamed(found.number, whole=line.is_heading)
    elif found.kind and not line.is_heading and not line.alone:
        words = line.renamed(found.number, whole=False)
    if len(words) > _LONGEST_TITLE:
        words = (words[:_LONGEST_TITLE].rpartition(" ")[0] or words[:_LONGEST_TITLE]) + " …"
    return words


def _addressed(parts: Sequence[Division], main: Set[int], length: int) -> tuple[Division, ...]:
    """`parts` with their addresses: of each the shortest end of its path that no other path has.

    Of several parts with one path, the longest has the address. Articles of the `main` text have
    theirs without the parts above them.
    """
    paths: dict[tuple[str, ...], list[int]] = defaultdict(list)
    lengths: list[int] = []
    for at, steps in enumerate(_steps(parts)):
        after = next((one for one in parts[at + 1 :] if one.level <= parts[at].level), None)
        lengths.append((after.start if after else length) - parts[at].start)
        if parts[at].step:
            paths[steps[-1:] if at in main else steps].append(at)
    ending = Counter(path[at:] for path in paths for at in range(len(path)))
    addresses: dict[int, str] = {}
    for path, places in paths.items():
        longest = max(places, key=lengths.__getitem__)
        endings = (path[at:] for at in range(len(path) - 1, -1, -1))
        addresses[longest] = ".".join(next((one for one in endings if ending[one] == 1), path))
    return tuple(
        replace(part, address=addresses.get(at, part.address)) for at, part in enumerate(parts)
    )


def _steps(parts: Iterable[Division]) -> Iterator[tuple[str, ...]]:
    """The steps of the parts above each part, and its own."""
    steps: list[str] = []  # "" for a heading of no kind
    for part in parts:
        steps[part.level - 1 :] = [part.step]
        yield tuple(filter(None, steps))
