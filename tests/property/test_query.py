"""What holds for every query a reader may type."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer import near, with_word, without
from indexer.model import Note
from indexer.model.basis import InterpretationKind
from indexer.query.ast import And, AtWidth, Near, Not, Or, Phrase, Query, Titled
from indexer.query.ast import words_of as asked_for
from indexer.query.parser import Limits, parsed

LIMITS = Limits(characters=400, words=32, depth=8)
ROOMY = Limits(characters=10_000, words=100, depth=8)  # the normal form may be longer

pieces = st.sampled_from(
    [
        *("و", "أو", "او", "ليس", "AND", "OR", "NOT", "|", "&", "-", "--", "(", ")", "*", "؟", "?"),
        *("«", "»", "“", "”", "„", '"', ":", ".", "..", "،", "_", "…", "'", "\n"),
        *(
            "=",
            "~",
            "~~",
            "~5",
            "«أمن ضمن»~3",
            " ضمن 5 كلمات ",
            "ضمن",
            "كلمات",
            " NEAR/3 ",
            "قرب/٧",
            "جذر:",
        ),
        *("مكان:", "title:", "سنة:", "غير:", "10:30", "2011..2018", "-1999", "AND:"),
        *("أمن", "الشُّرْطَة", "حقوق", "كتا*", "ك؟اب", "DGSN", "Sûreté", "ﻻ", "ـ", "1.11.91"),
        *("ﷺ", "عمر\u0613", "☪", "%", "50%", "«50%»", "«ﷺ»~5", "№"),
        *(" -19", " -", "الموضوع: ", "ليس من", "racine: ", "https://a.ma/b?c=d&e=*", "www.a.ma"),
        *("\u200c", "\u200f", "\u202e", "\x00", "\ud800", "\ufeff", "\u064e"),
    ]
)
queries = st.lists(pieces | st.just(" "), max_size=30).map("".join) | st.lists(
    pieces, max_size=20
).map(" ".join)


@settings(max_examples=1_000)
@given(st.text(st.characters(exclude_categories=())) | queries)
def test_every_text_is_read(text: str) -> None:
    read = parsed(text, LIMITS)
    assert words_of(read.query) <= LIMITS.words
    assert depth_of(read.query) <= 2 * LIMITS.depth + 2


@settings(max_examples=2_000)
@given(queries)
def test_a_query_written_out_is_read_as_the_same_query(text: str) -> None:
    read = parsed(text, ROOMY)
    if read.query and Note.SYNTAX not in read.notes:
        again = parsed(str(read.query), ROOMY)
        assert (again.query, again.notes) == (read.query, read.notes)
        assert str(again.query) == str(read.query)


@settings(max_examples=1_000)
@given(queries)
def test_the_other_reading_of_a_query_is_another_query_and_can_be_written_out(text: str) -> None:
    read = parsed(text, ROOMY)
    for reading in read.ambiguities:
        if reading.query is not None:
            assert reading.query != read.query or reading.kind == InterpretationKind.FIELD_AS_WORDS
            assert parsed(str(reading.query), ROOMY).query == reading.query


@settings(max_examples=500)
@given(queries)
def test_the_words_of_a_query_that_is_misread_can_be_written_out(text: str) -> None:
    query = parsed(text, ROOMY).query
    if query:
        assert parsed(str(query), ROOMY).query == query


@settings(max_examples=1_000)
@given(queries)
def test_a_link_that_leaves_out_or_adds_a_word_does_so_and_breaks_nothing(text: str) -> None:
    read = parsed(text, ROOMY)
    words = asked_for(read.query) if read.query else ()
    for word in dict.fromkeys(words):
        rest = without(text, word.written)
        if rest is not None:
            again = parsed(rest, ROOMY)
            assert Note.SYNTAX not in again.notes
            assert again.query
            assert word not in asked_for(again.query)
    more = parsed(with_word(text, "مزيد"), ROOMY)
    assert Note.SYNTAX not in more.notes
    assert more.query
    assert "مزيد" in [word.written for word in asked_for(more.query)]
    beside = parsed(near(text, "جوار", 5), ROOMY)
    assert Note.SYNTAX not in beside.notes


def words_of(query: Query | None) -> int:
    match query:
        case None:
            return 0
        case And(parts) | Or(parts) | Near(parts, _):
            return sum(map(words_of, parts))
        case Not(part) | Titled(part) | AtWidth(_, part):
            return words_of(part)
        case Phrase(words):
            return len(words)
        case _:
            return 1


def depth_of(query: Query | None) -> int:
    match query:
        case And(parts) | Or(parts) | Near(parts, _):
            return 1 + max(map(depth_of, parts))
        case Not(part) | Titled(part) | AtWidth(_, part):
            return 1 + depth_of(part)
        case _:
            return 0
