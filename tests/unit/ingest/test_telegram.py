"""Chats that Telegram exports as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.model import ArchiveDate, Document

LIMITS = SourceLimits(2_000_000)


def message(at: str, sender: str | None, text: object) -> dict[str, object]:
    return {"type": "message", "date": f"2021-05-{at}", "from": sender, "text": text}


LINK = ["انظر ", {"type": "link", "text": "https://example.org"}, "!"]
CHAT = {
    "name": "لجنة الأرشيف",
    "type": "private_group",
    "id": 7,
    "messages": [
        {"type": "service", "date": "2021-05-12T09:00:00", "action": "create_group", "text": ""},
        message("12T10:15:33", "ليلى", "السلام\n\nعليكم"),
        message("12T10:16:00", "سمير", LINK),
        message("12T10:17:00", "سمير", "") | {"photo": "a.jpg"},
        message("13T08:00:00", None, "صباح الخير"),
    ],
}


def read(folder: Path, record: object) -> list[Document | DocumentError]:
    (folder / "result.json").write_text(json.dumps(record), "utf-8")
    return list(read_source(corpus_sources(folder)[0], LIMITS))


def test_a_chat_is_a_document_with_its_messages_by_day(tmp_path: Path) -> None:
    (found,) = read(tmp_path, CHAT)
    assert isinstance(found, Document)
    assert (found.id, found.title, found.date) == (
        "result",
        "لجنة الأرشيف",
        ArchiveDate(2021, 5, 12),
    )
    assert found.text == (
        "## 2021-05-12\n\n10:15 ليلى: السلام\nعليكم\n10:16 سمير: انظر https://example.org!\n\n"
        "## 2021-05-13\n\n08:00 صباح الخير"
    )


def test_an_export_of_all_chats_has_a_document_for_each(tmp_path: Path) -> None:
    chats = [CHAT, CHAT | {"id": 8, "name": None}, {"id": 9, "type": "x", "messages": []}]
    found = read(tmp_path, {"about": "…", "chats": {"list": chats}})
    assert [item.id for item in found if isinstance(item, Document)] == ["result/7", "result/8"]


@pytest.mark.parametrize("record", [{"id": 1}, [1], "x", {"chats": {"list": 3}}, {"messages": [1]}])
def test_other_json_is_no_chat(tmp_path: Path, record: object) -> None:
    (found,) = read(tmp_path, record)
    assert isinstance(found, DocumentError)
    assert "no chats that Telegram exported" in found.reason


@pytest.mark.parametrize("text", ["{", "[" * 100_000], ids=["cut", "deep"])
def test_what_is_no_json_is_one_sentence(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.json").write_text(text)
    (found,) = read_source(corpus_sources(tmp_path)[0], LIMITS)
    assert isinstance(found, DocumentError)
    assert found.reason.startswith("is ")
