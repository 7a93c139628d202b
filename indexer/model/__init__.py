"""Documents, requests and answers. Data only.

Everything here is frozen; sequences are tuples; `None` means "unknown", never "failed".
"""

from indexer.model.document import ArchiveDate, Document
from indexer.model.request import FACETS, Filters, SearchRequest, Sort, Width
from indexer.model.results import (
    Alternative,
    ArchiveStatus,
    Block,
    FacetCount,
    Form,
    Hit,
    Note,
    Piece,
    Reading,
    ResultPage,
    Section,
    Snippet,
    Way,
    WordAnalysis,
    WordForms,
)

__all__ = [
    "FACETS",
    "Alternative",
    "ArchiveDate",
    "ArchiveStatus",
    "Block",
    "Document",
    "FacetCount",
    "Filters",
    "Form",
    "Hit",
    "Note",
    "Piece",
    "Reading",
    "ResultPage",
    "SearchRequest",
    "Section",
    "Snippet",
    "Sort",
    "Way",
    "Width",
    "WordAnalysis",
    "WordForms",
]
