"""What holds for every query a reader may type."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.model import Note
from indexer.search.parser import Limits, parsed
from indexer.search.query import And, AtWidth, Near, Not, Or, Phrase, Query, Titled

LIMITS = Limits(characters=400, words=32, depth=8)
ROOMY = Limits(characters=10_000, words=100, depth=8)  # the normal form may be longer

pieces = st.sampled_from(
    [
        *("و", "أو", "او", "ليس", "AND", "OR", "NOT", "|", "&", "-", "--", "(", ")", "*", "؟", "?"),
        *("«", "»", "“", "”", "„", '"', ":", ".", "..", "،", "_", "…", "'", "\n"),
        *(
            "=",
            "~",
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
        assert again == read
        assert str(again.query) == str(read.query)


@settings(max_examples=500)
@given(queries)
def test_the_words_of_a_query_that_is_misread_can_be_written_out(text: str) -> None:
    query = parsed(text, ROOMY).query
    if query:
        assert parsed(str(query), ROOMY).query == query


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
