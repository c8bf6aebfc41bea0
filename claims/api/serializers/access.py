"""Who may see a claim."""

from rest_framework import serializers

from claims.api.representation import Body, Shape
from claims.api.serializers.candidates import LARGEST_ID
from claims.review import restricting
from claims.tracking.models import Claim
from claims.workflow.perform import NOTE_LIMIT

MOST_NAMED = 500


def _ids() -> serializers.ListField:
    return serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), max_length=MOST_NAMED, required=False
    )


class AccessShape(Shape):
    """To whom a claim is kept; `people` is empty where the whole desk may see it."""

    claim = serializers.IntegerField(source="pk")
    restricted = serializers.SerializerMethodField()
    people = serializers.SerializerMethodField()
    articles = serializers.SerializerMethodField()

    def get_restricted(self, claim: Claim) -> bool:
        """Whether it is kept to named people."""
        return bool(restricting.people_named(claim))

    def get_people(self, claim: Claim) -> list[int]:
        """The ids of these people."""
        return restricting.people_named(claim)

    def get_articles(self, claim: Claim) -> list[int]:
        """The ids of the articles that are kept to the same people."""
        return restricting.articles_kept(claim)


class AccessBody(Body):
    """Keep the claim to these people, or open it to the whole desk."""

    example = {"restricted": True, "people": [4, 9], "articles": [], "note": "The source could be recognised."}

    restricted = serializers.BooleanField()
    people = _ids()
    articles = _ids()
    note = serializers.CharField(required=False, allow_blank=True, max_length=NOTE_LIMIT, default="")
