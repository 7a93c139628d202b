"""Queries in French and English, in small archives."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from indexer import Archive, SearchRequest, Width

Open = Callable[[Mapping[str, str]], Archive]

TITLED = """---
title: عنوان
title_fr: La police de proximité et les libertés nationales
title_en: Proximity policing
---
نص عربي قصير.
"""


@pytest.mark.parametrize(
    ("query", "width", "is_found"),
    [
        ("police de proximité", Width.WORD, True),
        ("POLICE DE PROXIMITE", Width.WORD, True),
        ("liberté", Width.WORD, True),  # of which the archive has the plural alone
        ("nation", Width.WORD, False),
        ("nation", Width.ROOT, True),
        ("policing", Width.WORD, True),
        ("liberté", Width.EXACT, False),
        ("libertés", Width.EXACT, True),
    ],
)
def test_titles_in_other_languages(
    archive_of: Open, query: str, width: Width, is_found: bool
) -> None:
    archive = archive_of({"a.md": TITLED, "b.txt": "نص آخر."})
    page = archive.search(SearchRequest(query, width))
    assert bool(page.all_words) is is_found
