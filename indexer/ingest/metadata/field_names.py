"""The names that fields of documents go by: one table for front matter, tables, sidecars, heads.

    field_named("Auteur")             "authors"
    field_named("تاريخ النشر")        "date"
    named_fields({"tags": ["أ"]})     {"topics": ["أ"]}

A field that goes by no name of the table is not looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping

FILE = "file"  # of a table of metadata: the file that a row is about
TEXT = "text"  # of a table of texts

# Field of Document, or FILE or TEXT → its names, as `_folded` writes them: small letters, no
# accents or vowel marks, no article before an Arabic word, one space for _ - and others.
_NAMES: dict[str, str] = {
    "id": "id | identifier | identifiant | معرف | رمز",
    "title": "title | titre | عنوان | intitule | headline | اسم وثيقه",
    "title_fr": "title fr | titre fr | titre francais | titre en francais | عنوان بفرنسيه"
    " | عنوان فرنسي",
    "title_en": "title en | titre en | english title | titre anglais | titre en anglais"
    " | عنوان بانجليزيه | عنوان انجليزي",
    "title_note": "title note | ملاحظه عن عنوان | note sur le titre",
    "authors": "authors | author | creator | creators | auteur | auteurs | auteure | by | مولف"
    " | مولفون | مولفين | كاتب | byline | article author",
    "publisher": "publisher | editeur | ناشر | دار نشر | جهه ناشره | maison d edition | publie par",
    "date": "date | تاريخ | تاريخ نشر | تاريخ وثيقه | تاريخ اصدار | date de publication"
    " | date du document | published | published time | publication date | pubdate | publishdate"
    " | date published | datepublished | issued | created | سنه | سنه نشر | annee | year"
    " | article published time",
    "date_note": "date note | ملاحظه عن تاريخ | note sur la date",
    "place": "place | location | lieu | ville | city | مكان | مكان نشر | مدينه"
    " | lieu de publication | spatial",
    "kind": "kind | type | نوع | نوع وثيقه | genre | صنف | type de document | document type",
    "topics": "topics | topic | tags | tag | categories | category | keywords | keyword | subject"
    " | subjects | sujet | sujets | theme | themes | rubrique | rubriques | categorie"
    " | etiquettes | mots cles | mot cle | مواضيع | موضوع | وسوم | وسم | تصنيف | تصنيفات"
    " | كلمات مفاتيح | كلمات مفتاحيه | كلمات مفتاح | news keywords",
    "language": "language | lang | langue | لغه | locale | inlanguage",
    "source": "source | مصدر | origine",
    "source_url": "source url | url | link | lien | رابط | canonical | canonical url | adresse"
    " | عنوان الكتروني | رابط مصدر | uri",
    "sources": "sources | مصادر | مراجع",
    "licence": "licence | license | rights | droits | رخصه | حقوق | ترخيص",
    "licence_url": "licence url | license url | رابط رخصه",
    "text_note": "text note | ملاحظه عن نص | note sur le texte",
    FILE: "file | filename | file name | fichier | nom du fichier | nom de fichier | ملف | اسم ملف"
    " | chemin | path | مسار",
    TEXT: "text | body | content | texte | contenu | نص | محتوي | متن",
}
_FIELDS = {name.strip(): field for field, names in _NAMES.items() for name in names.split(" | ")}
# Names of Dublin Core elements and terms stand behind dc., dc: or dcterms.
_PREFIX = re.compile(r"(?:dc|dcterms|dcterm|article|citation)\s?[.:]\s?")
_SEPARATORS = re.compile(r"[\s_\-'’.:/()]+")
_ARTICLE = re.compile(r"(?<![^\W\d_])(?:ال|بال)(?=\w{2})")
_MANY = frozenset({"authors", "topics", "sources"})
_LETTER_FOLDS = str.maketrans("ةىیک", "هييك", "ـ")


def field_named(name: object) -> str | None:
    """The field of Document that goes by `name`, FILE or TEXT; None when none does."""
    folded = _folded(name)
    return _FIELDS.get(folded) or _FIELDS.get(_ARTICLE.sub("", folded))


def named_fields(given: Mapping[str, object], known: Collection[str] = ()) -> dict[str, object]:
    """The fields in `given`, which names them in any way, under the names that Document has.

    Names in `known` stand for themselves.

    Where two names are of one field, the values of both are taken if it may have several; else that
    of the name which Document has, or of the first.
    """
    fields: dict[str, object] = {}
    for name, value in sorted(given.items(), key=lambda item: str(item[0]) not in _NAMES):
        field = name if name in known else field_named(name)
        if field is None or value is None or value == "" or value == []:
            continue
        if field not in fields:
            fields[field] = value
        elif field in _MANY:
            fields[field] = [*_listed(fields[field]), *_listed(value)]
    return fields


def names_fields(heads: Iterable[object]) -> bool:
    """True if the heads of a table name fields: at least two of them, TEXT, FILE or a title one."""
    fields = {field_named(head) for head in heads} - {None}
    return len(fields) >= 2 and not fields.isdisjoint({TEXT, FILE, "title"})


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _folded(name: object) -> str:
    """`name` in small letters, without accents and vowel marks, with one space between its words"""
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", str(name))).casefold()
    kept = (c for c in plain if unicodedata.category(c) not in ("Mn", "Cf"))
    folded = "".join(kept).translate(_LETTER_FOLDS)
    return _SEPARATORS.sub(" ", _PREFIX.sub("", folded.strip(), count=1)).strip()
