"""The texts of a document that are indexed, part by part.

title   the title, where it was given; a title that was derived counts as little as the line
        that it was taken from, or as the name of the file
text    the text, and after it the words of the name of the file, so that it is found by them
"""

from __future__ import annotations

from indexer.analysis import tokens
from indexer.ingest import readable_name
from indexer.model import Document


def indexed_texts(document: Document) -> dict[str, str]:
    """The text of each of PARTS."""
    title = "" if document.title_origin else document.title
    return {"title": title, "text": f"{document.text}\n\n{_name(document)}"}


def name_words(document: Document) -> int:
    """The number of words that `indexed_texts` adds to the text of `document`."""
    return sum(1 for _ in tokens(_name(document)))


def _name(document: Document) -> str:
    """The words of the name of the file that is this document alone; empty where there is none."""
    if document.line is not None:
        return ""
    return readable_name((document.member or document.path).rstrip("/"))
