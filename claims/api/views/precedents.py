"""Published checks to compare a new verdict with, and why its rating is another."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, Query
from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.candidates import LARGEST_ID
from claims.api.views.dossier import OfClaim
from claims.matching.precedents import Precedent, precedents_for
from claims.review.opinions.precedent_reasons import write_precedent_reason
from claims.verdicts.models import PrecedentReason, Publication
from claims.verdicts.models.precedents import REASON_LIMIT
from claims.verdicts.precedents import checks_rated


class CheckShape(Shape):
    """A published check, with what it found and why."""

    claim = serializers.IntegerField(source="claim_id")
    statement = serializers.CharField(source="content.statement")
    summary = serializers.CharField(source="content.summary")
    published_at = Moment()


class PrecedentShape(Shape):
    """A published check that is like a claim."""

    check = CheckShape(source="publication")
    rating = serializers.CharField(source="rating.slug", help_text="A slug.")
    likenesses = serializers.ListField(child=serializers.CharField(), help_text="alike, claimant, figure.")
    near = serializers.BooleanField(source="is_near", help_text="Another rating than this one's asks for a sentence.")


class PrecedentsShape(Shape):
    """The nearest precedents of a claim, and why its rating is another, for which rating."""

    precedents = PrecedentShape(many=True)
    reason = serializers.CharField(allow_blank=True)
    reason_for = serializers.CharField(allow_blank=True, help_text="The slug of the rating that it was written for.")


class PrecedentReasonBody(Body):
    """Why; empty takes it back."""

    example = {"reason": "The earlier claim was about all services, this one is about buses alone."}

    reason = serializers.CharField(max_length=REASON_LIMIT, allow_blank=True)


class PrecedentsOfClaimView(OfClaim):
    """The published checks that a claim is most like."""

    shape = PrecedentsShape
    bodies = {"update": PrecedentReasonBody}
    pagination_class = None

    @extend_schema(operation_id="claim_precedents", summary="Precedents of a claim")
    def retrieve(self, request: Request, claim_id: int) -> Response:
        """The nearest published checks, the nearest first."""
        claim = self.open_claim()
        found: list[Precedent] = precedents_for(claim)
        reason = PrecedentReason.objects.select_related("rating").filter(claim=claim).first()
        return self.answer(
            {
                "precedents": found,
                "reason": reason.sentence if reason else "",
                "reason_for": reason.rating.slug if reason else "",
            }
        )

    @extend_schema(operation_id="claim_precedents_reason", summary="Say why", request=PrecedentReasonBody)
    def update(self, request: Request, claim_id: int) -> Response:
        """Say why the draft has another rating than a near precedent; the second person reads it."""
        given = self.body()
        write_precedent_reason(claim_id=self.claim().pk, sentence=given["reason"], actor=self.person)
        return self.retrieve(request, claim_id)


class RatedQuery(Query):
    """Which checks."""

    rating = serializers.SlugField(max_length=40, help_text="A slug.")
    before = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, help_text="`older` of a page.")


class RatedShape(Shape):
    """Checks with one rating; `older` is where the next page begins, null at the end."""

    checks = CheckShape(many=True)
    older = serializers.IntegerField(allow_null=True)


class RatedView(DeskViewSet):
    """Published checks by their rating."""

    shape = RatedShape
    queryset = Publication.objects.none()
    queries = {"retrieve": RatedQuery}

    @extend_schema(operation_id="precedents_rated", summary="Checks with one rating", parameters=[RatedQuery])
    def retrieve(self, request: Request) -> Response:
        """What carries this rating, newest first: for learning to rate alike."""
        query = self.query()
        return self.answer(checks_rated(query["rating"], before=query.get("before")))
