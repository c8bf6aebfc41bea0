"""Articles and claims out of files."""

from http import HTTPStatus
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from claims.accounts.tokens import Scope
from claims.api.base import DeskViewSet, PageQuery
from claims.api.pagination import page_by_id
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.imports import (
    ArticleImportBody,
    ColumnsBody,
    ImportBody,
    ImportRowShape,
    ImportShape,
    RatingsBody,
)
from claims.api.views.tables import FILES, AnyAccept, TableQuery
from claims.intake import imports
from claims.tracking import exports
from claims.tracking.downloads import table_file
from claims.tracking.enums import DateOrder, ImportKind, RowOutcome
from claims.tracking.models import ImportBatch, ImportRow
from claims.tracking.tables import Format


class RowQuery(PageQuery):
    """Which rows."""

    outcome = serializers.MultipleChoiceField(required=False, choices=RowOutcome.choices)


class ImportsView(DeskViewSet):
    """Files whose rows become articles or claims."""

    shape = ImportShape
    queryset = ImportBatch.objects.select_related("person")
    queries = {"list": PageQuery, "rows": RowQuery, "result": TableQuery}
    bodies = {
        "articles": ArticleImportBody,
        "claims": ImportBody,
        "checks": ImportBody,
        "archive": ImportBody,
        "columns": ColumnsBody,
        "ratings": RatingsBody,
        "carry_out": NothingBody,
        "stop": NothingBody,
    }

    @extend_schema(summary="Imports, newest first", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """A page of files that were handed in, with how their rows came out."""
        return self.list_answer(page_by_id(self.get_queryset(), cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="An import and how far it is")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One import; 304 while nothing has changed."""
        return self.answer(self.get_object())

    @extend_schema(
        operation_id="import_articles",
        summary="Import articles",
        request={"multipart/form-data": ArticleImportBody},
        responses={202: ImportShape},
    )
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def articles(self, request: Request) -> Response:
        """Upload a .csv or .jsonl file with the columns title, text, url, author, date and outlet, or a .zip.

        With `dry_run` each row is checked and nothing is changed; `carry-out` then imports it. Each row stands for
        itself: a bad one is named with its line and its reason, and the others are imported.
        """
        return self._receive(ImportKind.ARTICLES)

    @extend_schema(
        operation_id="import_claims",
        summary="Import claims",
        request={"multipart/form-data": ImportBody},
        responses={202: ImportShape},
    )
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def claims(self, request: Request) -> Response:
        """Upload a .csv, .jsonl or .zip file whose rows go into the queue.

        Its columns are statement, claimant, said_on, said_where, topics, priority, due_at, and key: the same key, or
        the same wording and claimant, never makes a second claim.
        """
        return self._receive(ImportKind.CLAIMS)

    @extend_schema(
        operation_id="import_checks",
        summary="Import fact-checks of other newsrooms",
        request={"multipart/form-data": ImportBody},
        responses={202: ImportShape},
    )
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def checks(self, request: Request) -> Response:
        """Hand in ClaimReview as a page, JSON-LD or DataFeed, or what the Fact Check Tools API answered.

        Candidates and claims are compared with them; one check is one claim at one address, and comes in once.
        """
        return self._receive(ImportKind.CHECKS)

    @extend_schema(
        operation_id="import_archive",
        summary="Import the newsroom's own old checks",
        request={"multipart/form-data": ImportBody},
        responses={202: ImportShape},
    )
    @action(detail=False, methods=["post"], parser_classes=[MultiPartParser])
    def archive(self, request: Request) -> Response:
        """Hand in the old site's ClaimReviews (JSON-LD, a DataFeed, pages), a WordPress export, or a table; as admin.

        Only with `dry_run`: `ratings` then says which of the newsroom's ratings each old one is, and `carry-out`
        publishes each row as imported, with its days of then, its old address leading to it and nobody's approval.
        """
        return self._receive(ImportKind.ARCHIVE)

    @extend_schema(summary="What became of each row", responses=ImportRowShape(many=True), parameters=[RowQuery])
    @action(detail=True, methods=["get"])
    def rows(self, request: Request, pk: int) -> Response:
        """The rows in the order of the file; `outcome` chooses."""
        query = self.query()
        found = ImportRow.objects.filter(batch=self.get_object())
        if query.get("outcome"):
            found = found.filter(outcome__in=query["outcome"])
        page = page_by_id(found, cursor=self.cursor(), limit=query["limit"], newest_first=False)
        return self.list_answer(page, ImportRowShape)

    @extend_schema(
        operation_id="import_result",
        summary="What became of each row as a file",
        parameters=[TableQuery],
        responses=FILES,
    )
    @action(detail=True, methods=["get"], pagination_class=None, content_negotiation_class=AnyAccept)
    def result(self, request: Request, pk: int) -> StreamingHttpResponse:
        """All rows as CSV, JSON lines or a spreadsheet."""
        batch = self.get_object()
        rows = exports.import_rows(batch)
        return table_file(f"import-{batch.pk}", Format(self.query()["as"]), exports.IMPORT_COLUMNS, rows)

    @extend_schema(
        operation_id="import_columns", summary="Match columns", request=ColumnsBody, responses={202: ImportShape}
    )
    @action(detail=True, methods=["post"])
    def columns(self, request: Request, pk: int) -> Response:
        """Say what the columns of a checked list of claims or of old checks are; its rows are then checked again.

        `preview` of the import has the columns as they were read. What is `remark` is kept in a remark on the claim.
        """
        given: dict[str, Any] = self.body()
        order = given.get("date_order")
        imports.match_columns(
            batch_id=self.get_object().pk,
            columns=given["columns"],
            date_order=DateOrder(order) if order else None,
            actor=self.person,
        )
        return self.answer(self.get_object(), status=HTTPStatus.ACCEPTED)

    @extend_schema(
        operation_id="import_ratings", summary="Match ratings", request=RatingsBody, responses={202: ImportShape}
    )
    @action(detail=True, methods=["post"])
    def ratings(self, request: Request, pk: int) -> Response:
        """Say which of the newsroom's ratings each old one of a checked archive is; its rows are then checked again.

        `preview` of the import has the old ratings. Nothing is imported before each of them is said.
        """
        given: dict[str, Any] = self.body()
        imports.match_ratings(batch_id=self.get_object().pk, ratings=given["ratings"], actor=self.person)
        return self.answer(self.get_object(), status=HTTPStatus.ACCEPTED)

    @extend_schema(summary="Import a checked file", request=NothingBody, responses={202: ImportShape})
    @action(detail=True, methods=["post"], url_path="carry-out")
    def carry_out(self, request: Request, pk: int) -> Response:
        """Import a file that was handed in with `dry_run`."""
        self.body()
        imports.carry_out(batch_id=self.get_object().pk, actor=self.person)
        return self.answer(self.get_object(), status=HTTPStatus.ACCEPTED)

    @extend_schema(summary="Stop an import", request=NothingBody)
    @action(detail=True, methods=["post"])
    def stop(self, request: Request, pk: int) -> Response:
        """Drop a checked file, or end an import under way; what has come in stays."""
        self.body()
        imports.stop(batch_id=self.get_object().pk, actor=self.person)
        return self.answer(self.get_object())

    def scope(self) -> Scope | None:
        """Readers see what is imported of an archive, so that needs the scope “publish”."""
        if self.action != "carry_out":
            return None
        is_archive = ImportBatch.objects.filter(pk=self.kwargs["pk"], kind=ImportKind.ARCHIVE).exists()
        return Scope.PUBLISH if is_archive else None

    def _receive(self, kind: ImportKind) -> Response:
        given: dict[str, Any] = self.body()
        file = given.pop("file")
        if file.size > imports.LARGEST_FILE:
            raise ValidationError(
                {
                    "file": [
                        _("The file is larger than %(largest_file)s MB.")
                        % {"largest_file": imports.LARGEST_FILE // 1000000}
                    ]
                }
            )
        batch = imports.receive(kind=kind, name=file.name, data=file.read(), actor=self.person, **given)
        response = self.answer(batch, status=HTTPStatus.ACCEPTED)
        response["Location"] = reverse("api:import-detail", args=[batch.pk], request=self.request)
        return response
