"""What is marked in a text."""

from __future__ import annotations

import pytest

from indexer.analysis import folded
from indexer.deadline import Deadline
from indexer.highlight import matcher
from indexer.highlight.matcher import Highlighter, pieces
from indexer.model import Piece, Width
from indexer.query.expansion import Expansion
from indexer.query.plan import Highlight


def mark(*slots: str, parts: tuple[str, ...] = ("title", "text"), reach: int = 0) -> Highlight:
    """The mark of a word, or of a phrase of several; each any of the forms given of it."""
    return Highlight(tuple(map(_slot, slots)), parts, reach)


def _slot(forms: str) -> Expansion:
    return Expansion(Width.WORD, (), lambda: map(folded, forms.split("|")))


def exact(*forms: str) -> Highlight:
    """The mark of a word in these written forms only."""
    return Highlight((Expansion(Width.EXACT, forms, lambda: forms),))


def shown(text: str, *marks: Highlight, part: str = "text") -> str:
    """`text` with what is marked between brackets."""
    cut = pieces(text, 0, len(text), Highlighter(marks).spans(text, part))
    return "".join(f"[{piece.text}]" if piece.match else piece.text for piece in cut)


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        # every form, as it was written, whole
        ([mark("الأمن|والأمنية")], "سياسة [الأَمْنِ] [والأمنية]، لا الأمين."),
        ([mark("الأمن")], "سياسة [الأَمْنِ] والأمنية، لا الأمين."),  # and no other
        ([mark("من")], "سياسة الأَمْنِ والأمنية، لا الأمين."),  # nothing inside a word
        ([mark("سياسة", "الأمن")], "[سياسة الأَمْنِ] والأمنية، لا الأمين."),  # a phrase is one mark
        ([mark("سياسة", "أمن|الأمن")], "[سياسة الأَمْنِ] والأمنية، لا الأمين."),  # in any form
        ([mark("الأمن", "سياسة")], "سياسة الأَمْنِ والأمنية، لا الأمين."),  # in its order
        ([mark("لا", "الأمين", "العام")], "سياسة الأَمْنِ والأمنية، لا الأمين."),  # past the end
        ([mark("غائب")], "سياسة الأَمْنِ والأمنية، لا الأمين."),
        ([], "سياسة الأَمْنِ والأمنية، لا الأمين."),
    ],
)
def test_what_is_marked(marks: list[Highlight], found: str) -> None:
    text = found.replace("[", "").replace("]", "")
    assert shown(text, *marks) == found


def test_a_waw_glued_to_the_article_is_of_the_word() -> None:
    assert shown("للأمن والأمن", mark("أمن|للأمن|والأمن")) == "[للأمن] [والأمن]"


def test_of_marks_that_overlap_the_first_and_longest_stands() -> None:
    marks = (mark("ا"), mark("ا", "ب"), mark("ب", "ت"), mark("ت"))
    assert shown("ا ب ت ث", *marks) == "[ا ب] [ت] ث"


def test_neighbours_are_marked_apart() -> None:
    assert shown("ا ا", mark("ا")) == "[ا] [ا]"


def test_any_word_of_a_slot_answers_it() -> None:
    assert shown("كتاب وكتب كتب", mark("كتاب|كتب")) == "[كتاب] وكتب [كتب]"


def test_a_word_as_it_is_written_is_marked_with_its_letters_and_marks() -> None:
    assert shown("على عليٌّ علي عَلِيٌّ", exact("علي", "عليٌّ")) == "على [عليٌّ] [علي] عَلِيٌّ"


@pytest.mark.parametrize(
    ("reach", "found"),
    [
        (2, "ا ث ث ث ب ث ث [ا] ث [ب]"),
        (3, "ا ث ث ث [ب] ث ث [ا] ث [ب]"),  # on either side
        (4, "[ا] ث ث ث [ب] ث ث [ا] ث [ب]"),
    ],
)
def test_words_near_each_other_are_marked_apart(reach: int, found: str) -> None:
    text = found.replace("[", "").replace("]", "")
    assert shown(text, mark("ا", "ب", reach=reach)) == found


def test_a_word_is_not_near_itself() -> None:
    assert shown("ا ب", mark("ا", "ا|ث", reach=5)) == "ا ب"
    assert shown("ا ب ا", mark("ا", "ا", reach=5)) == "[ا] ب [ا]"


def test_signs_between_words_count_for_nothing() -> None:
    assert shown("«ا»، (ب)/ت", mark("ا", "ب", "ت")) == "«[ا»، (ب)/ت]"


@pytest.mark.parametrize("between", [" ", "،", ",", "_", "1"])
def test_marking_ends_with_its_time_whatever_stands_between_words(
    between: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matcher, "_STRETCH", 500)
    text = f"ا{between}" * 1_000
    assert len(Highlighter((mark("ا"),)).spans(text, "text")) == 1_000
    deadline = Deadline(0.0)
    found = Highlighter((mark("ا"),), deadline=deadline).spans(text, "text")
    assert (0 < len(found) < 1_000, deadline.struck) == (True, True)


def test_a_long_text_without_white_space_is_not_kept() -> None:
    before = matcher._read.cache_info().currsize
    Highlighter((mark("ا"),)).spans("ا،" * 1_000, "text")
    assert matcher._read.cache_info().currsize == before


def test_a_run_of_letters_without_end_is_one_word_that_answers_nothing() -> None:
    for before in ("ا ب ", "ب"):
        text = f"{before}{'،'}{'ب' * 300_000} ب،ا"
        spans = Highlighter((mark("ب"), mark("ب", "ب"))).spans(text, "text")
        first = len(before.rstrip()) - 1
        assert [span.start for span in spans] == [first, len(text) - 3]


def test_a_mark_of_the_title_leaves_the_text_alone() -> None:
    marks = (mark("الأمن", parts=("title",)), mark("والشرطة"))
    assert shown("الأمن والشرطة", *marks, part="title") == "[الأمن] [والشرطة]"
    assert shown("الأمن والشرطة", *marks, part="text") == "الأمن [والشرطة]"


def test_a_span_that_reaches_out_is_marked_inside() -> None:
    spans = Highlighter((mark("ا", "ب"), mark("ت", "ث"))).spans("ا ب\n\nت ث", "text")
    assert pieces("ا ب\n\nت ث", 2, 6, spans) == (
        Piece("ب", match=True),
        Piece("\n\n"),
        Piece("ت", match=True),
    )
