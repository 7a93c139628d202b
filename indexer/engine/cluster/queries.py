"""Queries of the protocol → queries of OpenSearch: the same documents, the same scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import log
from typing import Any

from indexer.analysis import BOUNDARY, FIELDS, value_key
from indexer.engine import protocol
from indexer.engine.cluster.mapping import STRETCH_FIELD, key_of
from indexer.engine.protocol import (
    AllOf,
    AnyOf,
    Dated,
    Everything,
    Node,
    OneOf,
    Pair,
    Ranking,
    SpanNear,
    Term,
    Without,
)
from indexer.engine.scoring.bm25 import K1, B
from indexer.errors import SearchIndexError
from indexer.model import Filters

Json = dict[str, Any]
NOTHING: Json = {"match_none": {}}
_MOST_CHOICES = 1_000  # of distances in a chain


# Which documents answer


def filter_of(node: Node) -> Json:
    """The documents that answer `node`, without scores."""
    match node:
        case Term(field, text):
            return {"term": {field: text}}
        case OneOf(field, texts):
            return {"terms": {field: list(texts)}} if texts else NOTHING
        case SpanNear(field, clauses, gap, ordered):
            return _near(field, clauses, gap, ordered)
        case AllOf(parts):
            return _all(map(filter_of, parts)) if parts else NOTHING
        case AnyOf(parts):
            return _any(map(filter_of, parts)) if parts else NOTHING
        case Without(kept, left_out):
            return {"bool": {"filter": filter_of(kept), "must_not": filter_of(left_out)}}
        case Everything():
            return {"match_all": {}}
        case Dated(first, last):
            return _all(({"range": {"last_day": {"gte": first}}}, _until(last)))


def passing(filters: Filters) -> dict[str, Json]:
    """The name of each filter → the documents that pass it; those of dates are called year."""
    passes = {
        facet: {"terms": {key_of(facet): sorted(set(map(value_key, wanted)))}}
        for facet, wanted in filters.values
        if wanted
    }
    days = [{"range": {"last_day": {"gte": filters.since.first_day}}}] if filters.since else []
    days += [_until(filters.until.last_day)] if filters.until else []
    if days:
        passes["year"] = _all((*days, *([passes["year"]] if "year" in passes else [])))
    return passes


def _until(day: int) -> Json:
    return {"range": {"first_day": {"lte": day}}}


def _all(parts: Iterable[Json]) -> Json:
    return {"bool": {"filter": list(parts)}}


def _any(parts: Iterable[Json]) -> Json:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


def _near(field: str, clauses: Sequence[Sequence[str]], gap: int, ordered: bool) -> Json:
    if not all(clauses):
        return NOTHING
    if len(clauses) == 1:
        return filter_of(OneOf(field, tuple(clauses[0])))
    if gap == 1 and ordered:
        return phrase(field, clauses)
    if len(clauses) == 2:
        first, second = map(_interval, clauses)
        orders = [[first, second]] if ordered else [[first, second], [second, first]]
        rules = [
            {"all_of": {"ordered": True, "max_gaps": gap - 1, "intervals": order}}
            for order in orders
        ]
        unbroken = {"not_containing": _interval((BOUNDARY,))}
        return {"intervals": {field: {"any_of": {"intervals": rules, "filter": unbroken}}}}
    return _chain(field, clauses, gap, ordered)


def _interval(texts: Sequence[str]) -> Json:
    rules = [{"match": {"query": text, "analyzer": "given"}} for text in texts]
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": rules}}


def phrase(field: str, clauses: Sequence[Sequence[str]]) -> Json:
    """The documents where one term of each clause stands right after one of the clause before."""
    if all(len(clause) == 1 for clause in clauses):
        words = " ".join(clause[0] for clause in clauses)
        return {"match_phrase": {field: {"query": words, "analyzer": "given"}}}
    return _row(field, [(at, frozenset(clause)) for at, clause in enumerate(clauses)])


def _chain(field: str, clauses: Sequence[Sequence[str]], gap: int, ordered: bool) -> Json:
    """Every choice of distances between the clauses, as a row each.

    Spans and intervals look at the shortest match alone, and would miss some of a chain.
    """
    steps = range(1, gap + 1) if ordered else [*range(-gap, 0), *range(1, gap + 1)]
    if len(steps) ** (len(clauses) - 1) > _MOST_CHOICES:
        raise SearchIndexError(f"A chain of {len(clauses)} words has too many choices of places.")
    rows: dict[tuple[tuple[int, frozenset[str]], ...], None] = {}
    for choice in product(steps, repeat=len(clauses) - 1):
        places: dict[int, frozenset[str]] = {}
        at = 0
        for step, clause in zip((0, *choice), clauses, strict=True):
            at += step
            places[at] = places.get(at, frozenset(clause)) & frozenset(clause)
        if all(places.values()):
            first = min(places)
            rows[tuple((at - first, places[at]) for at in sorted(places))] = None
    return _any(_row(field, row) for row in rows) if rows else NOTHING


def _row(field: str, places: Sequence[tuple[int, frozenset[str]]]) -> Json:
    """Documents with one of some texts at each of `places`, none of them beyond a BOUNDARY."""
    parts: list[Json] = []
    reached = -1
    for at, texts in places:
        if at > reached + 1:
            parts.append({"span_gap": {field: at - reached - 1}})
        parts.append(_one_at_a_place(field, texts))
        reached = at
    if len(parts) == 1:
        return parts[0]
    row: Json = {"span_near": {"clauses": parts, "slop": 0, "in_order": True}}
    if len(parts) == len(places):
        return row
    return {"span_not": {"include": row, "exclude": {"span_term": {field: BOUNDARY}}}}


def _one_at_a_place(field: str, texts: Iterable[str]) -> Json:
    terms = [{"span_term": {field: text}} for text in sorted(texts)]
    return terms[0] if len(terms) == 1 else {"span_or": {"clauses": terms}}


# Scores


def scored(node: Node) -> Json:
    """The documents that answer `node`, with its scores."""
    match node:
        case Term(field, text, boost):
            if field in FIELDS and boost:
                return {"term": {field: {"value": text, "boost": boost}}}
            return {"constant_score": {"filter": filter_of(node), "boost": boost}}
        case OneOf(field, texts, boost):
            return scored(AnyOf(tuple(Term(field, text, boost) for text in texts)))
        case SpanNear(field, clauses, _, _, boost):
            parts = [scored(OneOf(field, tuple(clause), boost)) for clause in clauses]
            return {"bool": {"filter": filter_of(node), "must": parts}}
        case AllOf(parts):
            return {"bool": {"must": list(map(scored, parts))}} if parts else NOTHING
        case AnyOf(parts):
            return _any(map(scored, parts)) if parts else NOTHING
        case Without(kept, left_out):
            return {"bool": {"must": scored(kept), "must_not": filter_of(left_out)}}
        case Everything():
            return filter_of(node)
        case Dated():
            return {"constant_score": {"filter": filter_of(node), "boost": 0}}


@dataclass(frozen=True, slots=True)
class Statistics:
    """The counts by which scripts score as the server does.

    `lengths` maps "title" and "text" → the documents that have words there, and the words of all;
    `frequencies` maps (field, text) → documents.
    """

    lengths: Mapping[str, tuple[int, int]]
    frequencies: Mapping[tuple[str, str], int]

    def rarity(self, field: str, text: str) -> float:
        """The inverse document frequency of a term."""
        documents, _ = self.lengths[field.partition("_")[0]]
        held = self.frequencies[field, text]
        return log(1 + (documents - held + 0.5) / (held + 0.5))

    def norm(self, field: str, length: float) -> float:
        """The term that BM25 adds to a count in a document of `length` words."""
        documents, words = self.lengths[field.partition("_")[0]]
        return K1 * ((1 - B) + B * length / (words / (documents or 1) or 1))

    def slope(self, field: str) -> dict[str, float]:
        """`norm` as a straight line: what it is without words, and what each word adds."""
        fixed = self.norm(field, 0)
        return {"fixed": fixed, "slope": self.norm(field, 1) - fixed}

    def weights(self, terms: Iterable[Term]) -> list[float]:
        """The factor of each of `terms` in a score."""
        return [one.boost * self.rarity(one.field, one.text) * (K1 + 1) for one in terms]


def terms_of(ranking: Ranking) -> Iterator[tuple[str, str]]:
    """The terms of which `ranked` needs the frequency."""
    for pair in ranking.pairs:
        yield from ((pair.field, pair.first), (pair.field, pair.second))
    yield from ((term.field, term.text) for term in ranking.stretch)


def ranked(node: Node, ranking: Ranking, statistics: Statistics) -> Json:
    """The documents that answer `node`, scored by `ranking`: each hit by all of its evidence."""
    evidence = [scored(term) for term in ranking.terms]
    evidence += (_pair(pair, statistics) for pair in ranking.pairs)
    if ranking.stretch:
        evidence.append(_best_stretch(ranking.stretch, statistics))
    query: Json = {"bool": {"filter": filter_of(node), "should": evidence}}
    if ranking.stretch:
        query = _less_the_whole(query, ranking.stretch, statistics)
    if ranking.expressions:
        factors = [
            {"filter": filter_of(SpanNear(one.field, one.clauses)), "weight": one.factor}
            for one in ranking.expressions
        ]
        modes = {"score_mode": "multiply", "boost_mode": "multiply"}
        query = {"function_score": {"query": query, "functions": factors, **modes}}
    return query


def _pair(pair: Pair, statistics: Statistics) -> Json:
    """A phrase of two words, which the server takes to be as rare as both together."""
    first, second = (statistics.rarity(pair.field, text) for text in (pair.first, pair.second))
    boost = pair.boost * max(first, second) / (first + second)
    words = f"{pair.first} {pair.second}"
    return {"match_phrase": {pair.field: {"query": words, "analyzer": "given", "boost": boost}}}


# Scripts: `sum` is what some terms score in one stretch, or in the whole, as BM25 has it.
_SUM = """
double sum = 0;
for (int at = 0; at < params.terms.length; at++) {
  double count = termFreq(params.field, params.terms[at]);
  sum += params.weights[at] * count / (count + norm);
}
"""
_STRETCH = f"""
double norm = params.fixed + params.slope * doc['stretches.counted'].value; {_SUM}
return sum * doc['stretches.share'].value;
"""
_WHOLE = f"""
double words = doc['text_words'].value;
if (words <= params.stretch) {{ return _score; }}
double norm = params.fixed + params.slope * doc['text_counted'].value; {_SUM}
return Math.max(0, _score - (1 - params.stretch / words) * sum);
"""
# BM25 read backwards: how often a phrase stands in a document that scores so much for it.
_COUNT = """
double norm = params.fixed + params.slope * doc[params.length].value;
return Math.round(norm * _score / (params.weight - _score));
"""


def _best_stretch(terms: Sequence[Term], statistics: Statistics) -> Json:
    """The share that the best stretch of a long document has, times its score."""
    texts = [term.text for term in terms]
    parameters = {
        "field": "stretches.terms",
        "terms": texts,
        "weights": statistics.weights(terms),
        **statistics.slope(STRETCH_FIELD),
    }
    script = {"source": _STRETCH, "params": parameters}
    holding: Json = _all([{"terms": {"stretches.terms": texts}}])
    scored_by = {"script_score": {"query": holding, "script": script}}
    return {"nested": {"path": "stretches", "score_mode": "max", "query": scored_by}}


def _less_the_whole(query: Json, terms: Sequence[Term], statistics: Statistics) -> Json:
    """`query` with the share of what a long document scores as a whole taken off."""
    parameters = {
        "field": STRETCH_FIELD,
        "terms": [term.text for term in terms],
        "weights": statistics.weights(terms),
        "stretch": float(protocol.STRETCH),
        **statistics.slope(STRETCH_FIELD),
    }
    script = {"source": _WHOLE, "params": parameters}
    return {"script_score": {"query": query, "script": script}}


# How often terms stand


# In a text: neither in its title nor in the words about it, which stand in the same field.
_OCCURRENCES = """
double sum = 0;
for (text in params.texts) {
  sum += termFreq(params.whole, text) - termFreq(params.title, text) - termFreq(params.about, text);
}
return sum;
"""


def occurrences_in(query: Json, field: str, texts: Iterable[str]) -> Json:
    """The documents of `query`, scored by how often any of `texts` stands in the text of each."""
    width = field.partition("_")[2]
    parameters = {"whole": field, "title": f"title_{width}", "about": f"about_{width}"}
    script = {"source": _OCCURRENCES, "params": {**parameters, "texts": [*dict.fromkeys(texts)]}}
    return {"script_score": {"query": query, "script": script}}


def phrase_counts(field: str, clauses: Sequence[Sequence[str]], statistics: Statistics) -> Json:
    """Documents scored by how often one term of each clause stands right after the one before."""
    texts = [text for clause in clauses for text in clause]
    if len(texts) > len(clauses):
        texts = list(dict.fromkeys(texts))  # spans add up the rarity of a term once
    held = [text for text in texts if statistics.frequencies[field, text]]
    weight = sum(statistics.rarity(field, text) for text in held) * (K1 + 1)
    length = f"{field.partition('_')[0]}_counted"
    parameters = {"weight": weight, "length": length, **statistics.slope(field)}
    script = {"source": _COUNT, "params": parameters}
    return {"script_score": {"query": phrase(field, clauses), "script": script}}
