"""Feeds, and how they do."""

from rest_framework import serializers

from claims.api.representation import Body, Moment, Shape
from claims.api.serializers.reference import OutletRef
from claims.articles.enums import PollOutcome


class FeedShape(Shape):
    """An RSS, Atom or JSON feed the desk follows."""

    id = serializers.IntegerField()
    url = serializers.CharField()
    title = serializers.CharField()
    outlet = OutletRef(allow_null=True)
    is_active = serializers.BooleanField(help_text="Whether the desk follows it.")
    added_at = Moment()
    polled_at = Moment(allow_null=True)
    next_poll_at = Moment(allow_null=True, help_text="Empty while the desk leaves it alone.")
    failures = serializers.IntegerField(help_text="In a row.")
    failing_since = Moment(allow_null=True)
    error = serializers.CharField(help_text="Why it fails, in a sentence.")


class PollShape(Shape):
    """One time a feed was asked."""

    id = serializers.IntegerField()
    at = Moment()
    outcome = serializers.ChoiceField(choices=PollOutcome.choices)
    added = serializers.IntegerField()
    changed = serializers.IntegerField()
    skipped = serializers.IntegerField(help_text="Entries that could not be read; they are tried again.")
    error = serializers.CharField()


class FeedBody(Body):
    """A feed to follow."""

    example = {"url": "https://paper.example/rss", "outlet": "Port Ellery Courier"}

    url = serializers.CharField(max_length=2000)
    outlet = serializers.CharField(required=False, max_length=160, help_text="By name; made when it is new.")


class FollowBody(Body):
    """Whether to follow it."""

    example = {"is_active": False}

    is_active = serializers.BooleanField()
