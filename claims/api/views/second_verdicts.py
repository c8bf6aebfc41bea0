"""The sealed second verdict: the rules, how a claim was drawn, giving it, and settling where two people disagree."""

from http import HTTPStatus

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.tokens import Scope
from claims.api.base import DeskViewSet
from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.people import PersonRef
from claims.api.views.dossier import OfClaim
from claims.publishing.second_verdict_rules import remove_rule, save_rule
from claims.review.opinions import second_verdicts
from claims.tracking.models import Topic
from claims.verdicts import seals
from claims.verdicts.models import RatingScale, SecondVerdictRule
from claims.verdicts.models.second_verdicts import SENTENCE_LIMIT, WHOLE


class DrawRuleShape(Shape):
    """Of how many in a hundred claims of a scale and a topic a second verdict is asked."""

    id = serializers.IntegerField()
    which = serializers.CharField(help_text="Which claims, in words.")
    scale = serializers.IntegerField(source="scale_id", allow_null=True)
    topic = serializers.IntegerField(source="topic_id", allow_null=True)
    share = serializers.IntegerField()


class DrawRuleBody(Body):
    """A rule to keep; the one for the same scale and topic is changed."""

    example = {"share": 20}

    scale = serializers.PrimaryKeyRelatedField(
        queryset=RatingScale.objects.all(), required=False, allow_null=True, default=None
    )
    topic = serializers.SlugRelatedField(
        slug_field="slug", queryset=Topic.objects.all(), required=False, allow_null=True, default=None
    )
    share = serializers.IntegerField(min_value=0, max_value=WHOLE, help_text="0: none, 100: all.")


class RulesView(DeskViewSet):
    """By which rules claims are drawn for a sealed second verdict."""

    shape = DrawRuleShape
    queryset = SecondVerdictRule.objects.select_related("scale", "topic")
    bodies = {"create": DrawRuleBody}
    pagination_class = None

    @extend_schema(summary="Rules for second verdicts", responses=DrawRuleShape(many=True))
    def list(self, request: Request) -> Response:
        """All rules; the narrowest that fits a claim counts when its review begins."""
        return Response(self.represent(list(self.get_queryset())))

    @extend_schema(summary="Keep a rule for second verdicts", request=DrawRuleBody, responses={201: DrawRuleShape})
    def create(self, request: Request) -> Response:
        """Draw so many in a hundred claims of this scale and topic from now on."""
        return self.answer(save_rule(**self.body(), actor=self.person), status=HTTPStatus.CREATED)

    @extend_schema(summary="Remove a rule for second verdicts", responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Draw by the other rules again."""
        remove_rule(rule_id=self.get_object().pk, actor=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)


class SecondVerdictShape(Shape):
    """How a claim was drawn, and what the second person found; null until it is given."""

    share = serializers.IntegerField()
    seed = serializers.CharField(help_text="The hash of the event by which the review began.")
    number = serializers.IntegerField(help_text="The seed as a number, modulo 10,000; drawn below 100 times the share.")
    is_sealed = serializers.BooleanField()
    opened_at = Moment(allow_null=True)
    opened_why = serializers.CharField(help_text="Where the seal was opened without a second verdict.")
    kept_from_me = serializers.BooleanField(help_text="Whether the first verdict is kept from whoever asks.")
    first = serializers.CharField(allow_null=True, help_text="A slug.")
    rating = serializers.CharField(allow_null=True, help_text="A slug.")
    sentence = serializers.CharField(allow_null=True)
    given_by = PersonRef(allow_null=True)
    given_at = Moment(allow_null=True)
    asked_third = PersonRef(allow_null=True)
    settled = serializers.CharField(allow_null=True, help_text="A slug; null while the two sides talk.")
    settled_by = PersonRef(allow_null=True)
    settled_why = serializers.CharField(allow_null=True)


class GiveBody(Body):
    """A verdict of one's own."""

    example = {"rating": "false", "sentence": "The accounts show a rise, not a cut."}

    rating = serializers.CharField(max_length=40, help_text="A slug.")
    sentence = serializers.CharField(max_length=SENTENCE_LIMIT)


class WhyBody(Body):
    """Why."""

    example = {"why": "The second source counts all services."}

    why = serializers.CharField(max_length=SENTENCE_LIMIT)


class ThirdBody(Body):
    """Who is asked to settle it."""

    example = {"person": 4}

    person = serializers.IntegerField(min_value=1, max_value=2**63 - 1)


class SettleBody(WhyBody):
    """Which of the two ratings holds, and why."""

    example = {"rating": "false", "why": "The accounts leave no room for another reading."}

    rating = serializers.CharField(max_length=40, help_text="A slug.")


class SecondVerdictView(OfClaim):
    """A claim's sealed second verdict."""

    shape = SecondVerdictShape
    bodies = {
        "give": GiveBody,
        "open_seal": WhyBody,
        "take_first": WhyBody,
        "third": ThirdBody,
        "settle": SettleBody,
    }
    pagination_class = None

    def scope(self) -> Scope | None:
        """Judging needs the scope “publish”, as approving does."""
        return None if self.request.method in ("GET", "HEAD", "OPTIONS") else Scope.PUBLISH

    @extend_schema(operation_id="claim_second_verdict", summary="The sealed second verdict of a claim")
    def retrieve(self, request: Request, claim_id: int) -> Response:
        """How the claim was drawn, and what was found; 404 where no rule asked for a draw."""
        claim = self.claim()
        draw = seals.draw_of(claim)
        if draw is None:
            raise NotFound(_("This claim was not drawn for a second verdict."))
        second = seals.second_verdict_of(claim)
        row = {
            name: getattr(draw, name) for name in ("share", "seed", "number", "is_sealed", "opened_at", "opened_why")
        }
        row["kept_from_me"] = seals.is_sealed(claim, self.person)
        for name in ("sentence", "given_by", "given_at", "asked_third", "settled_by", "settled_why"):
            row[name] = getattr(second, name, None)
        for name in ("first", "rating", "settled"):
            row[name] = getattr(getattr(second, name, None), "slug", None)
        return self.answer(row)

    @extend_schema(operation_id="claim_second_verdict_give", summary="Give the second verdict", request=GiveBody)
    def give(self, request: Request, claim_id: int) -> Response:
        """Judge by the claim and its evidence alone; afterwards the first verdict is open to you."""
        given = self.body()
        second_verdicts.give(claim_id=self.claim().pk, actor=self.person, **given)
        return self.retrieve(request, claim_id)

    @extend_schema(operation_id="claim_second_verdict_open", summary="Open the seal", request=WhyBody)
    def open_seal(self, request: Request, claim_id: int) -> Response:
        """Open the first verdict to everybody without a second one."""
        given = self.body()
        second_verdicts.open_seal(claim_id=self.claim().pk, actor=self.person, **given)
        return self.retrieve(request, claim_id)

    @extend_schema(operation_id="claim_second_verdict_first", summary="Hold to the first rating", request=WhyBody)
    def take_first(self, request: Request, claim_id: int) -> Response:
        """The second person comes to hold to the first rating."""
        given = self.body()
        second_verdicts.take_first(claim_id=self.claim().pk, actor=self.person, **given)
        return self.retrieve(request, claim_id)

    @extend_schema(operation_id="claim_second_verdict_third", summary="Ask a third person", request=ThirdBody)
    def third(self, request: Request, claim_id: int) -> Response:
        """Ask an approver of neither side to settle it."""
        given = self.body()
        second_verdicts.ask_third(claim_id=self.claim().pk, actor=self.person, person_id=given["person"])
        return self.retrieve(request, claim_id)

    @extend_schema(operation_id="claim_second_verdict_settle", summary="Settle it", request=SettleBody)
    def settle(self, request: Request, claim_id: int) -> Response:
        """The third person says which of the two ratings holds."""
        given = self.body()
        second_verdicts.settle(claim_id=self.claim().pk, actor=self.person, **given)
        return self.retrieve(request, claim_id)
