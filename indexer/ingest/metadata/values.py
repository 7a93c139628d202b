"""Values of fields as files give them → values as a Document has them.

A function here takes a value of any type that was read from YAML, TOML, JSON, XML or a cell, and
raises ValueError with the reason where it says nothing that the field can hold.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping

from indexer.ingest.cleaning import clean_value

_MOST_VALUES = 100
_MOST_CHARACTERS = 5_000
_MOST_ID_CHARACTERS = 200
_MOST_DEPTH = 4  # of lists and maps in one another
_NAMES_OF_NAMES = ("name", "title", "value", "label", "literal", "text", "اسم", "nom", "@value")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)*")  # the shape of a BCP 47 tag
_WEB_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*[;؛|\n]\s*")
_BETWEEN_TOPICS = re.compile(r"\s*[,،;؛|\n]\s*")
_LANGUAGES = {  # names, and codes of ISO 639-2 → tag
    **dict.fromkeys(("العربية", "عربية", "عربي", "arabe", "arabic", "ara"), "ar"),
    **dict.fromkeys(("الفرنسية", "فرنسية", "français", "francais", "french", "fre", "fra"), "fr"),
    **dict.fromkeys(("الإنجليزية", "إنجليزية", "الانجليزية", "anglais", "english", "eng"), "en"),
    **dict.fromkeys(("الإسبانية", "الاسبانية", "espagnol", "spanish", "spa"), "es"),
    **dict.fromkeys(("الأمازيغية", "amazighe", "amazigh", "tamazight", "zgh"), "zgh"),
}


def one_text(value: object) -> str:
    """The one text of `value`, in one line; several in a list are joined."""
    return "، ".join(many_texts(value))


def one_word(value: object) -> str:
    """The one text of `value`; raises ValueError where it has several."""
    texts = many_texts(value)
    if len(texts) > 1:
        raise ValueError("takes one value, not a list")
    return "".join(texts)


def many_texts(value: object) -> tuple[str, ...]:
    """The texts of `value`, each once, in their order."""
    return _each_once(_texts(value))


def author_names(value: object) -> tuple[str, ...]:
    """The names of persons or bodies; in one text they are parted by ; or |.

    A comma may stand in a name (Fassi, Leila).
    """
    return _each_once(part for text in _texts(value) for part in _BETWEEN_NAMES.split(text))


def topic_names(value: object) -> tuple[str, ...]:
    """The topics; in one text, which is no list, they are parted by a comma or by ; or |."""
    if isinstance(value, list | tuple):
        return many_texts(value)
    return _each_once(part for text in _texts(value) for part in _BETWEEN_TOPICS.split(text))


def web_address(value: object) -> str:
    """An address that a reader may follow."""
    address = one_word(value)
    if address and not _WEB_ADDRESS.fullmatch(address):
        raise ValueError("only http and https addresses are accepted")
    return address


def language_tag(value: object) -> str:
    """The language as a tag in lower case; its name and its code in catalogues will do."""
    text = one_word(value)
    tag = text.lower().replace("_", "-")
    tag = _LANGUAGES.get(tag, tag)
    if tag and not _LANGUAGE.fullmatch(tag):
        raise ValueError(f"“{text}” is not a tag such as ar or ar-MA")
    return tag


def identifier(value: object) -> str:
    """The id, in Unicode normal form C; raises ValueError when it cannot be an address."""
    texts = list(_written(value))
    if len(texts) > 1:
        raise ValueError("takes one value, not a list")
    name = unicodedata.normalize("NFC", "".join(texts))
    if len(name) > _MOST_ID_CHARACTERS:
        raise ValueError(f"longer than {_MOST_ID_CHARACTERS} characters; give it a shorter one")
    if name != clean_value(name) or "\t" in name or "\\" in name:
        raise ValueError("has control characters, backslashes or outer spaces")
    if name and not {"", ".", ".."}.isdisjoint(name.split("/")):
        raise ValueError("has an empty, . or .. part between slashes")
    return name


def _each_once(texts: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))


def _texts(value: object) -> Iterator[str]:
    """The texts in `value`, each in one line."""
    for written in _written(value):
        if "\n" in written.strip():
            yield "\n".join(map(clean_value, written.split("\n")))
        else:
            yield clean_value(written)


def _written(value: object) -> Iterator[str]:
    """The texts in `value` as they were written; raises ValueError when there are too many."""
    for number, text in enumerate(_nested(value, 0), start=1):
        if number > _MOST_VALUES:
            raise ValueError(f"more than {_MOST_VALUES} values")
        if len(text) > _MOST_CHARACTERS:
            raise ValueError(f"longer than {_MOST_CHARACTERS:,} characters")
        yield text


def _nested(value: object, depth: int) -> Iterator[str]:
    if value is None:
        return
    if depth > _MOST_DEPTH or isinstance(value, bool):
        raise ValueError("must be a text or a list of texts")
    if isinstance(value, str):
        yield value
    elif isinstance(value, int | float | datetime.date):
        yield str(value)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _nested(item, depth + 1)
    elif isinstance(value, Mapping):
        yield from _nested(_named(value), depth + 1)
    else:
        raise ValueError("must be a text or a list of texts")


def _named(value: Mapping[object, object]) -> object:
    """The name in a map such as {name: …} or {given: …, family: …}."""
    for key in _NAMES_OF_NAMES:
        if value.get(key):
            return value[key]
    parts = [
        value.get(first) or value.get(other)
        for first, other in (("given", "first_name"), ("family", "last_name"))
    ]
    if name := " ".join(str(part) for part in parts if part):
        return name
    raise ValueError("must be a text or a list of texts, or a map with a name")
