"""Files handed in for import, and what became of their rows."""

from rest_framework import serializers

from claims.api.representation import Body, FormFlag, Moment, Shape, UploadField
from claims.api.serializers.people import PersonRef
from claims.tracking.enums import ArchiveColumn, DateOrder, ImportKind, ImportState, RowOutcome, SheetColumn


class ImportShape(Shape):
    """A file handed in: how far it is, and how its rows came out so far."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=ImportKind.choices)
    name = serializers.CharField()
    outlet = serializers.CharField()
    person = PersonRef()
    state = serializers.ChoiceField(choices=ImportState.choices)
    error = serializers.CharField(help_text="Why it failed as a whole, in a sentence.")
    created = serializers.IntegerField(help_text="New ones.")
    changed = serializers.IntegerField(help_text="Articles that got a new version.")
    here = serializers.IntegerField(help_text="Rows that were here already.")
    failed = serializers.IntegerField(help_text="Rows that cannot be imported.")
    preview = serializers.JSONField(
        help_text="Of a list of claims or of old checks: `columns`, each with its name, what it is and some cells; "
        "`two_days`; and of old checks `ratings`, each with its `words` and how often it is there."
    )
    ratings = serializers.DictField(
        child=serializers.CharField(allow_blank=True), help_text="Which of ours each old rating was said to be."
    )
    created_at = Moment()
    ended_at = Moment(allow_null=True)


class ImportRowShape(Shape):
    """What became of a row, or would."""

    id = serializers.IntegerField()
    place = serializers.CharField(help_text="The line, after the name of the file in a ZIP.")
    outcome = serializers.ChoiceField(choices=RowOutcome.choices)
    message = serializers.CharField()
    article = serializers.IntegerField(source="article_id", allow_null=True)
    claim = serializers.IntegerField(source="claim_id", allow_null=True)


class ImportBody(Body):
    """A file to import."""

    file = UploadField()
    dry_run = FormFlag(required=False, default=False, help_text="Check each row, change nothing.")


class ColumnsBody(Body):
    """What the columns of a list of claims are."""

    columns = serializers.DictField(
        child=serializers.ChoiceField(choices=sorted({*SheetColumn.values, *ArchiveColumn.values})),
        help_text="What each is, by its name in the file.",
    )
    date_order = serializers.ChoiceField(
        choices=DateOrder.choices, required=False, help_text="What comes first in a day such as 03/04/2026."
    )


class RatingsBody(Body):
    """Which of our ratings each old one is."""

    example = {"ratings": {"Pants on fire": "false", "Satire": ""}}

    ratings = serializers.DictField(
        child=serializers.SlugField(allow_blank=True, max_length=40),
        help_text="The slug of a rating of the scale in use by the old one's words; empty: such checks are left out.",
    )


class ArticleImportBody(ImportBody):
    """Articles as a .csv or .jsonl file, a document, or a .zip of these."""

    outlet = serializers.CharField(
        required=False, max_length=160, default="", help_text="Of articles that name none, by name."
    )
