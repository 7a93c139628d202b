"""Khizana's engine: a folder of Arabic documents → an index → answers.

These are the only names the web application and scripts import:

    settings = load_settings()
    reindex(settings)
    with Archive(settings) as archive:
        page = archive.search(SearchRequest("الحكامة الأمنية"))
"""

import indexer._installed  # noqa: F401  (says in a sentence what is missing, before it is missed)
from indexer.archive import Archive
from indexer.build.reindex import Report, reindex, update
from indexer.errors import (
    ArchiveError,
    DocumentError,
    EngineAway,
    IndexBusy,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexStale,
    QueryError,
    SearchIndexError,
    SettingsError,
)
from indexer.explore.arrivals import arrivals, chosen_cards
from indexer.explore.comparison import comparison
from indexer.explore.evidence import (
    edition,
    evidence_of_choice,
    evidence_of_hits,
    evidence_of_lines,
    stored_text,
)
from indexer.explore.export import export_comparison, unhurried
from indexer.explore.harvest import harvested, harvested_one, moment_of
from indexer.explore.line_order import COMPARED_WORDS, compared_word, group_of, speaker_key
from indexer.explore.names import found_name, names_page
from indexer.explore.reuse import compared_passage, reuse_page, without_marks
from indexer.ingest import passage_language
from indexer.model import (
    FACETS,
    Alternative,
    AlternativeKind,
    ArchiveDate,
    ArchiveStatus,
    Block,
    ByMeaning,
    Division,
    Document,
    DocumentView,
    FacetCount,
    Filters,
    Hit,
    MeaningState,
    Note,
    Page,
    PageMatches,
    PageOrigin,
    Piece,
    ResultPage,
    SearchRequest,
    Section,
    Snippet,
    Sort,
    Width,
    WordAnalysis,
    WordForm,
    WordForms,
    WordPlace,
)
from indexer.model.answers import (
    Arrivals,
    Collocate,
    Completion,
    CompletionKind,
    Concordance,
    ConcordanceLine,
    ConcordanceOrder,
    DocumentSummary,
    FullText,
    LineGroup,
    LineGroups,
    NeighbourForm,
    TermReport,
)
from indexer.model.basis import (
    Basis,
    Interpretation,
    InterpretationKind,
    Lack,
    Suggestion,
    Translation,
    Why,
)
from indexer.model.citations import Citations, CitedPart, FoundReference, ReverseReading
from indexer.model.comparison import (
    COMPARED_BY,
    MOST_COMPARED,
    ComparedExpression,
    ComparedRow,
    Comparison,
    Count,
)
from indexer.model.evidence import Edition, EvidenceAnswer, EvidenceDocument, EvidencePassage
from indexer.model.failures import Failure, Failures
from indexer.model.health import TextQuality
from indexer.model.hijri import days_of as hijri_days
from indexer.model.hijri import in_hijri
from indexer.model.identifiers import short_name
from indexer.model.names import ArchiveName, FoundName, NameCue, NameKind, NamesPage
from indexer.model.reuse import (
    ComparedPassage,
    PassageFamily,
    PassagePlace,
    ReusedPassage,
    ReusedPlace,
    ReusePage,
)
from indexer.model.survey import Finding, FindingKind, Survey
from indexer.query.alterations import altered, near, replaced, with_word, without
from indexer.query.operators import query_spellings
from indexer.release import command
from indexer.search.session import Session
from indexer.settings import CONFIG_VARIABLE, Settings, load_settings

__version__ = "0.1.0"  # of the release: the build takes it from here

__all__ = [
    "COMPARED_BY",
    "COMPARED_WORDS",
    "CONFIG_VARIABLE",
    "FACETS",
    "MOST_COMPARED",
    "Alternative",
    "AlternativeKind",
    "Archive",
    "ArchiveDate",
    "ArchiveError",
    "ArchiveName",
    "ArchiveStatus",
    "Arrivals",
    "Basis",
    "Block",
    "ByMeaning",
    "Citations",
    "CitedPart",
    "Collocate",
    "ComparedExpression",
    "ComparedPassage",
    "ComparedRow",
    "Comparison",
    "Completion",
    "CompletionKind",
    "Concordance",
    "ConcordanceLine",
    "ConcordanceOrder",
    "Count",
    "Division",
    "Document",
    "DocumentError",
    "DocumentSummary",
    "DocumentView",
    "Edition",
    "EngineAway",
    "EvidenceAnswer",
    "EvidenceDocument",
    "EvidencePassage",
    "FacetCount",
    "Failure",
    "Failures",
    "Filters",
    "Finding",
    "FindingKind",
    "FoundName",
    "FoundReference",
    "FullText",
    "Hit",
    "IndexBusy",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexStale",
    "Interpretation",
    "InterpretationKind",
    "Lack",
    "LineGroup",
    "LineGroups",
    "MeaningState",
    "NameCue",
    "NameKind",
    "NamesPage",
    "NeighbourForm",
    "Note",
    "Page",
    "PageMatches",
    "PageOrigin",
    "PassageFamily",
    "PassagePlace",
    "Piece",
    "QueryError",
    "Report",
    "ResultPage",
    "ReusePage",
    "ReusedPassage",
    "ReusedPlace",
    "ReverseReading",
    "SearchIndexError",
    "SearchRequest",
    "Section",
    "Session",
    "Settings",
    "SettingsError",
    "Snippet",
    "Sort",
    "Suggestion",
    "Survey",
    "TermReport",
    "TextQuality",
    "Translation",
    "Why",
    "Width",
    "WordAnalysis",
    "WordForm",
    "WordForms",
    "WordPlace",
    "__version__",
    "altered",
    "arrivals",
    "chosen_cards",
    "command",
    "compared_passage",
    "compared_word",
    "comparison",
    "edition",
    "evidence_of_choice",
    "evidence_of_hits",
    "evidence_of_lines",
    "export_comparison",
    "found_name",
    "group_of",
    "harvested",
    "harvested_one",
    "hijri_days",
    "in_hijri",
    "load_settings",
    "moment_of",
    "names_page",
    "near",
    "passage_language",
    "query_spellings",
    "reindex",
    "replaced",
    "reuse_page",
    "short_name",
    "speaker_key",
    "stored_text",
    "unhurried",
    "update",
    "with_word",
    "without",
    "without_marks",
]
