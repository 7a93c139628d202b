"""The search by meaning of an archive: which texts are near to a question."""

from __future__ import annotations

import logging
import re
import threading
from pathlib import Path

from indexer.errors import IndexDamaged, ModelError
from indexer.meaning.model import NAME, Model, model
from indexer.meaning.vectors import Nearest, PassageVectors
from indexer.settings import MeaningSettings

log = logging.getLogger(__name__)

_ARABIC = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff]")


class NearTexts:
    """Finds the texts of a generation that are near to a question. Threads may share it.

    The model is read at the first question: 0.3 seconds, and 90 MB in each process.
    """

    def __init__(self, settings: MeaningSettings) -> None:
        self._settings = settings
        self._guard = threading.Lock()
        self._opened: tuple[Path, PassageVectors | None] | None = None
        self._model: Model | None = None
        self._has_failed = False

    def weight(self, query: str) -> float:
        """How much of the order of hits is decided by meaning, for `query`."""
        own = _ARABIC.search(query)
        return self._settings.weight if own else self._settings.latin_weight

    def nearest(self, folder: Path, query: str, most: int) -> list[Nearest] | None:
        """The `most` documents of the generation in `folder` that are nearest to `query`.

        None where it has no vectors of this model, or the model is not there: the log says which.
        """
        vectors, encoder = self._vectors(folder), self._encoder()
        if vectors is None or encoder is None:
            return None
        return vectors.nearest(encoder.query_vector(query), most)

    def is_ready(self, folder: Path) -> bool:
        """Whether the generation in `folder` has vectors of the model, and that is there."""
        return self._vectors(folder) is not None and self._encoder() is not None

    def _vectors(self, folder: Path) -> PassageVectors | None:
        with self._guard:
            if self._opened is None or self._opened[0] != folder:
                self._opened = (folder, _usable(folder))
            return self._opened[1]

    def _encoder(self) -> Model | None:
        with self._guard:
            if self._model is None and not self._has_failed:
                try:
                    self._model = model()
                except ModelError as error:
                    self._has_failed = True
                    log.error("%s Until then documents are found by their words alone.", error)
            return self._model


def _usable(folder: Path) -> PassageVectors | None:
    """The vectors in `folder`; None, with a line in the log, where there are none of this model."""
    reason = "has no vectors"
    if PassageVectors.there(folder):
        try:
            found = PassageVectors(folder)
        except IndexDamaged as error:
            reason = str(error)
        else:
            if found.model == NAME:
                return found
            reason = "has the vectors of another model"
    log.warning(
        "Search by meaning is on, but %s %s: documents are found by their words alone. "
        "`khizana update` makes the vectors.",
        folder,
        reason,
    )
    return None
