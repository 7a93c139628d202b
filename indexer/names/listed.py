"""The names of persons, places and bodies among the names in three languages that are shipped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from indexer.lexicon.bridge import SHIPPED_BRIDGE, bridge_rows
from indexer.model.basis import BridgeOrigin
from indexer.model.names import NameKind

# heading of the shipped file → the kind of the names under it; under others there are no names.
KINDS = {
    "Institutions of Morocco": NameKind.BODY,
    "Parties and unions": NameKind.BODY,
    "Ministries": NameKind.BODY,
    "The United Nations and other organisations": NameKind.BODY,
    "Places of Morocco": NameKind.PLACE,
    "Countries and cities": NameKind.PLACE,
    "Persons whom everybody knows": NameKind.PERSON,
}
# Under these headings, but of another kind or of none.
_STATES = frozenset(("المملكة المغربية",))
_OTHERS = frozenset(
    (
        "الجريدة الرسمية",
        "المبادرة الوطنية للتنمية البشرية",
        "خطة العمل الوطنية في مجال الديمقراطية وحقوق الإنسان",
        "منظمة غير حكومية",
        # organs of which there are many, or that do not tell of which state they are
        "النيابة العامة",
        "البرلمان",
        "الأمن الوطني",
        "قضاء القرب",
        "المحكمة الإدارية",
        "المحكمة الابتدائية",
        "محكمة الاستئناف",
        "المحكمة العسكرية",
        "صحيح البخاري",
        "محاكمات نورمبرغ",
    )
)


@cache
def listed_names() -> tuple[tuple[NameKind, tuple[str, ...]], ...]:
    """(kind, its Arabic names) of each person, place and body, the usual name first."""
    return tuple(_listed(SHIPPED_BRIDGE.read_text("utf-8")))


def _listed(text: str) -> Iterator[tuple[NameKind, tuple[str, ...]]]:
    kind: NameKind | None = None
    for line in text.splitlines():
        if line.startswith("#"):
            kind = KINDS.get(line.removeprefix("#").strip())
        elif kind and line.strip():
            for row in bridge_rows(line, SHIPPED_BRIDGE.name, BridgeOrigin.SHIPPED):
                names = tuple(name for name in row.arabic if name not in _OTHERS)
                if names and names == row.arabic[: len(names)]:
                    yield NameKind.PLACE if names[0] in _STATES else kind, names
