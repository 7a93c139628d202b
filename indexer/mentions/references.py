"""References to other documents in a text.

Symbols of the United Nations: A/RES/61/177, CAT/C/MAR/CO/4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from indexer.mentions.mention import Mention

# The bodies whose symbols are known (United Nations, Document symbols), then parts in capitals and
# digits; the last has a digit.
_SYMBOL = re.compile(
    r"(?<![\w/.-])(?:A|S|E|CCPR|CAT|CEDAW|CRC|CERD|CED|CMW|CRPD|HRI|CESCR)"
    r"(?:/[A-Z0-9][A-Za-z0-9.-]*){1,7}(?![\w/])"
)


def references(text: str) -> Iterator[Mention]:
    """The references in `text`, in their order."""
    for found in _SYMBOL.finditer(text):
        written = found[0].rstrip(".-")
        if any(character.isdigit() for character in written):
            yield Mention(found.start(), found.start() + len(written), "symbol", (_key(written),))


def _key(symbol: str) -> str:
    return f"un {symbol.lower()}"
