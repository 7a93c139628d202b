"""The files of static/, each at an address that changes with its content."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Response, abort, url_for

FOLDER = Path(__file__).with_name("static")

# What a page in each direction is set in: told to the browser before it reads the styles.
FACES = {
    "rtl": ("naskh-arabic", "sans-arabic", "naskh-latin", "sans-latin", "sans-arabic-600"),
    "ltr": ("naskh-arabic", "sans-latin", "serif-latin", "sans-latin-600"),
}


@dataclass(frozen=True, slots=True)
class Assets:
    """`digests`: name of a file below static/ → digest of its content. `version` is that of all."""

    digests: dict[str, str]
    version: str

    def __contains__(self, name: str) -> bool:
        return name in self.digests

    def fonts(self, direction: str) -> list[str]:
        """The names of the fonts a page in `direction` needs first, as far as they were made."""
        return [name for face in FACES[direction] if (name := f"fonts/{face}.woff2") in self]

    def url(self, name: str) -> str:
        """The address of the file `name`; KeyError when there is none."""
        return url_for("assets.file", digest=self.digests[name], name=name)


def load_assets() -> Assets:
    """The files of static/ as they are now."""
    files = sorted(path for path in FOLDER.rglob("*") if path.is_file())
    digests = {path.relative_to(FOLDER).as_posix(): digest(path.read_bytes()) for path in files}
    return Assets(digests, digest("".join(digests.values()).encode()))


def blueprint(assets: Assets) -> Blueprint:
    """The route of `assets`: /static/<digest>/<name>."""
    routes = Blueprint("assets", __name__, url_prefix="/static")

    @routes.get("/<digest>/<path:name>")
    def file(digest: str, name: str) -> Response:
        if assets.digests.get(name) != digest:
            abort(404)
        # Whole, for none is large: a reader who goes away leaves no file open.
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        response = Response((FOLDER / name).read_bytes(), mimetype=kind)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response

    return routes


def digest(content: bytes) -> str:
    """The name of `content` in its address."""
    return hashlib.sha256(content).hexdigest()[:16]
