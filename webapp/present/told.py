"""The basis of an answer in words, for files that stand by themselves."""

from __future__ import annotations

from datetime import datetime

from indexer import Basis, SearchRequest, Why
from webapp.i18n import Messages
from webapp.present.tables import Told, told_names
from webapp.site import names


def told_of(
    basis: Basis,
    wanted: SearchRequest,
    words: Messages,
    made: datetime | None = None,
    sample: str = "",
) -> Told:
    """`basis` in `words`; with the time at which the file was `made`, where that is given.

    `sample` says how its rows were drawn, where they are a sample.
    """
    because = " ".join(str(words.entry(f"incomplete.{lack}")) for lack in basis.lacks)
    missing = f"{words.entry('note.partial.title')} {because}" if because else ""
    read = [
        str(words.entry(f"read_as.{part.kind}")).format(text=f"«{part.text}»")
        for part in basis.readings
    ]
    facts = {
        "archive": names().name,
        "asked": wanted.query,
        "why": " ".join(str(words.entry(f"why.{why}")) for why in reasons(basis) or ["as_asked"]),
        "carried_out": basis.query,
        **({"read_as": " ".join(read)} if read else {}),
        **({"translated": told_names(basis)} if basis.translated else {}),
        "complete": missing or str(words.entry("sheet.whole")),
        **({"sample": sample} if sample else {}),
        **({"made": made.isoformat(timespec="seconds")} if made else {}),
    }
    labelled = [(str(words.entry(f"sheet.{name}")), how) for name, how in facts.items()]
    return Told(basis, missing, labelled, read, sample)


def reasons(basis: Basis) -> list[str]:
    """Why the hits are not those asked for: both reasons, where a correction was widened."""
    widened = [str(Why.WIDENED)] if basis.widened else []
    return [str(Why.CORRECTED), *widened] if basis.corrected else widened
