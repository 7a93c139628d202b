"""The health of a text, from 0 to 1, and what it means: can the words of the text be found?"""

from __future__ import annotations

from enum import StrEnum

SOUND = 0.80  # from here on nearly all words are found
READABLE = 0.70  # from here on most words are found; below, hardly any


class TextQuality(StrEnum):
    """The quality of a text, as its health says."""

    SOUND = "sound"
    DOUBTFUL = "doubtful"
    UNREADABLE = "unreadable"


def text_quality(health: float | None) -> TextQuality | None:
    """The quality of a text of this health; None where it is not known."""
    if health is None:
        return None
    if health >= SOUND:
        return TextQuality.SOUND
    return TextQuality.DOUBTFUL if health >= READABLE else TextQuality.UNREADABLE
