"""Before we print: a draft looked over against what is published. Nothing of it is kept."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.tokens import Scope
from claims.api.base import DeskViewSet
from claims.api.representation import Body, Shape
from claims.verdicts import addresses
from claims.verdicts.before_print import MOST_CHARACTERS, RemarkKind, look_over
from claims.verdicts.models import Publication


class LookOverBody(Body):
    """A draft, as plain text."""

    example = {"text": "Spending on buses was cut by 22 per cent since 2021. It cost £3 million."}

    text = serializers.CharField(
        trim_whitespace=False, max_length=MOST_CHARACTERS, help_text="As plain text, with its paragraphs."
    )


class CheckNamed(Shape):
    """A published check that a sentence of a draft reads like."""

    claim = serializers.IntegerField(source="claim_id")
    number = serializers.CharField(source="claim.number")
    statement = serializers.CharField(source="card.statement")
    summary = serializers.CharField(source="card.summary")
    rating = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()

    def get_rating(self, check: Publication) -> str:
        """The rating's label; empty where the check has none."""
        return str((check.card["rating"] or {}).get("label", ""))

    def get_url(self, check: Publication) -> str:
        """The check's page."""
        return addresses.absolute(addresses.check_path(check.slug))


class RemarkShape(Shape):
    """One thing to look at in a draft. `start` and `end` count code points of the text as it was sent."""

    kind = serializers.ChoiceField(choices=RemarkKind.choices)
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    sentence = serializers.CharField()
    figures = serializers.ListField(child=serializers.CharField(), help_text="Those of the sentence.")
    check = CheckNamed(allow_null=True)
    checked_figures = serializers.ListField(
        source="checked", child=serializers.CharField(), help_text="Those of the check."
    )


class LookedOverShape(Shape):
    """A draft looked over."""

    sentences = serializers.IntegerField()
    words = serializers.IntegerField()
    compared_with = serializers.IntegerField(help_text="With so many published checks.")
    is_cut = serializers.BooleanField(help_text="Whether there was more to say than is said here.")
    remarks = RemarkShape(many=True)


class LintView(DeskViewSet):
    """Drafts before they are printed."""

    shape = LookedOverShape
    queryset = Publication.objects.none()
    bodies = {"look": LookOverBody}
    never_kept = frozenset({"look"})

    def scope(self) -> Scope:
        """Reading: nothing is changed."""
        return Scope.READ

    @extend_schema(
        operation_id="lint", summary="Look over a draft", request=LookOverBody, responses={200: LookedOverShape}
    )
    def look(self, request: Request) -> Response:
        """Which sentences repeat a published check, state a figure without a source, or another one than a check.

        Neither the draft nor the answer is kept; an Idempotency-Key is passed over. Compared by words and figures.
        """
        response = self.answer(look_over(self.body()["text"]))
        response["Cache-Control"] = "no-store"
        return response
