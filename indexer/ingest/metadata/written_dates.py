"""The date that a text bears, for a document that states none: where it is signed, or in its title.

    وحرر بالرباط في 24 من رمضان 1410 (20 أبريل 1990)     1990-04-20
    Fait à Rabat, le 1er juillet 2011                     2011-07-01
    ظهير شريف صادر في 8 ربيع الأول 1431 (23 فبراير 2010)    2010-02-23

A text mentions many days that are not its own. So only a day counts that a signature, or the title,
says to be that of the document; none where they name several.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from indexer.mentions.date_readings import Calendar, Precision
from indexer.mentions.dates import DateMention, dates
from indexer.model import ArchiveDate

TEXT = "text"  # where a date came from that the text bears
_MOST_BEFORE = 60  # characters from the word of a signature to its date
_SIGNED = re.compile(
    r"(?:^|\n)[\s>*_#-]*(?:و?(?:حرر|حررت|حُرر|حُرِّر)|Fait|Donné|Signé|Done|Signed)\s(?P<between>[^\n.;؛]*)$"
)
_SIGNING_WORD = re.compile("[حFDS](?:رر|ُرر|ُرِّر|ait|onné|igné|one|igned)")
_BEFORE_IT = re.compile(r"[\s>*_#-]*و?")
_DATED = re.compile(
    r"(?:صادرة?|مؤرخة?|حررت?)\s+(?:في|بتاريخ)\s+$|بتاريخ\s+$|en date du\s+$|daté du\s+$"
)


class BorneDate(NamedTuple):
    """The day that a text bears, and the words that say so."""

    date: ArchiveDate
    words: str


def written_date(title: str, text: str) -> BorneDate | None:
    """The day that `text` is signed on, or that its `title` bears; None where that is not sure."""
    for found in (list(_signed(text)), list(_of_title(title))):
        if found:
            return found[-1] if len({one.date for one in found}) == 1 else None
    return None


def _signed(text: str) -> Iterator[BorneDate]:
    if not _has_signature(text):
        return
    for one in _days(text):
        start = max(0, one.start - _MOST_BEFORE)
        if signed := _SIGNED.search(text, start, one.start):
            words = " ".join(text[signed.start() : one.end].split())
            yield BorneDate(one.first, words)


def _has_signature(text: str) -> bool:
    """Whether a line of `text` begins with the word of a signature: most texts have none."""
    return any(
        _BEFORE_IT.fullmatch(text, text.rfind("\n", 0, word.start()) + 1, word.start())
        for word in _SIGNING_WORD.finditer(text)
    )


def _of_title(title: str) -> Iterator[BorneDate]:
    for one in _days(title):
        if dated := _DATED.search(title, 0, one.start):
            yield BorneDate(one.first, title[dated.start() : one.end])


def _days(text: str) -> Iterator[DateMention]:
    return (
        one
        for one in dates(text)
        if one.precision is Precision.DAY
        and one.first == one.last
        and one.calendar is not Calendar.HIJRI  # whose day is computed
        and not one.doubtful
    )
