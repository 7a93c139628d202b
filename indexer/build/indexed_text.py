"""The texts of a document that are indexed, part by part.

title   the title, where it was given; a title that was derived counts as little as the line
        that it was taken from, or as the name of the file
text    the text, and after it the French and the English title and the words of the name of the
        file, so that it is found by them
"""

from __future__ import annotations

from indexer.analysis import tokens
from indexer.ingest import readable_name
from indexer.model import Document


def indexed_texts(document: Document) -> dict[str, str]:
    """The text of each of PARTS."""
    title = "" if document.title_origin else document.title
    return {"title": title, "text": f"{document.text}\n\n{_about(document)}"}


def words_about(document: Document) -> int:
    """The number of words that `indexed_texts` adds to the text of `document`."""
    return sum(1 for _ in tokens(_about(document)))


def _about(document: Document) -> str:
    """The titles of `document` in French and English, and the words of the name of its file."""
    parts = (document.title_fr, document.title_en, _name(document))
    return "\n".join(filter(None, parts))


def _name(document: Document) -> str:
    """The words of the name of the file that is this document alone; empty where there is none."""
    if document.line is not None:
        return ""
    return readable_name((document.member or document.path).rstrip("/"))
