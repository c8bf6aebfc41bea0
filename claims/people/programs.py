"""What acts in somebody's name without them: an admin sees all tokens and hooks, and ends any."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import PersonalAccessToken, SecurityEventKind, User
from claims.articles.models import ArticleHook
from claims.audit.services import record
from claims.delivery.account_letters import tell_what_happened
from claims.errors import WrongState
from claims.people.invitations import ask_people
from claims.people.sign_in import note


@dataclass(frozen=True)
class Programs:
    """A person's live tokens and hooks."""

    tokens: list[PersonalAccessToken]
    hooks: list[ArticleHook]


def programs_of(person: User) -> Programs:
    """What may act in somebody's name, the newest first; tokens whose time is over are left out."""
    tokens = [token for token in person.tokens.filter(revoked_at__isnull=True) if token.is_live]
    return Programs(tokens, list(person.article_hooks.filter(ended_at__isnull=True)))


def end_token(*, token_id: int, actor: User) -> PersonalAccessToken:
    """Revoke anybody's token."""
    ask_people(actor)
    with transaction.atomic():
        live = PersonalAccessToken.objects.select_for_update(of=("self",)).filter(revoked_at__isnull=True)
        token = live.select_related("person").filter(pk=token_id).first()
        if token is None:
            raise WrongState(_("This token is not here, or it was revoked already."))
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(actor=actor, action="token_revoked", target=token, data={"name": token.name})
        _tell(token.person)
    return token


def end_hook(*, hook_id: int, actor: User) -> ArticleHook:
    """End anybody's hook."""
    ask_people(actor)
    with transaction.atomic():
        live = ArticleHook.objects.select_for_update(of=("self",)).filter(ended_at__isnull=True)
        hook = live.select_related("person").filter(pk=hook_id).first()
        if hook is None:
            raise WrongState(_("This hook is not here, or it was ended already."))
        hook.ended_at = timezone.now()
        hook.save(update_fields=["ended_at"])
        record(actor=actor, action="hook_ended", target=hook, data={"name": hook.name})
        _tell(hook.person)
    return hook


def _tell(person: User) -> None:
    note(person, SecurityEventKind.PROGRAM_ENDED)
    tell_what_happened(person, SecurityEventKind.PROGRAM_ENDED)
