"""The plan of a query: the node an engine answers, and what is highlighted in documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from indexer.analysis import MENTION, PARTS
from indexer.engine.protocol import AllOf, AnyOf, Everything, Node, OneOf, Ranking
from indexer.mentions.date_terms import period_keys
from indexer.model import ArchiveDate, Note, WordForms
from indexer.model.basis import Translation
from indexer.query.expansion import Expansion


@dataclass(frozen=True, slots=True)
class Highlight:
    """Words to highlight in a document: a run of words, one for each expansion.

    The words follow one another, and the run is highlighted as one. With `reach` each word stands
    at most so many words from the one before, on either side, and is highlighted by itself. `parts`
    are the parts of the document that are looked at: title, text. `clause` numbers the part of the
    query that is answered; alternatives to each other have the same. Without words, what is
    highlighted are the mentions that have one of the `keys`.
    """

    expansions: tuple[Expansion, ...]
    parts: tuple[str, ...] = PARTS
    reach: int = 0
    clause: int = 0
    keys: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """How a query is carried out: the node that finds documents, their order, what is highlighted.

    Without a `ranking` the order is that of the scores of `node`. `unmarked` are the common words
    among others, which are found but neither highlighted nor counted. `meant` maps each word that
    the archive does not have to the words that are searched instead. `translated` are the names of
    other languages that are searched too. `word_forms` gives the words of the query, each with its
    forms; it is called only for what is shown.
    """

    node: Node
    highlights: tuple[Highlight, ...] = ()
    notes: tuple[Note, ...] = ()
    ranking: Ranking | None = None
    unmarked: tuple[str, ...] = ()
    meant: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translated: tuple[Translation, ...] = ()
    word_forms: Callable[[], tuple[WordForms, ...]] = field(
        default=tuple, repr=False, compare=False
    )


def within_mentions(plan: Plan, period: tuple[ArchiveDate, ArchiveDate] | None) -> Plan:
    """`plan` for documents that mention a date of `period`; that is marked if nothing else is."""
    if period is None:
        return plan
    keys = period_keys(*period)
    node = AllOf((plan.node, OneOf(MENTION, keys, boost=0.0)))
    marked = plan.highlights or (Highlight((), keys=frozenset(keys)),)
    return replace(plan, node=node, highlights=marked)


NOTHING = Plan(AnyOf(()))
EVERYTHING = Plan(Everything())


def any_of_nodes(nodes: Iterable[Node | None]) -> Node | None:
    """Documents that answer one of `nodes`; None when nothing of them can be asked."""
    asked = tuple(dict.fromkeys(node for node in nodes if node is not None))
    return AnyOf(asked) if len(asked) > 1 else next(iter(asked), None)


def one_of_values(field: str, nodes: Iterable[Node]) -> OneOf:
    """Documents with a value of any of `nodes`, which are of one facet."""
    texts = (text for node in nodes if isinstance(node, OneOf) for text in node.texts)
    return OneOf(field, tuple(dict.fromkeys(texts)))
