"""What is costly to load is loaded by the first call that needs it, once in a process, whichever thread comes first."""

import threading
from collections.abc import Callable
from functools import update_wrapper

from claims.extraction.spare_memory import give_back


class LoadedOnce[Loaded]:
    """Keeps what a function loads; threads that come meanwhile wait for it instead of loading a second one.

    A load that fails is tried again by the next call.
    """

    def __init__(self, load: Callable[[], Loaded]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._kept: list[Loaded] = []
        update_wrapper(self, load)

    def __call__(self) -> Loaded:
        """What was loaded, by this call or an earlier one."""
        if not self._kept:
            with self._lock:
                if not self._kept:
                    self._kept.append(self._load())
                    give_back()
        return self._kept[0]

    def cache_clear(self) -> None:
        """Forget it, so that the next call loads it again."""
        with self._lock:
            self._kept.clear()


def loaded_once[Loaded](load: Callable[[], Loaded]) -> LoadedOnce[Loaded]:
    """Have a function that loads something do so once in a process."""
    return LoadedOnce(load)
