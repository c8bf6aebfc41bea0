"""Lists out as tables."""

from collections.abc import Iterable
from typing import Any

from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from claims.accounts.models import SecurityEventKind
from claims.api.base import DeskViewSet, Query
from claims.api.serializers.articles import ArticleShape
from claims.api.serializers.candidates import LARGEST_ID
from claims.api.views.claims import ClaimFilters, filters_of
from claims.client_address import client_address, network
from claims.people.sign_in import note
from claims.tracking import exports
from claims.tracking.downloads import table_file
from claims.tracking.models import Claim
from claims.tracking.tables import CONTENT_TYPES, Format
from claims.verdicts.seals import sealed_claims

FORMATS = [format.value for format in Format]


class AnyAccept(BaseContentNegotiation):
    """A file is a file, whatever types the program says that it accepts."""

    def select_parser(self, request: Request, parsers: Iterable[BaseParser]) -> BaseParser:
        """The first."""
        return next(iter(parsers))

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> Any:
        """The one there is, for problems."""
        first = next(iter(renderers))
        return first, first.media_type


class TableQuery(Query):
    """As what a list is written; a table has no pages."""

    def get_fields(self) -> dict[str, Any]:
        """`as` is a word of Python's, so the field cannot be declared by its name."""
        fields: dict[str, Any] = super().get_fields()
        return {**fields, "as": serializers.ChoiceField(choices=FORMATS, default=Format.CSV.value)}


class ClaimExportQuery(TableQuery, ClaimFilters):
    """Which claims, and as what."""


class ArticleExportQuery(TableQuery):
    """Which articles, and as what."""

    q = serializers.CharField(required=False, max_length=200)
    outlet = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID)


FILES = {
    (200, kind): OpenApiTypes.BINARY if format is Format.XLSX else OpenApiTypes.STR
    for format, kind in CONTENT_TYPES.items()
}


class ExportsView(DeskViewSet):
    """A filtered list as one file."""

    shape = ArticleShape
    queryset = Claim.objects.none()
    queries = {"claims": ClaimExportQuery, "articles": ArticleExportQuery}
    content_negotiation_class = AnyAccept
    pagination_class = None

    @extend_schema(
        operation_id="export_claims", summary="Claims as a table", parameters=[ClaimExportQuery], responses=FILES
    )
    def claims(self, request: Request) -> StreamingHttpResponse:
        """All claims that the queue's filters let through, as CSV, JSON lines or a spreadsheet."""
        query = self.query()
        note(self.person, SecurityEventKind.EXPORTED, network(client_address(request)))
        rows = exports.claim_rows(filters_of(query), self.person, sealed=sealed_claims(self.person))
        return table_file("claims", Format(query["as"]), exports.CLAIM_COLUMNS, rows)

    @extend_schema(
        operation_id="export_articles", summary="Articles as a table", parameters=[ArticleExportQuery], responses=FILES
    )
    def articles(self, request: Request) -> StreamingHttpResponse:
        """All articles that match, without their texts, as CSV, JSON lines or a spreadsheet."""
        query = self.query()
        note(self.person, SecurityEventKind.EXPORTED, network(client_address(request)))
        rows = exports.article_rows(query=query.get("q", ""), outlet_id=query.get("outlet"))
        return table_file("articles", Format(query["as"]), exports.ARTICLE_COLUMNS, rows)
