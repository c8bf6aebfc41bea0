"""How well the extractor does."""

from typing import Any

from rest_framework import serializers

from claims.api.representation import Shape
from claims.tracking.enums import DismissReason
from claims.tracking.report_card import ERRORS


class FoundShareShape(Shape):
    """So many of so many; `percent` is null where there are too few to say."""

    part = serializers.IntegerField()
    whole = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True)


class TallyShape(Shape):
    """What became of finds; `aside` were dismissed for reasons that say nothing against the extractor."""

    taken_up = serializers.IntegerField()
    errors = serializers.IntegerField()  # type: ignore[assignment]  # fields leave the class
    aside = serializers.IntegerField()
    missed = serializers.IntegerField(help_text="Marked by hand and taken up, where nothing had been found.")
    precision = FoundShareShape()
    recall = FoundShareShape(help_text="At most: what nobody marked is not counted.")


class FoundWeekShape(Shape):
    """The finds decided on in one week."""

    start = serializers.DateField()
    tally = TallyShape()


class NamedTallyShape(Shape):
    """The finds of one outlet or extractor."""

    name = serializers.CharField()
    tally = TallyShape()


class BandShape(Shape):
    """The finds of some scores, in hundredths, both ends included."""

    low = serializers.IntegerField()
    high = serializers.IntegerField()
    expected = serializers.IntegerField(help_text="How many in a hundred the scores promise.")
    tally = TallyShape()


class ReasonShape(Shape):
    """How often finds were dismissed for a reason."""

    reason = serializers.ChoiceField(choices=DismissReason.choices)
    count = serializers.IntegerField()
    is_error = serializers.BooleanField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """A reason and its count."""
        reason, count = instance
        return {"reason": reason.value, "count": count, "is_error": reason in ERRORS}


class ReportCardShape(Shape):
    """The extractor's report card, from the desk's own decisions."""

    since = serializers.DateField()
    total = TallyShape()
    bands = BandShape(many=True)
    reasons = ReasonShape(many=True)
    weeks = FoundWeekShape(many=True)
    outlets = NamedTallyShape(many=True)
    extractors = NamedTallyShape(many=True)
