"""The content of a file of plain text, or of Markdown with the fields before it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from indexer.ingest.chats import chat_content, is_chat
from indexer.ingest.cleaning import CleanText, clean_part, clean_text
from indexer.ingest.encoding import decoded_text
from indexer.ingest.limits import SourceLimits
from indexer.ingest.markup.frontmatter import front_matter
from indexer.ingest.markup.openiti import openiti_content
from indexer.ingest.reading import Reading
from indexer.ingest.sources import Source, source_bytes

_TOP_HEADING = re.compile(r"\s*[\u200e\u200f\u061c]*# +(.+?)(?:[ \t]+#+)?$", re.MULTILINE)
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)-.")  # at the head of the name of a post of Jekyll
_TAG_LINE = re.compile(r"^[ \t]*(#[^\W\d][\w/-]*(?:[ \t,،]+#[^\W\d][\w/-]*)*)[ \t]*$", re.MULTILINE)


def text_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The content of a plain text file, which has no fields, unless it is a chat."""
    content = source_bytes(source, limits.max_bytes)
    text = clean_text(decoded_text(content))
    fields: dict[str, object] = {}
    if is_chat(text):
        fields, text = chat_content(text, source)
    yield Reading(fields, text, digest=hashlib.sha256(content).hexdigest())


def openiti_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The content of a classical text in OpenITI mARkdown; its pages are those of the edition."""
    content = source_bytes(source, limits.max_bytes)
    found = openiti_content(clean_text(decoded_text(content)))
    digest = hashlib.sha256(content).hexdigest()
    yield Reading(found.fields, found.text, found.pages, digest=digest)


def markdown_readings(source: Source, limits: SourceLimits) -> Iterator[Reading]:
    """The content of a Markdown file; its fields are those of the front matter.

    Without a title there, a `# ` heading that opens the text is the title and leaves the text.
    Tags that fill a line (`#تاريخ #مغرب`) are topics, too.
    """
    content = source_bytes(source, limits.max_bytes)
    reading = markdown_reading(clean_text(decoded_text(content)), source.name)
    yield Reading(
        reading.fields,
        reading.text,
        dropped=reading.dropped,
        digest=hashlib.sha256(content).hexdigest(),
    )


def markdown_reading(text: CleanText, name: str) -> Reading:
    """The content of the Markdown `text` of a file called `name`."""
    from indexer.ingest.markup.markdown import inline_words, markdown_text  # slow to import

    matter = front_matter(text)
    fields, body = matter.fields, matter.body
    lines = [re.findall(r"#([\w/-]+)", line) for line in _TAG_LINE.findall(body)]
    # One alone may be a heading whose space was forgotten.
    tags = [tag for line in lines for tag in line if len(line) > 1 or matter.present]
    if tags:
        fields.setdefault("tags", list(dict.fromkeys(tags)))
    day = _DAY.match(PurePosixPath(name).name)
    if day and matter.present:
        fields.setdefault("date", day[1])
    heading = None if fields.get("title") else _TOP_HEADING.match(body)
    if heading:
        fields["title"] = inline_words(heading[1])
        body = body[heading.end() :]
    found = markdown_text(body, of_site=matter.present)
    dropped = tuple(f"{field}: {reason}" for field, reason in matter.dropped)
    clean = clean_text(found) if "&" in body else clean_part(found)  # &#x2028; is a line end
    return Reading(fields, clean, dropped=dropped)
