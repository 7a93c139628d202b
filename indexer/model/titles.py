"""Where the title of a document comes from, when it is given none."""

from __future__ import annotations

from enum import StrEnum


class TitleOrigin(StrEnum):
    """The origin of a derived title.

    It was derived from a heading or large type of the first page, from the line that says the
    subject of a letter, from the first line, from the name of the file, or from the id.
    """

    HEADING = "heading"
    SUBJECT = "subject"
    FIRST_LINE = "first_line"
    FILE_NAME = "file_name"
    ID = "id"
