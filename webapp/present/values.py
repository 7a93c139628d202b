"""The parts of answers that JSON has in several places: words, the basis, suggestions."""

from __future__ import annotations

from dataclasses import asdict

from indexer import Basis, Suggestion, WordForms


def word_values(word: WordForms) -> dict[str, object]:
    """A word of a query, as JSON has it."""
    return {
        "word": word.word,
        "width": word.width,
        "root": word.root,
        "count": word.count,
        "forms": [{"form": form.text, "count": form.count, "on": form.on} for form in word.forms],
        "near": word.near,
        "also": [{"form": form.text, "count": form.count} for form in word.also],
        "searched": word.searched,
    }


def basis_values(basis: Basis) -> dict[str, object]:
    """The query that was answered, why it was, and what the answer lacks."""
    return {
        "why": basis.why,
        "carried_out": basis.query,
        "read_as": [
            {"kind": reading.kind, "text": reading.text, "query": reading.query}
            for reading in basis.readings
        ],
        "complete": basis.complete,
        "incomplete_because": basis.lacks,
        "unmarked": basis.unmarked,
        "translated": list(map(asdict, basis.translated)),
    }


def suggestion_values(suggestion: Suggestion) -> dict[str, object]:
    """A suggestion, as JSON has it."""
    return {"query": suggestion.query, "total": suggestion.total}
