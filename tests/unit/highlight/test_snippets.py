"""How a document is laid out, and which passages of it are shown with a hit."""

from __future__ import annotations

import pytest

from indexer.analysis import folded
from indexer.explore.layout import blocks
from indexer.highlight.matcher import Highlighter, Span
from indexer.highlight.parts import parts as parts_of
from indexer.highlight.passages import passages
from indexer.highlight.sections import Text
from indexer.highlight.snippets import snippets
from indexer.model import Snippet, Width
from indexer.query.expansion import Expansion
from indexer.query.plan import Highlight


def slot(word: str) -> Expansion:
    return Expansion(Width.WORD, (), lambda: (folded(word),))


def spans(text: str, *phrases: str) -> list[Span]:
    """The spans of `text` that answer each of `phrases`, words as written."""
    runs = [tuple(map(slot, phrase.split())) for phrase in phrases]
    return Highlighter(tuple(map(Highlight, runs))).spans(text, "text")


def shown(snippet: Snippet) -> str:
    return "".join(f"[{piece.text}]" if piece.match else piece.text for piece in snippet)


def found(text: str, *phrases: str, most: int = 2, characters: int = 20) -> list[str]:
    return [
        shown(snippet.pieces)
        for snippet in snippets(Text.of(text), spans(text, *phrases), most, characters)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أول\n\nثان", [("أول", 0), ("ثان", 0)]),
        ("أول\nسطر", [("أول\nسطر", 0)]),  # one line end keeps a paragraph together
        ("أول\n \t\n\n\nثان", [("أول", 0), ("ثان", 0)]),
        ("## عنوان\n\nأول", [("عنوان", 2), ("أول", 0)]),
        ("## عنوان\nأول", [("عنوان", 2), ("أول", 0)]),  # a heading takes one line
        ("# باب\n## فصل\nأول", [("باب", 1), ("فصل", 2), ("أول", 0)]),
        ("###### سادس", [("سادس", 6)]),
        ("####### سابع", [("####### سابع", 0)]),  # there is no seventh level
        ("#وسم", [("#وسم", 0)]),
        ("أول\n## ثان", [("أول\n## ثان", 0)]),  # only at the head of a paragraph
        ("", []),
        (" \n\n ", []),
    ],
)
def test_paragraphs_and_headings(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(text[p.start : p.end], p.level) for p in passages(text)] == expected


def test_blocks_number_the_paragraphs_and_mark_them() -> None:
    text = "## باب\n\nأول أمن\n\n## أمن\n\nثان"
    laid = [
        (b.number, b.level, shown(b.pieces))
        for b in blocks(text, parts_of(text)[0], spans(text, "أمن"))
    ]
    assert laid == [(0, 2, "باب"), (1, 0, "أول [أمن]"), (0, 2, "[أمن]"), (2, 0, "ثان")]


def test_a_phrase_over_two_paragraphs_is_marked_in_both() -> None:
    text = "أول حقوق\n\nالإنسان ثان"
    marked = spans(text, "حقوق الإنسان")
    assert [shown(block.pieces) for block in blocks(text, parts_of(text)[0], marked)] == [
        "أول [حقوق]",
        "[الإنسان] ثان",
    ]
    assert found(text, "حقوق الإنسان", characters=40) == ["أول [حقوق]"]


def test_without_an_answer_the_beginning_of_the_first_paragraph_is_shown() -> None:
    assert found("## باب\n\nأول كلمات النص هنا وبعدها أخرى\n\nثان") == ["أول كلمات النص هنا"]


def test_a_text_of_headings_alone_has_no_passage() -> None:
    assert found("## باب") == []


def test_what_has_no_space_is_cut_all_the_same() -> None:
    assert found("ا" * 50) == ["ا" * 20]


LONG = "واحد اثنان ثلاثة أربعة خمسة أمن ستة سبعة ثمانية تسعة عشرة"


def test_a_passage_holds_the_answer_with_whole_words_around_it() -> None:
    assert found(LONG, "أمن") == ["خمسة [أمن] ستة سبعة"]


def test_a_passage_stays_within_its_paragraph() -> None:
    assert found(f"أول\n\nأمن\n\n{LONG}"[:20], "أمن") == ["[أمن]"]


def test_a_phrase_longer_than_a_passage_is_shown_whole() -> None:
    phrase = "ثلاثة أربعة خمسة أمن ستة سبعة"
    assert found(LONG, phrase) == [f"[{phrase}]"]


def test_a_phrase_is_not_cut_by_the_passage_before_it() -> None:
    text = "أمن واحد حقوق الإنسان"
    assert found(text, "أمن", "حقوق الإنسان", characters=16) == ["[أمن] واحد ", "[حقوق الإنسان]"]


MANY = "أمن\n\nأمن شرطة\n\nأمن أمن أمن\n\nشرطة أمن"


@pytest.mark.parametrize(
    ("most", "best"),
    [
        (1, ["[أمن] [شرطة]"]),  # the first that answers most of the query's words
        (2, ["[أمن] [شرطة]", "[شرطة] [أمن]"]),
        (3, ["[أمن] [شرطة]", "[أمن] [أمن] [أمن]", "[شرطة] [أمن]"]),  # then the most answers
        (9, ["[أمن]", "[أمن] [شرطة]", "[أمن] [أمن] [أمن]", "[شرطة] [أمن]"]),
    ],
)
def test_the_best_passages_are_shown_in_their_order(most: int, best: list[str]) -> None:
    assert found(MANY, "أمن", "شرطة", most=most) == best


def query_spans(text: str, words: str, common: str = "") -> list[Span]:
    """The spans of the `words` of a query, each a part of it; `common` are not highlighted."""
    places = enumerate(words.split(), start=1)
    highlights = (
        Highlight((slot(word),), clause=clause) for clause, word in places if word not in common
    )
    return Highlighter(tuple(highlights)).spans(text, "text")


@pytest.mark.parametrize(
    ("words", "text", "best"),
    [
        # an expression, rather than its words apart, and often
        ("حقوق الإنسان", "حقوق الإنسان ثم\n\nحقوق\n\nثم الإنسان حقوق حقوق", "[حقوق] [الإنسان] ثم"),
        ("حقوق الإنسان", "حقوق قبل الإنسان\n\nفي حقوق الإنسان", "في [حقوق] [الإنسان]"),
        # in the order of the query
        ("حقوق الإنسان", "الإنسان حقوق\n\nحقوق، الإنسان", "[حقوق]، [الإنسان]"),
        # with the common words that stand between its words
        ("الأمن في المدينة", "الأمن ثم المدينة\n\nالأمن في المدينة", "[الأمن] ثم [المدينة]"),
        ("الأمن في المدينة", "الأمن المدينة\n\nالأمن في المدينة", "[الأمن] في [المدينة]"),
        # then the word that occurs least
        ("قانون السير", "قانون\n\nقانون قانون\n\nالسير\n\nقانون قانون قانون", "[السير]"),
    ],
)
def test_passages_are_chosen_by_expressions_then_by_rare_words(
    words: str, text: str, best: str
) -> None:
    found = query_spans(text, words, common="في")
    (snippet,) = snippets(Text.of(text), found, 1, 40)
    assert shown(snippet.pieces) == best
