"""Parts of answers as lines of text for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from indexer.model import (
    Alternative,
    AlternativeKind,
    ResultPage,
    Snippet,
    WordAnalysis,
    WordForm,
    WordForms,
)

_MOST_FORMS = 12  # of a word, that are shown


def other_queries(page: ResultPage) -> Iterator[str]:
    """The queries offered beside `page`, each with the documents it finds."""
    for suggestion in page.suggestions:
        yield f"{suggestion.query} ({suggestion.total:,})"
    for other in page.alternatives:
        yield f"{_other_query(other)} ({other.total:,})"


def _other_query(other: Alternative) -> str:
    """How `other` differs from what was asked, as an argument."""
    return (
        f"--width {other.request.width}"
        if other.way is AlternativeKind.WIDTH
        else other.request.query
    )


def analysis_lines(words: Iterable[WordAnalysis]) -> Iterator[str]:
    """The analysis of each of `words` on a line, after a line of headings."""
    yield "word\tfolded\tfamily\troot\toccurrences\twhy\tnear derivatives"
    for word in words:
        why = "; ".join(word.steps) or "as it is"
        row = (word.written, word.folded, word.family, word.root or "-", word.occurrences, why)
        yield "\t".join((*map(str, row), " ".join(word.derived) or "-"))


def forms_line(word: WordForms) -> str:
    """The forms of `word` on one line, those that are off between parentheses."""
    shown = map(_counted, word.forms[:_MOST_FORMS])
    states = zip(shown, word.forms, strict=False)
    forms = [text if form.on else f"({text})" for text, form in states]
    if len(word.forms) > _MOST_FORMS:
        forms.append("…")
    if not forms:
        forms = [f"none; near it {', '.join(word.near)}" if word.near else "none"]
    also = f"; not searched: {', '.join(map(_counted, word.also))}" if word.also else ""
    return f"{printable(word.word)}: {', '.join(forms)}{also}"


def _counted(form: WordForm) -> str:
    return f"{form.text} {form.count:,}"


def snippet_line(snippet: Snippet) -> str:
    """`snippet` on one line, its matches in bold on a terminal and in brackets elsewhere."""
    before, after = ("\x1b[1m", "\x1b[0m") if sys.stdout.isatty() else ("[", "]")
    cut = (f"{before}{piece.text}{after}" if piece.match else piece.text for piece in snippet)
    return " ".join("".join(cut).split())


def printable(text: str) -> str:
    """`text`, which names a file, with what could steer a terminal spelt out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
