"""The content of a file of plain text, or of Markdown with a YAML front matter."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

import yaml

from indexer.ingest.chats import chat_content, is_chat
from indexer.ingest.cleaning import clean_part, clean_text
from indexer.ingest.encoding import decoded_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source, source_bytes

_MAX_FRONT_MATTER_BYTES = 65_536
_FRONT_MATTER = re.compile(r"---\n(.*?)^---$", re.DOTALL | re.MULTILINE)
_TOP_HEADING = re.compile(r"\s*# +(.+)$", re.MULTILINE)


def text_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The content of a plain text file, which has no fields, unless it is a chat."""
    content = source_bytes(source, limits.max_bytes)
    text = clean_text(decoded_text(content))
    fields: dict[str, object] = {}
    if is_chat(text):
        fields, text = chat_content(text, source)
    yield Reading(fields, text, digest=hashlib.sha256(content).hexdigest())


def markdown_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The content of a Markdown file; its fields are those of the front matter.

    Without a title there, a `# ` heading that opens the text is the title and leaves the text.
    """
    content = source_bytes(source, limits.max_bytes)
    fields, body = _front_matter(clean_text(decoded_text(content)))
    heading = None if fields.get("title") else _TOP_HEADING.match(body)
    if heading:
        fields["title"] = heading[1]
        body = body[heading.end() :]
    yield Reading(fields, clean_part(body), digest=hashlib.sha256(content).hexdigest())


def _front_matter(text: str) -> tuple[dict[str, object], str]:
    """The fields between the `---` lines that open `text`, and what follows them."""
    if text != "---" and not text.startswith("---\n"):
        return {}, text
    found = _FRONT_MATTER.match(text)
    if found is None:
        raise ValueError("unterminated front matter: no closing --- line")
    if len(found[1].encode()) > _MAX_FRONT_MATTER_BYTES:
        raise ValueError(f"front matter larger than {_MAX_FRONT_MATTER_BYTES // 1024} KB")
    try:
        # BaseLoader builds texts, lists and mappings only, whatever the tags ask for.
        fields = yaml.load(found[1], Loader=yaml.BaseLoader)  # noqa: S506
    except RecursionError as error:
        raise ValueError("broken front matter: nested too deeply") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1  # --- is line 1
        raise ValueError(f"broken front matter: {error.problem} (line {line})") from error
    if fields is not None and not isinstance(fields, dict):
        raise ValueError("broken front matter: its lines must have the form name: value")
    return fields or {}, text[found.end() :]
