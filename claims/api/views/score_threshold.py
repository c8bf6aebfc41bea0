"""The score from which the newsroom lists candidates."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet
from claims.api.preconditions import version_tag
from claims.api.representation import Body, Json, Moment, Shape
from claims.tracking.models import TriageSettings
from claims.tracking.score_threshold import triage_settings
from claims.triage.score_threshold import set_threshold


class ThresholdShape(Shape):
    """The score from which the newsroom lists candidates."""

    threshold = serializers.FloatField()
    changed_by = serializers.IntegerField(source="changed_by_id", allow_null=True)
    changed_at = Moment(allow_null=True)
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")


class ThresholdBody(Body):
    """From which score candidates are listed."""

    example = {"threshold": 0.5}

    threshold = serializers.FloatField(min_value=0, max_value=1)


class ThresholdView(DeskViewSet):
    """From which score the newsroom lists candidates."""

    shape = ThresholdShape
    queryset = TriageSettings.objects.all()
    bodies = {"update": ThresholdBody}
    versioned = frozenset({"update"})

    @extend_schema(operation_id="threshold_retrieve", summary="The threshold of the newsroom's lists")
    def retrieve(self, request: Request) -> Response:
        """The score from which candidates are listed for everybody who has not chosen another."""
        return self.answer(triage_settings())

    @extend_schema(operation_id="threshold_update", summary="Set the threshold", request=ThresholdBody)
    def update(self, request: Request) -> Response:
        """List candidates from this score."""
        given, seen = self.body(), self.seen()
        return self.answer(set_threshold(actor=self.person, expected_version=seen, **given))

    def current(self) -> tuple[Json, str]:
        """How it stands now."""
        kept = triage_settings()
        return self.represent([kept])[0], version_tag(kept.lock_version)
