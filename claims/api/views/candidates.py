"""Candidates and what is decided on them."""

from collections.abc import Callable

from django.db.models import F, Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.candidates import (
    LARGEST_ID,
    CandidateShape,
    DismissBody,
    MarkBody,
    MergeBody,
    NothingBody,
    RewordBody,
    SplitBody,
    TriagedShape,
)
from claims.matching.models import Match
from claims.matching.queries import with_languages
from claims.tracking.enums import CandidateOrigin, CandidateState
from claims.tracking.models import Candidate
from claims.triage import candidate_decisions
from claims.triage.candidate_decisions import Triaged


class CandidateQuery(PageQuery):
    """Which candidates."""

    version = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    article = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID, help_text="Those of its current version."
    )
    claim = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    state = serializers.MultipleChoiceField(required=False, choices=CandidateState.choices)
    origin = serializers.ChoiceField(required=False, choices=CandidateOrigin.choices)
    min_score = serializers.FloatField(required=False, min_value=0, max_value=1)


class CandidatesView(DeskViewSet):
    """Spans that may hold a claim worth checking."""

    shape = CandidateShape
    queryset = Candidate.objects.all()
    queries = {"list": CandidateQuery}
    bodies = {
        "create": MarkBody,
        "accept": NothingBody,
        "merge": MergeBody,
        "dismiss": DismissBody,
        "reword": RewordBody,
        "split": SplitBody,
        "undo": NothingBody,
    }
    versioned = frozenset({"accept", "merge", "dismiss", "reword", "split", "undo"})

    def get_queryset(self) -> QuerySet[Candidate]:
        """With what each resembles where that was asked for."""
        rows: QuerySet[Candidate] = super().get_queryset()
        matches = Prefetch("matches", queryset=with_languages(Match.objects.all()))
        return rows.prefetch_related(matches) if "matches" in self.expanded() else rows

    @extend_schema(summary="Candidates, newest first", parameters=[CandidateQuery])
    def list(self, request: Request) -> Response:
        """A page of candidates by version, article, claim, state, origin and score."""
        query, rows = self.query(), self.get_queryset()
        if query.get("version"):
            rows = rows.filter(version_id=query["version"])
        if query.get("article"):
            rows = rows.filter(version__article_id=query["article"], version__article__current=F("version"))
        if query.get("claim"):
            rows = rows.filter(claim_id=query["claim"])
        if query.get("state"):
            rows = rows.filter(state__in=query["state"])
        if query.get("origin"):
            rows = rows.filter(origin=query["origin"])
        if query.get("min_score") is not None:
            rows = rows.filter(score__gte=query["min_score"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="A candidate")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One candidate; expand=signals says why it has its score, expand=matches what was checked before."""
        return self.answer(self.get_object())

    @extend_schema(summary="Mark words by hand", request=MarkBody, responses={201: TriagedShape})
    def create(self, request: Request) -> Response:
        """Add a candidate from a span of a version; offsets are code points of its text."""
        given = self.body()
        done = candidate_decisions.mark_by_hand(
            version_id=given["version"],
            start=given["start"],
            end=given["end"],
            statement=given["statement"],
            speaker=given["speaker"],
            actor=self.person,
        )
        return self._triaged(done, status=201)

    @extend_schema(summary="Accept", request=NothingBody, responses=TriagedShape)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:
        """Make a numbered claim of it."""
        return self._act(candidate_decisions.accept)

    @extend_schema(summary="Merge into a claim", request=MergeBody, responses=TriagedShape)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: int) -> Response:
        """Make it an appearance of a claim that the desk tracks already."""
        return self._act(lambda **who: candidate_decisions.merge(claim_id=self.body()["claim"], **who))

    @extend_schema(summary="Dismiss", request=DismissBody, responses=TriagedShape)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: int) -> Response:
        """Put it away with a coded reason."""
        return self._act(lambda **who: candidate_decisions.dismiss(reason=self.body()["reason"], **who))

    @extend_schema(summary="Reword", request=RewordBody, responses=TriagedShape)
    @action(detail=True, methods=["post"])
    def reword(self, request: Request, pk: int) -> Response:
        """Change the words it would become a claim with; the quote itself stays."""
        return self._act(lambda **who: candidate_decisions.edit_wording(statement=self.body()["statement"], **who))

    @extend_schema(summary="Split in two", request=SplitBody, responses=TriagedShape)
    @action(detail=True, methods=["post"])
    def split(self, request: Request, pk: int) -> Response:
        """Make two candidates of one."""
        given = self.body()
        done, part = candidate_decisions.split(
            candidate_id=int(pk),
            actor=self.person,
            expected_version=self.seen(),
            first=given["first"],
            second=given["second"],
        )
        return self._triaged(done, part=part)

    @extend_schema(summary="Undo", request=NothingBody, responses=TriagedShape)
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: int) -> Response:
        """Take back the last act of triage on it."""
        return self._act(candidate_decisions.undo)

    def current(self) -> tuple[Json, str] | None:
        """How the candidate stands now, for an answer that says that it changed."""
        candidate = Candidate.objects.filter(pk=self.kwargs.get("pk", 0)).first()
        if candidate is None:
            return None
        return self.represent([candidate])[0], version_tag(candidate.lock_version)

    def _act(self, service: Callable[..., Triaged]) -> Response:
        self.body()
        seen = self.seen()
        self.get_object()
        return self._triaged(service(candidate_id=int(self.kwargs["pk"]), actor=self.person, expected_version=seen))

    def _triaged(self, done: Triaged, *, part: Candidate | None = None, status: int = 200) -> Response:
        stays = done.candidate.pk is not None
        body = {
            "message": done.message,
            "candidate": self.represent([done.candidate])[0] if stays else None,
            "part": self.represent([part])[0] if part else None,
        }
        headers = {"ETag": version_tag(done.candidate.lock_version)} if stays else {}
        return Response(body, status=status, headers=headers)
