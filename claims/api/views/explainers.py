"""Explainers: gathered from published checks, submitted, judged, retracted."""

from http import HTTPStatus

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.tokens import Scope
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.explainers import ExplainerBody, ExplainerShape, RetractionBody, words_in
from claims.api.serializers.translations import ApproveBody, SendBackBody
from claims.publishing import explainers
from claims.verdicts.explainers import all_explainers, wanting_somebody
from claims.verdicts.models import Explainer


class ExplainersQuery(PageQuery):
    """Which explainers."""

    wanting = serializers.BooleanField(
        required=False,
        default=False,
        help_text="Only those that wait for a second person or hold a check that was changed since.",
    )


class ExplainersView(DeskViewSet):
    """Several published checks of one subject in one page."""

    shape = ExplainerShape
    queryset = Explainer.objects.all()
    queries = {"list": ExplainersQuery}
    bodies = {
        "create": ExplainerBody,
        "update": ExplainerBody,
        "send_back": SendBackBody,
        "approve": ApproveBody,
        "retract": RetractionBody,
    }
    versioned = frozenset({"update", "submit", "take_back", "send_back", "approve", "retract"})

    def get_queryset(self) -> QuerySet[Explainer]:
        """Explainers with how readers see them."""
        return all_explainers()

    @extend_schema(summary="Explainers, newest first", parameters=[ExplainersQuery])
    def list(self, request: Request) -> Response:
        """Every explainer, retracted ones too."""
        query = self.query()
        rows = wanting_somebody() if query["wanting"] else all_explainers()
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"]))

    @extend_schema(summary="An explainer")
    def retrieve(self, request: Request, pk: int) -> Response:
        """Its words as they are written now."""
        return self.answer(self.get_object())

    @extend_schema(summary="Begin an explainer", request=ExplainerBody, responses={201: ExplainerShape})
    def create(self, request: Request) -> Response:
        """Keep the words of a new one; nobody sees them yet."""
        words = words_in(self.body())
        row = explainers.save_explainer(explainer_id=None, words=words, expected_version=0, actor=self.person)
        return self.answer(all_explainers().get(pk=row.pk), status=HTTPStatus.CREATED)

    @extend_schema(summary="Write an explainer", request=ExplainerBody)
    def update(self, request: Request, pk: int) -> Response:
        """Put all words; If-Match is the ETag of the explainer you read."""
        words, seen = words_in(self.body()), self.seen()
        row = self.get_object()
        explainers.save_explainer(explainer_id=row.pk, words=words, expected_version=seen, actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="Submit an explainer", request=NothingBody)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, pk: int) -> Response:
        """Freeze the words for a second person."""
        explainers.submit_explainer(**self._address(), actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="Take a submitted explainer back", request=NothingBody)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: int) -> Response:
        """Go on writing it, or take the request to retract it back."""
        explainers.take_back_explainer(**self._address(), actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="Send an explainer back", request=SendBackBody)
    @action(detail=True, methods=["post"], url_path="send-back")
    def send_back(self, request: Request, pk: int) -> Response:
        """Ask for changes, or decline to retract it."""
        note = self.body()["note"]
        explainers.send_back_explainer(**self._address(), note=note, actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="Approve an explainer", request=ApproveBody)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk: int) -> Response:
        """Show exactly these words to readers, or the notice that it was retracted, as a second person."""
        seen_hash = self.body()["content_hash"]
        explainers.approve_explainer(**self._address(), seen_hash=seen_hash, actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="Ask for an explainer to be retracted", request=RetractionBody)
    @action(detail=True, methods=["post"])
    def retract(self, request: Request, pk: int) -> Response:
        """Ask a second person to retract what readers see."""
        note = self.body()["note"]
        explainers.ask_retraction(**self._address(), note=note, actor=self.person)
        return self.answer(self.get_object())

    def scope(self) -> Scope | None:
        """What readers will see needs the scope “publish”."""
        return Scope.PUBLISH if self.action == "approve" else None

    def current(self) -> tuple[Json, str] | None:
        """How the explainer stands now."""
        row = all_explainers().filter(pk=self.kwargs["pk"]).first() if "pk" in self.kwargs else None
        return (self.represent([row])[0], version_tag(row.lock_version)) if row else None

    def _address(self) -> Json:
        return {"explainer_id": self.get_object().pk, "expected_version": self.seen()}
