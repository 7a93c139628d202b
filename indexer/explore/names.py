"""The names of an archive, by kind and by their words; one name with the places where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from indexer.analysis import folded
from indexer.engine.protocol import Everything
from indexer.explore.concordance import each_alone, lines_at
from indexer.highlight.matcher import Span
from indexer.highlight.sections import Text
from indexer.lexicon.bridge import BridgeRow, names_in
from indexer.model import Filters, Sort
from indexer.model.answers import ConcordanceLine
from indexer.model.names import ArchiveName, FoundName, NameKind, NamesPage
from indexer.names.file import stored_names
from indexer.names.matching import name_places
from indexer.names.rules import name_key
from indexer.search.session import IN_MEMORY, Documents, Session

_FACET = "name"
_KEPT = 2  # generations whose names are kept in memory


def names_page(
    session: Session, page: int, page_size: int, kind: NameKind | None = None, words: str = ""
) -> NamesPage:
    """One page of the names of the archive, those of most documents first.

    Only names of `kind` count, if it is given, and those that have all `words` in a spelling.
    """
    names = _names(session.generation.folder)
    counts = _counts(session)
    wanted = _words_of(words)
    rows = [
        (counts[name.shown], name)
        for name in names.values()
        if name.shown in counts and (not wanted or any(_has(w, wanted) for w, _ in name.spellings))
    ]
    of_kinds = {each: sum(name.kind is each for _, name in rows) for each in NameKind}
    chosen = [row for row in rows if kind in (None, row[1].kind)]
    chosen.sort(key=lambda row: (-row[0], row[1].key))
    first = (page - 1) * page_size
    return NamesPage(
        bool(names),
        len(chosen),
        page,
        page_size,
        tuple(of_kinds.items()),
        tuple(chosen[first : first + page_size]),
    )


def found_name(session: Session, text: str, page: int, page_size: int) -> FoundName | None:
    """The name that `text` is a spelling of, and its lines in a page of its documents.

    None if the archive does not attest it. The newest documents come first.
    """
    names = _names(session.generation.folder)
    name = _named(names, text)
    if name is None:
        return None
    answer = session.searcher.search(
        Everything(),
        Filters(values=((_FACET, (name.shown,)),)),
        Sort.NEWEST,
        (page - 1) * page_size,
        page_size,
        fields=None,
        characters=IN_MEMORY,
    )
    if not answer.total:
        return None
    shown = {each.shown: each for each in names.values()}
    lines: list[ConcordanceLine] = []
    complete = True
    for document in Documents(answer.ids, answer.documents, optional=True):
        of_document = [shown[one] for one in document.names if one in shown]
        text_of = session.text(document)
        spans = list(_places(text_of, of_document, name.key))
        lines += lines_at(document, text_of, spans, each_alone, session.deadline)
        if session.deadline.over():
            complete = False
            break
    row = _translations(session.generation.folder, name)
    return FoundName(
        name,
        answer.total,
        page,
        page_size,
        tuple(lines),
        complete,
        row.french if row else (),
        row.english if row else (),
        row.acronyms if row else (),
    )


def _words_of(text: str) -> tuple[str, ...]:
    """The words of `text` as they are compared with those of names."""
    return tuple(map(folded, text.split()))


def _has(spelling: str, wanted: tuple[str, ...]) -> bool:
    """Whether each of the `wanted` words begins a word of `spelling`."""
    words = _words_of(spelling)
    return all(any(word.startswith(one) for word in words) for one in wanted)


def _places(text: Text, names: list[ArchiveName], key: str) -> Iterator[Span]:
    """The places of `text` where the name `key` stands, and none longer of `names`."""
    for start, piece in text.stretches():
        for first, last, found in name_places(piece, names):
            if found == key:
                yield Span(start + first, start + last, 0)


def _named(names: Mapping[str, ArchiveName], text: str) -> ArchiveName | None:
    """The name with the key or a spelling `text`."""
    key = name_key(text)
    if key in names:
        return names[key]
    spelled = (
        each for each in names.values() if any(name_key(w) == key for w, _ in each.spellings)
    )
    return next(spelled, None)


def _counts(session: Session) -> Mapping[str, int]:
    """The number of documents of each name, as it is shown."""
    answer = session.searcher.search(
        Everything(), Filters(), Sort.TITLE, 0, 0, facets={_FACET: None}
    )
    return answer.facets[_FACET]


@lru_cache(_KEPT)
def _names(folder: Path) -> Mapping[str, ArchiveName]:
    """Key → name, of the generation in `folder`."""
    return {name.key: name for name in stored_names(folder)}


def _translations(folder: Path, name: ArchiveName) -> BridgeRow | None:
    """The row of the names in three languages that has `name`."""
    keys = {name.key, *(name_key(written) for written, _ in name.spellings)}
    rows = (row for row in names_in(folder).rows if keys & set(map(name_key, row.arabic)))
    return next(rows, None)
