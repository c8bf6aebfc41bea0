"""How long a published verdict is taken to hold, and when somebody last stood by it."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims.tracking.models import Claim, Topic
from claims.verdicts.models.ratings import Rating

LONGEST_DAYS = 3650


class ShelfLifeRule(models.Model):
    """After how many days a verdict of a topic and a rating is looked at again; empty stands for every one."""

    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rating = models.ForeignKey(Rating, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)])

    class Meta:
        ordering = ["topic__name", "rating__order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "rating"],
                condition=Q(topic__isnull=False, rating__isnull=False),
                name="shelf_life_rule_once",
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(topic__isnull=False, rating__isnull=True),
                name="shelf_life_rule_once_per_topic",
            ),
            models.UniqueConstraint(
                fields=["rating"],
                condition=Q(topic__isnull=True, rating__isnull=False),
                name="shelf_life_rule_once_per_rating",
            ),
            models.UniqueConstraint(
                Coalesce("topic", Value(0)),
                condition=Q(topic__isnull=True, rating__isnull=True),
                name="shelf_life_rule_one_for_all",
            ),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=LONGEST_DAYS), name="shelf_life_rule_days"),
        ]

    def __str__(self) -> str:
        days = ngettext("%(days)d day", "%(days)d days", self.days) % {"days": self.days}
        return _("%(which)s: after %(days)s") % {"which": self.which, "days": days}

    @property
    def which(self) -> str:
        """Which verdicts it is about, in words."""
        if self.topic and self.rating:
            return _("%(topic)s, rated %(rating)s") % {"topic": self.topic, "rating": self.rating}
        if self.topic:
            return str(self.topic)
        return _("Rated %(rating)s") % {"rating": self.rating} if self.rating else _("All other verdicts")


class ShelfLife(models.Model):
    """Since when a claim's published verdict is known to hold, and until when that is taken for granted.

    Readers are told `as_of` and `again_since` beside the frozen words of the publication, which never change.
    """

    claim = models.OneToOneField(Claim, primary_key=True, on_delete=models.PROTECT, related_name="shelf_life")
    as_of = models.DateTimeField(help_text=gettext_lazy("When somebody last stood by the published words."))
    review_by = models.DateTimeField(null=True, blank=True)
    by_hand = models.BooleanField(default=False, help_text=gettext_lazy("A person set the date, and no rule moves it."))
    again_since = models.DateTimeField(
        null=True, blank=True, help_text=gettext_lazy("Since when it is being looked at again.")
    )
    sources_seen_at = models.DateTimeField(
        null=True, blank=True, help_text=gettext_lazy("When one of its sources was last read again.")
    )
    undated = models.BooleanField(default=True, help_text=gettext_lazy("The rules have yet to be asked for its date."))

    class Meta:
        ordering = ["review_by", "claim"]
        verbose_name_plural = "shelf lives"
        constraints = [
            models.CheckConstraint(
                condition=Q(by_hand=False) | Q(review_by__isnull=False), name="shelf_life_by_hand_has_date"
            )
        ]
        indexes = [
            models.Index(fields=["review_by"], condition=Q(review_by__isnull=False), name="shelf_life_due"),
            models.Index(fields=["claim"], condition=Q(undated=True), name="shelf_life_undated"),
        ]

    def __str__(self) -> str:
        return _("Shelf life of %(claim)s") % {"claim": self.claim_id}
