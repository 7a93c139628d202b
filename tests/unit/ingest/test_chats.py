"""Chats exported by WhatsApp, in the forms of telephones and languages."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.ingest.chats import chat_date, chat_messages, chat_text, is_chat
from indexer.model import ArchiveDate, Document

LIMITS = SourceLimits(2_000_000)
ENGLISH = """13/05/2021, 10:15 - Messages are end-to-end encrypted.
13/05/2021, 10:15 - ليلى: السلام عليكم
كيف الحال؟

والعمل؟
13/05/2021, 10:16 - سمير: <Media omitted>
14/05/2021, 9:01 pm - سمير: بخير: شكرا
"""
ARABIC = """\u200f١٣\u200f/٥\u200f/٢٠٢١، ١٠:١٥\u202fم - ليلى: السلام عليكم
\u200f١٣\u200f/٥\u200f/٢٠٢١، ١٠:١٦\u202fم - سمير: <تم استبعاد الوسائط>
\u200f١٤\u200f/٥\u200f/٢٠٢١، ٩:٠١\u202fص - سمير: بخير
"""
IPHONE = """[13/05/2021 à 10:15:33] Leïla : Bonjour à tous
\u200e[13/05/2021 à 10:16:02] Samir : \u200eimage absente
[14/05/2021 à 09:01:00] Samir : Très bien
"""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            ENGLISH,
            "## 13/05/2021\n\n10:15 Messages are end-to-end encrypted.\n"
            "10:15 ليلى: السلام عليكم\nكيف الحال؟\nوالعمل؟\n\n"
            "## 14/05/2021\n\n9:01 pm سمير: بخير: شكرا",
        ),
        (
            ARABIC,
            "## ١٣/٥/٢٠٢١\n\n١٠:١٥ م ليلى: السلام عليكم\n\n## ١٤/٥/٢٠٢١\n\n٩:٠١ ص سمير: بخير",
        ),
        (
            IPHONE,
            "## 13/05/2021\n\n10:15:33 Leïla: Bonjour à tous\n\n"
            "## 14/05/2021\n\n09:01:00 Samir: Très bien",
        ),
    ],
    ids=["android", "arabic", "iphone"],
)
def test_messages_stand_under_their_day(text: str, shown: str) -> None:
    assert is_chat(text)
    assert chat_text(chat_messages(text)) == shown


@pytest.mark.parametrize(
    "line",
    [
        "5/13/21, 10:15 AM - ليلى: نص",
        "5/13/21, 10:15\u202fAM - ليلى: نص",
        "13.05.21, 10:15 - ليلى: نص",
        "2021-05-13, 10:15 a.m. - ليلى: نص",
        "13/05/2021 10:15 - ليلى: نص",
        "\u200e[13/5/2021، 10:15:33 ص] ليلى: نص",
        "[2021/5/13, 10:15:33] ~ ليلى: نص",
    ],
)
def test_other_forms_of_date_and_time(line: str) -> None:
    assert [message.text.endswith("ليلى: نص") for message in chat_messages(line)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "نص\n13/05/2021, 10:15 - ليلى: نص\n13/05/2021, 10:15 - ليلى: نص",
        "13/05/2021, 10:15 - ليلى: نص\nنص",
        "في 13/05/2021 انعقد الاجتماع\nفي 14/05/2021 انفض",
        "",
    ],
)
def test_other_texts_are_no_chats(text: str) -> None:
    assert not is_chat(text)


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (["13/05/2021", "1/6/2021"], "2021-05-13"),
        (["1/5/21", "5/13/21"], "2021-01-05"),
        (["2021-05-13"], "2021-05-13"),
        (["١٣/٥/٢٠٢١"], "2021-05-13"),
        (["1/5/2021", "2/5/2021"], None),  # May, or January and February
    ],
)
def test_the_first_day_is_told_where_it_is_certain(days: list[str], first: str | None) -> None:
    text = "\n".join(f"{day}, 10:15 - ليلى: نص" for day in days)
    assert chat_date(list(chat_messages(text))) == first


def test_a_chat_is_named_as_its_file_or_its_archive(tmp_path: Path) -> None:
    (tmp_path / "محادثة واتساب مع ليلى.txt").write_text(ARABIC, "utf-8")
    with zipfile.ZipFile(tmp_path / "WhatsApp Chat - Samir.zip", "w") as archive:
        archive.writestr("_chat.txt", IPHONE)
    found = [item for source in corpus_sources(tmp_path) for item in read_source(source, LIMITS)]
    assert all(isinstance(item, Document) for item in found)
    assert [(item.title, item.date) for item in found if isinstance(item, Document)] == [
        ("WhatsApp Chat - Samir", ArchiveDate(2021, 5, 13)),
        ("محادثة واتساب مع ليلى", ArchiveDate(2021, 5, 13)),
    ]
