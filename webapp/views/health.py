"""/healthz (the process answers) and /readyz (an index can serve), for supervisors."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from webapp.site import site

blueprint = Blueprint("health", __name__)

# The log names the file; its path is nobody else's business.
DEGRADED = "The newest generation of the index is damaged; the one before it serves."


@blueprint.get("/healthz")
def healthz() -> Response:
    return Response("ok", mimetype="text/plain")


@blueprint.get("/readyz")
def readyz() -> Response:
    status = site().archive.status()
    return jsonify(
        generation=status.generation,
        documents=status.documents,
        degraded=DEGRADED if status.degraded else None,
        failures=status.failures,
        kept=status.kept,
        unread=status.unread,
    )
