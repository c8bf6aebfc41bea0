"""The three answers a refused act can get; each message is a sentence for the person who tried."""

from claims.sentences import Sentence
from claims.words import Words


class Refusal(Exception):
    """An act was refused; nothing was changed and nothing recorded."""

    status = 400

    def __init__(self, message: Words) -> None:
        super().__init__(str(message))
        self.message = message if isinstance(message, Sentence) else str(message)


class NotAllowed(Refusal):
    """Who: this person may not do it."""

    status = 403


class WrongState(Refusal):
    """When: the object is not in a state, or at a version, in which it can be done."""

    status = 409


class Stale(WrongState):
    """When: somebody changed the object after this person last saw it."""


class Blocked(Refusal):
    """Whether: a rule blocks it until something is put right; `reasons` lists every one."""

    status = 422

    def __init__(self, message: Words, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reasons = reasons or (self.message,)
