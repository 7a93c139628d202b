"""Documents, requests and answers. Data only.

Everything here is frozen; sequences are tuples; `None` means "unknown", never "failed".
"""

from indexer.model.divisions import Division
from indexer.model.document import ArchiveDate, Document
from indexer.model.facets import FACETS, facet_values
from indexer.model.pages import Page, PageOrigin, page_at
from indexer.model.request import Filters, SearchRequest, Sort, Width
from indexer.model.results import (
    Alternative,
    AlternativeKind,
    ArchiveStatus,
    Block,
    ByMeaning,
    DocumentView,
    FacetCount,
    Hit,
    MeaningState,
    Note,
    PageMatches,
    Piece,
    ResultPage,
    Section,
    Snippet,
    WordAnalysis,
    WordForm,
    WordForms,
    WordPlace,
)
from indexer.model.titles import TitleOrigin

__all__ = [
    "FACETS",
    "Alternative",
    "AlternativeKind",
    "ArchiveDate",
    "ArchiveStatus",
    "Block",
    "ByMeaning",
    "Division",
    "Document",
    "DocumentView",
    "FacetCount",
    "Filters",
    "Hit",
    "MeaningState",
    "Note",
    "Page",
    "PageMatches",
    "PageOrigin",
    "Piece",
    "ResultPage",
    "SearchRequest",
    "Section",
    "Snippet",
    "Sort",
    "TitleOrigin",
    "Width",
    "WordAnalysis",
    "WordForm",
    "WordForms",
    "WordPlace",
    "facet_values",
    "page_at",
]
