"""Signing in by name and password, within limits that keep guessing slow and readers' pages quick.

Wrong passwords are counted by the name and by the address, whichever name it was. A browser in which the person has
signed in before carries a mark; it has a count of its own, so that somebody who guesses from elsewhere cannot keep the
person out of their own browser.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.contrib.auth import authenticate
from django.core import signing
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.accounts import attempts, hashing
from claims.accounts.attempts import Limit
from claims.accounts.models import SecurityEvent, SecurityEventKind, User
from claims.client_address import client_address, network
from claims.people.first_admin import make_admin_if_none

BY_NAME: Final = Limit("sign-in name", 20, timedelta(minutes=15))
BY_ADDRESS: Final = Limit("sign-in address", 40, timedelta(minutes=15))
BY_CONFIRMING: Final = Limit("confirming", 10, timedelta(minutes=15))
BY_BROWSER: Final = Limit("sign-in browser", 10, timedelta(minutes=15))
KNOWN_FOR: Final = timedelta(days=180)
SALT: Final = "plumbline.known-browser"

logger = logging.getLogger(__name__)


class Refused(Exception):
    """Nobody was signed in; the message is a sentence, and `wait` the seconds after which it may go better."""

    def __init__(self, message: str, *, status: int = 422, wait: int = 0) -> None:
        super().__init__(message)
        self.message, self.status, self.wait = message, status, wait


class WrongPassword(Refused):
    """The name or the password is wrong; the form has words for it."""

    def __init__(self) -> None:
        super().__init__("")


@dataclass(frozen=True)
class Browser:
    """A browser in which somebody has signed in before: whose it is, and a number of its own."""

    person_id: int
    number: str

    def mark(self) -> str:
        """The text of its cookie."""
        return signing.TimestampSigner(salt=SALT).sign(f"{self.person_id}.{self.number}")


def browser_of(mark: str) -> Browser | None:
    """The browser whose cookie this is, unless it was made up or is too old."""
    try:
        whose, _dot, number = signing.TimestampSigner(salt=SALT).unsign(mark, max_age=KNOWN_FOR).partition(".")
        return Browser(int(whose), number)
    except (signing.BadSignature, ValueError):
        return None


def new_browser(person: User) -> Browser:
    """A mark for the browser in which somebody has just shown who they are."""
    return Browser(person.pk, secrets.token_urlsafe(12))


def sign_in(*, request: HttpRequest, name: str, password: str, mark: str = "") -> User:
    """The person with this name or e-mail and password; WrongPassword, or Refused with a sentence, otherwise.

    `mark` is the cookie of a browser that is known.
    """
    person, address = User.objects.named(name), network(client_address(request))
    browser = browser_of(mark)
    counted = _limits(name, person, address, browser)
    wait = attempts.seconds_to_wait(counted)
    if wait:
        raise Refused(_too_many(wait), status=429, wait=wait)
    try:
        with hashing.turns.taken():
            found = authenticate(request, username=name, password=password)
    except hashing.TooManyAtOnce as error:
        raise Refused(
            _("Many people are signing in at this moment. Wait a few seconds, then try again."), status=503, wait=3
        ) from error
    if not isinstance(found, User):
        _note_wrong(person, address, counted)
        raise WrongPassword
    for limit, by in counted:
        if limit is not BY_ADDRESS:
            attempts.forget(limit, by)
    return found


def signed_in(*, request: HttpRequest, person: User) -> None:
    """After the last step of a sign-in, whatever it was."""
    make_admin_if_none(person)
    note(person, SecurityEventKind.SIGNED_IN, network(client_address(request)))


def confirm(*, request: HttpRequest, person: User, password: str) -> bool:
    """Whether somebody who is signed in gives their own password again; Refused after too many wrong ones."""
    limit = (BY_CONFIRMING, str(person.pk))
    wait = attempts.seconds_to_wait([limit])
    if wait:
        raise Refused(_too_many(wait), status=429, wait=wait)
    try:
        with hashing.turns.taken():
            is_right = person.check_password(password)
    except hashing.TooManyAtOnce as error:
        raise Refused(
            _("Many people are signing in at this moment. Wait a few seconds, then try again."), status=503, wait=3
        ) from error
    if is_right:
        attempts.forget(*limit)
    else:
        _note_wrong(person, network(client_address(request)), [limit])
    return is_right


def note(person: User, kind: SecurityEventKind, address: str = "") -> None:
    """Keep what happened to somebody's account, for their own list and for the log; the log names nobody."""
    SecurityEvent.objects.create(person=person, kind=kind, at=timezone.now(), address=address[:50])
    logger.info("%s, person %d.", kind.value, person.pk)


def drop_old() -> None:
    """Forget counts that are over."""
    attempts.drop_old()


def _limits(name: str, person: User | None, address: str, browser: Browser | None) -> list[tuple[Limit, str]]:
    if browser and person and browser.person_id == person.pk:
        return [(BY_BROWSER, browser.number)]
    by_name = f"person {person.pk}" if person else f"name {name.casefold()}"
    return [(BY_NAME, by_name), (BY_ADDRESS, address)]


def _note_wrong(person: User | None, address: str, counted: list[tuple[Limit, str]]) -> None:
    closed = False
    for limit, by in counted:
        closed = attempts.count(limit, by) >= limit.most or closed
    if person is None:
        # What was typed as a name may be a password, so it is written nowhere.
        logger.warning("A wrong password for a name that nobody has.")
        return
    note(person, SecurityEventKind.LOCKED if closed else SecurityEventKind.WRONG_PASSWORD, address)


def _too_many(wait: int) -> str:
    minutes = -(-wait // 60)
    return ngettext(
        "That were too many wrong passwords. Try again in %(minutes)d minute, or reset your password.",
        "That were too many wrong passwords. Try again in %(minutes)d minutes, or reset your password.",
        minutes,
    ) % {"minutes": minutes}
