"""What readers sent in, saved views of the queue, and the threshold of the newsroom's lists."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.roles import Right
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.preconditions import version_tag
from claims.api.representation import Body, Json, Shape
from claims.api.serializers.people import PersonRef
from claims.tracking.enums import DismissReason, TipState
from claims.tracking.models import SavedView, Tip, TriageSettings
from claims.tracking.models.triage import ONLY
from claims.tracking.views import visible_views
from claims.workflow import thresholds, tips
from claims.workflow import views as saved
from claims.workflow.errors import NotAllowed


class TipShape(Shape):
    """A claim that a reader would like checked."""

    id = serializers.IntegerField()
    words = serializers.CharField()
    speaker = serializers.CharField()
    url = serializers.CharField()
    more = serializers.CharField()
    email = serializers.SerializerMethodField(help_text="Only for people who may decide; empty for others.")
    state = serializers.ChoiceField(choices=TipState.choices)
    reason = serializers.ChoiceField(choices=[("", "none"), *DismissReason.choices])
    reply = serializers.CharField()
    claim = serializers.IntegerField(source="claim_id", allow_null=True)
    received_at = serializers.DateTimeField()
    decided_by = serializers.IntegerField(source="decided_by_id", allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)

    def get_email(self, tip: Tip) -> str:
        """The sender's address, for whoever may answer."""
        return tip.email if self.context["request"].user.may(Right.TRIAGE) else ""


class TipQuery(PageQuery):
    """Which tips."""

    state = serializers.MultipleChoiceField(required=False, choices=TipState.choices)


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


class TipsView(DeskViewSet):
    """What readers sent in."""

    shape = TipShape
    queryset = Tip.objects.all()
    queries = {"list": TipQuery}
    bodies = {"accept": AcceptTipBody, "decline": DeclineTipBody}

    @extend_schema(summary="What readers sent in, newest first", parameters=[TipQuery])
    def list(self, request: Request) -> Response:
        """A page of tips; `state` chooses."""
        query, rows = self.query(), self.get_queryset()
        if query.get("state"):
            rows = rows.filter(state__in=query["state"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="A tip")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One tip."""
        return self.answer(self.get_object())

    @extend_schema(summary="Take a tip up", request=AcceptTipBody)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, pk: int) -> Response:
        """Put a claim into the queue for it; 409 where somebody has decided already."""
        tips.accept_tip(tip_id=self.get_object().pk, actor=self.person, **self.body())
        return self.answer(self.get_object())

    @extend_schema(summary="Decline a tip", request=DeclineTipBody)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: int) -> Response:
        """Put it away with a reason that the sender can read."""
        tips.decline_tip(tip_id=self.get_object().pk, actor=self.person, **self.body())
        return self.answer(self.get_object())


class SavedViewShape(Shape):
    """A filter of the queue under a name."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    query = serializers.CharField(help_text="As in the address of the desk's queue.")
    shared = serializers.BooleanField()
    owner = PersonRef()


class SavedViewBody(Body):
    """A filter to keep; saving under a name you have already replaces that filter."""

    example = {"name": "Transport, late", "query": "topic=transport&due=late", "shared": True}

    name = serializers.CharField(max_length=saved.NAME_LIMIT)
    query = serializers.CharField(max_length=saved.QUERY_LIMIT, allow_blank=True)
    shared = serializers.BooleanField(required=False, default=False)


class SharedBody(Body):
    """Whether the whole desk sees it."""

    example = {"shared": True}

    shared = serializers.BooleanField()


class SavedViewsView(DeskViewSet):
    """Views of the queue: my own, and those shared with the desk."""

    shape = SavedViewShape
    queryset = SavedView.objects.select_related("owner")
    queries = {"list": PageQuery}
    bodies = {"create": SavedViewBody, "partial_update": SharedBody}

    @extend_schema(summary="Views I can open", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """My own views and those that others share, newest first."""
        rows = visible_views(self.person)
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="Save a view", request=SavedViewBody, responses={201: SavedViewShape})
    def create(self, request: Request) -> Response:
        """Keep a filter of the queue under a name."""
        view = saved.save_view(actor=self.person, **self.body())
        return self.answer(view, status=HTTPStatus.CREATED)

    @extend_schema(summary="Share a view, or keep it", request=SharedBody)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Show one of my views to the whole desk, or to me only."""
        return self.answer(saved.share_view(view_id=pk, actor=self.person, **self.body()))

    @extend_schema(summary="Delete a view", responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Take one of my views away."""
        saved.delete_view(view_id=pk, actor=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)


class ThresholdShape(Shape):
    """The score from which the newsroom lists candidates."""

    threshold = serializers.FloatField()
    changed_by = serializers.IntegerField(source="changed_by_id", allow_null=True)
    changed_at = serializers.DateTimeField(allow_null=True)
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")


class ThresholdBody(Body):
    """From which score candidates are listed."""

    example = {"threshold": 0.5}

    threshold = serializers.FloatField(min_value=0, max_value=1)


class ThresholdView(DeskViewSet):
    """From which score the newsroom lists candidates."""

    shape = ThresholdShape
    queryset = TriageSettings.objects.all()
    bodies = {"update": ThresholdBody}
    versioned = frozenset({"update"})

    @extend_schema(operation_id="threshold_retrieve", summary="The threshold of the newsroom's lists")
    def retrieve(self, request: Request) -> Response:
        """The score from which candidates are listed for everybody who has not chosen another."""
        return self.answer(self._kept())

    @extend_schema(operation_id="threshold_update", summary="Set the threshold", request=ThresholdBody)
    def update(self, request: Request) -> Response:
        """List candidates from this score."""
        given, seen = self.body(), self.seen()
        if not thresholds.may_set_threshold(self.person):
            raise NotAllowed("Your role does not let you change what the desk lists. Ask an editor.")
        self._kept()
        return self.answer(thresholds.set_threshold(actor=self.person, expected_version=seen, **given))

    def current(self) -> tuple[Json, str]:
        """How it stands now."""
        kept = self._kept()
        return self.represent([kept])[0], version_tag(kept.lock_version)

    @staticmethod
    def _kept() -> TriageSettings:
        kept = TriageSettings.objects.filter(pk=ONLY).first()
        return kept or TriageSettings(pk=ONLY)
