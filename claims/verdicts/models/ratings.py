"""Rating scales are data; a rating once used keeps its meaning."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


class RatingScale(models.Model):
    """A set of ratings the desk chooses from; one is active."""

    name = models.CharField(max_length=80, unique=True)
    is_active = models.BooleanField("in use", default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_active"],
                condition=Q(is_active=True),
                name="rating_scale_one_active",
                violation_error_message="Another scale is in use; switch that one off first.",
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
    tone = models.PositiveSmallIntegerField(validators=[MaxValueValidator(5)], help_text="0 (off the scale) to 5.")
    lean = models.SmallIntegerField(default=0, help_text="Degrees the plumb bob leans.")
    value = models.PositiveSmallIntegerField(
        "number", null=True, blank=True, help_text="Higher is truer, from 1; empty for a rating off the scale."
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
