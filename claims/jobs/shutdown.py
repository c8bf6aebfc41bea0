"""Whether this worker has been asked to stop."""

import mmap


class Flag:
    """One bit that a worker's children see, too; without a lock, which a killed child might hold for ever."""

    def __init__(self) -> None:
        self._shared = mmap.mmap(-1, 1)

    def set(self) -> None:
        """From now on it is set."""
        self._shared[0] = 1

    def clear(self) -> None:
        """From now on it is not."""
        self._shared[0] = 0

    def is_set(self) -> bool:
        """Whether it is set."""
        return bool(self._shared[0])


shutdown_asked = Flag()
"""Set when the worker shuts down: what it has in hand goes back into the queue at once."""
