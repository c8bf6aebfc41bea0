"""Since you left: a person's shift brief, and the hour at which it comes by e-mail."""

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, Query
from claims.api.representation import Body, GivenMoment, Moment, Shape
from claims.delivery.briefs.contents import Line, brief_for
from claims.delivery.briefs.morning_mail import choose_hour, hour_of
from claims.delivery.models import MorningBrief


class LineShape(Shape):
    """One thing in a sentence, and the page of the desk where it is dealt with."""

    words = serializers.CharField()
    url = serializers.SerializerMethodField()

    def get_url(self, line: Line) -> str:
        """The page's full address."""
        path = reverse(line.page, args=[line.number] if line.number else [])
        return f"{settings.PUBLIC_URL}{path}{'?' if line.query else ''}{line.query}"


class SectionShape(Shape):
    """The lines of one kind."""

    key = serializers.CharField(help_text="decided, waiting, due, aged, repeated, sources or away.")
    title = serializers.CharField()
    lines = LineShape(many=True)
    more = LineShape(allow_null=True, help_text="Where the rest is, if there is more.")


class BriefShape(Shape):
    """What happened since a moment, and what the day asks of the person; sections without lines are left out."""

    since = Moment()
    sections = SectionShape(many=True)


class BriefQuery(Query):
    """Since when."""

    since = GivenMoment(required=False, help_text="At most fourteen days back; else the last 24 hours.")


class BriefEmailShape(Shape):
    """When the brief comes by e-mail."""

    hour = serializers.IntegerField(allow_null=True, help_text="Of the person's own clock; null: it does not.")


class BriefEmailBody(Body):
    """When the brief is to come by e-mail."""

    example = {"hour": 7}

    hour = serializers.IntegerField(min_value=0, max_value=23, allow_null=True)


class BriefView(DeskViewSet):
    """My shift brief; nobody else's."""

    shape = BriefShape
    queryset = MorningBrief.objects.none()
    queries = {"retrieve": BriefQuery}
    bodies = {"choose": BriefEmailBody}

    @extend_schema(operation_id="brief", summary="What happened since I left", parameters=[BriefQuery])
    def retrieve(self, request: Request) -> Response:
        """Decided, waiting on me, due today, aged, repeated in the news, sources changed, who is away."""
        since = self.query().get("since") or timezone.now() - datetime.timedelta(days=1)
        return self.answer(brief_for(self.person, since=since))

    @extend_schema(
        operation_id="brief_email_retrieve", summary="When my brief comes by e-mail", responses=BriefEmailShape
    )
    def email(self, request: Request) -> Response:
        """The hour, or null."""
        return self.answer({"hour": hour_of(self.person)}, shape=BriefEmailShape)

    @extend_schema(
        operation_id="brief_email_update",
        summary="Choose when my brief comes by e-mail",
        request=BriefEmailBody,
        responses=BriefEmailShape,
    )
    def choose(self, request: Request) -> Response:
        """Have it sent each day at this hour of my own clock, or with null no longer."""
        choose_hour(person=self.person, hour=self.body()["hour"])
        return self.answer({"hour": hour_of(self.person)}, shape=BriefEmailShape)
