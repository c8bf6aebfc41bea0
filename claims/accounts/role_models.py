"""Changes of an admin's roles that wait for a second admin."""

from django.conf import settings
from django.db import models
from django.db.models import JSONField, Q, Value
from django.utils.translation import gettext as _


class RoleRequestQuerySet(models.QuerySet["RoleRequest"]):
    """Words for groups of requests."""

    def open(self) -> "RoleRequestQuerySet":
        """Those that nobody has decided about."""
        return self.filter(decided_at__isnull=True)


class RoleRequest(models.Model):
    """What roles somebody is to have, as one admin asks; another one confirms or declines it.

    Where nobody asked, groups at the sign-in provider did: `roles` then come to those that the person has, and what is
    decided by nobody was not needed any more. `groups` are those that ask for the same, empty once they no longer do.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_requests")
    roles = models.JSONField(default=list)
    groups = models.JSONField(default=list, db_default=Value([], JSONField()))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(default=False)

    objects = RoleRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(decided_at__isnull=True), name="role_request_open_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, confirmed=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False)
                | Q(decided_at__isnull=False, asked_by__isnull=True, confirmed=False),
                name="role_request_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return _("roles of %(person)s") % {"person": self.person}
