"""A generation as an index of OpenSearch: its settings, its fields, a document as it is sent.

    {"id": …, "whole_name": …,                by which ids are found
     "title_exact": "term term …", …,         analysed terms, one space between them
     "mention": [key, …], "kind": [value, …], and beside each facet its `value_key`s
     "title_key": …, "first_day": …, "last_day": …, "added": …,
     "about_exact": …, "about_word": …,       terms after those of the text: words about it
     "words": …,                              of the text alone
     "title_words": …, "text_words": …,       lengths of the fields of a title and of a text
     "title_counted": …, "text_counted": …,   the same as BM25 rounds them
     "stretches": [{"terms": …, "counted": …, "share": …}],  of a long document (`Ranking`)
     "head": …, "beginning": …, "rest": …,    the document, its text in two parts
     "proof": …}                              its checksums

Only the last four are kept as they were sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import Any

from indexer.analysis import FIELDS, MENTION, PARTS, value_key
from indexer.engine import protocol
from indexer.engine.scoring.bm25 import LENGTHS, length_step
from indexer.model import FACETS, Document, facet_values
from indexer.model.identifiers import whole_name
from indexer.model.values import document_of_values, plain_values

Json = dict[str, Any]
BEGINNING = 1 << 16  # characters of a text that are kept apart from the rest
STRETCH_FIELD = "text_word"
VALUES = (*FACETS, MENTION)
_LONGEST_KEY = 8_000  # characters of what titles are ordered by; an index has room for 32,766 bytes
_KEPT = ("head", "beginning", "rest", "proof")


def key_of(facet: str) -> str:
    """The field of the `value_key`s of a facet."""
    return f"{facet}_key"


def index_body(shards: int, replicas: int, legacy: bool) -> Json:
    """The settings and the mapping of a new index."""
    terms = {"type": "text", "analyzer": "given"}
    whole = {"type": "keyword"}
    number = {"type": "integer"}
    counted = {"type": "double"}
    kept = {"type": "keyword", "index": False, "doc_values": False}
    fields: dict[str, Any] = {"id": whole, "whole_name": whole, "added": {"type": "double"}}
    fields |= dict.fromkeys(_KEPT, kept)
    fields |= dict.fromkeys(("first_day", "last_day", "title_words", "text_words", "words"), number)
    fields |= dict.fromkeys(("title_counted", "text_counted"), counted)
    fields["title_key"] = {"type": "keyword", "index": False}
    for facet in VALUES:
        fields[facet] = fields[key_of(facet)] = whole
    for name in FIELDS:
        options = "freqs" if name.endswith("root") else "positions"
        fields[name] = {**terms, "index_options": options}
    counted_terms = {**terms, "index_options": "freqs", "norms": False}
    fields |= dict.fromkeys(("about_exact", "about_word"), counted_terms)
    share = {"type": "double", "index": False}
    fields["stretches"] = {
        "type": "nested",
        "properties": {"terms": counted_terms, "counted": share, "share": share},
    }
    settings: Json = {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",
        "merge.policy.expunge_deletes_allowed": 0,
        "mapping.nested_objects.limit": 1_000_000,
        "analysis": {
            "tokenizer": {
                "spaces": {
                    "type": "char_group",
                    "tokenize_on_chars": [" "],
                    "max_token_length": 10_000,
                }
            },
            "analyzer": {"given": {"type": "custom", "tokenizer": "spaces"}},
        },
    }
    if not legacy:
        settings["similarity"] = {"default": {"type": "LegacyBM25"}}
    return {
        "settings": settings,
        "mappings": {
            "dynamic": "strict",
            "_source": {"includes": list(_KEPT)},
            "properties": fields,
        },
    }


def server_id(document_id: str) -> str:
    """The `_id` of a document: ids may be longer than those of a server."""
    return blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def sent_row(
    document: Document, terms: Mapping[str, Sequence[str]], title_key: str, proof: Sequence[int]
) -> Json:
    """`document` as it is sent."""
    values = plain_values(document)
    text = values.pop("text", "")
    row: Json = {name: " ".join(terms[name]) for name in FIELDS}
    row |= {
        "id": document.id,
        "whole_name": whole_name(document.id),
        "title_key": title_key[:_LONGEST_KEY],
        "head": json.dumps(values),
        "beginning": text[:BEGINNING],
        "rest": text[BEGINNING:],
        "proof": json.dumps(list(proof)),
        "stretches": _stretches(terms[STRETCH_FIELD], document.ranked_parts),
        "added": datetime.fromisoformat(document.added).timestamp() if document.added else 0,
    }
    for part in PARTS:
        words = len(terms[f"{part}_exact"])
        row[f"{part}_words"], row[f"{part}_counted"] = words, float(LENGTHS[length_step(words)])
    row["words"] = document.words or 0
    end = len(terms["title_exact"]) + 1 + row["words"]
    for width in ("exact", "word"):
        row[f"about_{width}"] = " ".join(terms[f"text_{width}"][end:])
    if document.date:
        row["first_day"], row["last_day"] = document.date.first_day, document.date.last_day
    of_facets = (*zip(FACETS, facet_values(document), strict=True), (MENTION, terms[MENTION]))
    for facet, held in of_facets:
        row[facet] = list(held)
        row[key_of(facet)] = sorted(set(map(value_key, held)))
    return row


def _stretches(words: Sequence[str], parts: Sequence[int]) -> list[Json]:
    """The stretches of a text of `words`, or the ranked parts that begin at `parts`."""
    length, half = protocol.STRETCH, protocol.STRETCH // 2
    if len(words) <= length:
        return []
    places = [(at, at + length, length) for at in range(0, len(words), half)]
    if parts:
        ends = (*parts[1:], len(words))
        places = [(start, end, end - start) for start, end in zip(parts, ends, strict=True)]
    return [
        {
            "terms": " ".join(words[start:end]),
            "counted": float(LENGTHS[length_step(counted)]),
            "share": 1 - length / len(words),
        }
        for start, end, counted in places
    ]


def document_of_source(source: Mapping[str, str]) -> Document:
    """The document that `sent_row` made the kept fields of; those that are absent are empty."""
    values: Json = {"id": "", "title": "", "text": "", **json.loads(source.get("head", "{}"))}
    values["text"] = source.get("beginning", "") + source.get("rest", "")
    return document_of_values(values)
