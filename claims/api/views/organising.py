"""Due dates, priorities, topics and remarks: one claim at a time, and many at once."""

from http import HTTPStatus

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.representation import Json
from claims.api.serializers.candidates import CandidateShape, NothingBody
from claims.api.serializers.claims import ClaimDetail, CommentShape
from claims.api.serializers.organising import (
    BulkBody,
    BulkReport,
    CandidatesBulkBody,
    CandidatesBulkReport,
    CommentBody,
    DueBody,
    OutlookShape,
    PreviewBody,
    PriorityBody,
    TopicsBody,
)
from claims.api.views.claims import ClaimsView
from claims.api.views.dossier import OfClaim
from claims.review import bulk_moves, comments, organise
from claims.tracking.models import Candidate, Comment
from claims.triage import bulk_decisions
from claims.verdicts.seals import kept_from


class OrganiseView(ClaimsView):
    """What editors set on a claim besides its review."""

    queries = {}
    bodies = {"due": DueBody, "priority": PriorityBody, "topics": TopicsBody}
    versioned = frozenset({"due", "priority", "topics"})

    @extend_schema(summary="Set when a claim is due", request=DueBody, responses=ClaimDetail)
    def due(self, request: Request, pk: int) -> Response:
        """Say when it is due, or null: at no time."""
        due_at, seen = self.body()["due_at"], self.seen()
        self.get_object()
        organise.set_due(claim_id=pk, due_at=due_at, actor=self.person, expected_version=seen)
        return self._detail(pk)

    @extend_schema(summary="Set how much a claim matters", request=PriorityBody, responses=ClaimDetail)
    def priority(self, request: Request, pk: int) -> Response:
        """Say how much it matters today."""
        priority, seen = self.body()["priority"], self.seen()
        self.get_object()
        organise.set_priority(claim_id=pk, priority=priority, actor=self.person, expected_version=seen)
        return self._detail(pk)

    @extend_schema(summary="File a claim under topics", request=TopicsBody, responses=ClaimDetail)
    def topics(self, request: Request, pk: int) -> Response:
        """File it under exactly these topics."""
        topic_ids, seen = self.body()["topics"], self.seen()
        self.get_object()
        organise.set_topics(claim_id=pk, topic_ids=topic_ids, actor=self.person, expected_version=seen)
        return self._detail(pk)


class BulkView(ClaimsView):
    """One act on many claims, each in a transaction of its own."""

    queries = {}
    bodies = {"preview": PreviewBody, "carry_out": BulkBody}
    versioned = frozenset()
    slow = frozenset({"carry_out"})
    pagination_class = None

    @extend_schema(
        operation_id="claims_bulk_preview",
        summary="What an act would do",
        request=PreviewBody,
        responses=OutlookShape(many=True),
    )
    def preview(self, request: Request) -> Response:
        """What the act would do to each claim, before and after, or why it would be skipped; nothing is changed."""
        given = self.body()
        act, ids = bulk_moves.Act(given.pop("act")), given.pop("claims")
        outlooks = bulk_moves.preview(act=act, claim_ids=ids, actor=self.person, order=bulk_moves.Order(**given))
        return Response(self.represent(outlooks, OutlookShape))

    @extend_schema(
        operation_id="claims_bulk", summary="Do one thing to many claims", request=BulkBody, responses=BulkReport
    )
    def carry_out(self, request: Request) -> Response:
        """Do it to each claim at the version that you saw; each one that is skipped is named with its reason."""
        given = self.body()
        act = bulk_moves.Act(given.pop("act"))
        items = [bulk_moves.Item(item["claim"], item["version"]) for item in given.pop("items")]
        report = bulk_moves.carry_out(act=act, items=items, actor=self.person, order=bulk_moves.Order(**given))
        return Response(_told(report))


class CandidatesBulkView(DeskViewSet):
    """One act on many candidates, each in a transaction of its own."""

    shape = CandidateShape
    queryset = Candidate.objects.all()
    bodies = {"carry_out": CandidatesBulkBody}
    slow = frozenset({"carry_out"})
    pagination_class = None

    @extend_schema(
        operation_id="candidates_bulk",
        summary="Triage many candidates",
        request=CandidatesBulkBody,
        responses=CandidatesBulkReport,
    )
    def carry_out(self, request: Request) -> Response:
        """Accept or dismiss each candidate at the version that you saw, or take its last decision back."""
        given = self.body()
        items = [bulk_decisions.Item(item["candidate"], item["version"]) for item in given["items"]]
        if given["act"] == "undo":
            done = bulk_decisions.undo(items=items, actor=self.person)
        else:
            done = bulk_decisions.carry_out(
                act=bulk_decisions.Act(given["act"]), items=items, actor=self.person, reason=given.get("reason", "")
            )
        return Response({"changed": self.represent(done.changed), "skipped": list(done.skipped)})


class CommentsOfClaimView(OfClaim):
    """Remarks on a claim, among colleagues."""

    shape = CommentShape
    queries = {"list": PageQuery}
    bodies = {"create": CommentBody}

    @extend_schema(summary="Remarks on a claim", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """The remarks, oldest first; `parent` is the one that is answered."""
        return self.page(Comment.objects.filter(claim=self.open_claim()).select_related("author"), newest_first=False)

    @extend_schema(summary="Remark on a claim", request=CommentBody, responses={201: CommentShape})
    def create(self, request: Request, claim_id: int) -> Response:
        """Say something; everybody mentioned as @username is told."""
        given = self.body()
        said = comments.add(claim_id=self.claim().pk, body=given["body"], actor=self.person, parent_id=given["parent"])
        return self.answer(said, status=HTTPStatus.CREATED)


class CommentsView(OfClaim):
    """One remark."""

    shape = CommentShape
    queryset = Comment.objects.select_related("author")  # type: ignore[assignment]  # rows of another model
    bodies = {"resolve": NothingBody, "reopen": NothingBody}

    def get_queryset(self) -> QuerySet[Comment]:
        """The remarks that this person may read."""
        return self.queryset.exclude(kept_from(self.person))

    @extend_schema(summary="A remark")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One remark."""
        return self.answer(self.get_object())

    @extend_schema(summary="Settle a remark", request=NothingBody)
    def resolve(self, request: Request, pk: int) -> Response:
        """Mark its thread as settled."""
        self.body()
        return self.answer(comments.resolve(comment_id=self.get_object().pk, actor=self.person))

    @extend_schema(summary="Open a remark again", request=NothingBody)
    def reopen(self, request: Request, pk: int) -> Response:
        """Open its settled thread again."""
        self.body()
        return self.answer(comments.reopen(comment_id=self.get_object().pk, actor=self.person))


def _told(report: bulk_moves.Report) -> Json:
    return {
        "done": [
            {
                "claim": done.claim.pk,
                "number": done.claim.number,
                "version": done.claim.lock_version,
                "sentence": done.sentence,
            }
            for done in report.done
        ],
        "skipped": [{"number": skipped.number, "reason": skipped.sentence} for skipped in report.skipped],
    }
