"""Tables of sources with named cells, and the figures worked out from them, as the API takes and gives them."""

from rest_framework import serializers

from claims.api.representation import Body, Moment, Shape
from claims.review.tables.taking import TITLE_LIMIT


class NamedCellShape(Shape):
    """A named cell, or several named together."""

    name = serializers.CharField(help_text="As formulas call it.")
    unit = serializers.CharField(help_text="What its numbers are counted in; empty: a bare number.")
    place = serializers.CharField(help_text="As in a spreadsheet: B3, or B3:B8.")
    texts = serializers.ListField(child=serializers.CharField())


class CellChangeShape(Shape):
    """A named cell that holds something else in a newer copy."""

    name = serializers.CharField()
    place = serializers.CharField()
    was = serializers.ListField(child=serializers.CharField())
    now = serializers.ListField(child=serializers.CharField(), allow_null=True, help_text="Null: it has vanished.")


class EvidenceTableShape(Shape):
    """A table as it stood in the kept copy of a source."""

    id = serializers.IntegerField()
    evidence = serializers.IntegerField(source="evidence_id")
    copy = serializers.IntegerField(source="copy_id", help_text="The copy it was taken from.")
    index = serializers.IntegerField(help_text="Which of the copy's tables it is, from 0.")
    title = serializers.CharField()
    decimal_sign = serializers.CharField()
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    cells = NamedCellShape(many=True)
    differences = CellChangeShape(many=True, help_text="What the newest copy of the source has otherwise.")
    added_by = serializers.IntegerField(source="added_by_id")
    added_at = Moment()
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")


class FoundTableShape(Shape):
    """A table in the newest kept copy of a source."""

    index = serializers.IntegerField()
    title = serializers.CharField()
    rows = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    is_cut = serializers.BooleanField(help_text="The source has more rows or columns than are taken.")


class WorkedOutShape(Shape):
    """A figure of the draft with its formula, worked out now."""

    shown = serializers.CharField(help_text="What readers see.")
    formula = serializers.CharField()
    words = serializers.CharField(help_text="The formula in words.")
    value = serializers.CharField(help_text="Plain digits; empty where it cannot be worked out or is not so.")
    unit = serializers.CharField()
    problem = serializers.CharField(help_text="Why it does not hold; empty where it does.")


class TableBody(Body):
    """Which table of which source is taken."""

    example = {"evidence": 7, "index": 0, "title": "Jobs by year", "decimal_sign": "."}

    evidence = serializers.IntegerField(min_value=1)
    index = serializers.IntegerField(min_value=0, max_value=1000, help_text="As `found` counts them.")
    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=TITLE_LIMIT)
    decimal_sign = serializers.ChoiceField(
        choices=[".", ","], required=False, allow_blank=True, default="", help_text="Empty: as its numbers look."
    )


class NamedCellBody(Body):
    """A cell, its name, and what its numbers are counted in."""

    example = {"place": "B3", "name": "jobs_2024", "unit": "people"}

    place = serializers.CharField(max_length=15)
    name = serializers.CharField(max_length=60)
    unit = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)


class CellNameBody(Body):
    """The name that is taken away."""

    example = {"name": "jobs_2024"}

    name = serializers.CharField(max_length=60)
