"""Signed addresses by which other systems hand in articles: making them, ending them, and believing what they send.

Messages are signed by the Standard Webhooks specification: HMAC-SHA256 over id, time and body, with a time that is not
long past. Sending one again makes nothing twice, since the same text or address is the same article.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils import timezone

from claims.accounts.models import SecurityEvent, SecurityEventKind, User
from claims.accounts.roles import Right
from claims.articles.models import ArticleHook, HookMessage, Outlet
from claims.audit.services import record
from claims.delivery.account_letters import tell_what_happened
from claims.errors import Blocked, NotAllowed, WrongState
from claims.sentences import mark, say

TOLERANCE_SECONDS: Final = 300
HOOKS_LIMIT: Final = 20
MESSAGES_KEPT: Final = 100
NAME_LIMIT: Final = 80
UNSIGNED: Final = mark(
    "The message is not signed as it should be. Send webhook-id, webhook-timestamp and webhook-signature as Standard"
    " Webhooks has them, made with this hook's secret."
)


def make_hook(*, actor: User, name: str, outlet: Outlet | None = None) -> ArticleHook:
    """A new address that takes articles in the actor's name; its secret is shown now and not again."""
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(say("Your role does not let you add articles, so no hook can in your name. Ask an editor."))
    name = " ".join(name.split())
    if not name or len(name) > NAME_LIMIT:
        raise Blocked(
            say("Give the hook a name of 1 to %(name_limit)s characters, such as: newsroom CMS.", name_limit=NAME_LIMIT)
        )
    if ArticleHook.objects.filter(person=actor, ended_at__isnull=True).count() >= HOOKS_LIMIT:
        raise Blocked(say("You have %(hooks_limit)s hooks. End those you no longer use.", hooks_limit=HOOKS_LIMIT))
    secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
    with transaction.atomic():
        hook = ArticleHook.objects.create(
            name=name, secret=secret, person=actor, outlet=outlet, created_at=timezone.now()
        )
        record(actor=actor, action="hook_made", target=hook, data={"name": name})
        _tell(actor, SecurityEventKind.HOOK_MADE)
    return hook


def end_hook(*, hook_id: int, actor: User) -> ArticleHook:
    """Take nothing more at this address; WrongState where it is not the actor's or ended already."""
    with transaction.atomic():
        own = ArticleHook.objects.select_for_update(of=("self",)).filter(person=actor, ended_at__isnull=True)
        hook = own.filter(pk=hook_id).first()
        if hook is None:
            raise WrongState(say("This hook is not here, or it was ended already."))
        hook.ended_at = timezone.now()
        hook.save(update_fields=["ended_at"])
        record(actor=actor, action="hook_ended", target=hook, data={"name": hook.name})
        _tell(actor, SecurityEventKind.HOOK_ENDED)
    return hook


def _tell(person: User, what: SecurityEventKind) -> None:
    SecurityEvent.objects.create(person=person, kind=what, at=timezone.now())
    tell_what_happened(person, what)


def believed(*, hook_id: int, headers: Mapping[str, str], body: bytes) -> ArticleHook:
    """The hook whose secret signed this message, or NotAllowed; an address that never was answers the same."""
    hook = ArticleHook.objects.select_related("person", "outlet").filter(pk=hook_id, ended_at__isnull=True).first()
    # Compared in any case, so that the time an answer takes says nothing about which hooks there are.
    secret = hook.secret if hook else "whsec_"
    if not is_signed(secret, headers, body) or hook is None:
        raise NotAllowed(say(UNSIGNED))
    ArticleHook.objects.filter(pk=hook.pk).update(last_used_at=timezone.now())
    return hook


def note(*, hook_id: int, taken: bool, message: str, article_id: int | None = None) -> None:
    """Keep what came of a message to a hook that is here, for whoever looks why nothing arrives."""
    if not ArticleHook.objects.filter(pk=hook_id, ended_at__isnull=True).exists():
        return
    HookMessage.objects.create(
        hook_id=hook_id, at=timezone.now(), taken=taken, message=message[:1000], article_id=article_id
    )
    kept = HookMessage.objects.filter(hook_id=hook_id).order_by("-pk").values_list("pk", flat=True)[:MESSAGES_KEPT]
    HookMessage.objects.filter(hook_id=hook_id, pk__lt=min(kept)).delete()


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Whether one of the signatures holds for this id, time and body, and the time is within five minutes of now."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (stamp.isascii() and stamp.isdigit() and len(stamp) < 13):
        return False
    try:
        key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return False
    signed = f"{message_id}.{stamp}.".encode("utf-8", "surrogateescape") + body
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest())
    given = [part.partition(",")[2] for part in headers.get("webhook-signature", "").split() if part.startswith("v1,")]
    holds = any(hmac.compare_digest(expected, each.encode("utf-8", "surrogateescape")) for each in given[:10])
    return holds and abs(timezone.now().timestamp() - int(stamp)) <= TOLERANCE_SECONDS
