"""The text of subtitles (.srt, .vtt) in pages that are labelled with the time when they begin."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.ingest.cleaning import CleanText, clean_text
from indexer.ingest.encoding import decoded_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.reading import PageReading, Reading
from indexer.ingest.sources import Source, source_bytes

_PAGE_SECONDS = 30  # a page is short, so that a hit says when it is spoken
_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)(?:[.,]\d{1,3})?"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?$", re.MULTILINE)
_TAG = re.compile(
    r"</?(?:[biu]|font|c|v|lang|ruby|rt)\b[^<>]*>|</?c\.[^<>]*>|<[\d:.]+>|\{\\[^{}]*\}"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]+)>")
_NOTE = re.compile(r"(?:WEBVTT|NOTE|STYLE|REGION)\b")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that are shown from `seconds` on."""

    seconds: int
    text: CleanText


def subtitle_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The pages of a file of subtitles, each of about half a minute."""
    content = source_bytes(source, limits.max_bytes)
    pages = tuple(cue_pages(cues(decoded_text(content))))
    if not pages:
        raise ValueError("has no subtitle: no line of the form 00:00:01,000 --> 00:00:04,000")
    yield Reading({}, pages=pages, digest=hashlib.sha256(content).hexdigest())


def cues(text: str) -> Iterator[Cue]:
    """The cues in `text`; numbers, times, marks of style and remarks to programs are no words.

    A line that is shown again with the next one, as in captions that roll, is taken once.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    timings = list(_TIMING.finditer(text))
    ends = [*(timing.start() for timing in timings), len(text)][1:]
    shown: list[CleanText] = []
    for timing, end in zip(timings, ends, strict=True):
        lines = _shown_lines(text[timing.end() : end].split("\n"), end == len(text))
        new = [line for line in lines if line not in shown]
        shown = lines or shown
        if new:
            hours, minutes, seconds = (int(part or 0) for part in timing.groups()[:3])
            yield Cue(hours * 3600 + minutes * 60 + seconds, CleanText("\n".join(new)))


def _shown_lines(lines: list[str], are_last: bool) -> list[CleanText]:
    """The words in the `lines` between a timing and the next one, if they are not the last."""
    if not are_last:
        lines.pop()  # the empty beginning of the line of the next timing
        is_name = lines[-1].strip().isdigit() or not lines[-2:-1] or not lines[-2].strip()
        if is_name and any(line.strip() for line in lines[:-1]):
            lines.pop()
    found: list[CleanText] = []
    is_note = False
    for number, line in enumerate(lines):
        begins = number == 0 or not lines[number - 1].strip()
        is_note = bool(_NOTE.match(line)) if begins else is_note
        voiced = _VOICE.sub(lambda voice: f"{voice[1]}: ", line)
        cleaned = clean_text(html.unescape(_TAG.sub("", voiced)))
        if cleaned and not is_note:
            found.append(cleaned)
    return found


def cue_pages(found: Iterator[Cue]) -> Iterator[PageReading]:
    """The texts of cues, gathered in pages that begin at a cue and are labelled with its time."""
    lines: list[str] = []
    begun = number = 0
    for cue in found:
        if lines and not 0 <= cue.seconds - begun < _PAGE_SECONDS:
            number += 1
            yield _page(number, begun, lines)
            lines = []
        begun = begun if lines else cue.seconds
        lines.append(cue.text)
    if lines:
        yield _page(number + 1, begun, lines)


def _page(number: int, seconds: int, lines: list[str]) -> PageReading:
    label = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return PageReading(number, CleanText("\n".join(lines)), label)
