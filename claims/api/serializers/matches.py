"""What was checked before, and what resembles it."""

from rest_framework import serializers

from claims.api.representation import Moment, Shape
from claims.matching.enums import MatchBand, MatchState


class OutsideCheckShape(Shape):
    """A fact-check of another newsroom, imported to compare with; its words are untrusted text."""

    optional = ("raw",)

    id = serializers.IntegerField()
    url = serializers.CharField()
    claim_reviewed = serializers.CharField()
    claimant = serializers.CharField()
    claim_date = serializers.DateField(allow_null=True)
    publisher = serializers.CharField()
    title = serializers.CharField()
    rating = serializers.CharField(help_text="In the publisher's own words.")
    tone = serializers.IntegerField(allow_null=True, help_text="1 for the truest to 5 for the falsest, where known.")
    reviewed_on = serializers.DateField(allow_null=True)
    language = serializers.CharField()
    imported_at = Moment()
    raw = serializers.JSONField(required=False, help_text="The ClaimReview as it was read; with expand=raw.")


class MatchShape(Shape):
    """A candidate or claim resembles an earlier claim or an outside check; nothing comes of it unconfirmed."""

    id = serializers.IntegerField()
    candidate = serializers.IntegerField(source="candidate_id", allow_null=True)
    later_claim = serializers.IntegerField(
        source="later_id", allow_null=True, help_text="The claim that resembles, where it is no candidate."
    )
    claim = serializers.IntegerField(source="claim_id", allow_null=True, help_text="The earlier claim.")
    outside_check = serializers.IntegerField(source="outside_id", allow_null=True)
    own_language = serializers.CharField(
        help_text="Of the article or the later claim, by two letters; empty where it is not known."
    )
    earlier_language = serializers.CharField(
        help_text="Of the earlier claim or outside check. Where the two differ, they were compared across languages."
    )
    score = serializers.FloatField(help_text="How alike, from 0 to 1.")
    band = serializers.ChoiceField(choices=MatchBand.choices)
    state = serializers.ChoiceField(choices=MatchState.choices)
    suggested_at = Moment()
    decided_by = serializers.IntegerField(source="decided_by_id", allow_null=True)
    decided_at = Moment(allow_null=True)
    version_lock = serializers.IntegerField(source="lock_version", help_text="The number in the ETag.")
