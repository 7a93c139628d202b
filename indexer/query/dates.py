"""A query → the query that also asks for the days it names, however texts write them.

    3 أغسطس 1999      →  3 أغسطس 1999, or mentions:1999-08-03
    12/03/1975        →  12/03/1975, or mentions:1975-03-12

A day or a month that is typed among other words is asked for as its words, or as any date that is
the same (indexer/mentions). Years and longer are not: their documents are found by the year itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from indexer.mentions import DateMention, dates
from indexer.mentions.date_readings import Calendar
from indexer.mentions.date_terms import keys_asked, period_keys
from indexer.model import ArchiveDate
from indexer.model.basis import BridgeOrigin
from indexer.model.hijri import days_of
from indexer.query.ast import And, Named, Or, Query, Valued, Word

MENTIONS = "mentions"  # the field of a query whose value is a date or a period
_TO = ".."


def with_dates(query: Query) -> Query:
    """`query` with a Named beside each run of its words that is a day or a month."""
    match query:
        case Word():
            return next(_run((query,)))
        case And(parts):
            return And(tuple(_parts(parts)))
        case Or(parts):
            return Or(tuple(map(with_dates, parts)))
        case _:
            return query


def keys_of(asked: str) -> tuple[str, ...]:
    """The keys of the dates that `asked`, the value of MENTIONS, asks for; none if it is no date.

    It is a day as anyone writes it, YYYY, YYYY-MM or YYYY-MM-DD, a period of two of these with
    `..`, of which one may be missing, or Hijri years: 1375هـ.
    """
    found = [one for one in dates(asked) if not one.doubtful]
    whole = asked.strip()
    is_date = len(found) == 1 and found[0].end - found[0].start == len(whole)
    if is_date and (keys := keys_asked(found[0])):
        return keys
    if hijri := days_of(whole):
        return period_keys(*hijri)
    first, to, last = whole.partition(_TO)
    try:
        since = ArchiveDate.parse(first) if first or not to else ArchiveDate(1)
        until = ArchiveDate.parse(last or (first if not to else "2100"))
    except ValueError:
        return ()
    return period_keys(since, until)


def _parts(parts: Sequence[Query]) -> Iterator[Query]:
    """`parts`, the words among them that stand side by side read together."""
    run: list[Word] = []
    for part in parts:
        if isinstance(part, Word) and not part.quoted:
            run.append(part)
            continue
        yield from _run(run)
        run = []
        yield with_dates(part)
    yield from _run(run)


def _run(words: Sequence[Word]) -> Iterator[Query]:
    """`words`, those that are a date together as one part."""
    text = " ".join(word.bare for word in words)
    ends = [0, *accumulate(len(word.bare) + 1 for word in words)]
    at = 0
    for one in dates(text):
        value = _value(one, text)
        first, until = ends.index(one.start) if one.start in ends else -1, one.end + 1
        if value is None or first < at or until not in ends:
            continue
        last = ends.index(until)
        yield from words[at:first]
        asked = words[first] if last == first + 1 else And(tuple(words[first:last]))
        names = (Valued(MENTIONS, value),)
        yield Or((asked, Named(asked, names, BridgeOrigin.DATE)))
        at = last
    yield from words[at:]


def _value(one: DateMention, text: str) -> str | None:
    """The value of MENTIONS that asks for this date; None where its words alone are asked for."""
    if one.doubtful or not keys_asked(one):
        return None
    if one.calendar is Calendar.HIJRI:
        return text[one.start : one.end]
    return str(one.first) if one.first == one.last else f"{one.first}{_TO}{one.last}"
