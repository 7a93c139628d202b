"""The names of files in containers: decoded, cleaned, and no two alike.

A name in a container is a label and never a path: no file is opened or written under it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from pathlib import PurePosixPath

from indexer.ingest.cleaning import clean_value

# Windows writes the names of a zip in the code page of its command line: 720 where that is Arabic.
# Others write windows-1256. Each byte is a letter in 437, which the format prescribes.
_ARABIC_CODE_PAGES = ("windows-1256", "cp720")
_LATIN_CODE_PAGE = "cp437"
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_ARABIC_RUN = re.compile(r"(?<![A-Za-z])[\u0621-\u063a\u0640-\u0652]+(?![A-Za-z])")
# alef lam yeh meem waw noon reh teh beh heh: ا ل ي م و ن ر ت ب ه
_COMMON = "\u0627\u0644\u064a\u0645\u0648\u0646\u0631\u062a\u0628\u0647"
_ARABIC_SHARE = 0.9  # of the letters outside ASCII, for the names to be Arabic
_MAX_NAME_CHARACTERS = 120
_SEPARATORS = re.compile(r"[/\\]+")
_DRIVE = re.compile(r"[A-Za-z]:")
_JUNK = re.compile(r"(?i)__macosx|thumbs\.db|desktop\.ini|\..*|~\$.*")


def decoded_names(raw: Sequence[bytes]) -> list[str]:
    """The text of each of the names `raw` of one container, in one encoding but for UTF-8.

    All names that are not UTF-8 are judged together, for one of them may be a single word.
    """
    foreign = b"\n".join(name for name in raw if _utf_8(name) is None)
    guesses = {page: _decoded(foreign, page) for page in _ARABIC_CODE_PAGES}
    scores = {page: _likeness(text) for page, text in guesses.items() if text is not None}
    best = max(scores, key=lambda page: scores[page], default="")
    page = best if best and scores[best][0] >= _ARABIC_SHARE else _LATIN_CODE_PAGE
    return [_utf_8(name) or name.decode(page, "replace") for name in raw]


def member_name(given: str, default: str = "unnamed") -> str:
    """`given` as a `/`-separated label: without `..`, drives, controls, empty parts, and short."""
    parts = [clean_value(part) for part in _SEPARATORS.split(unicodedata.normalize("NFC", given))]
    if parts and _DRIVE.fullmatch(parts[0]):
        parts = parts[1:]
    kept = [part.replace("\t", " ") for part in parts if part not in ("", ".", "..")]
    name = "/".join(kept) or default
    if len(name) <= _MAX_NAME_CHARACTERS:
        return name
    mark = "~" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix) <= 10 else ""
    return name[: _MAX_NAME_CHARACTERS - len(mark) - len(suffix)].rstrip(" /") + mark + suffix


def is_junk(name: str) -> bool:
    """True if `name` is of a file that a system put beside the author's own, or a hidden one."""
    return any(_JUNK.fullmatch(part) for part in name.split("/"))


class UniqueNames:
    """Names of one container as they are met; those met before get a number: `a~2.txt`."""

    def __init__(self) -> None:
        self._met: set[str] = set()
        self._counts: dict[str, int] = {}

    def of(self, name: str) -> str:
        """`name`, or the first of `name~2`, `name~3`, … that was not given yet."""
        unique, path = name, PurePosixPath(name)
        while unique in self._met:
            count = self._counts[name] = self._counts.get(name, 1) + 1
            unique = str(path.with_name(f"{path.stem}~{count}{path.suffix}"))
        self._met.add(unique)
        return unique


def _likeness(text: str) -> tuple[float, float]:
    """How far the letters of `text` outside ASCII are Arabic, and common ones."""
    foreign = len(_FOREIGN.findall(text)) or 1
    arabic = "".join(_ARABIC_RUN.findall(text))
    return len(arabic) / foreign, sum(map(arabic.count, _COMMON)) / foreign


def _utf_8(name: bytes) -> str | None:
    return _decoded(name, "utf-8")


def _decoded(name: bytes, encoding: str) -> str | None:
    try:
        return name.decode(encoding)
    except UnicodeDecodeError:
        return None
