"""Links by which somebody makes an account of their own: the first admin's, and those of people who are invited."""

import secrets
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.tokens import digest

BYTES_OF_CHANCE: Final = 32
LINK_LASTS: Final = timedelta(days=1)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Words for groups of invitations."""

    def open(self) -> "InvitationQuerySet":
        """Those that nobody has taken up or revoked, expired ones too: a new link opens them again."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)

    def to_people(self) -> "InvitationQuerySet":
        """Those that an admin sent, as opposed to the link for the first admin."""
        return self.exclude(email="")


class Invitation(models.Model):
    """Somebody who may make an account with these roles; without an address it is the first admin's.

    Only the hash of its link's secret is kept, and a new link ends the one before it.
    """

    email = models.EmailField(blank=True)
    display_name = models.CharField("name", max_length=120, blank=True)
    roles = models.JSONField(default=list)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    invited_at = models.DateTimeField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="invitation_open_once",
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                violation_error_message="Somebody with this address is invited already.",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, person__isnull=True)
                | Q(accepted_at__isnull=False, person__isnull=False),
                name="invitation_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.email or _("the first admin")

    @property
    def is_first(self) -> bool:
        """Whether it is for the first admin of a desk."""
        return not self.email

    @property
    def is_expired(self) -> bool:
        """Whether its link's time is over."""
        return self.expires_at <= timezone.now()

    def new_secret(self) -> str:
        """Give it a new link, for its whole time; the secret, which nobody can read again. The caller saves."""
        secret = secrets.token_urlsafe(BYTES_OF_CHANCE)
        self.token_hash = digest(secret)
        self.expires_at = timezone.now() + LINK_LASTS
        return secret
