"""What goes with a new password: programs lose their keys, and the person is told."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from claims.accounts import attempts
from claims.accounts.attempts import Limit
from claims.accounts.models import SecurityEventKind, User
from claims.articles.models import ArticleHook
from claims.audit.services import record
from claims.client_address import client_address, network
from claims.delivery.account_letters import ask_for_reset, tell
from claims.delivery.models import LetterKind
from claims.people.sign_in import note

RESETS_BY_ADDRESS: Final = Limit("reset address", 10, timedelta(hours=1))
RESETS_BY_NAME: Final = Limit("reset name", 3, timedelta(hours=1))


def password_changed(*, person: User, actor: User, keep_programs: bool = False, address: str = "") -> None:
    """After somebody's password was set: end their tokens and hooks unless they stay, note it, and tell the person.

    Whoever had the old password may have made a token with it, which would outlive it.
    """
    with transaction.atomic():
        if not keep_programs and end_programs(person=person, actor=actor):
            note(person, SecurityEventKind.PROGRAMS_ENDED, address)
        note(person, SecurityEventKind.PASSWORD_CHANGED, address)
        tell(person, LetterKind.PASSWORD_CHANGED)


def has_programs(person: User) -> bool:
    """Whether a program may do something in this person's name."""
    return (
        person.tokens.filter(revoked_at__isnull=True).exists()
        or ArticleHook.objects.filter(person=person, ended_at__isnull=True).exists()
    )


def end_programs(*, person: User, actor: User) -> int:
    """Revoke all tokens of a person and end all their hooks, each on record; how many there were."""
    now = timezone.now()
    with transaction.atomic():
        tokens = list(person.tokens.select_for_update(of=("self",)).filter(revoked_at__isnull=True))
        for token in tokens:
            token.revoked_at = now
            token.save(update_fields=["revoked_at"])
            record(actor=actor, action="token_revoked", target=token, data={"name": token.name})
        live = ArticleHook.objects.select_for_update(of=("self",)).filter(person=person, ended_at__isnull=True)
        hooks = list(live)
        for hook in hooks:
            hook.ended_at = now
            hook.save(update_fields=["ended_at"])
            record(actor=actor, action="hook_ended", target=hook, data={"name": hook.name})
    return len(tokens) + len(hooks)


def reset_asked(*, request: HttpRequest, email: str) -> int:
    """Have a link to choose a new password sent; the seconds to wait where this sender has asked too often.

    Who gets too many letters gets no more for an hour, and the page says the same as ever.
    """
    sender = network(client_address(request))
    wait = attempts.seconds_to_wait([(RESETS_BY_ADDRESS, sender)])
    if wait:
        return wait
    attempts.count(RESETS_BY_ADDRESS, sender)
    if attempts.count(RESETS_BY_NAME, email.casefold()) <= RESETS_BY_NAME.most:
        ask_for_reset(email)
    return 0
