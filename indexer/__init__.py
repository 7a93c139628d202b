"""Khizana's engine: a folder of Arabic documents → an index → answers.

These are the only names the web application and scripts import:

    settings = load_settings()
    reindex(settings)
    with Archive(settings) as archive:
        page = archive.search(SearchRequest("الحكامة الأمنية"))
"""

import indexer._installed  # noqa: F401  (says in a sentence what is missing, before it is missed)
from indexer.analysis.hijri import days_of as hijri_days
from indexer.archive import Archive
from indexer.build.reindex import Report, reindex, update
from indexer.errors import (
    ArchiveError,
    DocumentError,
    IndexBusy,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexStale,
    QueryError,
    SearchIndexError,
    SettingsError,
)
from indexer.model import (
    FACETS,
    Alternative,
    ArchiveDate,
    ArchiveStatus,
    Block,
    Document,
    FacetCount,
    Filters,
    Form,
    Hit,
    Note,
    Piece,
    Reading,
    ResultPage,
    SearchRequest,
    Section,
    Snippet,
    Sort,
    Way,
    Width,
    WordAnalysis,
    WordForms,
)
from indexer.model.answers import (
    Card,
    Collocate,
    Completion,
    CompletionKind,
    Concordance,
    FullText,
    Line,
    LineOrder,
    TermReport,
)
from indexer.model.basis import Basis, Lack, ReadAs, ReadingKind, Suggestion, Why
from indexer.model.failures import Failure, Failures
from indexer.model.identifiers import short_name
from indexer.query.alterations import altered, near, with_word, without
from indexer.settings import CONFIG_VARIABLE, Settings, load_settings

__all__ = [
    "CONFIG_VARIABLE",
    "FACETS",
    "Alternative",
    "Archive",
    "ArchiveDate",
    "ArchiveError",
    "ArchiveStatus",
    "Basis",
    "Block",
    "Card",
    "Collocate",
    "Completion",
    "CompletionKind",
    "Concordance",
    "Document",
    "DocumentError",
    "FacetCount",
    "Failure",
    "Failures",
    "Filters",
    "Form",
    "FullText",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexStale",
    "Lack",
    "Line",
    "LineOrder",
    "Note",
    "Piece",
    "QueryError",
    "ReadAs",
    "Reading",
    "ReadingKind",
    "Report",
    "ResultPage",
    "SearchIndexError",
    "SearchRequest",
    "Section",
    "Settings",
    "SettingsError",
    "Snippet",
    "Sort",
    "Suggestion",
    "TermReport",
    "Way",
    "Why",
    "Width",
    "WordAnalysis",
    "WordForms",
    "altered",
    "hijri_days",
    "load_settings",
    "near",
    "reindex",
    "short_name",
    "update",
    "with_word",
    "without",
]
