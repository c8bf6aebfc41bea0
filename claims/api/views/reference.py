"""Reads of what everything else refers to: me, colleagues, outlets, topics, claimants, rating scales."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.models import User
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.serializers.people import AuthorPageBody, AuthorPageShape, MeShape, PersonShape
from claims.api.serializers.reference import ClaimantShape, OutletShape, ScaleShape, TopicShape
from claims.articles.models import Outlet
from claims.people.account import author_page_of, keep_author_page
from claims.tracking.models import Claimant, Topic
from claims.verdicts.models import RatingScale


class NameQuery(PageQuery):
    """A list that is looked through by name."""

    q = serializers.CharField(required=False, max_length=200, help_text="Words of the name.")


class MeView(DeskViewSet):
    """Who I am here."""

    shape = MeShape
    queryset = User.objects.none()

    @extend_schema(operation_id="me", summary="Who I am here and what I may do")
    def retrieve(self, request: Request) -> Response:
        """The person of this session or token, with roles, rights and the token's scopes."""
        return self.answer(self.person)


class AuthorPageView(DeskViewSet):
    """What readers may know about me."""

    shape = AuthorPageShape
    queryset = User.objects.none()
    bodies = {"update": AuthorPageBody}

    @extend_schema(operation_id="author_page_retrieve", summary="The page readers see of me")
    def retrieve(self, request: Request) -> Response:
        """What I wrote about myself, and whether readers may see it."""
        return self.answer(author_page_of(self.person))

    @extend_schema(operation_id="author_page_update", summary="Show readers a page about me", request=AuthorPageBody)
    def update(self, request: Request) -> Response:
        """Show it, change it, or take it back: then it is gone at once."""
        return self.answer(keep_author_page(actor=self.person, **self.body()))


class PeopleView(DeskViewSet):
    """Colleagues who can sign in."""

    shape = PersonShape
    queryset = User.objects.active().prefetch_related("groups")
    queries = {"list": NameQuery}

    @extend_schema(summary="Colleagues", parameters=[NameQuery])
    def list(self, request: Request) -> Response:
        """Active people, with the roles that say what can be assigned to them."""
        query = self.query()
        rows = self.get_queryset()
        if query.get("q"):
            rows = rows.filter(display_name__icontains=query["q"])
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"], newest_first=False))

    @extend_schema(summary="A colleague")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One person."""
        return self.answer(self.get_object())


class NamedView(DeskViewSet):
    """Rows with a name, in the order in which they were made."""

    queries = {"list": NameQuery}

    def list(self, request: Request) -> Response:
        """A page of them; `q` looks for words of the name."""
        query = self.query()
        rows = self.get_queryset()
        for word in query.get("q", "").split()[:10]:
            rows = rows.filter(name__icontains=word)
        return self.list_answer(page_by_id(rows, cursor=self.cursor(), limit=query["limit"], newest_first=False))

    def retrieve(self, request: Request, pk: int) -> Response:
        """One of them."""
        return self.answer(self.get_object())


@extend_schema_view(
    list=extend_schema(summary="Outlets", parameters=[NameQuery]), retrieve=extend_schema(summary="An outlet")
)
class OutletsView(NamedView):
    """Whoever publishes articles."""

    shape = OutletShape
    queryset = Outlet.objects.all()


@extend_schema_view(
    list=extend_schema(summary="Topics", parameters=[NameQuery]), retrieve=extend_schema(summary="A topic")
)
class TopicsView(NamedView):
    """Subjects the desk files claims under."""

    shape = TopicShape
    queryset = Topic.objects.all()


@extend_schema_view(
    list=extend_schema(summary="Claimants", parameters=[NameQuery]), retrieve=extend_schema(summary="A claimant")
)
class ClaimantsView(NamedView):
    """Whoever said something the desk looks at."""

    shape = ClaimantShape
    queryset = Claimant.objects.all()


@extend_schema_view(
    list=extend_schema(summary="Rating scales with their ratings", parameters=[NameQuery]),
    retrieve=extend_schema(summary="A rating scale"),
)
class ScalesView(NamedView):
    """Rating scales with their ratings."""

    shape = ScaleShape
    queryset = RatingScale.objects.prefetch_related("ratings")
