"""How queries are read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.analysis import written
from indexer.model import Note, Width
from indexer.model.basis import InterpretationKind
from indexer.query.ast import (
    And,
    AtWidth,
    Near,
    Not,
    Or,
    Phrase,
    Query,
    Titled,
    Valued,
    Wildcard,
    Word,
)
from indexer.query.parser import Ambiguity, Limits, Parsed, parsed

LIMITS = Limits(characters=400, words=32, depth=8)


def read(text: str, limits: Limits = LIMITS) -> Parsed:
    return parsed(text, limits)


def plainly(text: str, limits: Limits = LIMITS) -> Parsed:
    """The reading of `text`, without those it might have otherwise."""
    return replace(read(text, limits), ambiguities=())


def word(text: str) -> Word:
    return Word(written(text), text)


def phrase(*words: str) -> Phrase:
    return Phrase(tuple(map(written, words)), "")


def wildcard(pattern: str) -> Wildcard:
    return Wildcard(pattern, pattern)


A, B, C, D = map(word, "ابتث")


@pytest.mark.parametrize(
    ("text", "query"),
    [
        # words
        ("ا", A),
        ("ا ب", And((A, B))),
        ("الأَمْنُ", word("الأَمْنُ")),  # with its letters and marks
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
        ("والأمن", word("والأمن")),  # a waw that is glued to a word is a letter of it
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
        ("أمني-إداري", phrase("أمني", "إداري")),  # a hyphen within a word is none
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
        ("«أو»", word("أو")),  # quoted, an operator is a word
        ("ا أَوْ ب", Or((A, B))),  # an operator is one with its marks too
        ("«أَوْ»", word("أَوْ")),
        ("ا «؟» ب", And((A, B))),  # of no word
        # wildcards
        ("كتا*", wildcard("كتا*")),
        ("*تاب", wildcard("*تاب")),
        ("ك؟اب", wildcard("ك?اب")),
        ("ك?اب", wildcard("ك?اب")),
        ("أمـ*", wildcard("ام*")),  # folded
        ("ام***", wildcard("ام*")),
        ("ما هي الشرطة؟", And(tuple(map(word, ("ما", "هي", "الشرطة"))))),  # a question
        ("كتا*؟", wildcard("كتا*")),
        ("ا *", A),  # of no letter
        # near each other, in any order
        ("ا ضمن 5 كلمات ب", Near((A, B), 5)),
        ("ا ضمن ٥ كلمات ب", Near((A, B), 5)),
        ("ا ضمن كلمتين ب", Near((A, B), 2)),
        ("ا NEAR/5 ب", Near((A, B), 5)),
        ("ا قرب/5 ب", Near((A, B), 5)),
        ("«ا ب ت»~5", Near((A, B, C), 5)),
        ("«ا»~5", A),
        ("ا NEAR/5 ب NEAR/5 ت", Near((A, B, C), 5)),
        ("ا NEAR/5 ب NEAR/3 ت", And((Near((A, B), 5), Near((B, C), 3)))),
        ("ا ب NEAR/5 ت ث", And((A, Near((B, C), 5), D))),  # binds before AND
        ("-(ا NEAR/5 ب)", Not(Near((A, B), 5))),
        ("(ا أو ب) NEAR/5 كت*", Near((Or((A, B)), wildcard("كت*")), 5)),
        ("=ا NEAR/5 ب", Near((AtWidth(Width.EXACT, A), B), 5)),
        ("ضمن 5", And((word("ضمن"), word("5")))),  # of what?
        ("ا near/5 ب", And((A, phrase("near", "5"), B))),  # in capitals only
        # at another width
        ("=ا ب", And((AtWidth(Width.EXACT, A), B))),
        ("ا ~ب", And((A, AtWidth(Width.ROOT, B)))),
        ("ا ~~ب", And((A, AtWidth(Width.DERIVED, B)))),
        ("~~(ا ~ب)", AtWidth(Width.DERIVED, And((A, AtWidth(Width.ROOT, B))))),
        ("~(~ب)", AtWidth(Width.ROOT, AtWidth(Width.ROOT, B))),
        ("جذر:ا", AtWidth(Width.ROOT, A)),
        ("racine:ا", AtWidth(Width.ROOT, A)),
        ("exact:«ا ب»", AtWidth(Width.EXACT, phrase("ا", "ب"))),
        ("~(ا أو =ب)", AtWidth(Width.ROOT, Or((A, AtWidth(Width.EXACT, B))))),
        ("كلمة:ا", AtWidth(Width.WORD, A)),
        ("-=ا", Not(AtWidth(Width.EXACT, A))),
        ("عنوان:=ا", Titled(AtWidth(Width.EXACT, A))),
        ("ا=ب", phrase("ا", "ب")),
        ("ا = ب", And((A, B))),
        # fields, in three languages
        ("مكان:الرباط", Valued("place", "الرباط")),
        ("المكان:الرباط", Valued("place", "الرباط")),
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
        # signs that stand for words, and that are terms of their own
        ("ﷺ", phrase("صلى", "الله", "عليه", "وسلم")),
        ("عمر\u0613", phrase("عمر", "رضي", "الله", "عنه")),
        ("«ﷻ»~2", Near((word("جل"), word("جلاله")), 2)),
        ("\U0001f642", word("\U0001f642")),
        ("☪ ا", And((word("☪"), A))),
        ("50%", word("50")),  # beside a word a sign is not asked for
        ("50 %", And((word("50"), word("%")))),
        ("«50%»", phrase("50", "%")),  # but between quotation marks
        # a sentence is no command: what stands as no operator is a word
        ("ليس ا", And((word("ليس"), A))),
        ("(ليس ا) ب", And((word("ليس"), A, B))),
        ("ا ليس من ب", And((A, word("ليس"), word("من"), B))),
        ("ا ليسَ له ب", And((A, word("ليسَ"), word("له"), B))),
        ("ا ب ليس", And((A, B, word("ليس")))),
        ("أو ا ب", And((word("أو"), A, B))),
        ("ا ب أو", And((A, B, word("أو")))),
        ("NOT ا", Not(A)),  # but for one in capitals that has what to bind
        ("AND ا", And((word("AND"), A))),
        ("ليس", word("ليس")),
        ("AND", word("AND")),
        ("و ا ب", And((A, B))),  # a و that stands alone is no word
        ("الموضوع: ا ب", And((word("الموضوع"), A, B))),
        ("racine: ا", And((word("racine"), A))),
        ("ا ب مكان:", And((A, B, word("مكان")))),
        ("مكان: ا ب مكان:", And((word("مكان"), A, B, word("مكان")))),
        ("ا -19", And((A, word("19")))),
        ("ا -١٩", And((A, word("١٩")))),
        ("-19", word("19")),
        ("ا NOT 19", And((A, Not(word("19"))))),
        # an address is its words in a row
        ("http://example.com", phrase("example", "com")),
        ("https://www.a.ma/b?c=d&e=*|f", phrase("a", "ma", "b", "c", "d", "e", "f")),
        ("www.a.ma/b?c=ا", phrase("a", "ma", "b", "c", "ا")),
        ("a.ma/b?c=d ا", And((phrase("a", "ma", "b", "c", "d"), A))),
        ("(http://a/)", word("a")),
        # what no one types
        ("ا\x00ب", word("اب")),
        ("ا\u200bب\ufeff", word("اب")),
        ("\u202eا\u202c", A),
        ("ا\ud800ب", word("اب")),
        ("ا\x0bب", And((A, B))),  # a vertical tab is a space
        ("ق" + "\u064e" * 300, word("ق" + "\u064e" * 300)),
    ],
)
def test_readings(text: str, query: Query) -> None:
    assert plainly(text) == Parsed(query)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("الأمنُ؟", "الأمنُ"),  # as the reader wrote it
        ("ا و ب", "ا ب"),
        ("ا | ب ت", "ا أو ب ت"),
        ("ا (ب أو ت)", "ا (ب أو ت)"),
        ("(ا ب) ت", "ا ب ت"),  # all of a group is asked for, as of its neighbours
        ("(ا أو ب) أو ت", "(ا أو ب) أو ت"),
        ("-(ا ب)", "-(ا ب)"),
        ("ا ليس ب", "ا -ب"),
        ("ا NOT 19", "ا NOT 19"),  # where a minus would be a hyphen
        ("title:NOT ا", "title:NOT ا"),
        ("NOT NOT ا", "NOT NOT ا"),
        ("ليس ا", "«ليس» ا"),
        ("https://www.a.ma/b?c=d", "«a.ma/b?c=d»"),
        ('"ا  ب"', "«ا  ب»"),
        ("ا-ب", "«ا-ب»"),
        ("«أو»", "«أو»"),
        ("ك؟اب", "ك؟اب"),
        ("عنوان:(ا ب)", "title:(ا ب)"),
        ("سنة:2011..", "year:«2011..»"),
        ("«ا ب»~3", "ا ضمن 3 كلمات ب"),
        ("«أو ب»~3", "«أو» ضمن 3 كلمات ب"),
        ("(ا أو ب) NEAR/2 ت", "(ا أو ب) ضمن 2 كلمات ت"),
        ("-(ا NEAR/2 ت)", "-(ا ضمن 2 كلمات ت)"),
        ("ضمن المدينة", "«ضمن» المدينة"),
        ("جذر:ا exact:(ا ب)", "~ا =(ا ب)"),
        ("مشتقات:ا dérivés:(ا ب)", "~~ا ~~(ا ب)"),
        ("جذر:~ا", "root:~ا"),  # ~~ is another sign
        ("word:ا", "word:ا"),
    ],
)
def test_queries_written_out(text: str, written: str) -> None:
    assert str(read(text).query) == written


@pytest.mark.parametrize("text", ["", "   ", "؟", "«»", "...", "***", "\u200f", "ـ"])
def test_without_a_word_nothing_is_asked(text: str) -> None:
    assert plainly(text) == Parsed(None)


@pytest.mark.parametrize(
    ("text", "kind", "part", "other"),
    [
        ("ليس من ا", InterpretationKind.WORDS, "ليس", "-من ا"),
        ("أو ا", InterpretationKind.WORDS, "أو", None),  # which would bind nothing
        ("ا ليس ب", InterpretationKind.NOT, "ليس", "ا «ليس» ب"),
        ("ا -ب", InterpretationKind.NOT, "-ب", "ا ب"),
        ("ا -19", InterpretationKind.HYPHEN, "-19", "ا NOT 19"),
        ("الموضوع: ا ب", InterpretationKind.FIELD_AS_WORDS, "الموضوع", "topic:«ا» ب"),
        ("racine: ا", InterpretationKind.FIELD_AS_WORDS, "racine", "~ا"),
        ("مكان:", InterpretationKind.FIELD_AS_WORDS, "مكان", None),
        ("ا ب ت ث ا أو ب", InterpretationKind.ALTERNATIVE, "أو", "ا ب ت ث ا | ب"),
        ("http://a.ma?c=*", InterpretationKind.ADDRESS, "http://a.ma?c=*", "a ma c"),
        ("و ا", InterpretationKind.UNSEARCHED, "و", None),
        ("و", InterpretationKind.UNSEARCHED, "و", None),
        (" ؟ ", InterpretationKind.UNSEARCHED, "؟", None),
    ],
)
def test_what_might_be_read_otherwise_is_told(
    text: str, kind: InterpretationKind, part: str, other: str | None
) -> None:
    (reading,) = read(text).ambiguities
    query = None if reading.query is None else str(reading.query)
    assert (reading.kind, reading.text, query) == (kind, part, other)


@pytest.mark.parametrize(
    "text",
    [
        "سوق ليس الماء",
        "سوق أو ماء",
        "سوق المدينة القديمة الكبير ليس ماء العيون",  # four words and three
        "سوق المدينة أو سوق القرية أو طاحونة",
        "التعليم في المغرب أو تونس",  # a preposition stands in a query, too
        "هو أو هي",  # single words on either side
        "سوق المدينة القديمة في الشمال OR ماء",  # no sentence has such operators
        "سوق المدينة القديمة في الشمال -ماء",
        "(سوق المدينة القديمة في الشمال) أو ماء",
        "title:سوق أو ماء الذي",
    ],
)
def test_between_a_few_words_an_operator_is_one(text: str) -> None:
    kinds = {reading.kind for reading in read(text).ambiguities}
    assert kinds <= {InterpretationKind.NOT, InterpretationKind.EITHER}
    assert "ليس" not in str(read(text).query)
    assert "«أو»" not in str(read(text).query)


@pytest.mark.parametrize(
    "text",
    [
        "قاعدة كل دين ثابت في الذمة ليس بثمن",  # more than four words
        "تعاون البلدين مع الجيران ليس منحة",  # a preposition: what is denied is told of something
        "الحل ليس رئيساً",  # a predicate, by its ending
        "السوق القديم ليس يكفي",  # a verb
        "الصيد: السوق ليس عادة قديمة",  # signs of a sentence
        "السوق ليس مغلقا.",
        "ما هذا الذي ليس ماء",
    ],
)
def test_a_denial_in_the_middle_of_a_sentence_leaves_nothing_out(text: str) -> None:
    found = read(text)
    (reading,) = found.ambiguities
    assert (reading.kind, reading.text) == (InterpretationKind.WORDS, "ليس")
    assert "«ليس»" in str(found.query)
    assert reading.query
    assert " -" in str(reading.query)


@pytest.mark.parametrize(
    "text",
    [
        "اتفاقية مناهضة الضجيج وغيره من ضروب الإزعاج أو التلوث",
        "هل المشي رياضة جماعية أو فردية",
        "فن الجمال أو جمال الفن؟",
        "كيف أو متى يفتح السوق",
        "يترك الأمين فاصلا أو حتى تفصيلا لما يمكن",
    ],
)
def test_an_alternative_in_a_sentence_is_a_word_and_the_alternative_is_offered(text: str) -> None:
    found = read(text)
    (reading,) = found.ambiguities
    assert (reading.kind, reading.text) == (InterpretationKind.ALTERNATIVE, "أو")
    assert "«أو»" in str(found.query)
    assert isinstance(reading.query, Or)
    assert plainly(str(reading.query)) == Parsed(reading.query)


def test_each_kind_is_told_once_with_all_its_parts() -> None:
    read_so = read("ا ليس ب ليس ت -19").ambiguities
    assert [reading.kind for reading in read_so] == [
        InterpretationKind.NOT,
        InterpretationKind.HYPHEN,
    ]
    assert read_so[0].query == And((A, word("ليس"), B, word("ليس"), C, word("19")))


def test_what_is_no_sentence_has_no_other_reading() -> None:
    assert read("(ا -19") == Parsed(
        And((A, word("19"))), (Note.SYNTAX,), (Ambiguity(InterpretationKind.HYPHEN, "-19"),)
    )


@pytest.mark.parametrize(
    "text",
    [
        "«ا ب",  # a quotation that is not closed
        'ا ب"',
        "(ا ب",  # nor a group
        "ا ب)",
        "() ا ب",
        "ا أو أو ب",  # operators without their words
        "ا و و ب",
        "ا NOT AND ب",
        "ا ب -()",
        "مكان:(ا) ب",
        "ا ب NEAR/5",  # what stands near is a word on either side
        "NEAR/5 ا ب",
        "ا NEAR/0 ب",
        "ا NEAR/1001 ب",
        "ا NEAR/5 -ب",
        "ا ب ~()",
        "(" * 9 + "ا ب" + ")" * 9,  # deeper than 8
        "NOT " * 9 + "ا ب",
        "title:" * 9 + "ا ب",
    ],
)
def test_what_is_no_sentence_is_searched_for_its_words(text: str) -> None:
    assert plainly(text) == Parsed(And((A, B)), (Note.SYNTAX,))


def test_the_deepest_allowed_is_read() -> None:
    assert read("(" * 8 + "ا ب" + ")" * 8) == Parsed(And((A, B)))


@pytest.mark.parametrize("text", ["|", "(", "=~", "قرب/5"])
def test_operators_alone_are_noted_and_ask_nothing(text: str) -> None:
    unsearched = Ambiguity(InterpretationKind.UNSEARCHED, text)
    assert read(text) == Parsed(None, (Note.SYNTAX,), (unsearched,))


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
        ("ﷺ", phrase("صلى", "الله")),
        ("ا «ب ت»", And((A, B))),
        ("title:ا مكان:الرباط سنة:2018", And((Titled(A), Valued("place", "الرباط")))),
        ("ا كتا* ت", And((A, wildcard("كتا*")))),
        ("«ا ب ت»~5", Near((A, B), 5)),
        ("ا ب NEAR/5 ت", And((A, B))),
    ],
)
def test_the_words_after_the_limit_are_left_out(text: str, query: Query) -> None:
    assert plainly(text, TWO_WORDS) == Parsed(query, CUT)


def test_as_many_words_as_allowed_are_read() -> None:
    assert plainly("ا أو (ب)", TWO_WORDS) == Parsed(Or((A, B)))


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
        "ا NEAR/" + "9" * 300 + " ب",
        "«ا ب»~" + "٩" * 300,
        "ا ضمن" + " " * 5_000 + "5" + " " * 5_000,
        "ضمن 5 كلمات " * 1_000,
        "=~" * 5_000 + "ا",
    ],
    ids=lambda text: text[:20].encode("unicode_escape").decode(),
)
def test_queries_of_death_are_read_within_the_limits(text: str) -> None:
    assert len(leaves(read(text).query)) <= LIMITS.words


def leaves(query: Query | None) -> list[Query]:
    match query:
        case None:
            return []
        case And(parts) | Or(parts) | Near(parts, _):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part) | Titled(part) | AtWidth(_, part):
            return leaves(part)
        case _:
            return [query]


@pytest.mark.parametrize(
    ("text", "words", "kinds"),
    [
        ("قال الراوي -رحمه الله- في كتابه", "قال الراوي رحمه الله في كتابه", ["dash"]),
        ("سلا، طنجة -تطوان", "سلا طنجة تطوان", ["dash"]),  # other punctuation
        ("واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية -تسعة", None, ["dash"]),
        ("سلا – طنجة – تطوان", "سلا طنجة تطوان", []),
        ("علل : الماء ليس سلعة فقط", "علل الماء «ليس» سلعة فقط", ["words"]),
        ("﴿والعصر﴾ [في] {النص} <كله>", "والعصر في النص كله", []),
        ("*مهم* قرار المحكمة", "مهم قرار المحكمة", []),
        ("**مهم**", "مهم", []),
        ("*ية المغرب", "ية المغرب", ["ornament"]),
        ("؟لماذا سمي النهر", "لماذا سمي النهر", []),
        ("؟؟؟؟م", "م", []),
        ("هذا هو؟[1] المطلوب", "هذا «هو؟[1]» المطلوب", []),
        ("بين لنا معنى كلمة سوق؟ما هو", "بين لنا معنى كلمة «سوق؟ما» هو", ["ornament"]),
        ("هل كتب (ما هذا؟) أمس", "هل كتب ما هذا أمس", []),
    ],
)
def test_signs_of_prose_are_punctuation(text: str, words: str | None, kinds: list[str]) -> None:
    found = read(text)
    words = words or text.replace("-", "")
    assert str(found.query) == words
    assert [reading.kind for reading in found.ambiguities if reading.kind != "unsearched"] == kinds
    assert read(words).query == found.query  # quoted or not, it is read so again


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("سوق -ماء", And((word("سوق"), Not(word("ماء"))))),
        ("*مدن", wildcard("*مدن")),
        ("م؟كمة النقض", And((wildcard("م?كمه"), word("النقض")))),
        ("سياس* المغرب", And((wildcard("سياس*"), word("المغرب")))),
        ("*مدن AND سوق", And((wildcard("*مدن"), word("سوق")))),
    ],
)
def test_signs_of_a_short_query_are_commands(text: str, query: Query) -> None:
    assert read(text).query == query


def test_the_other_reading_of_a_dash_leaves_the_word_out_again() -> None:
    (reading,) = read("واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية -تسعة").ambiguities
    assert reading.query is not None
    assert str(reading.query).endswith("NOT تسعة")
    assert read(str(reading.query)).query == reading.query
