"""Controls of a form → the address they stand for."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from webapp.present.controls import plain_words, settled


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ([("q", "أمن"), ("from", "1990")], None),  # nothing to settle
        (
            [("q", "أمن"), ("near", "شرطة"), ("within", "10"), ("kind", "law")],
            [("q", "أمن ضمن 10 كلمات شرطة"), ("kind", "law")],
        ),
        ([("q", "أمن"), ("near", "شرطة"), ("within", "999")], [("q", "أمن ضمن 5 كلمات شرطة")]),
        ([("q", "«أمن عام»"), ("near", "شرطة")], [("q", "أمن ضمن 5 كلمات عام ضمن 5 كلمات شرطة")]),
        ([("q", ""), ("near", "شرطة"), ("within", "3")], [("q", "شرطة")]),
        ([("q", "أمن"), ("near", " "), ("within", "3")], [("q", "أمن")]),
        ([("from", "1375هـ")], [("from", "1955-08-20")]),
        ([("to", "1375"), ("calendar", "hijri")], [("to", "1956-08-07")]),
        ([("to", "1975"), ("calendar", "gregorian")], [("to", "1975")]),
        ([("from", "soon"), ("calendar", "hijri")], [("from", "soon")]),  # refused later, by name
        (
            [("kind", "law"), ("kind", "report"), ("from", ""), ("calendar", "hijri")],
            [("kind", "law"), ("kind", "report")],
        ),
    ],
)
def test_controls_become_words_and_dates(
    given: list[tuple[str, str]], meant: list[tuple[str, str]] | None
) -> None:
    assert settled(MultiDict(given)) == meant


def test_what_is_settled_stays_so() -> None:
    meant = settled(MultiDict([("q", "a"), ("near", "b"), ("from", "1375h")]))
    assert meant == [("q", "a NEAR/5 b"), ("from", "1955-08-20")]
    assert settled(MultiDict(meant)) is None


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("شرطة القرب", "شرطة القرب"),
        (" الأمنُ ", "الأمنُ"),
        ("«شرطة القرب»", ""),
        ("سياس*", ""),
        ("عنوان:أمن", ""),
    ],
)
def test_a_control_is_filled_with_words_only(query: str, words: str) -> None:
    assert plain_words(query) == words
