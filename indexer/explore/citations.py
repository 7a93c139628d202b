"""The laws that references name, the documents that cite them, the references of a document."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, chain

from indexer.analysis import MENTION, reversed_number
from indexer.engine.protocol import Node, OneOf, Without
from indexer.engine.requests import stored_document
from indexer.explore.concordance import each_alone, lines_at
from indexer.highlight.matcher import Span
from indexer.highlight.sections import Text
from indexer.mentions import OWN, THIS, Reference, asked_reference, own_acts, references
from indexer.mentions.acts import act_number
from indexer.mentions.own_number import BEGINNING
from indexer.model import Document, DocumentView, Filters, Sort, Width
from indexer.model.answers import SUMMARY_FIELDS, ConcordanceLine, DocumentSummary
from indexer.model.citations import Citations, CitedPart, FoundReference, ReverseReading
from indexer.model.divisions import Division
from indexer.search.session import IN_MEMORY, Documents, Session
from indexer.structure.tree import Tree

_LAW = (*SUMMARY_FIELDS, "title_fr", "title_en", "text", "divisions")
_MOST_LAWS = 200  # documents that the references of one text may name
_MOST_TARGETS = 8
_BREAK = "\n\n"  # between blocks
SHOWN = 20  # documents that cite, whose lines are shown


def citations(session: Session, text: str, most: int = SHOWN) -> Citations | None:
    """The answer to the reference `text`; None where `text` is no reference.

    The lines of `most` documents are shown, the newest first.
    """
    asked = asked_reference(text)
    return _cited(session, asked, most) if asked else None


def citations_of(session: Session, document_id: str, most: int = SHOWN) -> Citations | None:
    """The places that cite `document_id`; None where it is no law, or is not there."""
    fields = ("title", "title_fr", "title_en", "text")
    document = stored_document(session.searcher, document_id, fields, BEGINNING)
    acts = own_acts(document) if document else ()
    if not acts:
        return None
    laws = _Laws(session, acts)
    named = laws.of(document_id)
    asked = Reference(0, 0, acts[0].partition(" ")[0], acts, acts[0])
    return _cited_by(session, asked, acts, [named] if named else [], laws, most)


def references_in(session: Session, document_id: str) -> tuple[FoundReference, ...] | None:
    """The references in the text of `document_id`, in order; None if there is no such document."""
    document = stored_document(session.searcher, document_id, characters=IN_MEMORY)
    if document is None:
        return None
    text = session.text(document)
    return tuple(_found(session, document, text.stretches()))


def references_shown(
    session: Session, view: DocumentView
) -> tuple[tuple[FoundReference, ...], ...]:
    """The references in each block of `view`; their places are those in the text of the block."""
    texts = ["".join(piece.text for piece in block.pieces) for block in view.blocks]
    starts = [0, *accumulate(len(text) + len(_BREAK) for text in texts)]
    of_block: list[list[FoundReference]] = [[] for _ in texts]
    for one in _found(session, view.document, [(0, _BREAK.join(texts))]):
        at = bisect_right(starts, one.start) - 1
        if one.end - starts[at] <= len(texts[at]):
            start, end = one.start - starts[at], one.end - starts[at]
            of_block[at].append(replace(one, start=start, end=end))
    return tuple(map(tuple, of_block))


def _found(
    session: Session, document: Document, stretches: Iterable[tuple[int, str]]
) -> Iterator[FoundReference]:
    """The references in the `stretches` of a text, with what they name."""
    found = [
        (start, one, piece[one.start : one.end])
        for start, piece in stretches
        for one in references(piece)
    ]
    laws = _Laws(session, {one.act for _, one, _ in found if one.keys})
    own = _Law(document, ())
    for start, one, written in found:
        targets, reverse = laws.named_by(one) if one.act != THIS else ([own], False)
        yield FoundReference(
            start=start + one.start,
            end=start + one.end,
            text=written,
            kind=one.kind,
            key=one.keys[0] if one.keys else "",
            articles=one.articles,
            targets=_parts(targets, one.articles[:1]) if one.act else (),
            reverse=reverse,
        )


@dataclass(slots=True)
class _Law:
    """A document that is a law, the keys that it goes by, and its parts once they are asked for."""

    document: Document
    acts: tuple[str, ...]
    _tree: Tree | None = None

    def article(self, number: str) -> Division | None:
        """Its article with that number."""
        if self._tree is None:
            self._tree = Tree(self.document.parts)
        return self._tree.article(number)


class _Laws:
    """The documents of the archive that are laws of given keys, by one request."""

    def __init__(self, session: Session, acts: Iterable[str]) -> None:
        self._alike = session.lexicon.laws.alike
        wanted = tuple(dict.fromkeys(chain.from_iterable(map(self._alike, acts))))
        self._by_key: dict[str, list[_Law]] = {}
        self._laws: dict[str, _Law] = {}
        keys = (*wanted, *filter(None, map(reverse_key, wanted)))
        if not keys:
            return
        node = OneOf(MENTION, tuple(f"{OWN}{key}" for key in keys))
        self._add(session, node)

    def _add(self, session: Session, node: Node) -> None:
        answer = session.searcher.search(
            node, Filters(), Sort.TITLE, 0, _MOST_LAWS, fields=_LAW, characters=BEGINNING
        )
        for document in Documents(answer.ids, answer.documents, optional=True):
            law = _Law(document, own_acts(document))
            self._laws[document.id] = law
            for key in law.acts:
                self._by_key.setdefault(key, []).append(law)

    def of(self, document_id: str) -> _Law | None:
        """The law that is the document `document_id`."""
        return self._laws.get(document_id)

    def known(self, key: str) -> list[_Law]:
        """The laws that go by `key`, or by another key of the same law."""
        found = chain.from_iterable(self._by_key.get(name, ()) for name in self._alike(key))
        return list({law.document.id: law for law in found}.values())

    def with_title(self, session: Session, act: str) -> list[_Law]:
        """The laws whose title has every word of the name `act`, by another request."""
        name = act.removeprefix("named ")
        words = name.split() if name != act else []
        if words and words[0].removeprefix("ال") == "قانون":  # a title may say القانون رقم 31.13
            del words[0]
        asked = session.parsed(f"title:({' '.join(words)})").query if words else None
        if asked is None:
            return []
        self._add(session, session.planner.plan(asked, Width.WORD).node)
        return [law for law in self._laws.values() if law.acts]

    def named_by(self, reference: Reference) -> tuple[list[_Law], bool]:
        """The laws that `reference` may name, and whether its number is then in reverse."""
        if found := self.known(reference.act):
            return found, False
        turned = reverse_key(reference.act)
        found = self.known(turned) if turned else []
        return found, bool(found)


def _cited(session: Session, asked: Reference, most: int) -> Citations:
    """The answer to `asked`, whose law is looked for in the archive."""
    laws = _Laws(session, (asked.act,))
    named = laws.known(asked.act)
    if not named and session.lexicon.laws.key(asked.act) == asked.act:  # no number is known
        named = laws.with_title(session, asked.act)
    if asked.articles:
        having = [law for law in named if law.article(asked.articles[0])]
        named = having or named
    acts = named[0].acts if len(named) == 1 else (asked.act,)
    return _cited_by(session, asked, acts, named, laws, most)


def _cited_by(
    session: Session,
    asked: Reference,
    acts: Sequence[str],
    named: Sequence[_Law],
    laws: _Laws,
    most: int,
) -> Citations:
    """The answer to `asked`, which names the laws `named`, known by the keys `acts`."""
    of_archive = session.lexicon.laws
    acts = tuple(dict.fromkeys(chain.from_iterable(map(of_archive.alike, acts))))
    keys = _keys(acts, asked.articles)
    own = tuple(law.document.id for law in named)
    total, lines = _lines(session, keys, own, most)
    turned = reverse_key(asked.act)
    reverse = None
    if turned and not laws.known(turned):
        of_reverse = _keys((turned,), asked.articles)
        count, places = _lines(session, of_reverse, own, most)
        reverse = ReverseReading(of_reverse[0], count, places) if count else None
    return Citations(
        text=asked.act,
        kind=asked.kind,
        keys=keys,
        articles=asked.articles,
        targets=_parts(named[:_MOST_TARGETS], asked.articles),
        documents=total,
        lines=lines,
        reverse=reverse,
        several=of_archive.several(asked.act),
        complete=len({line.document.id for line in lines}) == total,
    )


def _keys(acts: Iterable[str], articles: Sequence[str]) -> tuple[str, ...]:
    """The keys that laws are cited by, or articles of them."""
    if not articles:
        return tuple(acts)
    return tuple(f"{act} art {number}" for act in acts for number in articles)


def _lines(
    session: Session, keys: tuple[str, ...], own: tuple[str, ...], most: int
) -> tuple[int, tuple[ConcordanceLine, ...]]:
    """The number of documents that cite one of `keys`, and the places in the newest of them."""
    node: Node = OneOf(MENTION, keys)
    if own:
        node = Without(node, OneOf("id", own))
    answer = session.searcher.search(
        node, Filters(), Sort.NEWEST, 0, most, fields=None, characters=IN_MEMORY
    )
    documents = Documents(answer.ids, answer.documents, optional=True)
    lines: list[ConcordanceLine] = []
    for document in documents:
        text = session.text(document)
        lines += lines_at(document, text, list(_places(text, keys)), each_alone, session.deadline)
        if session.deadline.over():
            break
    return answer.total, tuple(lines)


def _places(text: Text, keys: Collection[str]) -> Iterator[Span]:
    """The places of `text` that name one of `keys`."""
    for start, piece in text.stretches():
        for one in references(piece):
            if not set(keys).isdisjoint(one.keys):
                yield Span(start + one.start, start + one.end, 0)


def _parts(laws: Sequence[_Law], articles: Sequence[str]) -> tuple[CitedPart, ...]:
    """The documents of `laws`, each at the first of `articles` that it has."""
    found = [(law, law.article(articles[0]) if articles else None) for law in laws]
    if any(part for _, part in found):
        found = [(law, part) for law, part in found if part]
    return tuple(
        CitedPart(
            DocumentSummary.of(law.document),
            *((part.address, part.anchor, part.title) if part else ()),
        )
        for law, part in found
    )


def reverse_key(key: str) -> str | None:
    """The key of a law whose number is that of `key` in reverse: law 13.31 of law 31.13."""
    kind, _, number = key.partition(" ")
    turned = reversed_number(number.replace(".", "-")) if kind == "law" else None
    if not turned or len(turned.split("-")) != 2:
        return None
    found = f"law {act_number(turned)}"
    return found if found != key else None
