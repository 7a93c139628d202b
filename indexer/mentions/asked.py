"""A query that is a reference: المادة 66 من قانون المسطرة الجنائية, loi n° 31-13, قانون الأرشيف."""

from __future__ import annotations

import re

from indexer.mentions.acts import folded_letters, named_act_at
from indexer.mentions.own_number import name_after
from indexer.mentions.references import CONSTITUTION, THIS, Reference, references

_MOST_CHARACTERS = 200  # of a query that is one
_EDGES = " \t\n?؟.,،:!«»\"'()[]"
_BEFORE = re.compile(r"(?:l'|la |le |les |the )?", re.IGNORECASE)
_AFTER = re.compile(r"\s+(?:المتعلق|القاضي|بشان|بمثابه|المحدث|الصادر|relati|portant|sur |on )")
_CONSTITUTION = re.compile(
    r"(?:ال)?دستور(?:\s(?:المملكه(?:\sالمغربيه)?|المغربي?|المغرب|الحالي|لسنه|2011))*"
    r"|(?:la )?constitution",
    re.IGNORECASE,
)
_HEAD = re.compile(r"(?:ال)?(?:قانون|ظهير)(?:\s(?:التنظيمي|الاطار|الشريف))*\s+(?P<rest>.+)")
_FOR = re.compile(r"(?:ل|لل)(?=[ء-ي]{3})")


def asked_reference(query: str) -> Reference | None:
    """The law or the article that a whole `query` names; None where it asks for other words."""
    text = folded_letters(query[: _MOST_CHARACTERS + 1]).strip(_EDGES)
    if len(query) > _MOST_CHARACTERS or '"' in text:
        return None
    before = _BEFORE.match(text)
    found = next(references(text), None)
    if found is not None and before is not None:
        is_whole = found.end == len(text) or _AFTER.match(text, found.end)
        is_asked = found.start <= before.end() and is_whole and found.act not in ("", THIS)
        return found if is_asked else None
    if _CONSTITUTION.fullmatch(text):
        return Reference(0, len(text), CONSTITUTION, (CONSTITUTION,), CONSTITUTION)
    key = _name(" ".join(text.split()))
    return Reference(0, len(text), "named", (key,), key) if key else None


def _name(text: str) -> str | None:
    """The key of the law that a folded `text` names without a number: also code de la famille."""
    start = _BEFORE.match(text)
    code = named_act_at(text, start.end()) if start and text[:1].isascii() else None
    if code is not None:
        return code.key if code.end == len(text) else None
    head = _HEAD.fullmatch(text)
    if head is None:
        return f"named {text}" if re.match(r"مدونه\s\S", text) else None
    rest = head["rest"]
    if (name := name_after(rest, 0)) is not None:
        return name
    if (found := _FOR.match(rest)) is not None:
        return f"named قانون ال{rest[found.end() :]}"
    kind = (
        "القانون" if text.startswith("القانون") and not text.startswith("القانون ال") else "قانون"
    )
    return f"named {kind} {rest}" if not text.startswith("القانون ال") else f"named {text}"
