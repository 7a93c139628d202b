"""A request carried out: as it was asked, or by the first of its rewrites that finds something.

    search as asked ─ enough ─────────────────────────────────────→ shown
           └───────── few ─ counts of the rewrites ─ search of one → shown

A long query that may be widened is counted first, with its rewrites, and searched once. So the
engine is asked two or three times.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, pairwise

from indexer.analysis import MENTION
from indexer.engine.protocol import NO_FACETS, SearchAnswer
from indexer.model import (
    FACETS,
    Alternative,
    AlternativeKind,
    Note,
    SearchRequest,
    Width,
)
from indexer.model.basis import Basis, Interpretation, InterpretationKind, Lack, Suggestion
from indexer.query.ast import Query, leaves_out
from indexer.query.parser import Ambiguity
from indexer.query.plan import Plan
from indexer.query.ranking_names import ranking_with_names
from indexer.query.rewrite import (
    Rewrite,
    RewriteName,
    alternatives,
    corrections,
    other_widths,
    suggestions,
)
from indexer.search.outcome import CarriedOut, Outcome, Rows
from indexer.search.session import Session
from indexer.search.totals import Total, Totals
from indexer.search.widening import ENOUGH, Widening, enough

_MOST_SUGGESTIONS = 4
_AT_ONCE = 8  # rewrites of one kind that are counted together; the others if none of these will do
_LACKS = {Note.PARTIAL: Lack.TIME, Note.EXPANSION_CAPPED: Lack.WORDS}


def carried_out(
    session: Session, request: SearchRequest, rows: Rows | None = None, *, compared: bool = False
) -> CarriedOut:
    """The outcome of `request`; `compared` with those of other widths and other queries.

    `rows` of what is shown are found: none, where they are not wanted.
    """
    rows = rows or Rows(request.sort, 0, 0)
    parsed = session.parsed(request.query)
    if parsed.query is None:
        plan = session.plan_without_words(request)
        found = _found(session, request, plan, rows)
        outcome = Outcome(None, None, plan, found, found.total)
        return _carried_out(outcome, outcome, None, parsed.notes, parsed.ambiguities)
    rewrite = Rewrite(RewriteName.AS_ASKED, parsed.query, request)
    execution = _Execution(session, rewrite, rows, compared)
    readings = (*parsed.ambiguities, *execution.absent_phrases())
    done = _carried_out(
        execution.asked, execution.shown, execution.corrected, parsed.notes, readings
    )
    if not compared:
        return done
    return replace(
        done,
        widths=execution.widths(),
        suggestions=execution.suggestions(),
        alternatives=execution.alternatives(),
    )


def _carried_out(
    asked: Outcome,
    shown: Outcome,
    corrected: Suggestion | None,
    parsed_notes: tuple[Note, ...],
    ambiguities: Iterable[Ambiguity],
) -> CarriedOut:
    notes = tuple(dict.fromkeys((*parsed_notes, *asked.notes, *shown.notes)))
    basis = Basis(
        query="" if shown.equivalent is None else str(shown.equivalent),
        readings=tuple(map(_interpretation, ambiguities)),
        corrected=corrected,
        widened=shown.is_widened,
        unmarked=shown.plan.unmarked,
        translated=shown.plan.translated,
        lacks=tuple(lack for note, lack in _LACKS.items() if note in notes),
    )
    return CarriedOut(asked, shown, notes, basis)


def _interpretation(ambiguity: Ambiguity) -> Interpretation:
    query = None if ambiguity.query is None else str(ambiguity.query)
    return Interpretation(ambiguity.kind, ambiguity.text, query)


class _Execution:
    """One request with a query, and what becomes of it."""

    def __init__(self, session: Session, rewrite: Rewrite, rows: Rows, compared: bool) -> None:
        self._session = session
        self._rewrite = rewrite
        self._rows = rows
        self._compared = compared
        self._totals = Totals(session)
        self._at_widths: dict[Query, dict[Width, Rewrite]] = {}
        self.corrected: Suggestion | None = None
        self._any_word = any_word = self._totals.any_word_of(rewrite)
        self._enough = enough(any_word) if any_word else ENOUGH
        # Of two words one of which is not known, the correction is shown before documents with one.
        unknown = any_word is not None and not session.knows_words_of(any_word)
        self._correcting = unknown and self._enough < ENOUGH
        # A query with a word that is known finds something once it is widened, most often.
        nothing_known = unknown and any_word is not None and not session.knows_a_word_of(any_word)
        named = bool(self._totals.plan(rewrite).translated)
        self._helped = (nothing_known and not named) or self._correcting
        # A long query is widened most often, one of two words that are known seldom.
        self._counts_first = any_word is not None and (self._enough == ENOUGH or self._helped)
        first = self._as_asked()
        if first.found.total >= self._enough or first.partial:
            self.asked = self.shown = first
            if compared:
                self._totals.count(self._widths_of(rewrite.query, first.plan).values())
            return
        if not self._counts_first:  # else they were counted with it
            nothing = not first.found.total
            helped = self._helped if any_word is not None else nothing
            self._count(first.plan, nothing=nothing, helped=helped)
        self.asked, self.shown = self._outcomes(first)

    # Finding

    def _as_asked(self) -> Outcome:
        """The outcome of the query as it was asked; if it is widened, that is only counted."""
        query = self._rewrite.query
        plan = self._totals.plan(self._rewrite)
        if self._counts_first:
            self._count(plan, nothing=True, helped=self._helped)
            all_words = self._totals.all_words(self._rewrite)
            if all_words is not None and all_words < self._enough:
                return Outcome(query, query, plan, SearchAnswer(all_words, ()), all_words)
        plan = self._ranked(query, plan)
        found = self._found(self._rewrite, plan)
        self._totals.know(self._rewrite, found.total)
        return Outcome(query, query, plan, found, found.total)

    def _count(self, plan: Plan, *, nothing: bool, helped: bool) -> None:
        """Counts the rewrites that will be needed in one request to the engine.

        With `nothing`, those too that are needed only where no document holds all words; with
        `helped`, those that are needed only where the query finds nothing.
        """
        query = self._rewrite.query
        wanted: list[Rewrite] = [self._rewrite]
        counted: list[Rewrite] = []
        if helped:
            counted.append(self._rewrite)  # any of its words
            corrected = list(islice(self._corrections(), _AT_ONCE))
            counted += corrected
            query = corrected[0].query if corrected else query
        if self._compared:
            wanted += self._widths_of(query, plan).values()
            if nothing:
                counted += islice(self._suggestions(looser=helped), _AT_ONCE)
            if helped:
                counted += self._alternatives()
        self._totals.count(wanted, counted, self._any_word)

    def _outcomes(self, first: Outcome) -> tuple[Outcome, Outcome]:
        """The outcome of the query, and the one that is shown: the first that finds something."""
        if self._correcting and (shown := self._corrected(whole=True)):
            return first, shown
        wide = self._totals.widening(self._rewrite)
        outcome = first
        if wide is not None:
            outcome = self._widened(self._rewrite, wide, first.all_words)
        if outcome.finds_nothing:
            self._count(first.plan, nothing=True, helped=True)
            return outcome, self._corrected(whole=False) or outcome
        return outcome, outcome

    def _corrected(self, *, whole: bool) -> Outcome | None:
        """The outcome of the first correction that finds something: with all words, if `whole`."""
        for rewrite, total in self._counted(self._corrections()):
            if total.all_words if whole else total.total:
                self.corrected = Suggestion(str(rewrite.query), total.total)
                return self._searched(rewrite)
        return None

    def _searched(self, rewrite: Rewrite) -> Outcome:
        """The outcome of `rewrite`, which was counted and finds something."""
        total = self._totals[rewrite]
        wide = self._totals.widening(rewrite) if total.is_few else None
        if wide is not None:
            return self._widened(rewrite, wide, total.all_words or 0)
        plan = self._ranked(rewrite.query, self._totals.plan(rewrite))
        found = self._found(rewrite, plan)
        return Outcome(rewrite.query, rewrite.query, plan, found, found.total)

    def _widened(self, rewrite: Rewrite, wide: Widening, all_words: int) -> Outcome:
        """The outcome of any of the words of `rewrite`, all of which `all_words` documents hold."""
        plan = self._ranked(rewrite.query, wide.plan)
        found = self._found(rewrite, plan)
        equivalent = wide.query if found.total > all_words else rewrite.query
        return Outcome(rewrite.query, equivalent, plan, found, all_words)

    def _found(self, rewrite: Rewrite, plan: Plan) -> SearchAnswer:
        return _found(self._session, rewrite.request, plan, self._rows)

    def _ranked(self, query: Query, plan: Plan) -> Plan:
        session = self._session
        read = session.read(query, self._rewrite.request)
        names = session.planner.names
        order = ranking_with_names(read, query, session.checker, names, session.weights)
        return replace(plan, ranking=order)

    def absent_phrases(self) -> Iterator[Ambiguity]:
        """The phrases that were asked for among other words, where their words were searched."""
        if self._any_word is not None and self.shown.is_widened:
            for phrase in self._totals.absent(self._any_word):
                yield Ambiguity(InterpretationKind.PHRASE_IS_ABSENT, str(phrase))

    # Comparing

    def widths(self) -> tuple[tuple[Width, int], ...]:
        """How many documents hold all that is shown, at each width: never fewer at a wider.

        That of the request alone, where a wider width may find fewer: with words that are left out
        or forms switched off, with more words like a wildcard than are searched, with a name whose
        words may stand apart at the width EXACT alone, or when time runs out.
        """
        if self.shown.query is None or self.shown.partial:
            return ()
        own = self._rewrite.request.width
        counts = {own: self.shown.all_words}
        for width, rewrite in self._widths_of(self.shown.query, self.shown.plan).items():
            total = self._totals.all_words(rewrite)
            capped = Note.EXPANSION_CAPPED in self._totals.plan(rewrite).notes
            if total is None or capped:
                return ((own, self.shown.all_words),)
            counts[width] = total
        found = tuple((width, counts[width]) for width in Width if width in counts)
        ascending = all(one <= other for (_, one), (_, other) in pairwise(found))
        return found if ascending else ((own, self.shown.all_words),)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Queries that find something in the whole archive, where no document holds all words."""
        if self.asked.all_words or self.asked.partial:
            return ()
        rewrites = self._suggestions(looser=self.asked.finds_nothing)
        found = (
            Suggestion(str(rewrite.query), total.total)
            for rewrite, total in self._counted(rewrites)
            if total.total
        )
        return tuple(islice(found, _MOST_SUGGESTIONS))

    def alternatives(self) -> tuple[Alternative, ...]:
        """Requests that find something where this one finds nothing."""
        if not self.asked.finds_nothing:
            return ()
        return tuple(
            Alternative(AlternativeKind(rewrite.name), rewrite.request, total.total)
            for rewrite, total in self._counted(self._alternatives())
            if total.total
        )

    def _counted(self, rewrites: Iterator[Rewrite]) -> Iterator[tuple[Rewrite, Total]]:
        """`rewrites` with their totals: the first are counted together, then all others."""
        for most in (_AT_ONCE, None):
            some = list(islice(rewrites, most))
            self._totals.count((), some)
            yield from ((rewrite, self._totals[rewrite]) for rewrite in some)

    # Rewrites of the request

    def _corrections(self) -> Iterator[Rewrite]:
        return corrections(self._rewrite.query, self._rewrite.request, self._session.checker)

    def _suggestions(self, *, looser: bool) -> Iterator[Rewrite]:
        query, request = self._rewrite.query, self._rewrite.request
        return suggestions(query, request, self._session.checker, looser=looser)

    def _alternatives(self) -> Iterator[Rewrite]:
        return alternatives(self._rewrite.query, self._rewrite.request)

    def _widths_of(self, query: Query, plan: Plan) -> dict[Width, Rewrite]:
        """`query` at the other widths, where these are comparable with that of `plan`."""
        request = self._rewrite.request
        if Note.EXPANSION_CAPPED in plan.notes or request.without or leaves_out(query):
            return {}
        if query not in self._at_widths:
            derived = self._session.has_derivatives(query)
            self._at_widths[query] = other_widths(query, request, derived=derived)
        return self._at_widths[query]


def _found(session: Session, request: SearchRequest, plan: Plan, rows: Rows) -> SearchAnswer:
    """The `rows` of what `plan` finds, within the filters of `request`."""
    facets = dict.fromkeys(FACETS, session.limits.facet_values) | {"year": None}
    if request.mentioned_years:
        facets[MENTION] = None
    return session.searcher.search(
        plan.node,
        request.filters,
        rows.sort,
        rows.offset,
        rows.limit,
        session.limits.seconds,
        plan.ranking if rows.ranked else None,
        facets if rows.facets else NO_FACETS,
        fields=None if rows.documents else (),
        characters=rows.characters,
    )
