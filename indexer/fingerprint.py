"""A digest of the code of a package: what was made by it is known by it."""

from __future__ import annotations

import hashlib
from importlib import resources


def package_digest(package: str, *besides: str) -> str:
    """A digest of the modules of `package`, and of the texts `besides`, such as versions it uses.

    The modules of its subpackages are not among them: name each. It changes with any line, so it
    errs on the side of making things anew.
    """
    digest = hashlib.sha256("\0".join(besides).encode())
    for module in sorted(resources.files(package).iterdir(), key=lambda entry: entry.name):
        if module.name.endswith(".py"):
            digest.update(module.name.encode() + b"\0" + module.read_bytes())
    return digest.hexdigest()[:16]
