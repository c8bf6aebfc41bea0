"""Lists out as tables, and claims in out of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, Query
from claims.api.representation import Body, Shape
from claims.api.serializers.articles import ArticleShape
from claims.api.serializers.candidates import LARGEST_ID
from claims.api.views.claims import ClaimFilters, filters_of
from claims.tracking import exports
from claims.tracking.models import Claim
from claims.tracking.tables import CONTENT_TYPES, LARGEST_TABLE, Format, Line, NotATable, Row, read, write
from claims.workflow.claim_import import Outcome, import_claims
from claims.workflow.errors import Blocked

MOST_ROWS_AT_ONCE = 2000
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


class ClaimFile(Body):
    """Claims as a .csv, .jsonl or .zip file."""

    file = serializers.FileField()
    dry_run = serializers.BooleanField(required=False, default=False)


class ImportedRow(Shape):
    """What became of a row."""

    place = serializers.CharField(help_text="The line, after the name of the file in a ZIP.")
    outcome = serializers.ChoiceField(choices=[outcome.value for outcome in Outcome])
    number = serializers.CharField(help_text="Of its claim.")
    message = serializers.CharField()


class ImportReport(Shape):
    """What became of a file."""

    created = serializers.IntegerField()
    here = serializers.IntegerField()
    failed = serializers.IntegerField()
    rows = ImportedRow(many=True)


FILES = {(200, kind): OpenApiTypes.BINARY for kind in CONTENT_TYPES.values()}


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
        rows = exports.claim_rows(filters_of(query), self.person)
        return _file("claims", Format(query["as"]), exports.CLAIM_COLUMNS, rows)

    @extend_schema(
        operation_id="export_articles", summary="Articles as a table", parameters=[ArticleExportQuery], responses=FILES
    )
    def articles(self, request: Request) -> StreamingHttpResponse:
        """All articles that match, without their texts, as CSV, JSON lines or a spreadsheet."""
        query = self.query()
        rows = exports.article_rows(query=query.get("q", ""), outlet_id=query.get("outlet"))
        return _file("articles", Format(query["as"]), exports.ARTICLE_COLUMNS, rows)


class ImportsView(DeskViewSet):
    """Rows of a file as claims."""

    shape = ImportReport
    queryset = Claim.objects.none()
    bodies = {"claims": ClaimFile}
    slow = frozenset({"claims"})
    parser_classes = [MultiPartParser]
    pagination_class = None

    @extend_schema(operation_id="import_claims", summary="Import claims", request={"multipart/form-data": ClaimFile})
    def claims(self, request: Request) -> Response:
        """Put each row of a .csv, .jsonl or .zip file into the queue, or say with `dry_run` what would become of it.

        Each row stands for itself: a bad one is named with its line and its reason, and the others are imported.
        """
        given = self.body()
        file = given["file"]
        if file.size > LARGEST_TABLE:
            raise ValidationError({"file": [f"The file is larger than {LARGEST_TABLE // 1_000_000} MB."]})
        try:
            lines = _counted(read(file.read(), name=file.name))
            results = list(import_claims(lines, actor=self.person, dry_run=given["dry_run"]))
        except NotATable as error:
            raise Blocked(error.message) from error
        counts = Counter(row.outcome for row in results)
        rows = [
            {"place": row.place, "outcome": row.outcome.value, "number": row.number, "message": row.message}
            for row in results
        ]
        return Response({**{outcome.value: counts[outcome] for outcome in Outcome}, "rows": rows})


def _counted(lines: Iterator[Line]) -> list[Line]:
    """All lines, or Blocked before the first of them is imported."""
    found: list[Line] = []
    for line in lines:
        if len(found) >= MOST_ROWS_AT_ONCE:
            raise Blocked(
                f"The file has more than {MOST_ROWS_AT_ONCE:,} rows. Send it in parts, or have it imported on the"
                " server with manage.py import_claims."
            )
        found.append(line)
    return found


def _file(name: str, format: Format, columns: Sequence[str], rows: Iterator[Row]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(write(format, columns, rows), content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.{format.value}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
