"""Views of the queue that people keep under a name, for themselves or for the desk."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.representation import Body, Shape
from claims.api.serializers.people import PersonRef
from claims.review import saved_views as saved
from claims.tracking.models import SavedView
from claims.tracking.views import visible_views


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
