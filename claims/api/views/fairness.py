"""The ledger of fairness, and the groups that claimants belonged to."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.api.base import DeskViewSet, PageQuery, Query
from claims.api.pagination import page_by_id
from claims.api.representation import Body, Json, Moment, Shape
from claims.api.serializers.candidates import LARGEST_ID
from claims.review.claimant_groups import NAME_LIMIT, add_group, end_membership, put_in_group, remove_membership
from claims.tracking.enums import GroupKind
from claims.tracking.models import ClaimantGroup, GroupMembership
from claims.tracking.report_card import Share
from claims.verdicts.fairness import ROWS, By, Entry, Rated, ledger

MOST_ROWS = 200


def _interval(share: Share) -> Json | None:
    """A share in a hundred with Wilson's interval; None of too few."""
    if share.percent is None:
        return None
    low, high = share.between
    return {"percent": share.percent, "low": low, "high": high}


class IntervalShape(Shape):
    """A share in a hundred, and between which shares the true one would lie in 19 of 20 cases, if drawn at random."""

    percent = serializers.IntegerField()
    low = serializers.IntegerField()
    high = serializers.IntegerField()


class LedgerRatingShape(Shape):
    """How many checks have a rating."""

    label = serializers.CharField()  # type: ignore[assignment]  # fields leave the class
    tone = serializers.IntegerField(help_text="1 (true) to 5 (false), 0 for one beside the scale.")
    count = serializers.IntegerField()
    share = serializers.SerializerMethodField()

    @extend_schema_field(IntervalShape(allow_null=True))
    def get_share(self, rated: Rated) -> Json | None:
        """Of the checked; null of fewer than 20."""
        return _interval(rated.share)


class EntryShape(Shape):
    """One line of the ledger."""

    key = serializers.IntegerField(help_text="The id of the claimant, group, outlet or topic.")
    name = serializers.CharField()
    found = serializers.IntegerField(allow_null=True, help_text="Sentences of articles; null for topics.")
    dismissed = serializers.DictField(child=serializers.IntegerField(), allow_null=True, help_text="By reason.")
    claims = serializers.IntegerField(help_text="Taken up.")
    open = serializers.IntegerField()
    closed = serializers.DictField(child=serializers.IntegerField(), help_text="By reason.")
    retracted = serializers.IntegerField()
    checked = serializers.IntegerField()
    share_checked = serializers.SerializerMethodField()
    verdicts = LedgerRatingShape(many=True)
    usual_days = serializers.ListField(
        child=serializers.FloatField(), allow_null=True, help_text="Quartiles to the first publication."
    )

    @extend_schema_field(IntervalShape(allow_null=True))
    def get_share_checked(self, entry: Entry) -> Json | None:
        """Of the claims taken up; null of fewer than 20."""
        return _interval(entry.share_checked)


class LedgerShape(Shape):
    """A page of the ledger, those with the most claims first."""

    by = serializers.ChoiceField(choices=By.choices)
    since = serializers.DateField(allow_null=True)
    entries = EntryShape(many=True)
    after = serializers.IntegerField(allow_null=True, help_text="For the next page; null at the end.")


class LedgerQuery(Query):
    """Counted for each of what, and since when."""

    by = serializers.ChoiceField(choices=By.choices, required=False, default=By.CLAIMANT)
    since = serializers.DateField(
        required=False, allow_null=True, default=None, help_text="What came in from that day on."
    )
    after = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_ID, help_text="Of the page before.")
    limit = serializers.IntegerField(required=False, min_value=1, max_value=MOST_ROWS, default=ROWS)


class LedgerView(DeskViewSet):
    """Whom the desk checks."""

    shape = LedgerShape
    queryset = ClaimantGroup.objects.none()
    queries = {"retrieve": LedgerQuery}

    @extend_schema(operation_id="fairness", summary="The ledger of fairness", parameters=[LedgerQuery])
    def retrieve(self, request: Request) -> Response:
        """What came in, was put aside with which reason, was checked with which verdict, and how long it took.

        A record of the desk's own work and no measure of anybody's honesty.
        """
        query = self.query()
        found = ledger(By(query["by"]), since=query["since"], after=query.get("after"), size=query["limit"])
        return self.answer(found)


class GroupShape(Shape):
    """A party, an office, or another group."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    slug = serializers.CharField()
    kind = serializers.ChoiceField(choices=GroupKind.choices)


class GroupBody(Body):
    """A new group."""

    example = {"name": "Harbour Party", "kind": "party"}

    name = serializers.CharField(max_length=NAME_LIMIT)
    kind = serializers.ChoiceField(choices=GroupKind.choices)


class GroupsView(DeskViewSet):
    """Parties and offices."""

    shape = GroupShape
    queryset = ClaimantGroup.objects.all()
    queries = {"list": PageQuery}
    bodies = {"create": GroupBody}

    @extend_schema(summary="Groups of claimants, the newest first", parameters=[PageQuery])
    def list(self, request: Request) -> Response:
        """A page of them."""
        return self.list_answer(page_by_id(self.get_queryset(), cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="A group of claimants")
    def retrieve(self, request: Request, pk: int) -> Response:
        """One of them."""
        return self.answer(self.get_object())

    @extend_schema(summary="Add a group", request=GroupBody, responses={201: GroupShape})
    def create(self, request: Request) -> Response:
        """Add a party, an office, or another group."""
        given = self.body()
        made = add_group(name=given["name"], kind=GroupKind(given["kind"]), actor=self.person)
        return self.answer(made, status=HTTPStatus.CREATED)


class MembershipShape(Shape):
    """From which day to which a claimant belonged to a group."""

    id = serializers.IntegerField()
    group = serializers.IntegerField(source="group_id")
    claimant = serializers.IntegerField(source="claimant_id")
    name = serializers.CharField(source="claimant.name")
    since = serializers.DateField()
    until = serializers.DateField(allow_null=True, help_text="The last day; null: until now.")
    set_by = serializers.IntegerField(source="set_by_id", allow_null=True)
    set_at = Moment()


class MembershipBody(Body):
    """Who belonged to the group, and when."""

    example = {"claimant": "Rufus Haldane", "since": "2021-05-03"}

    claimant = serializers.CharField(max_length=200, help_text="By name, as on their claims.")
    since = serializers.DateField()
    until = serializers.DateField(required=False, allow_null=True, default=None)


class EndBody(Body):
    """The last day on which somebody belonged to the group."""

    example = {"until": "2025-05-04"}

    until = serializers.DateField(allow_null=True)


class MembersView(DeskViewSet):
    """Who belonged to a group, and when."""

    shape = MembershipShape
    queryset = GroupMembership.objects.select_related("claimant")
    queries = {"list": PageQuery}
    bodies = {"create": MembershipBody, "update": EndBody}

    def get_queryset(self) -> Any:  # a queryset of the framework
        """Those of the group in the address."""
        return super().get_queryset().filter(group=self.kwargs["group_id"])

    @extend_schema(summary="Who belonged to a group", parameters=[PageQuery])
    def list(self, request: Request, group_id: int) -> Response:
        """A page of entries, the newest first."""
        return self.list_answer(page_by_id(self.get_queryset(), cursor=self.cursor(), limit=self.query()["limit"]))

    @extend_schema(summary="Say who belonged to a group", request=MembershipBody, responses={201: MembershipShape})
    def create(self, request: Request, group_id: int) -> Response:
        """Set that a claimant belonged to the group from one day to another."""
        made = put_in_group(group_id=group_id, **self.body(), actor=self.person)
        return self.answer(made, status=HTTPStatus.CREATED)

    @extend_schema(summary="Set a last day", request=EndBody)
    def update(self, request: Request, group_id: int, pk: int) -> Response:
        """Set the last day on which the claimant belonged to the group, or with null that they still do."""
        row = self.get_object()
        return self.answer(end_membership(membership_id=row.pk, until=self.body()["until"], actor=self.person))

    @extend_schema(summary="Take an entry back", responses={204: None})
    def destroy(self, request: Request, group_id: int, pk: int) -> Response:
        """Take back what was set in error; the record keeps that it was said."""
        remove_membership(membership_id=self.get_object().pk, actor=self.person)
        return Response(status=HTTPStatus.NO_CONTENT)
