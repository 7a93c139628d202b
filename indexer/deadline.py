"""The time that work may take, looked at inside long documents too."""

from __future__ import annotations

import math
import time


class Deadline:
    """An instant, `seconds` from now, by which work ends; `struck` once some of it was left out."""

    def __init__(self, seconds: float = math.inf) -> None:
        self._at = time.monotonic() + seconds
        self.struck = False

    @property
    def left(self) -> float:
        """Seconds until then; 0 after it."""
        return max(0.0, self._at - time.monotonic())

    def over(self) -> bool:
        """True if it is past; who asks has work left, and leaves it."""
        if time.monotonic() > self._at:
            self.struck = True
        return self.struck
