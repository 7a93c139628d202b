"""The limits of a process that opens strangers' files, which it sets for itself.

They end it: by exit code OUT_OF_MEMORY, or by SIGPROF when a timer of processor time runs out.
Windows knows neither limit. Little is imported here, so that such a process starts at once.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

OUT_OF_MEMORY = 86
_FILES, _FILE_BYTES = 256, 2_000_000_000  # open at once; written, of each


def limits() -> bool:
    """Whether this system can limit the memory and the processor time of a process."""
    return find_spec("resource") is not None and hasattr(signal, "setitimer")


def limit_memory(max_bytes: int) -> None:
    """Lets the process have `max_bytes` beyond what it has, where the system can tell and limit.

    It limits the number of open files, and the size of a file that is written, too.
    """
    import resource  # Windows has none

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE_BYTES, _FILE_BYTES))
        resource.setrlimit(resource.RLIMIT_NOFILE, (_FILES, _FILES))
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        most = pages * resource.getpagesize() + max_bytes
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def leave_network() -> None:
    """Takes the network from this process and from those that it starts, where that is allowed.

    Linux alone knows a way, and only while there is one thread.
    """
    import ctypes

    new_network, new_user = 0x40000000, 0x10000000  # CLONE_NEWNET, CLONE_NEWUSER of <sched.h>
    with suppress(OSError, AttributeError):
        unshare = ctypes.CDLL(None).unshare
        if unshare(new_network) != 0 and os.getuid() != 0:
            unshare(new_network | new_user)
