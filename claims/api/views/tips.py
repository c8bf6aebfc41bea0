"""What readers sent in."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.roles import Right
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.representation import Body, Moment, Shape
from claims.tracking.enums import DismissReason, TipState
from claims.tracking.models import Tip
from claims.triage.tips import ANSWERED, accept_tip, answer_report, decline_tip


class TipShape(Shape):
    """A claim that a reader would like checked; where `about` names a published check, a report of an error in it."""

    id = serializers.IntegerField()
    words = serializers.CharField()
    speaker = serializers.CharField()
    url = serializers.CharField()
    more = serializers.SerializerMethodField(help_text="Only for people who may decide; empty for others.")
    email = serializers.SerializerMethodField(help_text="Only for people who may decide; empty for others.")
    state = serializers.ChoiceField(choices=TipState.choices)
    reason = serializers.ChoiceField(choices=[("", "none"), *DismissReason.choices])
    reply = serializers.CharField()
    claim = serializers.IntegerField(source="claim_id", allow_null=True)
    about = serializers.IntegerField(source="about_id", allow_null=True)
    about_number = serializers.IntegerField(allow_null=True)
    received_at = Moment()
    decided_by = serializers.IntegerField(source="decided_by_id", allow_null=True)
    decided_at = Moment(allow_null=True)

    def get_more(self, tip: Tip) -> str:
        """What else the sender wrote, for whoever may answer."""
        return tip.more if self.context["request"].user.may(Right.TRIAGE) else ""

    def get_email(self, tip: Tip) -> str:
        """The sender's address, for whoever may answer."""
        return tip.email if self.context["request"].user.may(Right.TRIAGE) else ""


class TipQuery(PageQuery):
    """Which tips."""

    state = serializers.MultipleChoiceField(required=False, choices=TipState.choices)
    about = serializers.IntegerField(required=False, help_text="Only error reports on the check of this claim.")


class AcceptTipBody(Body):
    """How the claim is worded, and who said it."""

    example = {"statement": "Ridership on the evening buses fell by 41 per cent", "claimant": "Transit authority"}

    statement = serializers.CharField(max_length=1000)
    claimant = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class DeclineTipBody(Body):
    """Why it is not taken up, and an answer for the sender."""

    example = {"reason": "opinion", "reply": "Thank you. This is an opinion, which cannot be checked."}

    reason = serializers.ChoiceField(choices=DismissReason.choices)
    reply = serializers.CharField(required=False, allow_blank=True, max_length=1000, default="")


class AnswerReportBody(Body):
    """How a report of an error ended, and the answer its sender reads."""

    example = {"outcome": "no_error", "reply": "Thank you. The budget of 2021 has the same figure."}

    outcome = serializers.ChoiceField(choices=[(state.value, state.label) for state in ANSWERED])
    reply = serializers.CharField(max_length=1000)


class TipsView(DeskViewSet):
    """What readers sent in."""

    shape = TipShape
    queryset = Tip.objects.all()
    queries = {"list": TipQuery}
    bodies = {"accept": AcceptTipBody, "decline": DeclineTipBody, "respond": AnswerReportBody}

    @extend_schema(summary="What readers sent in, newest first", parameters=[TipQuery])
    def list(self, request: Request) -> Response:
        """A page of tips; `state` chooses."""
        query, rows = self.query(), self.get_queryset()
        if query.get("state"):
            rows = rows.filter(state__in=query["state"])
        if query.get("about"):
            rows = rows.filter(about=query["about"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="A tip")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One tip."""
        return self.answer(self.get_object())

    @extend_schema(summary="Take a tip up", request=AcceptTipBody)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:
        """Put a claim into the queue for it; 409 where somebody has decided already."""
        accept_tip(tip_id=self.get_object().pk, actor=self.person, **self.body())
        return self.answer(self.get_object())

    @extend_schema(summary="Decline a tip", request=DeclineTipBody)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: int) -> Response:
        """Put it away with a reason that the sender can read."""
        decline_tip(tip_id=self.get_object().pk, actor=self.person, **self.body())
        return self.answer(self.get_object())

    @extend_schema(summary="Answer an error report", request=AnswerReportBody)
    @action(detail=True, methods=["post"], url_path="answer")
    def respond(self, request: Request, pk: int) -> Response:
        """Close it as corrected or no error, with a sentence for the sender; 409 where it was answered already."""
        answer_report(tip_id=self.get_object().pk, actor=self.person, **self.body())
        return self.answer(self.get_object())
