"""What was checked before: matches and what people say of them, and other newsrooms' fact-checks."""

from collections.abc import Callable

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.candidates import LARGEST_ID, CandidateShape, DecidedShape, NothingBody
from claims.api.serializers.matches import MatchShape, OutsideCheckShape
from claims.matching.enums import MatchBand, MatchState
from claims.matching.models import Match, OutsideCheck
from claims.matching.queries import with_languages
from claims.triage import match_decisions
from claims.triage.match_decisions import Decided


class MatchQuery(PageQuery):
    """Which matches."""

    candidate = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    claim = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, help_text="The earlier claim.")
    later_claim = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    article = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_ID, help_text="Those of the candidates of any of its versions."
    )
    state = serializers.MultipleChoiceField(required=False, choices=MatchState.choices)
    band = serializers.ChoiceField(required=False, choices=MatchBand.choices)


COLUMNS = {
    "candidate": "candidate",
    "claim": "claim",
    "later_claim": "later",
    "article": "candidate__version__article",
    "band": "band",
}


class MatchesView(DeskViewSet):
    """What candidates and claims resemble, for people to confirm or reject."""

    shape = MatchShape
    queryset = with_languages(Match.objects.all())
    queries = {"list": MatchQuery}
    bodies = {"confirm": NothingBody, "reject": NothingBody, "reopen": NothingBody}
    versioned = frozenset({"confirm", "reject", "reopen"})

    @extend_schema(summary="Matches, newest first", parameters=[MatchQuery])
    def list(self, request: Request) -> Response:
        """A page of matches by candidate, article, claim, state and band."""
        query = self.query()
        rows: QuerySet[Match] = self.get_queryset()
        rows = rows.filter(**{column: query[name] for name, column in COLUMNS.items() if query.get(name)})
        if query.get("state"):
            rows = rows.filter(state__in=query["state"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="A match")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One match and what was said of it."""
        return self.answer(self.get_object())

    @extend_schema(summary="Confirm", request=NothingBody, responses=DecidedShape)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: int) -> Response:
        """Say that the two are the same: a candidate becomes an appearance of the claim, anything else is linked."""
        return self._decide(match_decisions.confirm)

    @extend_schema(summary="Reject", request=NothingBody, responses=DecidedShape)
    @action(detail=True, methods=["post"])
    def reject(self, request: Request, pk: int) -> Response:
        """Say that the two are not the same; it is not suggested again."""
        return self._decide(match_decisions.reject)

    @extend_schema(summary="Take back what was said", request=NothingBody, responses=DecidedShape)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: int) -> Response:
        """Make it a suggestion again; where a candidate was merged by it, the merger is undone."""
        return self._decide(match_decisions.reopen)

    def current(self) -> tuple[Json, str] | None:
        """How the match stands now, for an answer that says that it changed."""
        match = self.get_queryset().filter(pk=self.kwargs.get("pk", 0)).first()
        return None if match is None else (self.represent([match])[0], version_tag(match.lock_version))

    def _decide(self, act: Callable[..., Decided]) -> Response:
        self.body()
        seen = self.seen()
        self.get_object()
        done = act(match_id=int(self.kwargs["pk"]), actor=self.person, expected_version=seen)
        body = {
            "message": done.message,
            "match": self.represent([self.get_queryset().get(pk=done.match.pk)])[0],
            "candidate": self.represent([done.candidate], CandidateShape)[0] if done.candidate else None,
        }
        return Response(body, headers={"ETag": version_tag(done.match.lock_version)})


class OutsideChecksView(DeskViewSet):
    """Fact-checks of other newsrooms that candidates and claims are compared with."""

    shape = OutsideCheckShape
    queryset = OutsideCheck.objects.defer("raw")
    queries = {"list": PageQuery}

    def get_queryset(self) -> QuerySet[OutsideCheck]:
        """With the ClaimReview only where it was asked for."""
        return OutsideCheck.objects.all() if "raw" in self.expanded() else OutsideCheck.objects.defer("raw")

    @extend_schema(summary="Outside checks, newest first", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """A page of imported fact-checks."""
        return self.list_answer(page_by_id(self.get_queryset(), cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="An outside check")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One imported fact-check; expand=raw gives its ClaimReview as it was read."""
        return self.answer(self.get_object())
