"""The sealed second verdict: by which rules claims are drawn for it, each draw, and what came of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from claims.restrictions.hidden import Visible
from claims.tracking.models import Claim, Topic
from claims.verdicts.models.ratings import Rating, RatingScale
from claims.verdicts.models.verdict import Revision

PERSON = settings.AUTH_USER_MODEL
WHOLE = 100
SENTENCE_LIMIT = 1000


class SecondVerdictRule(models.Model):
    """Of how many in a hundred claims a second person judges without knowing the first verdict.

    A rule is for a scale and a topic; an empty one of these stands for every scale, or every topic.
    """

    scale = models.ForeignKey(RatingScale, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    share = models.PositiveSmallIntegerField(validators=[MaxValueValidator(WHOLE)])

    class Meta:
        ordering = ["topic__name", "scale__name", "id"]
        constraints = [
            models.UniqueConstraint(
                Coalesce("scale", Value(0)), Coalesce("topic", Value(0)), name="second_verdict_rule_once"
            ),
            models.CheckConstraint(condition=Q(share__lte=WHOLE), name="second_verdict_rule_share"),
        ]

    def __str__(self) -> str:
        return _("%(which)s: %(share)d of 100") % {"which": self.which, "share": self.share}

    @property
    def which(self) -> str:
        """Which claims it is about, in words."""
        if self.topic and self.scale:
            return _("%(topic)s, on the scale %(scale)s") % {"topic": self.topic, "scale": self.scale}
        if self.topic:
            return str(self.topic)
        return _("On the scale %(scale)s") % {"scale": self.scale} if self.scale else _("Every claim")


class SecondVerdictDraw(models.Model):
    """Whether a claim was drawn for a sealed second verdict; made once, before anything of a verdict is written.

    `number` is from 0 to 9999 and comes from `seed`, which is the hash of the event by which the review began; the
    claim is drawn where it is less than a hundred times the share. `drawn_event` is the last event that everybody
    may read while the seal holds.
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="second_draw")
    share = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    number = models.PositiveSmallIntegerField()
    is_sealed = models.BooleanField()
    drawn_event = models.BigIntegerField()
    drawn_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_why = models.TextField(blank=True, max_length=SENTENCE_LIMIT)

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_by__isnull=True)
                | Q(opened_at__isnull=False, opened_by__isnull=False),
                name="second_verdict_opened_has_who",
            )
        ]
        indexes = [
            models.Index(
                fields=["claim"], condition=Q(is_sealed=True, opened_at__isnull=True), name="second_verdict_holds"
            )
        ]

    def __str__(self) -> str:
        return _("Draw of %(claim)s") % {"claim": self.claim_id}

    @property
    def holds(self) -> bool:
        """Whether the first verdict is sealed now."""
        return self.is_sealed and self.opened_at is None


class SecondVerdict(models.Model):
    """What the second person found, knowing the claim and the evidence alone, and how a disagreement was settled.

    `settled` is the rating that both sides, or the third person, hold to; empty while they talk.
    """

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="second_verdict")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    first = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    rating = models.ForeignKey(Rating, on_delete=models.PROTECT, related_name="+")
    sentence = models.TextField(max_length=SENTENCE_LIMIT)
    given_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    asked_third = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_third_at = models.DateTimeField(null=True, blank=True)
    settled = models.ForeignKey(Rating, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_by = models.ForeignKey(PERSON, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.TextField(blank=True, max_length=SENTENCE_LIMIT)

    objects = Visible()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(settled__isnull=True, settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled__isnull=False, settled_by__isnull=False, settled_at__isnull=False),
                name="second_verdict_settled_has_who",
            )
        ]

    def __str__(self) -> str:
        return _("Second verdict on %(claim)s") % {"claim": self.claim_id}

    @property
    def agrees(self) -> bool:
        """Whether both came to the same rating by themselves."""
        return self.first_id == self.rating_id
