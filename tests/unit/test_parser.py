"""How queries are read."""

from __future__ import annotations

import pytest

from indexer.model import Note
from indexer.search.parser import Limits, Parsed, parsed
from indexer.search.query import And, Not, Or, Phrase, Query, Titled, Valued, Wildcard, Word

LIMITS = Limits(characters=400, words=32, depth=8)


def read(text: str, limits: Limits = LIMITS) -> Parsed:
    return parsed(text, limits)


def word(surface: str) -> Word:
    return Word(surface, surface)


def phrase(*surfaces: str) -> Phrase:
    return Phrase(surfaces, "")


def wildcard(pattern: str) -> Wildcard:
    return Wildcard(pattern, pattern)


A, B, C, D = map(word, "ابتث")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        # words
        ("ا", A),
        ("ا ب", And((A, B))),
        ("الأَمْنُ", word("الامن")),  # folded
        ("ا، ب؛", And((A, B))),  # without the signs after them
        ("السيرافي4", phrase("السيرافي", "4")),  # what is written together stands together
        ("example.com", phrase("example", "com")),
        ("1.11.91", word("1.11.91")),
        ("10:30", word("10:30")),  # no field has a number for name
        # and
        ("ا و ب", And((A, B))),
        ("ا AND ب", And((A, B))),
        ("ا & ب", And((A, B))),
        ("ا&ب", And((A, B))),
        ("والأمن", word("والامن")),  # a waw that is glued to a word is a letter of it
        # or
        ("ا أو ب", Or((A, B))),
        ("ا او ب", Or((A, B))),
        ("ا OR ب", Or((A, B))),
        ("ا|ب", Or((A, B))),
        ("ا or ب", And((A, word("or"), B))),  # in capitals only
        # not
        ("ا ليس ب", And((A, Not(B)))),
        ("ا NOT ب", And((A, Not(B)))),
        ("ا -ب", And((A, Not(B)))),
        ("-ا", Not(A)),
        ("(-ا ب)", And((Not(A), B))),
        ("NOT NOT ا", Not(Not(A))),
        ("أمني-إداري", phrase("امني", "اداري")),  # a hyphen within a word is none
        ("ا - ب", And((A, B))),  # nor a dash
        # grouping: NOT binds first, then AND, then OR
        ("ا ب أو ت ث", Or((And((A, B)), And((C, D))))),
        ("ا (ب أو ت) ث", And((A, Or((B, C)), D))),
        ("-(ا أو ب) ت", And((Not(Or((A, B))), C))),
        ("((ا))", A),
        # phrases, in every kind of quotation marks
        ("«ا ب»", phrase("ا", "ب")),
        ("»ا ب«", phrase("ا", "ب")),
        ('"ا ب"', phrase("ا", "ب")),
        ("“ا ب”", phrase("ا", "ب")),
        ("”ا ب“", phrase("ا", "ب")),
        ("„ا ب“", phrase("ا", "ب")),
        ('«ا "ب" ت»', phrase("ا", "ب", "ت")),  # one within the other
        ("«ا»", A),
        ("«أو»", word("او")),  # quoted, an operator is a word
        ("ا «؟» ب", And((A, B))),  # of no word
        # wildcards
        ("كتا*", wildcard("كتا*")),
        ("*تاب", wildcard("*تاب")),
        ("ك؟اب", wildcard("ك?اب")),
        ("ك?اب", wildcard("ك?اب")),
        ("أمـ*", wildcard("ام*")),  # folded
        ("ام***", wildcard("ام*")),
        ("ما هي الشرطة؟", And(tuple(map(word, ("ما", "هي", "الشرطه"))))),  # a question
        ("كتا*؟", wildcard("كتا*")),
        ("ا *", A),  # of no letter
        # fields, in three languages
        ("مكان:الرباط", Valued("place", "الرباط")),
        ("المكان: الرباط", Valued("place", "الرباط")),
        ("lieu:Rabat", Valued("place", "Rabat")),
        ("PLACE:Rabat", Valued("place", "Rabat")),
        ("place:«الدار البيضاء»", Valued("place", "الدار البيضاء")),
        ("thème:أمن", Valued("topic", "أمن")),
        ("سنة:2011..2018", Valued("year", "2011..2018")),
        ("سنة:2011..", Valued("year", "2011..")),
        ("year:-1999", Valued("year", "-1999")),
        ("-نوع:تقرير ا", And((Not(Valued("kind", "تقرير")), A))),
        ("عنوان:ا", Titled(A)),
        ("title:(ا أو ب)", Titled(Or((A, B)))),
        ("titre:«ا ب»", Titled(phrase("ا", "ب"))),
        ("موضوعها:ا", And((word("موضوعها"), A))),  # no field has this name
        ("http://example.com", And((word("http"), phrase("example", "com")))),
        # what no one types
        ("ا\x00ب", word("اب")),
        ("ا\u200bب\ufeff", word("اب")),
        ("\u202eا\u202c", A),
        ("ا\ud800ب", word("اب")),
        ("ا\x0bب", And((A, B))),  # a vertical tab is a space
        ("ق" + "\u064e" * 300, word("ق")),
    ],
)
def test_readings(text: str, query: Query) -> None:
    assert read(text) == Parsed(query)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("الأمنُ؟", "الأمنُ"),  # as the reader wrote it
        ("ا و ب", "ا ب"),
        ("ا | ب ت", "ا أو ب ت"),
        ("ا (ب أو ت)", "ا (ب أو ت)"),
        ("(ا ب) ت", "(ا ب) ت"),
        ("(ا أو ب) أو ت", "(ا أو ب) أو ت"),
        ("-(ا ب)", "ليس (ا ب)"),
        ('"ا  ب"', "«ا  ب»"),
        ("ا-ب", "«ا-ب»"),
        ("«أو»", "«أو»"),
        ("ك؟اب", "ك؟اب"),
        ("عنوان:(ا ب)", "title:(ا ب)"),
        ("سنة: 2011..", "year:«2011..»"),
    ],
)
def test_queries_written_out(text: str, written: str) -> None:
    assert str(read(text).query) == written


@pytest.mark.parametrize("text", ["", "   ", "؟", "«»", "...", "***", "\u200f", "\U0001f642", "ـ"])
def test_without_a_word_nothing_is_asked(text: str) -> None:
    assert read(text) == Parsed(None)


@pytest.mark.parametrize(
    "text",
    [
        "«ا ب",  # a quotation that is not closed
        'ا ب"',
        "(ا ب",  # nor a group
        "ا ب)",
        "() ا ب",
        "ا أو أو ب",  # operators without their words
        "أو ا ب",
        "ا ب أو",
        "ا و و ب",
        "ا ب ليس",
        "ا NOT AND ب",
        "ا ب -()",
        "مكان: ا ب مكان:",  # a field without its value
        "مكان:(ا) ب",
        "ا ب مكان:*",
        "(" * 9 + "ا ب" + ")" * 9,  # deeper than 8
        "NOT " * 9 + "ا ب",
        "title:" * 9 + "ا ب",
    ],
)
def test_what_is_no_sentence_is_searched_for_its_words(text: str) -> None:
    assert read(text) == Parsed(And((A, B)), (Note.SYNTAX,))


def test_the_deepest_allowed_is_read() -> None:
    assert read("(" * 8 + "ا ب" + ")" * 8) == Parsed(And((A, B)))


@pytest.mark.parametrize("text", ["ليس", "AND", "(", "مكان:", "title:title:"])
def test_operators_alone_are_noted_and_ask_nothing(text: str) -> None:
    assert read(text) == Parsed(None, (Note.SYNTAX,))


TWO_WORDS = Limits(characters=400, words=2, depth=8)
CUT = (Note.TOO_MANY_WORDS,)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ا ب ت", And((A, B))),
        ("ا أو ب أو ت", Or((A, B))),  # without the operator left hanging
        ("ا -ب -ت", And((A, Not(B)))),
        ("ا أو (ب ت)", Or((A, B))),  # with its group closed
        ("«ا ب ت»", phrase("ا", "ب")),  # a phrase by its beginning
        ("ا «ب ت»", And((A, B))),
        ("title:ا مكان:الرباط سنة:2018", And((Titled(A), Valued("place", "الرباط")))),
        ("ا كتا* ت", And((A, wildcard("كتا*")))),
    ],
)
def test_the_words_after_the_limit_are_left_out(text: str, query: Query) -> None:
    assert read(text, TWO_WORDS) == Parsed(query, CUT)


def test_as_many_words_as_allowed_are_read() -> None:
    assert read("ا أو (ب)", TWO_WORDS) == Parsed(Or((A, B)))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ابت ثجح", word("ابت")),  # not half of the second word
        ("ابت ث", word("ابت")),
        ("ابتثج", word("ابتث")),  # one word longer than the limit
    ],
)
def test_characters_after_the_limit_are_left_out(text: str, query: Query) -> None:
    assert read(text, Limits(characters=4, words=32, depth=8)) == Parsed(query, CUT)


@pytest.mark.parametrize(
    "text",
    [
        "*ا*",
        "[ا TO ي]",
        "*" * 20,
        "؟؟؟؟؟؟",
        " OR ".join(["امن"] * 10_000),
        " AND ".join(["امن"] * 10_000),
        "(" * 5_000,
        "(" * 5_000 + "ا" + ")" * 5_000,
        "NOT NOT ا",
        "ا ANDNOT ANDNOT ب",
        "ا" * 1_000_000,
        '"' * 1_000_000,
        "«" * 1_000_000,
        "ـ" * 100_000,
        "«" + "ا " * 5_000 + "»",
        "ق" + "\u064e\u0651" * 2_500,
        "\u202eا\u2066ب\u2069\ud800",
        "year:[1 TO 99999999999999999999]",
        "year:9e999",
        'r"(ا+)+$"',
    ],
    ids=lambda text: text[:20].encode("unicode_escape").decode(),
)
def test_queries_of_death_are_read_within_the_limits(text: str) -> None:
    assert len(leaves(read(text).query)) <= LIMITS.words


def leaves(query: Query | None) -> list[Query]:
    match query:
        case None:
            return []
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part) | Titled(part):
            return leaves(part)
        case _:
            return [query]
