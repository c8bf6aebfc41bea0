"""A newsroom that is followed, each of its checks that was taken over, and what was refused with its reason."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy

from claims.jobs.models import Job, Queue
from claims.kept_sentences import SentenceField
from claims.matching.models import OutsideCheck


class FollowedNewsroom(Job):
    """Another newsroom's site or feed of checks: work that comes again and again, at `due_at` next."""

    queue = Queue.WEB
    per_message = 1
    in_flight = 20
    resend_after = timedelta(minutes=10)
    lease_for = timedelta(minutes=5)
    waits = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
    when_parked = {"is_active": False, "failing_since": Coalesce("failing_since", Now())}
    when_retried = {"is_active": True, "failing_since": None, "failures": 0}

    url = models.URLField("address", max_length=2000, unique=True)
    name = models.CharField(max_length=200, blank=True, help_text=gettext_lazy("As it names itself."))
    licence = models.CharField(
        max_length=200, blank=True, help_text=gettext_lazy("Under which terms its words may be used.")
    )
    shown_to_readers = models.BooleanField(
        default=False, help_text=gettext_lazy("Whether readers see beside a check that this newsroom checked it too.")
    )
    is_signing = models.BooleanField(
        default=False, editable=False, help_text=gettext_lazy("Whether it lists what it signed, as this desk does.")
    )
    keys = models.JSONField(
        default=list, editable=False, help_text=gettext_lazy("The public keys that its signatures are compared with.")
    )
    keys_offered = models.JSONField(
        default=list,
        editable=False,
        help_text=gettext_lazy("Keys that its site names now and that no key known before vouches for."),
    )
    rest_url = models.CharField(
        max_length=2000, blank=True, editable=False, help_text=gettext_lazy("Where older checks go on that are unread.")
    )
    is_active = models.BooleanField("followed", default=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    polled_at = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta(Job.Meta):
        ordering = ["-id"]
        verbose_name = gettext_lazy("followed newsroom")
        constraints = [
            models.CheckConstraint(
                condition=Q(error="", failing_since__isnull=True) | (~Q(error="") & Q(failing_since__isnull=False)),
                name="followed_failing_has_why_and_since",
            )
        ]

    def __str__(self) -> str:
        return self.name or self.url

    @property
    def next_poll_at(self) -> datetime | None:
        """When it is asked next; None while the desk does not follow it."""
        return self.due_at


class TakenCheck(models.Model):
    """One check of a followed newsroom as it stands there now."""

    newsroom = models.ForeignKey(FollowedNewsroom, on_delete=models.CASCADE, related_name="checks")
    key = models.CharField(max_length=64, help_text=gettext_lazy("SHA-256 of its own id, or of its address and claim."))
    outside = models.ForeignKey(OutsideCheck, null=True, blank=True, on_delete=models.PROTECT, related_name="taken_as")
    number = models.PositiveIntegerField(
        default=0, help_text=gettext_lazy("How often it was published there; 0 where nobody says.")
    )
    signed = models.TextField(
        blank=True,
        help_text=gettext_lazy(
            "What the newsroom signed, word for word; without a signature, SHA-256 of what it says."
        ),
    )
    signature = models.TextField(blank=True, help_text=gettext_lazy("Its signature; empty: the check is unsigned."))
    url = models.URLField("address", max_length=2000)
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["newsroom", "key"], name="taken_check_once")]

    def __str__(self) -> str:
        return self.url

    @property
    def is_signed(self) -> bool:
        """Whether its words were compared with a signature of the newsroom."""
        return bool(self.signature)


class RefusedCheck(models.Model):
    """A publication of a followed newsroom that was not taken over, and why."""

    newsroom = models.ForeignKey(FollowedNewsroom, on_delete=models.CASCADE, related_name="refusals")
    mark = models.CharField(max_length=64, help_text=gettext_lazy("SHA-256 of what was refused."))
    url = models.CharField(max_length=2000, blank=True)
    reason = SentenceField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["newsroom", "mark"], name="refused_check_once")]

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"
