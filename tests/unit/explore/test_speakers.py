"""Who speaks in a text."""

from __future__ import annotations

import pytest

from indexer.explore.speakers import Speakers

INTERVIEW = """## لقاء

الصحفية: متى بدأ المشروع؟

سعاد العلوي: بدأ قبل سنتين.

وكان العمل شاقا.

الصحفية: ومن موله؟

سعاد العلوي: موله أهل الحي.
المصدر: مجلة الحي
"""
CHAT = """## 1/2/2020

10:05 سعاد: متى الموعد؟
10:06 كريم: غدا صباحا
إن شاء الله
10:07 سعاد: حسنا
10:08 كريم: إلى اللقاء
"""
PROSE = (
    "قال وزير العدل: «ننتظر القانون» ثم خرج. وأضافت النائبة: لن ننتظر.\n\nوقال في الختام: كلام.\n"
)
FIELDS = "المصدر: كتاب\nالتاريخ: أمس\nالمصدر: مجلة\nالتاريخ: اليوم\nملاحظة: كلام\n"


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        (INTERVIEW, "متى بدأ", "الصحفية"),
        (INTERVIEW, "قبل سنتين", "سعاد العلوي"),
        (INTERVIEW, "شاقا", None),  # after an empty line: the text does not tell
        (INTERVIEW, "أهل", "سعاد العلوي"),
        (INTERVIEW, "لقاء", None),
        (CHAT, "الموعد", "سعاد"),
        (CHAT, "شاء الله", "كريم"),  # a message of two lines
        (CHAT, "حسنا", "سعاد"),
        (PROSE, "ننتظر القانون", "وزير العدل"),
        (PROSE, "خرج", None),  # after the closing sign
        (PROSE, "لن ننتظر", "النائبة"),
        (PROSE, "كلام", None),  # no name after the verb
        (FIELDS, "مجلة", None),  # labels of fields
    ],
)
def test_a_place_has_the_speaker_that_the_text_tells(
    text: str, words: str, speaker: str | None
) -> None:
    assert Speakers([(0, text)]).of(text.index(words)) == speaker


def test_a_name_alone_is_no_conversation() -> None:
    text = "سعاد: أولا\nسعاد: ثانيا\nكريم: مرة"
    assert Speakers([(0, text)]).of(text.index("ثانيا")) is None


def test_a_text_in_pieces_has_the_same_speakers() -> None:
    cut = CHAT.index("10:07")
    pieces = Speakers([(0, CHAT[:cut]), (cut, CHAT[cut:])])
    assert pieces.of(CHAT.index("حسنا")) == "سعاد"
