"""The three answers a refused act can get; each message is a sentence for the person who tried."""


class WorkflowError(Exception):
    """An act was refused; nothing was changed and nothing recorded."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(WorkflowError):
    """Who: this person may not do it."""

    status = 403


class WrongState(WorkflowError):
    """When: the object is not in a state, or at a version, in which it can be done."""

    status = 409


class Stale(WrongState):
    """When: somebody changed the object after this person last saw it."""


class Blocked(WorkflowError):
    """Whether: a rule stands against it until something is mended; `reasons` lists every one."""

    status = 422

    def __init__(self, message: str, reasons: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.reasons = reasons or (message,)
