"""Telling a full disk from any other error, so that nobody sees a page that says nothing."""

import errno
from typing import Final

from django.db import DatabaseError

from claims.workflow.errors import WorkflowError

_NUMBERS: Final = (errno.ENOSPC, errno.EDQUOT, errno.EIO)
_WORDS: Final = ("disk is full", "disk full", "disk i/o error", "no space left on device", "disk quota exceeded")


class NoRoom(WorkflowError):
    """When: the server cannot write anything down at the moment."""

    status = 507

    def __init__(self) -> None:
        super().__init__(
            "The server’s disk is full or fails, so nothing was stored. Tell whoever runs the server, keep this page "
            "open, and send it again once there is room."
        )


def no_room(error: BaseException) -> NoRoom | None:
    """The refusal to show for an error that means that nothing can be written; None for any other."""
    if isinstance(error, OSError):
        full = error.errno in _NUMBERS
    else:
        full = isinstance(error, DatabaseError) and any(words in str(error).lower() for words in _WORDS)
    return NoRoom() if full else None
