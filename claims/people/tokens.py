"""Making, using and revoking personal access tokens; each making and revoking is in the audit record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import PersonalAccessToken, SecurityEventKind, User
from claims.accounts.tokens import digest, hint, in_order, new_secret
from claims.audit.services import record
from claims.delivery.account_letters import tell, tell_what_happened
from claims.delivery.models import LetterKind
from claims.errors import Blocked, WrongState
from claims.people.sign_in import note

TOKENS_LIMIT: Final = 50
NAME_LIMIT: Final = 80
# Often enough to see that a token is in use, seldom enough that reading does not become writing.
USE_NOTED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Issued:
    """A new token and its secret, which nobody will see again."""

    token: PersonalAccessToken
    secret: str


def issue(*, actor: User, name: str, scopes: Iterable[str], expires_at: datetime | None = None) -> Issued:
    """Make a token for the actor; Blocked with every reason."""
    name, chosen, asked = " ".join(name.split()), in_order(scopes), set(scopes)
    reasons = []
    if not name or len(name) > NAME_LIMIT:
        reasons.append(
            _("Give the token a name of 1 to %(name_limit)s characters, such as: newsroom CMS.")
            % {"name_limit": NAME_LIMIT}
        )
    if not chosen or len(chosen) != len(asked):
        reasons.append(_("Choose what the token may do: read, write, publish."))
    if expires_at is not None and expires_at <= timezone.now():
        reasons.append(_("The token would have expired already. Choose a date that is still to come."))
    if actor.tokens.filter(revoked_at__isnull=True).count() >= TOKENS_LIMIT:
        reasons.append(
            _("You have %(tokens_limit)s tokens. Revoke those you no longer use.") % {"tokens_limit": TOKENS_LIMIT}
        )
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    secret = new_secret()
    with transaction.atomic():
        token = PersonalAccessToken.objects.create(
            person=actor,
            name=name,
            scopes=chosen,
            token_hash=digest(secret),
            hint=hint(secret),
            created_at=timezone.now(),
            expires_at=expires_at,
        )
        record(actor=actor, action="token_made", target=token, data={"scopes": list(chosen), "name": name})
        tell(actor, LetterKind.TOKEN_MADE)
    return Issued(token, secret)


def revoke(*, token_id: int, actor: User) -> PersonalAccessToken:
    """End one of the actor's own tokens at once; WrongState when it is not there or ended already."""
    with transaction.atomic():
        token = actor.tokens.select_for_update(of=("self",)).filter(pk=token_id).first()
        if token is None or token.revoked_at is not None:
            raise WrongState(_("This token is not here, or it was revoked already."))
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        record(actor=actor, action="token_revoked", target=token, data={"name": token.name})
        note(actor, SecurityEventKind.TOKEN_ENDED)
        tell_what_happened(actor, SecurityEventKind.TOKEN_ENDED)
    return token


def find(secret: str) -> PersonalAccessToken | None:
    """The live token of this secret with its person: one query."""
    token = PersonalAccessToken.objects.select_related("person").filter(token_hash=digest(secret)).first()
    return token if token and token.is_live else None


def note_use(token: PersonalAccessToken) -> None:
    """Remember when a token was last used, at most once a minute."""
    now = timezone.now()
    if token.last_used_at is not None and now - token.last_used_at < USE_NOTED_EVERY:
        return
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=now - USE_NOTED_EVERY)
    PersonalAccessToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
