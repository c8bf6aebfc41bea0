"""Who looks after a desk that nobody looks after yet: the link for the first admin, and the server's superuser."""

from typing import Final

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from claims.accounts.models import Invitation, User
from claims.accounts.roles import Right, Role
from claims.audit.services import record
from claims.delivery.account_letters import invitation_address

FIRST_ROLES: Final = (Role.ADMIN,)


def has_admin() -> bool:
    """Whether somebody who can sign in here looks after people."""
    admins = User.objects.holding(Right.PEOPLE)
    return bool((admins if settings.DEMO_SIGN_INS else admins.filter(is_demo=False)).exists())


def first_admin_link() -> str:
    """A new link for the first admin, which ends the one before it; empty where there is an admin."""
    if has_admin():
        return ""
    now = timezone.now()
    with transaction.atomic():
        first, _made = Invitation.objects.select_for_update().get_or_create(
            email="", accepted_at=None, revoked_at=None, defaults={"invited_at": now, "expires_at": now}
        )
        first.roles = [role.value for role in FIRST_ROLES]
        secret = first.new_secret()
        first.save(update_fields=["roles", "token_hash", "expires_at"])
    return invitation_address(secret)


def make_admin_if_none(person: User) -> None:
    """Give the server's superuser the admin's role where nobody has it, so that no desk is locked out of itself."""
    if not person.is_superuser or has_admin():
        return
    with transaction.atomic():
        person.groups.add(Group.objects.get(name=Role.ADMIN.value))
        record(actor=None, action="admin_by_server", target=person)
