"""What one application is made of, for its views: `site()` while a request is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from indexer import Archive, Settings
from webapp.assets import Assets
from webapp.i18n import Messages

EXTENSION = "khizana"


@dataclass(frozen=True, slots=True)
class Site:
    settings: Settings
    archive: Archive
    messages: Messages
    assets: Assets


def site() -> Site:
    """The parts of the application that answers the current request."""
    return cast(Site, current_app.extensions[EXTENSION])
