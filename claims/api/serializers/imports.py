"""Files handed in for import, and what became of their rows."""

from rest_framework import serializers

from claims.api.representation import Body, Shape, UploadField
from claims.api.serializers.people import PersonRef
from claims.tracking.enums import ImportKind, ImportState, RowOutcome


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
    created_at = serializers.DateTimeField()
    ended_at = serializers.DateTimeField(allow_null=True)


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
    dry_run = serializers.BooleanField(required=False, default=False, help_text="Check each row, change nothing.")


class ArticleImportBody(ImportBody):
    """Articles as a .csv or .jsonl file, a document, or a .zip of these."""

    outlet = serializers.CharField(
        required=False, max_length=160, default="", help_text="Of articles that name none, by name."
    )
