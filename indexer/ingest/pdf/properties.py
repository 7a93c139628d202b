"""The properties of a PDF that may be believed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.ingest.cleaning import clean_value

_DATE = re.compile(r"D:(\d{4})(?:(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?)?")
# Titles that programs give: the name of a file, of the program, of its first document.
_NO_TITLE = re.compile(
    r"microsoft (word|powerpoint|excel)\b.*"
    r"|.*\.(docx?|pdf|odt|rtf|pptx?|xlsx?|indd|qxd|html?|txt|tmp|cdr|ai)"
    r"|(untitled|document|doc|presentation|slide|book|titre|sans titre|new|page)[\s\W\d]*"
    r"|بدون عنوان.*|مستند\s*\d*|[\W\d_]*|[0-9a-f-]{12,}",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"(user|admin(ist?rator)?|owner|author|hp|dell|acer|lenovo|toshiba|asus|pc|windows|win\s?\d+|"
    r"microsoft|home|client|poste\s?\d*|compaq|sony|samsung|mac|root|unknown|anonymous|"
    r"utilisateur|مستخدم)?[\W\d_]*",
    re.IGNORECASE,
)
# Text in one encoding that was read in another: "Ø§Ù„", "ÇáãÛÑÈ", "???".
_MOJIBAKE = re.compile(
    "[ØÙ][\u0080-\u00bf\u2018-\u203a€†‡ˆ‰Š‹ŒŽ]|[Ã-Ýà-ýÇãáæíÊ]{4,}|\\?{3,}|\ufffd|[\ue000-\uf8ff]"
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ARABIC, _LATIN = re.compile("[\u0621-\u06d3]"), re.compile("[A-Za-z\u00c0-\u024f]")
_WRITTEN_IN_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd"})
_LEAST_TITLE, _MOST_TITLE = 4, 300


def believed_fields(properties: Mapping[str, str], text: str) -> dict[str, object]:
    """The fields of a Document that the properties of a PDF declare and that may be believed.

    `properties` is the information dictionary, with Language from the catalogue. Titles that a
    program gave, names of accounts and text in a wrong encoding are left out. The date of the file
    is that of the document only where `text`, the beginning of the document, names its year.
    """
    fields: dict[str, object] = {}
    title = clean_value(properties.get("Title", ""))
    if _is_title(title):
        fields["title"] = title
    author = clean_value(properties.get("Author", ""))
    account = author.isascii() and author.islower() and " " not in author
    if (
        len(author) > 3
        and not account
        and not _NO_AUTHOR.fullmatch(author)
        and not _MOJIBAKE.search(author)
    ):
        fields["author"] = author
    made = _DATE.match(properties.get("CreationDate", ""))
    if made and made[1] in _western(text):
        fields["date"] = "-".join(part for part in made.groups() if part)
    language = properties.get("Language", "").strip()
    if _LANGUAGE.fullmatch(language) and _fits(language.lower(), text):
        fields["language"] = language.lower()
    return fields


def _is_title(title: str) -> bool:
    return (
        _LEAST_TITLE <= len(title) <= _MOST_TITLE
        and not _NO_TITLE.fullmatch(title)
        and not _MOJIBAKE.search(title)
    )


def _fits(language: str, text: str) -> bool:
    """Whether the script of `text` is one that `language` is written in: Word says fr of much."""
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    return (arabic >= latin) == (language.partition("-")[0] in _WRITTEN_IN_ARABIC)


def _western(text: str) -> str:
    return text.translate(str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789"))
