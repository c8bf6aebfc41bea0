"""Which other sites have fetched which number of a check: hosts, never readers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.tracking.models import Claim

LONGEST_HOST = 100


class FetchKind(models.TextChoices):
    """In which form another site takes a check."""

    EMBED = "embed", gettext_lazy("embedded check")
    OEMBED = "oembed", gettext_lazy("oEmbed")
    DATA = "data", gettext_lazy("data of the check")
    FEED = "feed", gettext_lazy("feed of all checks")


class SiteFetch(models.Model):
    """What a site has fetched last of one check, or of the feed of all checks: one row a site, form and check.

    Of who sat before the site nothing is stored: no network address, no browser, no reader.
    """

    host = models.CharField(max_length=LONGEST_HOST, help_text=gettext_lazy("The name of the site."))
    kind = models.CharField(max_length=8, choices=FetchKind)
    claim = models.ForeignKey(
        Claim, null=True, on_delete=models.PROTECT, related_name="+", help_text=gettext_lazy("Empty for a feed.")
    )
    number = models.PositiveIntegerField(
        null=True, help_text=gettext_lazy("The newest number it has fetched; empty for a feed.")
    )
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        ordering = ["-last_at", "-id"]
        verbose_name_plural = "site fetches"
        constraints = [
            models.UniqueConstraint(fields=["claim", "host", "kind"], name="site_fetch_once"),
            models.UniqueConstraint(
                fields=["host", "kind"], condition=Q(claim__isnull=True), name="site_fetch_once_of_feed"
            ),
            models.CheckConstraint(
                condition=Q(claim__isnull=True, number__isnull=True, kind=FetchKind.FEED)
                | (Q(claim__isnull=False, number__isnull=False) & ~Q(kind=FetchKind.FEED)),
                name="site_fetch_of_check_or_feed",
            ),
        ]
        indexes = [
            models.Index(fields=["first_at"], name="site_fetch_first"),
            models.Index(fields=["last_at"], name="site_fetch_last"),
        ]

    def __str__(self) -> str:
        return _("%(host)s: %(kind)s") % {"host": self.host, "kind": self.get_kind_display()}
