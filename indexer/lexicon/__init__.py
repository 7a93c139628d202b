"""The words of one archive: counts, families, roots, and what a mistyped word may have meant."""

from indexer.lexicon.diacritics import forms_as_written
from indexer.lexicon.lexicon import Lexicon
from indexer.lexicon.writing import write_lexicon

__all__ = ["Lexicon", "forms_as_written", "write_lexicon"]
