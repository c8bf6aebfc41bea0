"""Rating scales are data; a rating once used keeps its meaning."""

from typing import Final

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Max, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KEEPS: Final = ("scale", "slug", "label", "definition", "tone", "lean", "value")
"""What a rating keeps once a verdict has used it; whether it is offered, and its place in the list, can change."""


class RatingScale(models.Model):
    """A set of ratings the desk chooses from; one is active."""

    name = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField(gettext_lazy("in use"), default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"],
                condition=Q(is_active=True),
                name="rating_scale_one_active",
                violation_error_message=gettext_lazy("Another scale is in use; switch that one off first."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Rating(models.Model):
    """One step of a scale: what it is called, what it means, and how far the plumb bob leans."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    slug = models.SlugField(max_length=40)
    label = models.CharField(max_length=40)
    definition = models.TextField()
    order = models.PositiveSmallIntegerField()
    tone = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(5)], help_text=gettext_lazy("0 (off the scale) to 5.")
    )
    lean = models.SmallIntegerField(default=0, help_text=gettext_lazy("Degrees the plumb bob leans."))
    value = models.PositiveSmallIntegerField(
        "number",
        null=True,
        blank=True,
        help_text=gettext_lazy("Higher is truer, from 1; empty for a rating off the scale."),
    )
    is_active = models.BooleanField("offered", default=True)

    class Meta:
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "slug"], name="rating_slug_unique"),
            models.UniqueConstraint(fields=["scale", "label"], name="rating_label_unique"),
            models.CheckConstraint(condition=Q(value__isnull=True) | Q(value__gte=1), name="rating_number_from_one"),
            models.CheckConstraint(condition=Q(tone__lte=5), name="rating_tone_to_five"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_used(self) -> bool:
        """Whether a draft has this rating or a frozen revision was made with it."""
        if self.pk is None:
            return False
        drafts = apps.get_model("verdicts", "Verdict").objects.filter(rating_id=self.pk)
        # Frozen content names a rating by its words, since those are what readers were shown.
        frozen = apps.get_model("verdicts", "Revision").objects.filter(
            content__rating__slug=self.slug, content__rating__label=self.label
        )
        return bool(drafts.exists() or frozen.exists())

    def clean(self) -> None:
        """Refuse what would change the meaning of verdicts: of this rating, or of the numbers of its whole scale."""
        stored = Rating.objects.filter(pk=self.pk).first() if self.pk else None
        if stored:
            changed = [name for name in KEEPS if getattr(stored, name) != getattr(self, name)]
            if changed and stored.is_used:
                sentence = _(
                    "Verdicts have used “%(label)s”, so this stays as it is."
                    " Make a new rating for the new meaning, and stop offering this one."
                ) % {"label": stored.label}
                raise ValidationError(dict.fromkeys(changed, sentence))
        if self.value is not None and (stored is None or stored.value != self.value):
            self._ask_numbers()

    def _ask_numbers(self) -> None:
        """A used scale keeps its lowest and highest number, or every number on it would come to mean something else."""
        others = Rating.objects.filter(scale_id=self.scale_id).exclude(pk=self.pk)
        ends = others.aggregate(worst=Min("value"), best=Max("value"))
        if ends["worst"] is None or self.value is None or ends["worst"] <= self.value <= ends["best"]:
            return
        if any(rating.is_used for rating in others):
            raise ValidationError(
                {
                    "value": _(
                        "This scale is in use with the numbers %(lowest)s to %(highest)s."
                        " Choose one of these, or make a new scale."
                    )
                    % {"lowest": ends["worst"], "highest": ends["best"]}
                }
            )
