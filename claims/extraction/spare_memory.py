"""Giving back to the system what was needed for a moment: the C library of Linux keeps it for the next time."""

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Return the free memory of this process to the system; it costs some milliseconds. Elsewhere nothing happens."""
    if sys.platform.startswith("linux"):
        # Where the C library is another one than glibc, it has no such function and keeps nothing.
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
