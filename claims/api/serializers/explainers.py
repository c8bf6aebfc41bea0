"""Explainers: several published checks in one page, and what is sent to write and judge one."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from claims.api.base import LARGEST_ID
from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.people import PersonRef
from claims.publishing.explainer_words import (
    KINDS,
    SENTENCE_LIMIT,
    TEXT_LIMIT,
    TITLE_LIMIT,
    ExplainerWords,
    Passage,
)
from claims.verdicts.approved_words import NOTE_LIMIT
from claims.verdicts.models import Explainer, ExplainerState


class ExplainerPassageShape(Shape):
    """A check of an explainer, and what is said of it."""

    claim = serializers.IntegerField(help_text="The number of its claim, without FC-.")
    sentence = serializers.CharField()
    paragraph = serializers.CharField(help_text="Markdown; it leads over to the check.")


class ExplainerShape(Shape):
    """The words of an explainer as they are written, and how readers see it."""

    id = serializers.IntegerField()
    number = serializers.CharField(help_text="Such as EX-0003.")
    state = serializers.ChoiceField(choices=ExplainerState.values)
    slug = serializers.CharField(help_text="The last part of its public address; empty until readers see it.")
    title = serializers.CharField()
    introduction = serializers.CharField(help_text="Markdown.")
    parts = ExplainerPassageShape(many=True)
    closing = serializers.CharField(help_text="Markdown.")
    picture_of = serializers.IntegerField(
        source="picture_of_id", allow_null=True, help_text="The claim whose picture stands at the head."
    )
    kind = serializers.CharField(help_text="What the change is to readers; “first” where nobody has said.")
    note = serializers.CharField(help_text="What changed and why, for readers.")
    sent_back = serializers.CharField(help_text="What a second person asked to be changed.")
    is_behind = serializers.BooleanField(help_text="A check in what readers see was changed since.")
    readers_number = serializers.IntegerField(allow_null=True, help_text="The number that readers see; or null.")
    content_hash = serializers.SerializerMethodField(help_text="Of the words that wait for a second person; or empty.")
    updated_by = PersonRef()
    updated_at = Moment()
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")

    @extend_schema_field(serializers.CharField())
    def get_content_hash(self, row: Explainer) -> str:
        """What is sent back to approve exactly these words."""
        return str(getattr(row, "waiting_hash", "") or "") if row.state == ExplainerState.SUBMITTED else ""


class PassageBody(serializers.Serializer[Any]):
    """A check, and what is said of it."""

    claim = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)
    sentence = serializers.CharField(required=False, allow_blank=True, default="", max_length=SENTENCE_LIMIT)
    paragraph = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LIMIT)


class ExplainerBody(Body):
    """All words of an explainer; its checks in their order."""

    example = {
        "title": "What the city pays for",
        "introduction": "Two claims about the budget, checked one by one.",
        "parts": [{"claim": 1043, "sentence": "The county’s table ranks six towns."}, {"claim": 1044}],
    }

    title = serializers.CharField(required=False, allow_blank=True, default="", max_length=TITLE_LIMIT)
    introduction = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LIMIT)
    parts = PassageBody(many=True, required=False, default=list)
    closing = serializers.CharField(required=False, allow_blank=True, default="", max_length=TEXT_LIMIT)
    picture_of = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=LARGEST_ID
    )
    kind = serializers.ChoiceField(
        required=False,
        allow_blank=True,
        default="",
        choices=[kind.value for kind in KINDS],
        help_text="What the change is to readers, where they know an earlier number.",
    )
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=NOTE_LIMIT)


class RetractionBody(Body):
    """Why it is to be retracted, for readers."""

    example = {"note": "Two of its checks were about another year."}

    note = serializers.CharField(max_length=NOTE_LIMIT)


def words_in(given: dict[str, Any]) -> ExplainerWords:
    """The words of a checked body as the services take them."""
    return ExplainerWords(**given | {"parts": tuple(Passage(**part) for part in given["parts"])})
