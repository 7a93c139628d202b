"""A check that the packages the archive needs are installed; imported before all else.

Nothing here needs a package, or a Python newer than those that cannot run the archive.
"""

import sys
from importlib.util import find_spec
from pathlib import Path

NEEDED = ("numpy", "pyarabic", "selectolax", "tqdm", "whoosh", "yaml")
WRONG_USAGE = 2  # the exit code of a command that cannot run so


def lacking() -> "str | None":
    """A sentence that names the missing package and the command to run; None if none is missing."""
    if sys.version_info < (3, 11):  # noqa: UP036  (older ones are told so)
        version = ".".join(map(str, sys.version_info[:2]))
        return f"Khizana needs Python 3.11 or newer, and this is {version}: run make setup."
    missing = [name for name in NEEDED if find_spec(name) is None]
    if not missing:
        return None
    if Path(__file__).with_name("shipped").is_dir():  # a wheel that was installed without them
        return f"Khizana needs {missing[0]}, which is not installed: pip install khizana anew."
    return (
        f"Khizana runs in its own environment, and {sys.executable} has no {missing[0]}: "
        "run make setup once, then .venv/bin/python -m indexer."
    )


def require() -> None:
    """Ends a command with that sentence; raises ImportError with it in any other program."""
    sentence = lacking()
    if sentence is None:
        return
    if sys.argv[:1] == ["-m"]:  # as it is while python -m finds the package
        print(sentence, file=sys.stderr)
        sys.exit(WRONG_USAGE)
    raise ImportError(sentence)


require()
