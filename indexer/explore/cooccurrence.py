"""Where the words of a query meet: the places of a passage → those that stand on one line."""

from __future__ import annotations

from collections.abc import Sequence

from indexer.highlight.matcher import Span

WINDOW = 60  # characters from the first word of a meeting to its last: a line shows them all


def meetings(spans: Sequence[Span]) -> list[list[Span]]:
    """`spans` of one passage, in order, each in one group: words that meet, or a place alone.

    Most different words meet first, of these the nearest: a group of three is not broken by one of
    two. No group holds more than it must. Groups stand in the order of their first spans.
    """
    found: list[tuple[int, int]] = []  # (first, after the last) of the groups
    taken = [False] * len(spans)
    for words in range(_most(spans), 1, -1):
        windows = _windows(spans, words)
        windows.sort(key=lambda window: spans[window[1] - 1].end - spans[window[0]].start)
        for first, after in windows:
            if not any(taken[first:after]):
                taken[first:after] = [True] * (after - first)
                found.append((first, after))
    found += [(at, at + 1) for at, others in enumerate(taken) if not others]
    return [list(spans[first:after]) for first, after in sorted(found)]


def distinct_words(group: Sequence[Span]) -> int:
    """The number of different words of the query in `group`."""
    return len({span.word for span in group})


def _most(spans: Sequence[Span]) -> int:
    """The most different words within the window after one of `spans`."""
    if distinct_words(spans) < 2:
        return 1
    most = after = 0
    for first, span in enumerate(spans):
        while after < len(spans) and spans[after].end - span.start <= WINDOW:
            after += 1
        most = max(most, distinct_words(spans[first:after]))
    return most


def _windows(spans: Sequence[Span], words: int) -> list[tuple[int, int]]:
    """The (first, after the last) of the smallest runs with so many words in the window."""
    found = []
    for first, span in enumerate(spans):
        seen = {span.word}
        for after in range(first + 1, len(spans)):
            other = spans[after]
            if other.end - span.start > WINDOW or other.word == span.word:
                break  # too far, or a smaller run begins there
            seen.add(other.word)
            if len(seen) == words:
                found.append((first, after + 1))
                break
    return found
