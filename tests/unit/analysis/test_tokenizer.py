"""Where words begin and end."""

from __future__ import annotations

import pytest

from indexer.analysis import tokens
from indexer.analysis.signs import HONORIFICS, SIGNS


def words(text: str) -> list[str]:
    return [text[token.start : token.end] for token in tokens(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # signs end a word, spaces or not
        ("الرباط،أمس (الخميس).", ["الرباط", "أمس", "الخميس"]),
        ("«الأمن»؛ الأمن؟", ["الأمن", "الأمن"]),
        ("أمني-إداري", ["أمني", "إداري"]),
        ("سطر\nآخر\tهنا", ["سطر", "آخر", "هنا"]),
        ("اسم_ملف", ["اسم", "ملف"]),
        # marks, joiners and controls do not
        ("الشُّرْطَةُ الإداريَّة", ["الشُّرْطَةُ", "الإداريَّة"]),
        ("الأمـــن", ["الأمـــن"]),
        ("ب\u0640", ["ب\u0640"]),
        ("می\u200cشود", ["می\u200cشود"]),
        ("الأ\u00adمن", ["الأ\u00adمن"]),
        ("\u202bالأمن\u202c", ["الأمن"]),  # controls around it are not of it
        ("ا\u200f\u200eب", ["ا\u200f\u200eب"]),
        ("ق\ufe79ل", ["ق\ufe79ل"]),
        # a mark alone is no word
        ("أولا ـ ثانيا", ["أولا", "ثانيا"]),
        ("\ufe78 \ufc5e", []),
        # but for one that stands for words, and signs that mean something
        ("محمد ﷺ رسول", ["محمد", "ﷺ", "ﷺ", "ﷺ", "ﷺ", "رسول"]),
        ("عمر\u0613.", ["عمر", "\u0613", "\u0613", "\u0613"]),
        ("مح\u0610مد", ["مح\u0610مد"]),
        ("50% ٪ 3°", ["50", "%", "٪", "3", "°"]),
        ("☪☪ © §5 №", ["☪", "☪", "©", "§", "5", "№"]),
        ("\U0001f1f2\U0001f1e6 \u2764\ufe0f", ["\U0001f1f2", "\U0001f1e6", "\u2764"]),
        ("• ■ → = + …", []),
        # numbers, dates, laws
        ("القانون 1.11.91 في 31.13", ["القانون", "1.11.91", "في", "31.13"]),
        ("2018-04 و12/5/1956", ["2018-04", "و", "12/5/1956"]),
        ("10,405 ١٠٫٥ ١٬٠٠٠", ["10,405", "١٠٫٥", "١٬٠٠٠"]),
        ("10:30", ["10:30"]),
        # whatever hyphen or dash stands between
        ("36–15 36‑15 36‐15 36−15 36‒15", ["36–15", "36‑15", "36‐15", "36−15", "36‒15"]),
        ("36—15 36--15 36 - 15", ["36", "15", "36", "15", "36", "15"]),
        # thousands that a space parts which no line breaks at
        ("1\u00a0200 درهم", ["1\u00a0200", "درهم"]),
        ("10\u202f000\u2009000,50", ["10\u202f000\u2009000,50"]),
        ("٢٠\u00a0٠٠٠", ["٢٠\u00a0٠٠٠"]),
        ("12 200", ["12", "200"]),  # any other space parts a list
        ("2018\u00a0200 1\u00a020 1\u00a02000", ["2018", "200", "1", "20", "1", "2000"]),
        ("1.5\u00a0200", ["1.5", "200"]),
        ("1،200 و10،000،000", ["1،200", "و", "10،000،000"]),
        ("12، 200 و12،20 و53،100،20", ["12", "200", "و", "12", "20", "و", "53", "100", "20"]),
        ("20،53،100", ["20", "53", "100"]),
        ("سنة 1956.", ["سنة", "1956"]),  # a sign with no digit after it ends the number
        ("1..2", ["1", "2"]),
        # letters give way to digits
        ("السيرافي4", ["السيرافي", "4"]),
        ("1430هـ", ["1430", "هـ"]),
        # raised digits are marks of notes
        ("حقوق الطفل¹ في¹² المدن", ["حقوق", "الطفل", "في", "المدن"]),
        ("⁽³⁾ CO₂ 5²", ["CO₂", "5"]),
        # other scripts
        ("la Sûreté d'État", ["la", "Sûreté", "d", "État"]),
        ("Su\u0302rete\u0301", ["Su\u0302rete\u0301"]),  # decomposed
        ("DGSNالأمن", ["DGSN", "الأمن"]),
        # what no author writes
        ("أمن\x00وطني", ["أمن", "وطني"]),
        ("أمن\ud800وطني", ["أمن", "وطني"]),
        ("", []),
        ("؟! ،", []),
    ],
)
def test_words_as_their_author_wrote_them(text: str, found: list[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize(
    "mark",
    [
        "\u0610",  # honorific signs
        "\u064b",  # tashkeel
        "\u0654",  # hamza above, on a letter it makes no other letter with
        "\u0670",  # superscript alef
        "\u06d6\u06df\u06e5\u06ea",  # Quranic annotation
        "\u0898\u08c9\u08e3",  # extended marks
        "\ufc5e\ufcf2\ufe70\ufe79",  # marks as presentation forms
        "\u0640",  # tatweel
        "\u200c\u200d\u2060\u00ad\u061c\u202a\u2066\u206a\ufeff",  # without a shape
        "\u0651\u200c\u064b",
    ],
)
def test_marks_and_signs_without_shape_are_of_the_word(mark: str) -> None:
    assert [token.surface for token in tokens(f"ق{mark}ل")] == ["قل"]


def test_a_token_has_its_folded_form_and_its_place() -> None:
    first, second = tokens("  الأمنُ الوطني")
    assert (first.surface, first.position, first.start, first.end) == ("الامن", 0, 2, 8)
    assert (second.surface, second.position, second.start, second.end) == ("الوطني", 1, 9, 15)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ﷺ", "صلى الله عليه وسلم"),
        ("ﷻ", "جل جلاله"),
        ("ﷲ", "الله"),  # a word in one letter
        ("عمر\u0613", "عمر رضي الله عنه"),
        ("\ufdfd", "بسم الله الرحمن الرحيم"),
        ("№ ٪", "no ٪"),
    ],
)
def test_signs_that_stand_for_words_are_those_words(text: str, written: str) -> None:
    assert " ".join(token.written for token in tokens(text)) == written


def test_percent_signs_are_one() -> None:
    assert [token.surface for token in tokens("% ٪")] == ["%", "%"]


def test_no_sign_breaks_what_words_are_kept_in() -> None:
    for sign in (*SIGNS, *HONORIFICS):
        for token in tokens(sign):
            assert token.written
            assert token.surface
            assert not set(token.written) & set(" \t\n&~")
