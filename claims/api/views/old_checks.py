"""Checks that were imported from the newsroom's old site, and where each stands now."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.serializers.claims import OldCheckShape
from claims.verdicts.models import OldCheck


class OldChecksView(DeskViewSet):
    """Checks of the old site, with who checked them then; their claims have what became of them here."""

    shape = OldCheckShape
    queryset = OldCheck.objects.select_related("imported_by")
    queries = {"list": PageQuery}

    @extend_schema(summary="Imported checks of the old site", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """A page of them, the last imported first."""
        page = page_by_id(self.get_queryset(), cursor=self.cursor(), limit=self.query()["limit"])
        return self.list_answer(page)

    @extend_schema(summary="An imported check of the old site")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One of them, by the id of its claim."""
        return self.answer(self.get_object())
