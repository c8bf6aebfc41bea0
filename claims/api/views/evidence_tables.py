"""The tables of a claim's sources with their named cells, and the figures that are worked out from them."""

from http import HTTPStatus

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import PageQuery, Query
from claims.api.preconditions import version_tag
from claims.api.representation import Json
from claims.api.serializers.candidates import NothingBody
from claims.api.serializers.evidence_tables import (
    CellNameBody,
    EvidenceTableShape,
    FoundTableShape,
    NamedCellBody,
    TableBody,
    WorkedOutShape,
)
from claims.api.views.dossier import OfClaim
from claims.review.tables import naming, taking
from claims.verdicts.drafts import draft_of
from claims.verdicts.figures import MOST_FIGURES, cells_of, figures_written, tables_of, work_out
from claims.verdicts.models import Evidence, EvidenceTable


class FoundQuery(Query):
    """Of which source."""

    evidence = serializers.IntegerField(min_value=1, help_text="The source whose newest kept copy is read.")


class EvidenceTablesView(OfClaim):
    """Tables of a claim's sources."""

    shape = EvidenceTableShape
    queries = {"list": PageQuery, "found": FoundQuery}
    bodies = {"create": TableBody, "cells": NamedCellBody, "unname": CellNameBody, "newest": NothingBody}
    versioned = frozenset({"destroy", "cells", "unname", "newest"})

    @extend_schema(summary="Tables of its sources", parameters=[PageQuery])
    def list(self, request: Request, claim_id: int) -> Response:
        """The tables that were taken from its sources, each with its named cells."""
        return self.page(self._tables(), newest_first=False)

    @extend_schema(summary="A table of a source")
    def retrieve(self, request: Request, claim_id: int, pk: int) -> Response:
        """One table with its texts and named cells."""
        return self.answer(self._table())

    @extend_schema(summary="Tables in a source's copy", parameters=[FoundQuery], responses=FoundTableShape(many=True))
    @action(detail=False, methods=["get"], pagination_class=None)
    def found(self, request: Request, claim_id: int) -> Response:
        """The tables in the newest kept copy of a source, to choose one from."""
        standing = Evidence.objects.filter(claim=self.claim(), removed_at__isnull=True)
        source = standing.filter(pk=self.query()["evidence"]).first()
        if source is None:
            raise NotFound(_("There is no such source on this claim."))
        _kept, tables = taking.tables_in(source)
        rows = [
            {"index": index, "title": table.title, "rows": [list(row) for row in table.rows], "is_cut": table.is_cut}
            for index, table in enumerate(tables)
        ]
        return Response(rows)

    @extend_schema(summary="Take a table", request=TableBody, responses={201: EvidenceTableShape})
    def create(self, request: Request, claim_id: int) -> Response:
        """Keep one of the tables of a source's copy as it stands there."""
        given = self.body()
        taken = taking.take(claim_id=self.claim().pk, evidence_id=given.pop("evidence"), actor=self.person, **given)
        return self.answer(taken, status=HTTPStatus.CREATED)

    @extend_schema(summary="Remove a table", responses={204: None})
    def destroy(self, request: Request, claim_id: int, pk: int) -> Response:
        """Take it out of the verdict; figures that rest on it no longer hold."""
        seen = self.seen()
        taking.remove(table_id=self._table().pk, actor=self.person, expected_version=seen)
        return Response(status=HTTPStatus.NO_CONTENT)

    @extend_schema(summary="Name a cell", request=NamedCellBody, responses=EvidenceTableShape)
    @action(detail=True, methods=["post"])
    def cells(self, request: Request, claim_id: int, pk: int) -> Response:
        """Call a cell, or several, by a name that formulas use; a name that is there moves."""
        given, seen = self.body(), self.seen()
        named = naming.name_cell(table_id=self._table().pk, actor=self.person, expected_version=seen, **given)
        return self.answer(named)

    @extend_schema(summary="Take a cell's name away", request=CellNameBody, responses=EvidenceTableShape)
    @action(detail=True, methods=["post"])
    def unname(self, request: Request, claim_id: int, pk: int) -> Response:
        """Figures that use it no longer hold."""
        given, seen = self.body(), self.seen()
        left = naming.remove_name(table_id=self._table().pk, actor=self.person, expected_version=seen, **given)
        return self.answer(left)

    @extend_schema(summary="Take the newest copy's table", request=NothingBody, responses=EvidenceTableShape)
    @action(detail=True, methods=["post"])
    def newest(self, request: Request, claim_id: int, pk: int) -> Response:
        """The same table as the newest copy of the source has it, with its named cells."""
        seen = self.seen()
        self.body()
        return self.answer(taking.take_newest(table_id=self._table().pk, actor=self.person, expected_version=seen))

    def current(self) -> tuple[Json, str] | None:
        """How it stands now."""
        stored = self._tables().filter(pk=self.kwargs.get("pk", 0)).first()
        return (self.represent([stored])[0], version_tag(stored.lock_version)) if stored else None

    def _tables(self) -> QuerySet[EvidenceTable]:
        return EvidenceTable.objects.filter(claim=self.claim(), removed_at__isnull=True)

    def _table(self) -> EvidenceTable:
        table = self._tables().filter(pk=self.kwargs["pk"]).first()
        if table is None:
            raise NotFound(_("There is no such table on this claim."))
        return table


class FiguresView(OfClaim):
    """The figures of a claim's draft."""

    shape = WorkedOutShape
    pagination_class = None

    @extend_schema(summary="Figures worked out", responses=WorkedOutShape(many=True))
    def list(self, request: Request, claim_id: int) -> Response:
        """The figures with a formula in the draft, each worked out over the named cells as they are now."""
        claim = self.open_claim()
        cells = cells_of(tables_of(claim.pk))
        written = figures_written(draft_of(claim))[:MOST_FIGURES]
        return Response(self.represent([work_out(figure, cells) for _part, figure, _at in written]))
