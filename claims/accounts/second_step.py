"""The second step of signing in: an app's codes, passkeys and recovery codes, kept by django-allauth's mfa."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from django.conf import settings

from claims.accounts.models import User

BY_PROVIDER: Final = "signed_in_by_provider"
"""On the request and in the session of somebody whom the sign-in provider has brought: when it saw them sign in."""
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What can be asked for at each sign-in; recovery codes only stand in for one of these."""


def is_asked_of(person: User) -> bool:
    """Whether a role of this person's demands a second step here; of the demo's people never."""
    return not person.is_demo and any(role in settings.SECOND_STEP_FOR for role in person.roles)


def has_one(person: User) -> bool:
    """Whether somebody has set one up."""
    return bool(Authenticator.objects.filter(user=person, type__in=STEPS).exists())


def kinds_of(person: User) -> list[str]:
    """What somebody has set up, in words, the oldest first."""
    rows = Authenticator.objects.filter(user=person, type__in=STEPS).order_by("pk")
    return [row.get_type_display() for row in rows]


def is_due(person: User) -> bool:
    """Whether somebody has to set one up before anything else: a query, and only of those who need one."""
    return is_asked_of(person) and not has_one(person)


def is_due_of(request: Any) -> bool:
    """The same of the person who is signed in; not where the provider they came by has asked for a second step."""
    by_provider = settings.OPENID is not None and settings.OPENID.asks_second_step and request.session.get(BY_PROVIDER)
    return not by_provider and is_due(request.user)


def is_last(authenticator: Authenticator) -> bool:
    """Whether its owner would have none without it."""
    others = Authenticator.objects.filter(user=authenticator.user_id, type__in=STEPS).exclude(pk=authenticator.pk)
    return not others.exists()


def forget(person: User) -> int:
    """Take all of it away, recovery codes too, inside the caller's transaction; how many there were."""
    count: int
    count, _kinds = Authenticator.objects.filter(user=person).delete()
    return count
