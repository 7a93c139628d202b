"""What is marked in a text."""

from __future__ import annotations

import pytest

from indexer.analysis import folded
from indexer.highlight.matcher import Marker, pieces
from indexer.model import Piece, Width
from indexer.query.expansion import Slot
from indexer.query.planner import Mark


def mark(*slots: str, parts: tuple[str, ...] = ("title", "text"), reach: int = 0) -> Mark:
    """The mark of a word, or of a phrase of several; each any of the forms given of it."""
    return Mark(tuple(map(_slot, slots)), parts, reach)


def _slot(forms: str) -> Slot:
    return Slot(Width.WORD, (), lambda: map(folded, forms.split("|")))


def exact(*forms: str) -> Mark:
    """The mark of a word in these written forms only."""
    return Mark((Slot(Width.EXACT, forms, lambda: forms),))


def shown(text: str, *marks: Mark, part: str = "text") -> str:
    """`text` with what is marked between brackets."""
    cut = pieces(text, 0, len(text), Marker(marks).spans(text, part))
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
def test_what_is_marked(marks: list[Mark], found: str) -> None:
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


def test_a_mark_of_the_title_leaves_the_text_alone() -> None:
    marks = (mark("الأمن", parts=("title",)), mark("والشرطة"))
    assert shown("الأمن والشرطة", *marks, part="title") == "[الأمن] [والشرطة]"
    assert shown("الأمن والشرطة", *marks, part="text") == "الأمن [والشرطة]"


def test_a_span_that_reaches_out_is_marked_inside() -> None:
    spans = Marker((mark("ا", "ب"), mark("ت", "ث"))).spans("ا ب\n\nت ث", "text")
    assert pieces("ا ب\n\nت ث", 2, 6, spans) == (
        Piece("ب", match=True),
        Piece("\n\n"),
        Piece("ت", match=True),
    )
