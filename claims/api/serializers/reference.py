"""What claims and articles are filed under: outlets, topics, claimants, rating scales."""

from rest_framework import serializers

from claims.api.representation import Shape
from claims.tracking.enums import ClaimantKind


class OutletShape(Shape):
    """Whoever publishes articles."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    homepage = serializers.CharField()


class OutletRef(Shape):
    """An outlet by its name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class TopicShape(Shape):
    """A subject the desk files claims under."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()


class ClaimantRef(Shape):
    """Whoever said it, by name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class ClaimantShape(ClaimantRef):
    """Whoever said it: a person or an organisation."""

    slug = serializers.CharField()
    kind = serializers.ChoiceField(choices=ClaimantKind.choices)
    role = serializers.CharField()
    same_as = serializers.CharField()


class RatingShape(Shape):
    """One step of a scale."""

    slug = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # fields leave the class
    definition = serializers.CharField()
    order = serializers.IntegerField()
    tone = serializers.IntegerField()
    value = serializers.IntegerField(allow_null=True, help_text="Higher is truer; null for a rating off the scale.")
    is_active = serializers.BooleanField(help_text="Whether it is offered for new verdicts.")


class ScaleShape(Shape):
    """A set of ratings; the one in use is offered."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    is_active = serializers.BooleanField()
    ratings = RatingShape(many=True)
