"""Claims and the moves on them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.roles import Right
from claims.accounts.tokens import Scope
from claims.api.base import DeskViewSet, PageQuery, Query
from claims.api.pagination import Page, unknown_cursor
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.candidates import LARGEST_ID
from claims.api.serializers.claims import ClaimDetail, ClaimShape, MoveBody, OfferShape, WordingBody
from claims.errors import Stale
from claims.review.drafting import Wording, reword
from claims.tracking.enums import CandidateState, ClaimState
from claims.tracking.filters import DUE_CHOICES, QueueFilters, Sort
from claims.tracking.keyset import is_cursor_of
from claims.tracking.models import Assignment, Candidate, Claim
from claims.tracking.queue import claims_for_queue
from claims.verdicts.models import Evidence
from claims.workflow.moves import Details, Move, MoveName
from claims.workflow.perform import perform
from claims.workflow.transitions import TRANSITIONS

READERS_SEE = frozenset({Right.APPROVE, Right.PUBLISH, Right.SETTINGS})
"""Moves that need one of these rights need the scope “publish” as well."""

LIVE_EVIDENCE = Evidence.objects.filter(removed_at__isnull=True).prefetch_related("copies").order_by("position", "id")
APPEARANCES = Candidate.objects.filter(state__in=[CandidateState.ACCEPTED, CandidateState.MERGED]).order_by("id")
ASSIGNMENTS = Assignment.objects.select_related("reviewer", "assigned_by").order_by("-id")

EXPANSIONS: Mapping[str, Any] = MappingProxyType(
    {
        "evidence": Prefetch("evidence", queryset=LIVE_EVIDENCE),
        "appearances": Prefetch("appearances", queryset=APPEARANCES),
        "assignments": Prefetch("assignments", queryset=ASSIGNMENTS),
        "verdict": "verdict__rating",
    }
)
"""What each expansion reads: a fixed number of queries however many claims are on the page."""

MOVE = OpenApiParameter("move", OpenApiTypes.STR, OpenApiParameter.PATH, enum=[name.value for name in MoveName])


class ClaimFilters(Query):
    """The queue's filters, by the queue's own names; claims in any state unless `state` says which."""

    q = serializers.CharField(required=False, max_length=200, help_text="Words of the wording, or a number.")
    state = serializers.MultipleChoiceField(required=False, choices=ClaimState.choices)
    assignee = serializers.RegexField(
        r"^(me|nobody|[0-9]{1,15})$", required=False, help_text="`me`, `nobody`, or a person's id."
    )
    due = serializers.ChoiceField(required=False, choices=DUE_CHOICES)
    topic = serializers.SlugField(required=False, max_length=80)
    claimant = serializers.SlugField(required=False, max_length=120, help_text="A slug.")
    language = serializers.SlugField(required=False, max_length=8, help_text="Of the wording, ISO 639-1.")
    outlet = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)
    min_score = serializers.FloatField(required=False, min_value=0, max_value=1)
    sort = serializers.ChoiceField(required=False, choices=[sort.value for sort in Sort], default=Sort.NEWEST.value)


class ClaimQuery(ClaimFilters, PageQuery):
    """Which claims, in pages."""


class ClaimsView(DeskViewSet):
    """Propositions the desk tracks."""

    shape = ClaimShape
    queryset = Claim.objects.select_related("claimant", "reviewer", "second_draw").prefetch_related("topics")
    queries = {"list": ClaimQuery}
    bodies = {"partial_update": WordingBody, "move": MoveBody}
    versioned = frozenset({"partial_update", "move"})

    @extend_schema(summary="Claims", parameters=[ClaimQuery])
    def list(self, request: Request) -> Response:
        """A page of claims, newest first unless `sort` says otherwise; the moves on one are on its own address."""
        query = self.query()
        cursor = query.get("cursor", "")
        if cursor and not is_cursor_of(Sort(query["sort"]), cursor):
            raise unknown_cursor()
        found = claims_for_queue(filters_of(query), self.person, cursor=cursor, size=query["limit"])
        prefetch_related_objects(found.rows, *(EXPANSIONS[name] for name in sorted(self.expanded())))
        return self.list_answer(Page(found.rows, after=found.next, before=found.previous))

    @extend_schema(summary="A claim with its moves", responses=ClaimDetail)
    def retrieve(self, request: Request, pk: int) -> Response:
        """One claim, with `available_transitions`: the moves that this person has on it now."""
        return self._detail(int(pk))

    @extend_schema(summary="Change the wording", request=WordingBody, responses=ClaimDetail)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Change how it is worded, who said it, when and where; what is left out stays."""
        given, seen = self.body(), self.seen()
        claim = self.get_object()
        if claim.lock_version != seen:
            raise Stale(
                _("Somebody changed %(number)s after you read it. Read it again, then send your change.")
                % {"number": claim.number}
            )
        wording = Wording(
            statement=given.get("statement", claim.statement),
            claimant=given.get("claimant", claim.claimant.name if claim.claimant else ""),
            said_on=given.get("said_on", claim.said_on),
            said_where=given.get("said_where", claim.said_where),
            words_said=given.get("words_said", claim.words_said),
            words_heard=given.get("words_heard", claim.words_heard),
            language=given.get("language", claim.language),
        )
        reword(claim_id=claim.pk, wording=wording, expected_version=seen, actor=self.person)
        return self._detail(claim.pk)

    @extend_schema(summary="The moves I have on a claim", responses=OfferShape(many=True), filters=False)
    @action(detail=True, methods=["get"], pagination_class=None)
    def transitions(self, request: Request, pk: int) -> Response:
        """The moves that this person has on it now, each with what has to be done first."""
        return Response(self._represented(int(pk))["available_transitions"])

    @extend_schema(summary="Make a move", request=MoveBody, responses=ClaimDetail, parameters=[MOVE])
    @action(detail=True, methods=["post"], url_path="transitions/<slug:move>")
    def move(self, request: Request, pk: int, move: str) -> Response:
        """Make one move by the rules of the review; the answer is the claim as it is then.

        403: this person may not. 409: not in this state. 412: somebody was quicker. 422: a rule is not met yet.
        """
        row = move_named(move)
        given, seen = self.body(), self.seen()
        claim = self.get_object()
        perform(
            row.name,
            claim_id=claim.pk,
            actor=self.person,
            note=given.pop("note"),
            expected_version=seen,
            details=details_of(row, given),
        )
        return self._detail(claim.pk)

    def scope(self) -> Scope | None:
        """Moves that readers will see need the scope “publish”."""
        if self.action != "move":
            return None
        return Scope.PUBLISH if move_named(self.kwargs["move"]).right in READERS_SEE else Scope.WRITE

    def current(self) -> tuple[Json, str] | None:
        """How the claim stands now, for an answer that says that it changed."""
        claim = Claim.objects.filter(pk=self.kwargs.get("pk", 0)).first()
        return (self._represented(claim.pk), version_tag(claim.lock_version)) if claim else None

    def _expanded(self, rows: QuerySet[Claim]) -> QuerySet[Claim]:
        return rows.prefetch_related(*(EXPANSIONS[name] for name in sorted(self.expanded())))

    def _read(self, pk: int) -> Claim:
        rows = self.get_queryset().select_related("claimant", "reviewer", "old_check__imported_by")
        claim = self._expanded(rows).filter(pk=pk).first()
        if claim is None:
            raise NotFound(_("There is no claim of that number."))
        return claim

    def _represented(self, pk: int) -> Json:
        return self.represent([self._read(pk)], ClaimDetail)[0]

    def _detail(self, pk: int) -> Response:
        return self.answer(self._read(pk), shape=ClaimDetail)


def move_named(name: str) -> Move:
    """The row of the table, or 404 for a move that nobody can make."""
    row = TRANSITIONS.get(MoveName(name)) if name in set(MoveName) else None
    if row is None:
        raise NotFound(_("There is no move called %(name)s.") % {"name": name[:40]})
    return row


def details_of(row: Move, given: Mapping[str, Any]) -> Details:
    """What was sent, as the move's details; a field that the move does not take is an error."""
    strange = sorted(set(given) - set(row.needs))
    if strange:
        takes = ", ".join(("note", *row.needs))
        raise ValidationError(
            {name: [_("This move does not take this. It takes: %(takes)s.") % {"takes": takes}] for name in strange}
        )
    return Details(**given)


def filters_of(query: Mapping[str, Any]) -> QueueFilters:
    """The queue's filters as an address of the API gives them."""
    states = query.get("state") or ()
    return QueueFilters(
        states=tuple(state for state in ClaimState if state in states),
        all_states=not states,
        assignee=query.get("assignee", ""),
        due=query.get("due", ""),
        topic=query.get("topic", ""),
        min_score=query.get("min_score"),
        outlet=query.get("outlet"),
        claimant=query.get("claimant", ""),
        language=query.get("language", "").lower(),
        text=query.get("q", ""),
        sort=Sort(query["sort"]),
    )
