"""Sources of published checks that are read again, and what a person decides about those that changed."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.preconditions import version_tag
from claims.api.representation import Body, Json, Shape
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.evidence_tables import CellChangeShape
from claims.tracking.enums import CorrectionClass
from claims.verdicts.enums import WatchOutcome, WatchState
from claims.verdicts.models import WatchedSource
from claims.watching import decisions
from claims.workflow.perform import NOTE_LIMIT


class PassageShape(Shape):
    """What one published check quotes of a source, and what became of it."""

    claim = serializers.IntegerField(source="claim_id")
    evidence = serializers.IntegerField(source="evidence_id")
    quote = serializers.CharField()
    outcome = serializers.CharField(help_text="Empty until it is read again.")
    words_now = serializers.CharField()
    likeness = serializers.FloatField(allow_null=True, help_text="From 0 to 1.")
    last_seen_at = serializers.DateTimeField(allow_null=True)
    is_lost = serializers.BooleanField(help_text="A person has to look at it.")
    cells_now = CellChangeShape(many=True, help_text="Named cells under its figures that hold something else there.")


class WatchedShape(Shape):
    """One address that published checks cite."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    state = serializers.ChoiceField(choices=WatchState.choices)
    reason = serializers.CharField(help_text="Why it cannot be watched.")
    outcome = serializers.ChoiceField(choices=WatchOutcome.choices, allow_blank=True)
    alarm_since = serializers.DateTimeField(allow_null=True, help_text="Since when it waits for a decision.")
    asked_at = serializers.DateTimeField(allow_null=True)
    error = serializers.CharField()
    passages = PassageShape(many=True, source="quoted")
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")


class WatchQuery(PageQuery):
    """Which sources."""

    waiting = serializers.BooleanField(required=False, default=False, help_text="Only those that wait for a decision.")


class HoldsBody(Body):
    """A note for the history."""

    example = {"note": "Only the spelling of the name changed."}

    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE_LIMIT, default="")


class CorrectBody(Body):
    """Which check is corrected, and how."""

    example = {"claim": 12, "kind": "correction", "note": "The office has revised its figure."}

    claim = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    kind = serializers.ChoiceField(choices=CorrectionClass.choices)
    note = serializers.CharField(max_length=NOTE_LIMIT)


class ImpossibleBody(Body):
    """Why it cannot be watched."""

    example = {"reason": "The office shows its figures by a script only."}

    reason = serializers.CharField(max_length=decisions.REASON_LIMIT)


class WatchView(DeskViewSet):
    """Sources of published checks that are read again."""

    shape = WatchedShape
    queryset = WatchedSource.objects.prefetch_related("passages")
    queries = {"list": WatchQuery}
    bodies = {"holds": HoldsBody, "correct": CorrectBody, "impossible": ImpossibleBody, "again": NothingBody}
    versioned = frozenset({"holds", "correct", "impossible", "again"})

    @extend_schema(summary="Watched sources", parameters=[WatchQuery])
    def list(self, request: Request) -> Response:
        """The sources, newest first, each with every passage that a check quotes of it."""
        rows = self.get_queryset()
        if self.query()["waiting"]:
            rows = rows.filter(alarm_since__isnull=False)
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="A watched source")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One source and what became of its passages."""
        return self.answer(self.get_object())

    @extend_schema(summary="It still holds", request=HoldsBody, responses=WatchedShape)
    @action(detail=True, methods=["post"])
    def holds(self, request: Request, pk: int) -> Response:
        """The checks that cite it hold all the same; the new copy is kept."""
        given, seen = self.body(), self.seen()
        decisions.still_holds(source_id=self.get_object().pk, actor=self.person, expected_version=seen, **given)
        return self.answer(self.get_object())

    @extend_schema(summary="Open a correction of a check that cites it", request=CorrectBody, responses=WatchedShape)
    @action(detail=True, methods=["post"])
    def correct(self, request: Request, pk: int) -> Response:
        """Open a correction; the source is settled once every check that it concerns is dealt with."""
        given, seen = self.body(), self.seen()
        decisions.correct(
            source_id=self.get_object().pk,
            claim_id=given["claim"],
            kind=given["kind"],
            note=given["note"],
            actor=self.person,
            expected_version=seen,
        )
        return self.answer(self.get_object())

    @extend_schema(summary="Mark as impossible to watch", request=ImpossibleBody, responses=WatchedShape)
    @action(detail=True, methods=["post"])
    def impossible(self, request: Request, pk: int) -> Response:
        """Read it no longer, and say why."""
        given, seen = self.body(), self.seen()
        decisions.mark_impossible(source_id=self.get_object().pk, actor=self.person, expected_version=seen, **given)
        return self.answer(self.get_object())

    @extend_schema(summary="Watch it again", request=NothingBody, responses=WatchedShape)
    @action(detail=True, methods=["post"])
    def again(self, request: Request, pk: int) -> Response:
        """Read it again from now on."""
        seen = self.seen()
        self.body()
        decisions.watch_again(source_id=self.get_object().pk, actor=self.person, expected_version=seen)
        return self.answer(self.get_object())

    def current(self) -> tuple[Json, str] | None:
        """How the source stands now, for an answer that says that it changed."""
        source = WatchedSource.objects.filter(pk=self.kwargs.get("pk", 0)).first()
        return (self.represent([source])[0], version_tag(source.lock_version)) if source else None
