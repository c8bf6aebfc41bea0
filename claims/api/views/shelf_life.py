"""How long verdicts hold: the rules, and the date of one claim's verdict is on the claim's moves."""

from http import HTTPStatus

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet
from claims.api.representation import Body, Shape
from claims.publishing.shelf_life import remove_rule, save_rule
from claims.tracking.models import Topic
from claims.verdicts.models import Rating, ShelfLifeRule
from claims.verdicts.models.shelf_life import LONGEST_DAYS


class RuleShape(Shape):
    """After how many days verdicts of a topic and a rating are looked at again."""

    id = serializers.IntegerField()
    which = serializers.CharField(help_text="Which verdicts, in words.")
    topic = serializers.IntegerField(source="topic_id", allow_null=True)
    rating = serializers.IntegerField(source="rating_id", allow_null=True)
    days = serializers.IntegerField()


class RuleBody(Body):
    """A rule to keep; the one for the same topic and rating is changed."""

    example = {"days": 180}

    topic = serializers.SlugRelatedField(
        slug_field="slug", queryset=Topic.objects.all(), required=False, allow_null=True, default=None
    )
    rating = serializers.PrimaryKeyRelatedField(
        queryset=Rating.objects.all(), required=False, allow_null=True, default=None
    )
    days = serializers.IntegerField(min_value=1, max_value=LONGEST_DAYS)


class ShelfLifeRulesView(DeskViewSet):
    """By which rules published verdicts are looked at again."""

    shape = RuleShape
    queryset = ShelfLifeRule.objects.select_related("topic", "rating")
    bodies = {"create": RuleBody}
    pagination_class = None

    @extend_schema(summary="Shelf-life rules", responses=RuleShape(many=True))
    def list(self, request: Request) -> Response:
        """All rules; the narrowest that fits a verdict counts."""
        return Response(self.represent(list(self.get_queryset())))

    @extend_schema(summary="Keep a shelf-life rule", request=RuleBody, responses={201: RuleShape})
    def create(self, request: Request) -> Response:
        """Look at verdicts of this topic and rating again after so many days."""
        return self.answer(save_rule(**self.body(), actor=self.person), status=HTTPStatus.CREATED)

    @extend_schema(summary="Remove a shelf-life rule", responses={204: None})
    def destroy(self, request: Request, pk: int) -> Response:
        """Go by the other rules again."""
        remove_rule(rule_id=self.get_object().pk, actor=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)
