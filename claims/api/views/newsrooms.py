"""Newsrooms that the desk follows."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import Page, page_by_id
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.newsrooms import (
    ConflictShape,
    NewsroomBody,
    NewsroomChangeBody,
    NewsroomShape,
    RefusedCheckShape,
    TakenCheckShape,
)
from claims.followed import following
from claims.followed.models import FollowedNewsroom
from claims.followed.queries import conflicts


class NewsroomsView(DeskViewSet):
    """Other newsrooms whose published checks are taken over, compared with their signatures."""

    shape = NewsroomShape
    queryset = FollowedNewsroom.objects.all()
    queries = {"list": PageQuery, "checks": PageQuery, "refusals": PageQuery}
    bodies = {
        "create": NewsroomBody,
        "partial_update": NewsroomChangeBody,
        "ask": NothingBody,
        "trust_keys": NothingBody,
    }

    @extend_schema(summary="Newsrooms the desk follows", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """The newsrooms, newest first; one that fails says why and since when."""
        return self.list_answer(page_by_id(self.get_queryset(), cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="A newsroom the desk follows")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One newsroom and how it does."""
        return self.answer(self.get_object())

    @extend_schema(summary="Follow a newsroom", request=NewsroomBody, responses={201: NewsroomShape})
    def create(self, request: Request) -> Response:
        """Follow a newsroom from now on; it is asked for the first time within seconds."""
        return self.answer(following.follow_newsroom(**self.body(), actor=self.person), status=HTTPStatus.CREATED)

    @extend_schema(summary="Change what may be shown, or leave it alone", request=NewsroomChangeBody)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Say what readers may see, or follow it again, or leave it alone; what it brought stays."""
        following.change(newsroom_id=self.get_object().pk, actor=self.person, **self.body())
        return self.answer(self.get_object())

    @extend_schema(summary="Ask a newsroom now", request=NothingBody, responses={202: NewsroomShape})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: int) -> Response:
        """Have it asked at the next opportunity, whatever its pause."""
        self.body()
        following.ask_newsroom_now(newsroom_id=self.get_object().pk, actor=self.person)
        return self.answer(self.get_object(), status=HTTPStatus.ACCEPTED)

    @extend_schema(summary="Trust the keys its site names", request=NothingBody)
    @action(detail=True, methods=["post"], url_path="trust-keys")
    def trust_keys(self, request: Request, pk: int) -> Response:
        """Compare its signatures with the keys in `keys_offered` from now on."""
        self.body()
        following.trust_new_keys(newsroom_id=self.get_object().pk, actor=self.person)
        return self.answer(self.get_object())

    @extend_schema(summary="What was taken over", responses=TakenCheckShape(many=True), parameters=[PageQuery])
    @action(detail=True, methods=["get"])
    def checks(self, request: Request, pk: int) -> Response:
        """The newsroom's checks as they stand there now, newest first."""
        rows = self.get_object().checks.all()
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"]), TakenCheckShape)

    @extend_schema(summary="What was refused", responses=RefusedCheckShape(many=True), parameters=[PageQuery])
    @action(detail=True, methods=["get"])
    def refusals(self, request: Request, pk: int) -> Response:
        """What was not taken over and why, newest first; the last two hundred are kept."""
        rows = self.get_object().refusals.all()
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"]), RefusedCheckShape)

    @extend_schema(summary="Claims rated otherwise elsewhere", responses=ConflictShape(many=True))
    @action(detail=False, methods=["get"])
    def conflicts(self, request: Request) -> Response:
        """Claims that followed newsrooms rate two steps of five apart from ours, or more; fifty at most."""
        return self.list_answer(Page(conflicts()), ConflictShape)
