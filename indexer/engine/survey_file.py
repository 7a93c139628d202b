"""survey.json: the Survey of a generation, in its folder.

{"formats": [[suffix, files, documents], …], "origins": {origin: pages}, "qualities": {…},
 "documents": {…}, "counts": {kind: findings}, "findings": [{"kind", "id", "title", …}, …]}
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from indexer.errors import IndexDamaged
from indexer.model.survey import Finding, FindingKind, Survey

SURVEY = "survey.json"


def write_survey(folder: Path, survey: Survey) -> None:
    """Writes the survey into the generation folder `folder`."""
    # surrogates of names that are not UTF-8 stand as \u escapes
    (folder / SURVEY).write_text(json.dumps(asdict(survey), indent=0) + "\n", "ascii")


def survey_in(folder: Path) -> Survey | None:
    """The survey of the generation in `folder`; None where it was built without one.

    Raises IndexDamaged when it cannot be read.
    """
    try:
        row = json.loads((folder / SURVEY).read_text("ascii"))
        return Survey(
            tuple((str(suffix), int(files), int(rest)) for suffix, files, rest in row["formats"]),
            _counts(row["origins"]),
            _counts(row["qualities"]),
            _counts(row["documents"]),
            _counts(row["counts"]),
            tuple(_finding(finding) for finding in row["findings"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{folder / SURVEY} cannot be read: {error!r}") from error


def _counts(row: dict[str, Any]) -> dict[str, int]:
    return {str(name): int(count) for name, count in row.items()}


def _finding(row: dict[str, Any]) -> Finding:
    return Finding(
        FindingKind(row["kind"]),
        str(row["id"]),
        str(row["title"]),
        str(row["path"]),
        tuple(map(int, row["pages"])),
        tuple(map(str, row["told"])),
    )
