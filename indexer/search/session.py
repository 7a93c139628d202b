"""One generation of the archive, and what a request is in it: its plan, its hits."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from indexer.deadline import Deadline
from indexer.engine.generations import Generation
from indexer.engine.protocol import BEGINNING, Node, OneOf, Searcher
from indexer.engine.value_spellings import ValueSpellings
from indexer.errors import IndexDamaged
from indexer.highlight.matcher import Highlighter, Span, pieces
from indexer.highlight.sections import Text
from indexer.highlight.snippets import PlacedSnippet, snippet_at, snippets
from indexer.lexicon import Lexicon
from indexer.meaning.near import NearTexts
from indexer.model import Document, Filters, Hit, SearchRequest, Snippet, Width, page_at
from indexer.model.basis import Lack
from indexer.model.divisions import Division, DivisionTable
from indexer.query.ast import Query, Titled, words_of
from indexer.query.corrections import SpellChecker
from indexer.query.fields_as_words import Field, FieldsAsWords
from indexer.query.parser import Limits, Parsed, parsed
from indexer.query.plan import EVERYTHING, NOTHING, Plan, within_mentions
from indexer.query.planner import Planner
from indexer.query.ranking import Weights
from indexer.query.rewrite import Rewrite
from indexer.settings import SearchSettings

log = logging.getLogger(__name__)

IN_MEMORY = 500_000  # characters, 1 MB: a shorter text is read once, as a whole
MOST_PARTS = 12  # of a document, that a hit names beside those of its passages
KEPT_CHARACTERS = 100_000  # of the text of a hit: a page may have a hundred long documents


@dataclass(frozen=True, slots=True)
class Session:
    """One generation of an archive, and the limits, for the answer to one request."""

    generation: Generation
    searcher: Searcher
    lexicon: Lexicon
    values: ValueSpellings
    holders: dict[str, int]  # family → documents that hold it, shared by all requests
    limits: SearchSettings
    checker: SpellChecker
    planner: Planner
    weights: Weights
    deadline: Deadline
    near: NearTexts | None = None  # where the archive is searched by meaning too

    def parsed(self, text: str) -> Parsed:
        """The reading of a query, within the limits, in this archive."""
        limits = self.limits
        read = parsed(text, Limits(limits.max_characters, limits.max_words, limits.max_depth))
        return FieldsAsWords(self._empty_fields, self.lexicon.has).parsed(read)

    def _empty_fields(self, fields: Sequence[Field]) -> set[Field]:
        """The `fields` whose value no document has; titles only where all their words are known."""
        known = [
            one
            for one in fields
            if not isinstance(one, Titled)
            or all(self.lexicon.has(word.written) for word in words_of(one))
        ]
        empty: set[Field] = set()
        counted: dict[Field, Node] = {}
        for one in known:
            node = self.planner.plan(one, Width.WORD).node
            if isinstance(one, Titled) or not isinstance(node, OneOf):
                counted[one] = node
            elif not node.texts:  # of a facet: its values are those that documents have
                empty.add(one)
        queries = [(node, Filters()) for node in counted.values()]
        counts = self.searcher.counts(queries) if queries else ()
        return empty | {one for one, count in zip(counted, counts, strict=True) if count == 0}

    def knows_a_word_of(self, query: Query) -> bool:
        """Whether the archive has a word that `query` asks for, in some form."""
        return any(self.lexicon.has(word.written) for word in words_of(query))

    def knows_words_of(self, query: Query) -> bool:
        """Whether the archive has every word that `query` asks for, in some form."""
        return all(self.lexicon.has(word.written) for word in words_of(query))

    def usual(self, request: SearchRequest) -> SearchRequest:
        """`request` with the values of its filters as they are usually spelt, each once."""
        if not request.filters.values:
            return request
        values = tuple(
            (name, tuple(dict.fromkeys(self.values.usual(name, value) for value in wanted)))
            for name, wanted in request.filters.values
        )
        return replace(request, filters=replace(request.filters, values=values))

    def has_derivatives(self, query: Query) -> bool:
        """Whether a word that `query` asks for has near derivatives in the archive."""
        lexicon = self.lexicon
        keys = chain.from_iterable(lexicon.keys_of(word.written) for word in words_of(query))
        return any(lexicon.derived(lexicon.family(key)) for key in keys)

    def read(self, query: Query, request: SearchRequest) -> Query:
        """`query` as it is searched for `request`: with names of other languages."""
        return self.planner.read(query, request.width, request.translate)

    def planned(
        self, rewrite: Rewrite, *, guessing: bool = False, of: Mapping[Query, int] | None = None
    ) -> Plan:
        """The plan of `rewrite`; for the arguments see Planner.plan."""
        request = rewrite.request
        plan = self.planner.plan(
            rewrite.query,
            request.width,
            request.without,
            guessing=guessing,
            numbers=of,
            translate=request.translate,
        )
        return within_mentions(plan, request.filters.mentions)

    def plan(self, request: SearchRequest) -> Plan:
        """The plan of `request`: of everything, if nothing was asked; of nothing, if no word was.

        Its notes are those of the parser too.
        """
        asked = self.parsed(request.query)
        if asked.query is None:
            return replace(self.plan_without_words(request), notes=asked.notes)
        plan = self.planner.plan(
            asked.query, request.width, request.without, translate=request.translate
        )
        plan = replace(plan, notes=(*asked.notes, *plan.notes))
        return within_mentions(plan, request.filters.mentions)

    def plan_without_words(self, request: SearchRequest) -> Plan:
        """The plan of `request`, in which no word is asked for: everything, or nothing."""
        plan = NOTHING if request.query.strip() else EVERYTHING
        return within_mentions(plan, request.filters.mentions)

    def highlighter(self, plan: Plan) -> Highlighter:
        """The highlighter of the answers of `plan` in documents, until the deadline."""
        return Highlighter(
            plan.highlights, self.lexicon.writings, self.deadline, self.lexicon.key_of
        )

    def beginnings(self, ids: Sequence[str]) -> Documents:
        """The documents under `ids`, long texts cut short; `text` has all of them."""
        stored = self.searcher.read(ids, characters=IN_MEMORY) if ids else ()
        return Documents(ids, stored, self.searcher.text, characters=IN_MEMORY)

    def documents(
        self,
        rows: Sequence[tuple[str, float]],
        stored: Sequence[Document | IndexDamaged],
        characters: int,
    ) -> Documents:
        """The documents of `rows`, of which so much is read, as `beginnings` gives them.

        `stored` are these documents, where they came with the rows.
        """
        ids = [document_id for document_id, _ in rows]
        if len(stored) == len(ids):
            return Documents(ids, stored, self.searcher.text, characters=characters)
        read = self.searcher.read(ids, characters=characters)
        return Documents(ids, read, self.searcher.text, characters=characters)

    def text(self, document: Document) -> Text:
        """The text of `document`, of which IN_MEMORY at least was read."""
        if len(document.text) < IN_MEMORY:
            return Text.of(document.text)
        return Text(lambda: self.searcher.text(document.id) or ())

    def hit(
        self,
        document: Document,
        score: float,
        highlighter: Highlighter,
        near: tuple[int, int] | None = None,
    ) -> Hit:
        """`document`, as `text` takes it, as a hit with passages that show answers.

        Where it was found by its meaning alone, with the beginning of the passage that stands at
        `near`.
        """
        text = self.text(document)
        spans = highlighter.spans_of(text.stretches(), "text")
        limits = self.limits
        placed: tuple[PlacedSnippet, ...]
        if near:
            characters = limits.snippets * limits.snippet_characters
            placed = (snippet_at(text, spans, *near, characters),)
        else:
            placed = snippets(text, spans, limits.snippets, limits.snippet_characters)
        parts = DivisionTable(document.divisions)
        paths = tuple(parts.path(snippet.at) for snippet in placed)
        if len(document.text) > KEPT_CHARACTERS:
            document = replace(document, text=document.text[:KEPT_CHARACTERS])
        return Hit(
            document=document,
            score=score,
            title=marked_title(document, highlighter),
            other_titles=other_titles(document, highlighter),
            snippets=tuple(snippet.pieces for snippet in placed),
            matches=len(spans),
            pages=tuple(page_at(document.pages, snippet.at) for snippet in placed),
            paths=paths,
            other_parts=_other_parts(parts, spans, paths),
            near=near is not None,
        )


def _other_parts(
    parts: DivisionTable, spans: Sequence[Span], paths: Sequence[Sequence[Division]]
) -> tuple[tuple[Division, int], ...]:
    """The parts with most of `spans`, but for those that `paths` lead to already."""
    shown = {path[-1] for path in paths if path}
    counts = parts.counts(span.start for span in spans)
    return tuple(islice((one for one in counts if one[0] not in shown), MOST_PARTS))


class Documents:
    """Documents read one by one. One that is damaged is left out, and named in `unreadable`.

    Raises IndexDamaged when none of them can be read, unless they are `optional` to the answer.
    `stored` are the documents under `ids`, as a searcher reads them. `left` counts those still to
    come. With `text`, which gives the pieces of a text, those of which only so many `characters`
    were read are read to their end first, to see whether they can be; IN_MEMORY is kept of them.
    """

    def __init__(
        self,
        ids: Sequence[str],
        stored: Iterable[Document | IndexDamaged | None],
        text: Callable[[str], Iterator[str] | None] | None = None,
        *,
        characters: int = BEGINNING,
        optional: bool = False,
    ) -> None:
        self._ids = ids
        self._stored = stored
        self._text = text
        self._characters = characters
        self._optional = optional
        self.left = len(ids)
        self.unreadable: tuple[str, ...] = ()

    @property
    def lacks(self) -> tuple[Lack, ...]:
        """Damage, once a document was left out for it."""
        return (Lack.DAMAGED,) if self.unreadable else ()

    def __iter__(self) -> Iterator[Document]:
        read = False
        damage = None
        for document_id, document in zip(self._ids, self._stored, strict=True):
            self.left -= 1
            if isinstance(document, Document) and len(document.text) >= self._characters:
                document = self._whole(document)
            if isinstance(document, IndexDamaged):
                damage = document
                log.error("%s is left out of an answer: %s", document_id, document)
                self.unreadable += (document_id,)
            elif document is not None:
                read = True
                yield document
        if damage and not (read or self._optional):
            raise damage

    def _whole(self, document: Document) -> Document | IndexDamaged:
        """`document` with more of its text, if all of that can be read; else the error."""
        kept, size = [], 0
        try:
            for piece in (self._text and self._text(document.id)) or ():
                if size < IN_MEMORY:
                    kept.append(piece)
                    size += len(piece)
        except IndexDamaged as error:
            return error
        return replace(document, text="".join(kept)) if kept else document


def other_titles(document: Document, highlighter: Highlighter) -> tuple[tuple[str, Snippet], ...]:
    """The tag of its language and the title, for the French and the English title of `document`."""
    given = (("fr", document.title_fr), ("en", document.title_en))
    return tuple(
        (tag, pieces(title, 0, len(title), highlighter.spans(title, "text")))
        for tag, title in given
        if title
    )


def marked_title(document: Document, highlighter: Highlighter) -> Snippet:
    """The title of `document` with its answers highlighted."""
    spans = highlighter.spans(document.title, "title")
    return pieces(document.title, 0, len(document.title), spans)
