"""Newsrooms that are followed, and what was taken over from them."""

from rest_framework import serializers

from claims.api.representation import Body, Moment, Shape
from claims.followed.following import LICENCE_LIMIT


class NewsroomShape(Shape):
    """Another newsroom whose published checks the desk takes over."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    name = serializers.CharField(help_text="As it names itself.")
    licence = serializers.CharField(help_text="Under which terms its words may be used.")
    shown_to_readers = serializers.BooleanField(help_text="Whether readers see “also checked by”.")
    keys = serializers.ListField(
        child=serializers.CharField(), help_text="Public keys (OpenSSH) that its signatures are compared with."
    )
    keys_offered = serializers.ListField(
        child=serializers.CharField(), help_text="Keys its site names now that nobody trusted yet."
    )
    is_active = serializers.BooleanField(help_text="Whether the desk follows it.")
    added_at = Moment()
    polled_at = Moment(allow_null=True)
    next_poll_at = Moment(allow_null=True, help_text="Empty while the desk leaves it alone.")
    failures = serializers.IntegerField(help_text="In a row.")
    failing_since = Moment(allow_null=True)
    error = serializers.CharField(help_text="Why it fails, in a sentence.")


class TakenCheckShape(Shape):
    """A check of a followed newsroom as it stands there now."""

    id = serializers.IntegerField()
    outside_check = serializers.IntegerField(source="outside_id", allow_null=True)
    url = serializers.CharField()
    number = serializers.IntegerField(help_text="How often it was published there; 0 where nobody says.")
    is_signed = serializers.BooleanField()
    published_at = Moment(allow_null=True)
    withdrawn_at = Moment(allow_null=True)
    taken_at = Moment()


class RefusedCheckShape(Shape):
    """A publication that was not taken over."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    reason = serializers.CharField()
    at = Moment()


class ConflictShape(Shape):
    """A claim that a followed newsroom rates far otherwise than we do."""

    claim = serializers.IntegerField(source="claim_id")
    rating = serializers.CharField(help_text="Ours.")
    tone = serializers.IntegerField(help_text="Ours, 1 for the truest to 5 for the falsest.")
    outside_check = serializers.IntegerField(source="match.outside_id")
    their_rating = serializers.CharField(source="match.outside.rating")
    their_tone = serializers.IntegerField(source="match.outside.tone")


class NewsroomBody(Body):
    """A newsroom to follow."""

    example = {"url": "https://desk.example/checks/", "licence": "CC BY 4.0", "shown_to_readers": False}

    url = serializers.CharField(max_length=2000)
    licence = serializers.CharField(required=False, allow_blank=True, max_length=LICENCE_LIMIT)
    shown_to_readers = serializers.BooleanField(required=False)


class NewsroomChangeBody(Body):
    """What is to be otherwise; what is left out stays."""

    example = {"shown_to_readers": True}

    licence = serializers.CharField(required=False, allow_blank=True, max_length=LICENCE_LIMIT)
    shown_to_readers = serializers.BooleanField(required=False)
    is_active = serializers.BooleanField(required=False)
