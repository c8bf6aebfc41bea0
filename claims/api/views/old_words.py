"""Who has the old words of a check."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.representation import Shape
from claims.api.views.dossier import OfClaim
from claims.verdicts.models.site_fetches import FetchKind
from claims.verdicts.old_words import holders_of


class LetterShape(Shape):
    """A letter to a site that has old words."""

    subject = serializers.CharField()
    text = serializers.CharField()
    mailto = serializers.CharField(help_text="Opens the letter in a mail program; the address is added there.")


class HolderShape(Shape):
    """A site, and the newest number it has fetched."""

    host = serializers.CharField()
    kind = serializers.ChoiceField(choices=FetchKind.choices)
    number = serializers.IntegerField(help_text="Of a feed: what was published when it came last.")
    last_at = serializers.DateTimeField()
    is_behind = serializers.BooleanField(help_text="It has not come back for the current number.")
    letter = LetterShape(allow_null=True, help_text="Null where it has the current number.")


class OldWordsShape(Shape):
    """The sites that fetched a check, those with old words first."""

    current_number = serializers.IntegerField(source="current.number")
    behind = serializers.IntegerField(help_text="How many sites have old words.")
    is_full = serializers.BooleanField(help_text="The list is full: further sites are not noted.")
    holders = HolderShape(many=True)


class OldWordsView(OfClaim):
    """Who has the old words of a check."""

    shape = OldWordsShape

    @extend_schema(summary="Who has the old words")
    def retrieve(self, request: Request, claim_id: int) -> Response:
        """The sites that fetched the check, by the name each gives, with a letter to those that are behind."""
        found = holders_of(self.claim().pk)
        if found is None:
            raise NotFound(_("This claim is not published, so nobody can have its words."))
        return self.answer(found)
