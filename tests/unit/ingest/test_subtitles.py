"""Subtitles: times are places and no words."""

from __future__ import annotations

from pathlib import Path

import pytest

from indexer.errors import DocumentError
from indexer.ingest import SourceLimits, corpus_sources, read_source
from indexer.ingest.subtitles import cues
from indexer.model import Document

LIMITS = SourceLimits(2_000_000)
SRT = """1
00:00:01,000 --> 00:00:04,000
وصل القطار
<i>إلى المحطة</i>

2
00:00:05,500 --> 00:00:07,000
في عام 2019

3
01:02:40,000 --> 01:02:44,000 X1:0 Y1:9
{\\an8}وداعا
"""
VTT = """WEBVTT - عنوان

STYLE
::cue { color: red }

NOTE ملاحظة داخلية

intro
00:01.000 --> 00:04.000 align:start
<v ليلى>أهلا &amp; سهلا</v>

NOTE
ملاحظة أخرى

00:05.000 --> 00:06.000
<c.yellow>نعم</c> <00:05.500>لا
"""


def shown(text: str) -> list[tuple[int, str]]:
    return [(cue.seconds, cue.text) for cue in cues(text)]


def test_cues_of_srt() -> None:
    assert shown(SRT) == [(1, "وصل القطار\nإلى المحطة"), (5, "في عام 2019"), (3760, "وداعا")]


def test_cues_of_vtt() -> None:
    assert shown(VTT) == [(1, "ليلى: أهلا & سهلا"), (5, "نعم لا")]


@pytest.mark.parametrize(
    "text",
    [
        SRT.replace("\n", "\r\n"),
        SRT.replace("\n\n", "\n"),  # no empty line between
        SRT.replace("المحطة</i>", "المحطة</i>\n"),
    ],
    ids=["crlf", "close", "wide"],
)
def test_cues_of_srt_as_programs_write_it(text: str) -> None:
    assert shown(text) == shown(SRT)


def test_a_cue_may_have_a_number_for_its_words_and_an_empty_line() -> None:
    text = "1\n00:01,000 --> 00:02,000\n1975\n\n2\n00:03,000 --> 00:04,000\nأول\n\nثان\n"
    assert shown(text) == [(1, "1975"), (3, "أول\nثان")]


def test_captions_that_roll_are_taken_once() -> None:
    shown_at = [(1, "أول"), (2, "أول\nثان"), (3, "ثان\nثالث")]
    text = "\n".join(f"00:0{at}.0 --> 00:0{at + 1}.0\n{words}\n" for at, words in shown_at)
    assert [words for _, words in shown(text)] == ["أول", "ثان", "ثالث"]


@pytest.mark.parametrize(("name", "text"), [("f.srt", SRT), ("f.vtt", VTT)], ids=["srt", "vtt"])
def test_pages_are_labelled_with_the_time_at_which_they_begin(
    tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    (found,) = read_source(corpus_sources(tmp_path)[0], LIMITS)
    assert isinstance(found, Document)
    assert (found.title, found.title_origin) == ("f", "file_name")
    labels = [(found.text[page.start :].partition("\n")[0], page.label) for page in found.pages]
    assert (
        labels
        == {
            "f.srt": [("وصل القطار", "00:00:01"), ("وداعا", "01:02:40")],
            "f.vtt": [("ليلى: أهلا & سهلا", "00:00:01")],
        }[name]
    )


def test_a_file_without_subtitles_is_none(tmp_path: Path) -> None:
    (tmp_path / "f.srt").write_text("نص", "utf-8")
    (found,) = read_source(corpus_sources(tmp_path)[0], LIMITS)
    assert isinstance(found, DocumentError)
    assert "has no subtitle" in found.reason
