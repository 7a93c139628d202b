"""The passages that several documents have, with these documents; and two places compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from indexer.analysis import tokens
from indexer.errors import IndexDamaged
from indexer.model import Piece, Snippet
from indexer.model.answers import SUMMARY_FIELDS, DocumentSummary
from indexer.model.reuse import (
    ComparedPassage,
    PassageFamily,
    PassagePlace,
    ReusedPassage,
    ReusedPlace,
    ReusePage,
)
from indexer.reuse.file import ReuseFile
from indexer.search.session import Session

MOST_CHARACTERS = 600  # of the text of a passage in a list
MOST_COMPARED = 200_000  # characters of a passage whose differences are looked for
_HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)


def reuse_page(
    session: Session, page: int, page_size: int, document_id: str | None = None
) -> ReusePage | None:
    """One page of the passages of the archive, or of a document in the order of its text.

    None when there is no such document.
    """
    of = _summaries(session, [document_id]).get(document_id) if document_id is not None else None
    if document_id is not None and of is None:
        return None
    folder = session.generation.folder
    if not ReuseFile.there(folder):
        return ReusePage(False, 0, page, page_size, of=of)
    file = ReuseFile(folder)
    first = (page - 1) * page_size
    if document_id is None:
        total = file.families
        marks: tuple[tuple[PassagePlace, int], ...] = ()
        numbers = range(first, min(first + page_size, total))
        families = [file.family(number) for number in numbers]
    else:
        every = file.of(document_id)
        total, families = len(every), list(every[first : first + page_size])
        marks = tuple((_here(family, document_id), _others(family)) for family in every)
    return ReusePage(
        True,
        total,
        page,
        page_size,
        _passages(session, families, document_id),
        file.formulae,
        of,
        marks,
    )


def compared_passage(
    session: Session, one: tuple[str, int], other: tuple[str, int]
) -> ComparedPassage | None:
    """Two places of one passage, each given as (document id, start); None if there are none."""
    folder = session.generation.folder
    if not ReuseFile.there(folder):
        return None
    for family in ReuseFile(folder).of(one[0]):
        places = {(place.id, place.start): place for place in family.places}
        if one in places and other in places and one[0] != other[0]:
            return _compared(session, places[one], places[other])
    return None


def _compared(session: Session, one: PassagePlace, other: PassagePlace) -> ComparedPassage | None:
    """Both places and their texts; None where one of the documents is damaged."""
    documents = _summaries(session, (one.id, other.id))
    if len(documents) < 2:
        return None
    texts = [without_marks(_text(session, place, MOST_COMPARED)) for place in (one, other)]
    return ComparedPassage(
        ReusedPlace(one, documents[one.id]),
        ReusedPlace(other, documents[other.id]),
        *differences(*texts),
    )


def without_marks(text: str) -> str:
    """`text` without the signs before its headings, for a page that shows it as it reads."""
    return _HEADING.sub("", text)


def differences(one: str, other: str) -> tuple[Snippet, Snippet]:
    """Both texts in pieces; those match whose words the other text does not have there.

    Words are compared as they are folded: without vowel marks, hamzas on alef, punctuation.
    """
    words = [list(tokens(text)) for text in (one, other)]
    surfaces = [[word.surface for word in some] for some in words]
    matcher = SequenceMatcher(None, surfaces[0], surfaces[1], autojunk=False)
    blocks = matcher.get_matching_blocks()
    shared = [
        {at for block in blocks for at in range(block[side], block[side] + block.size)}
        for side in (0, 1)
    ]
    spans = [
        [(word.start, word.end) for at, word in enumerate(some) if at not in same]
        for some, same in zip(words, shared, strict=True)
    ]
    return _pieces(one, spans[0]), _pieces(other, spans[1])


def _pieces(text: str, spans: Iterable[tuple[int, int]]) -> Snippet:
    pieces: list[Piece] = []
    done = 0
    for start, end in spans:
        if start > done:
            pieces.append(Piece(text[done:start]))
        if end > done:  # words of one sign share their place
            pieces.append(Piece(text[start:end], match=True))
            done = end
    if done < len(text):
        pieces.append(Piece(text[done:]))
    return tuple(pieces)


def _passages(
    session: Session, families: Sequence[PassageFamily], document_id: str | None
) -> tuple[ReusedPassage, ...]:
    documents = _summaries(session, [one.id for family in families for one in family.places])
    found = []
    for family in families:
        firsts: dict[str, PassagePlace] = {}
        for place in family.places:
            if place.id in documents:
                firsts.setdefault(place.id, place)
        if not firsts:
            continue
        here = _here(family, document_id) if document_id is not None else None
        found.append(
            ReusedPassage(
                family.number,
                _text(session, here or next(iter(firsts.values())), MOST_CHARACTERS),
                tuple(ReusedPlace(place, documents[name]) for name, place in firsts.items()),
                here,
            )
        )
    return tuple(found)


def _here(family: PassageFamily, document_id: str) -> PassagePlace:
    return min(
        (place for place in family.places if place.id == document_id), key=lambda place: place.start
    )


def _others(family: PassageFamily) -> int:
    """The number of documents that have the passage, but one."""
    return len({place.id for place in family.places}) - 1


def _summaries(session: Session, ids: Iterable[str]) -> Mapping[str, DocumentSummary]:
    """Id → the document, without its text; damaged ones are left out."""
    wanted = list(dict.fromkeys(ids))
    if not wanted:
        return {}
    read = session.searcher.read(wanted, SUMMARY_FIELDS)
    return {
        one.id: DocumentSummary.of(one)
        for one in read
        if one is not None and not isinstance(one, IndexDamaged)
    }


def _text(session: Session, place: PassagePlace, most: int) -> str:
    """The text at `place`, or `most` characters of it; nothing is read of what comes after."""
    end = min(place.end, place.start + most)
    kept: list[str] = []
    done = 0
    for piece in session.searcher.text(place.id) or ():
        kept.append(piece[max(0, place.start - done) : max(0, end - done)])
        done += len(piece)
        if done >= end:
            break
    return "".join(kept)
