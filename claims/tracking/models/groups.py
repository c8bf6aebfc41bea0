"""Groups that claimants belong to for a time: a party, an office. Editors set them; nothing is guessed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from claims.restrictions.hidden import Visible
from claims.tracking.enums import GroupKind
from claims.tracking.models.claims import Claimant


class ClaimantGroup(models.Model):
    """A party, an office, or another group."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=120, unique=True)
    kind = models.CharField(max_length=10, choices=GroupKind, default=GroupKind.PARTY)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """From which day to which a claimant belonged to a group; without a last day, until now."""

    claimant = models.ForeignKey(Claimant, on_delete=models.PROTECT, related_name="memberships")
    group = models.ForeignKey(ClaimantGroup, on_delete=models.PROTECT, related_name="memberships")
    since = models.DateField(_("from"))
    until = models.DateField(_("last day"), null=True, blank=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["claimant", "group", "since"], name="membership_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claimant}: {self.group}"
