"""What published checks are filed under, so that readers can filter them without the desk's own tables."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from claims.verdicts.enums import FacetKind
from claims.verdicts.models.verdict import Publication


class Facet(models.Model):
    """One rating, topic, claimant or outlet that a check was published under, by the words of its newest publication.

    `count` is how many checks readers find under it now.
    """

    kind = models.CharField(max_length=10, choices=FacetKind)
    slug = models.CharField(max_length=120)
    name = models.CharField(max_length=200)
    detail = models.CharField(max_length=200, blank=True)
    tone = models.PositiveSmallIntegerField(default=0)
    order = models.PositiveSmallIntegerField(default=0)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["kind", "order", "name"]
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="facet_once")]
        indexes = [models.Index(fields=["kind", "-count"], name="facet_most_used")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.name}"


class Filing(models.Model):
    """A current publication under one facet; the columns it is sorted by are copied from the publication."""

    facet = models.ForeignKey(Facet, on_delete=models.CASCADE, related_name="filings")
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="filings")
    sequence = models.BigIntegerField()
    published_at = models.DateTimeField()
    listed = models.BooleanField(default=True)

    class Meta:
        ordering = ["-sequence"]
        constraints = [models.UniqueConstraint(fields=["publication", "facet"], name="filing_once")]
        indexes = [
            models.Index(fields=["facet", "-sequence"], condition=Q(listed=True), name="filing_in_order"),
            models.Index(fields=["facet", "-published_at"], name="filing_newest"),
        ]

    def __str__(self) -> str:
        return _("%(publication_id)s under %(facet_id)s") % {
            "publication_id": self.publication_id,
            "facet_id": self.facet_id,
        }
