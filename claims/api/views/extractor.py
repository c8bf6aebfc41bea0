"""How well the extractor does."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, Query
from claims.api.serializers.extractor import ReportCardShape
from claims.tracking.models import Candidate
from claims.tracking.report_card import PERIODS, report_card


class ReportCardQuery(Query):
    """Which period."""

    weeks = serializers.ChoiceField(required=False, choices=PERIODS, default=13, help_text="This week included.")


class ReportCardView(DeskViewSet):
    """What people made of what the extractor found."""

    shape = ReportCardShape
    queryset = Candidate.objects.none()
    queries = {"retrieve": ReportCardQuery}
    pagination_class = None

    @extend_schema(operation_id="report_card", summary="The extractor's report card", parameters=[ReportCardQuery])
    def retrieve(self, request: Request) -> Response:
        """Precision, recall and calibration of the last weeks, by week, outlet, extractor and reason."""
        return self.answer(report_card(self.query()["weeks"]))
