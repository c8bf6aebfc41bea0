"""E-mail alerts of readers: who wants to hear of which checks, and the letters that still have to leave."""

import secrets
from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from claims.encryption import DigestField, EncryptedTextField
from claims.jobs.models import Job, Queue
from claims.verdicts.enums import FacetKind, PublicationKind
from claims.verdicts.models import Publication
from claims.verdicts.published import Filters

WORDS_LIMIT: Final = 200


def new_token() -> str:
    """The secret part of an alert's own address."""
    return secrets.token_urlsafe(24)


class Alert(models.Model):
    """One reader's wish for e-mail about some of the checks; it holds from when its reader has confirmed it.

    The address is encrypted, and found again by a keyed digest alone. `token` is the secret part of the alert's own
    page, where its reader confirms, changes and ends it.
    """

    address = EncryptedTextField()
    address_digest = DigestField(of="address", max_length=64, editable=False)
    words = models.CharField(max_length=WORDS_LIMIT, blank=True)
    facets = models.JSONField(default=dict, help_text=_("Slugs by kind, any of a kind, all of the kinds."))
    language = models.CharField(max_length=12, blank=True, help_text=_("Of its letters; empty: the newsroom's own."))
    new_checks = models.BooleanField(_("new checks"), default=True)
    corrections = models.BooleanField(_("corrections"), default=True)
    retractions = models.BooleanField(_("withdrawn checks"), default=True)
    token = models.CharField(max_length=43, unique=True, default=new_token)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_letter_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        verbose_name = "e-mail alert"
        indexes = [models.Index(fields=["address_digest", "id"], name="alert_by_address")]

    def __str__(self) -> str:
        return str(_("E-mail alert %(pk)s") % {"pk": self.pk})

    @property
    def filters(self) -> Filters:
        """Which checks it is about."""
        return Filters(self.words, {FacetKind(kind): tuple(slugs) for kind, slugs in self.facets.items()})

    def wants(self, kind: PublicationKind) -> bool:
        """Whether its reader wants to hear of this kind of publication."""
        if kind == PublicationKind.FIRST:
            return self.new_checks
        return self.retractions if kind == PublicationKind.RETRACTION else self.corrections


class AlertRound(Job):
    """A publication for which the alerts that it concerns have still to be found; gone once they are."""

    queue = Queue.HEAVY
    lease_for = timedelta(minutes=5)
    waits = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30))

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="+")
    past = models.PositiveBigIntegerField(default=0, editable=False, help_text=_("The last alert that was looked at."))

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name = "round of alerts"

    def __str__(self) -> str:
        return str(self.publication_id)


class AlertLetter(Job):
    """A letter to one reader that has still to leave; gone once it has. Without publications it asks to confirm."""

    queue = Queue.NOW
    waits = (*(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30)), *[timedelta(hours=1)] * 71)
    in_flight = 25

    alert = models.OneToOneField(Alert, on_delete=models.CASCADE, related_name="letter")
    publications: "models.ManyToManyField[Publication, models.Model]" = models.ManyToManyField(
        Publication, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name = "letter of an alert"

    def __str__(self) -> str:
        return str(self.alert)
