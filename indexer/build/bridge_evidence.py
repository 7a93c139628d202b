"""The documents of an archive → names that they themselves give in several languages.

    «شرطة القرب» (police de proximité)         a name, and its translation in parentheses
    المديرية العامة للأمن الوطني (DGSN)         the same without quotation marks, where the name is
                                              also a topic or the like, or stands so again
    DGSN، أي Direction générale …: المديرية …  a line of a glossary
    title, title_fr, title_en                 the parts of titles between colons that correspond,
                                              where the Arabic one is also a topic or the like

Only pairs whose both ends are sure are taken: where a name before parentheses begins is not told,
so it must be known from elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

from indexer.analysis import is_function_word, tokens
from indexer.lexicon.bridge import BridgeRow, bridge_row, shipped_rows
from indexer.model import Document
from indexer.model.basis import BridgeOrigin

_ARABIC = "\u0621-\u063a\u0641-\u0652\u0670"
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿŒœ"
_NAME = rf"[{_LATIN}](?:[{_LATIN}'’.-]| (?=[{_LATIN}]))*"
_ARABIC_NAME = rf"[{_ARABIC}]+(?: [{_ARABIC}]+){{0,8}}"
_ACRONYM = re.compile(r"[A-Z]{2,8}")
_TOLD = r"(?:(?P<language>بالفرنسية|بالإنجليزية|بالإنكليزية)\s*:\s*)?"
_IN_PARENTHESES = re.compile(rf"\s?\({_TOLD}(?P<latin>{_NAME})\)")
_BEFORE = re.compile(
    rf"(?:«(?P<quoted>[^«»()]{{3,80}})»|(?<![{_ARABIC}])(?P<before>{_ARABIC_NAME}))$"
)
_TRANSLATED = re.compile(rf"(?P<latin>{_NAME})\s?\((?P<arabic>{_ARABIC_NAME})\)")
_GLOSSARY = re.compile(
    rf"(?:^|(?<=\.\s))(?P<first>{_NAME})(?:، (?:أي|ومختصره) (?P<second>{_NAME}))?"
    rf"\s?: «?(?P<arabic>{_ARABIC_NAME})»?(?=[.،؛\n]|$)",
    re.MULTILINE,
)
_ANY_LATIN = re.compile(r"[A-Za-z]{2}")
_COLON = re.compile(r"\s*:\s*")
_MOST_WORDS = 8  # of a name
_LOOKED_BACK = 200  # characters before a parenthesis
_TIMES = 2  # that a name without other evidence stands before the same translation
_ENGLISH = "بالإن"

_Pair = tuple[str, str, str]  # an Arabic name, one in Latin letters, the tag of its language or ""


class BridgeEvidence:
    """The names that documents give in several languages."""

    def __init__(self, rows: Iterable[BridgeRow] = ()) -> None:
        """Starts from the `rows` that the generation before had learnt."""
        self._before = tuple(row for row in rows if row.origin is BridgeOrigin.ARCHIVE)
        self._sure: dict[_Pair, None] = {}
        self._unsure: defaultdict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
        self._known: set[str] = set()  # topics, persons, bodies and places, by their keys
        self._parts: dict[_Pair, None] = {}  # of titles

    def read(self, documents: Iterable[Document]) -> None:
        """Takes what `documents` tell."""
        for document in documents:
            values = (*document.topics, *document.authors, document.publisher, document.place)
            self._known.update(_key(value) for value in values if value)
            self._titles(document)
            if _ANY_LATIN.search(document.text):
                self._text(document.text)

    def rows(self) -> tuple[BridgeRow, ...]:
        """The rows that all documents together tell, without those that are shipped."""
        known = (pair for pair in self._parts if _key(pair[0]) in self._known)
        pairs = self._sure | dict.fromkeys(known)
        for (latin, language), befores in self._unsure.items():
            if name := self._end(befores):
                pairs[name, latin, language] = None
        columns: dict[str, tuple[dict[str, None], ...]] = {}
        for row in self._before:
            for name in row.arabic[:1]:
                columns[_key(name)] = tuple(dict.fromkeys(column) for column in row.columns)
        for arabic, latin, language in pairs:
            column = 3 if _ACRONYM.fullmatch(latin) else 2 if language == "en" else 1
            found = columns.setdefault(_key(arabic), ({arabic: None}, {}, {}, {}))
            if _key(latin) not in map(_key, found[column]):
                found[column][latin] = None
        rows = (
            bridge_row([*map(tuple, columns[key])], BridgeOrigin.ARCHIVE) for key in sorted(columns)
        )
        return tuple(row for row in rows if not _is_shipped(row))

    def _titles(self, document: Document) -> None:
        """Takes the parts of the titles of `document` that correspond."""
        if document.title_origin:
            return
        parts = _COLON.split(document.title)
        for language, title in (("fr", document.title_fr), ("en", document.title_en)):
            others = _COLON.split(title) if title else []
            if len(parts) != len(others) or len(parts) == 1:
                continue
            for arabic, other in zip(parts, others, strict=True):
                if _is_name(arabic) and _is_name(other):
                    self._parts[arabic, other, language] = None

    def _text(self, text: str) -> None:
        """Takes the names in `text`."""
        for found in _IN_PARENTHESES.finditer(text):
            before = _BEFORE.search(text[max(0, found.start() - _LOOKED_BACK) : found.start()])
            if before is None:
                continue
            language = "en" if (found["language"] or "").startswith(_ENGLISH) else ""
            if quoted := before["quoted"]:
                if not _ANY_LATIN.search(quoted) and _is_name(quoted):
                    self._sure[quoted, found["latin"], language] = None
            else:
                self._unsure[found["latin"], language].append(tuple(before["before"].split()))
        for found in _TRANSLATED.finditer(text):
            if " " in found["latin"] or _ACRONYM.fullmatch(found["latin"]):
                self._sure[found["arabic"], found["latin"], ""] = None
        for found in _GLOSSARY.finditer(text):
            for latin in filter(None, (found["first"], found["second"])):
                self._sure[found["arabic"], latin, ""] = None

    def _end(self, befores: list[tuple[str, ...]]) -> str | None:
        """The name that ends `befores`, words before one translation: one that is known, or again.

        The longest that metadata have; else what the last words of several places share, if a
        different word stands before it there.
        """
        for words in befores:
            for size in range(len(words), 1, -1):
                name = " ".join(words[-size:])
                if _key(name) in self._known:
                    return name
        tails = Counter(words[-size:] for words in befores for size in range(2, len(words) + 1))
        often = [tail for tail, count in tails.items() if count >= _TIMES]
        if not often:
            return None
        longest = max(often, key=len)
        size = len(longest)
        ended = [words for words in befores if words[-size:] == longest]
        return " ".join(longest) if len({words[:-size][-1:] for words in ended}) > 1 else None


def _key(name: str) -> str:
    """The folded words of `name` but function words: «La police» is «police»."""
    words = [token for token in tokens(name) if not is_function_word(token.written)]
    return " ".join(token.surface for token in words)


def _is_name(text: str) -> bool:
    """True if `text` is as short as names are."""
    return 0 < len(_key(text).split()) <= _MOST_WORDS


@cache
def _shipped_keys() -> tuple[frozenset[str], ...]:
    """The keys of the names of each row that is shipped."""
    return tuple(frozenset(map(_key, row.names)) for row in shipped_rows())


def _is_shipped(row: BridgeRow) -> bool:
    """True if one of the rows that are shipped has all names of `row`."""
    keys = set(map(_key, row.names))
    return any(keys <= names for names in _shipped_keys())
