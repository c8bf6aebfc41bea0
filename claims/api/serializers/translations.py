"""Published checks in further languages, and what is sent to write and judge one."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.people import PersonRef
from claims.review.drafting import EXPLANATION_LIMIT
from claims.review.translations import DEFINITION_LIMIT, RATING_LIMIT
from claims.tracking.limits import STATEMENT_LIMIT
from claims.verdicts.approved_words import NOTE_LIMIT
from claims.verdicts.gates.writing import SUMMARY_LIMIT
from claims.verdicts.models import Translation, TranslationState


class TranslationShape(Shape):
    """The words of a published check in one more language."""

    id = serializers.IntegerField()
    claim = serializers.IntegerField(source="claim_id")
    language = serializers.CharField(help_text="The code of a language that the site is offered in.")
    state = serializers.ChoiceField(choices=TranslationState.values)
    translates = serializers.IntegerField(source="translates.number", help_text="The number of the check it says.")
    is_behind = serializers.BooleanField(help_text="Readers see a translation of an older number.")
    statement = serializers.CharField()
    rating_label = serializers.CharField()
    rating_definition = serializers.CharField()
    summary = serializers.CharField()
    key_points = serializers.CharField(help_text="One on each line.")
    explanation = serializers.CharField(help_text="Markdown.")
    why_checked = serializers.CharField()
    note = serializers.CharField(help_text="What changed in the translation, for readers.")
    sent_back = serializers.CharField(help_text="What a second person asked to be changed.")
    content_hash = serializers.SerializerMethodField(help_text="Of the words that wait for a second person; or empty.")
    updated_by = PersonRef()
    updated_at = Moment()
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")

    @extend_schema_field(serializers.CharField())
    def get_content_hash(self, row: Translation) -> str:
        """What is sent back to approve exactly these words."""
        return str(getattr(row, "waiting_hash", "") or "") if row.state == TranslationState.SUBMITTED else ""


class TranslationBody(Body):
    """All words of the translation, as those of this number of the check."""

    example = {
        "translates": 1,
        "statement": "El consejo recortó su gasto en un 22 por ciento",
        "rating_label": "Falso",
        "summary": "Subió un 9 por ciento.",
    }

    translates = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    statement = serializers.CharField(required=False, allow_blank=True, default="", max_length=STATEMENT_LIMIT)
    rating_label = serializers.CharField(required=False, allow_blank=True, default="", max_length=RATING_LIMIT)
    rating_definition = serializers.CharField(required=False, allow_blank=True, default="", max_length=DEFINITION_LIMIT)
    summary = serializers.CharField(required=False, allow_blank=True, default="", max_length=SUMMARY_LIMIT)
    key_points = serializers.CharField(required=False, allow_blank=True, default="", max_length=EXPLANATION_LIMIT)
    explanation = serializers.CharField(required=False, allow_blank=True, default="", max_length=EXPLANATION_LIMIT)
    why_checked = serializers.CharField(required=False, allow_blank=True, default="", max_length=EXPLANATION_LIMIT)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=NOTE_LIMIT)


class SendBackBody(Body):
    """What should change."""

    example = {"note": "The year is missing in the short answer."}

    note = serializers.CharField(max_length=NOTE_LIMIT)


class ApproveBody(Body):
    """The words that were read, by their hash."""

    example = {"content_hash": "9b1c6f0e4f2a7d35"}

    content_hash = serializers.CharField(max_length=64)
