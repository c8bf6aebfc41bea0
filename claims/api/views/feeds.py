"""Feeds the desk follows."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.roles import Right
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.feeds import FeedBody, FeedShape, FollowBody, PollShape
from claims.articles.models import Feed, FeedPoll
from claims.articles.services import outlet_named
from claims.intake import feeds


class FeedsView(DeskViewSet):
    """RSS and Atom feeds whose new entries become articles."""

    shape = FeedShape
    queryset = Feed.objects.select_related("outlet")
    queries = {"list": PageQuery, "polls": PageQuery}
    bodies = {"create": FeedBody, "partial_update": FollowBody, "ask": NothingBody}

    @extend_schema(summary="Feeds", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """The feeds, newest first; one that fails says why and since when."""
        return self.list_answer(page_by_id(self.get_queryset(), cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="A feed")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One feed and how it does."""
        return self.answer(self.get_object())

    @extend_schema(summary="Follow a feed", request=FeedBody, responses={201: FeedShape})
    def create(self, request: Request) -> Response:
        """Follow a feed from now on; it is asked for the first time within seconds."""
        given = self.body()
        outlet = outlet_named(given.get("outlet", "")) if self.person.may(Right.ARTICLES) else None
        feed = feeds.add_feed(url=given["url"], actor=self.person, outlet=outlet)
        return self.answer(feed, status=HTTPStatus.CREATED)

    @extend_schema(summary="Follow a feed, or leave it alone", request=FollowBody)
    def partial_update(self, request: Request, pk: int) -> Response:
        """Follow it again, or leave it alone; what it brought stays."""
        active = self.body()["is_active"]
        feeds.follow(feed_id=self.get_object().pk, actor=self.person, active=active)
        return self.answer(self.get_object())

    @extend_schema(summary="Ask a feed now", request=NothingBody, responses={202: FeedShape})
    @action(detail=True, methods=["post"])
    def ask(self, request: Request, pk: int) -> Response:
        """Have it asked at the next opportunity, whatever its pause."""
        self.body()
        feeds.ask_now(feed_id=self.get_object().pk, actor=self.person)
        return self.answer(self.get_object(), status=HTTPStatus.ACCEPTED)

    @extend_schema(summary="What came of asking", responses=PollShape(many=True), parameters=[PageQuery])
    @action(detail=True, methods=["get"])
    def polls(self, request: Request, pk: int) -> Response:
        """Each time it was asked, newest first; the last hundred are kept."""
        rows = FeedPoll.objects.filter(feed=self.get_object())
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=self.query()["limit"]), PollShape)
