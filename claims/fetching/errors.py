"""Why an address was not read: one hierarchy, each message a sentence for an editor."""

from claims.sentences import say


class FetchError(Exception):
    """The address was not read; ``message`` says why and what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = say(message)


class Refused(FetchError):
    """We chose not to ask: a bad address, or one that leads into a private network."""


class TooLarge(FetchError):
    """The answer is larger than the limit, as sent or once decompressed."""


class TooSlow(FetchError):
    """The whole exchange took longer than the limit."""


class WrongType(FetchError):
    """The answer is not one of the kinds of document asked for."""


class Unreachable(FetchError):
    """No answer: unknown name, refused connection, bad certificate, or one that broke off."""


class BadStatus(FetchError):
    """The server answered, but not with the document.

    ``status`` is the HTTP status; ``retry_after`` the seconds the server asks us to wait, if it says.
    """

    def __init__(self, message: str, *, status: int, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after
