"""How the desk does: the figures behind its charts, and who has how much in hand."""

from dataclasses import dataclass

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from claims.accounts.models import User
from claims.api.base import DeskViewSet, Query
from claims.api.representation import Shape
from claims.api.serializers.people import PersonRef
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.tracking.queries import load_of_reviewers
from claims.verdicts import reports as figures
from claims.verdicts.reports import Scope
from claims.verdicts.second_verdict_figures import SecondVerdictFigures, second_verdict_figures
from claims.verdicts.shelf_life import Overdue, overdue


class WeekShape(Shape):
    """What came in and went out in the week that begins on `start`."""

    start = serializers.DateField()
    accepted = serializers.IntegerField()
    published = serializers.IntegerField()


class StayShape(Shape):
    """How long claims stayed in a state: the median hours, and over how many stays."""

    state = serializers.ChoiceField(choices=ClaimState.choices)
    hours = serializers.FloatField()
    count = serializers.IntegerField()


class BacklogShape(Shape):
    """Open claims of one state by age, in the order of `ages`."""

    state = serializers.ChoiceField(choices=ClaimState.choices)
    counts = serializers.ListField(child=serializers.IntegerField())


class AgreementShape(Shape):
    """What second people made of first submissions."""

    as_submitted = serializers.IntegerField()
    rating_kept = serializers.IntegerField()
    rating_changed = serializers.IntegerField()
    percent = serializers.IntegerField(allow_null=True, help_text="Of those whose first rating stood.")


class ShareShape(Shape):
    """Claims of one topic or claimant."""

    name = serializers.CharField()
    slug = serializers.CharField()
    open = serializers.IntegerField()
    published = serializers.IntegerField()


class OverdueShape(Shape):
    """Published verdicts by their review date."""

    overdue = serializers.IntegerField(help_text="Past their date.")
    soon = serializers.IntegerField(help_text="Whose date comes within thirty days.")
    undated = serializers.IntegerField(help_text="Without a date.")


class FigureShape(Shape):
    """A figure with its 95 % interval."""

    value = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()


class TwiceJudgedShape(Shape):
    """How often two people came to one rating by themselves; a figure is null of fewer than 20 cases."""

    cases = serializers.IntegerField()
    agreed = serializers.IntegerField()
    ordered = serializers.IntegerField(help_text="Cases in which both ratings stand on the scale.")
    raw = FigureShape(allow_null=True)
    kappa = FigureShape(allow_null=True, help_text="Cohen's, with quadratic weights.")
    alpha = FigureShape(allow_null=True, help_text="Krippendorff's, ordinal.")


class TwiceJudgedRow(Shape):
    """The same of one rating, topic or quarter."""

    name = serializers.CharField()
    agreement = TwiceJudgedShape()


class SecondVerdictsShape(Shape):
    """Sealed second verdicts on the scale in use."""

    scale = serializers.CharField()
    overall = TwiceJudgedShape()
    by_rating = TwiceJudgedRow(many=True)
    by_topic = TwiceJudgedRow(many=True)
    by_quarter = TwiceJudgedRow(many=True)
    waiting = serializers.IntegerField(help_text="Seals that hold now.")
    opened = serializers.IntegerField(help_text="Seals that were opened without a second verdict.")


class ReportShape(Shape):
    """The figures of the desk's reports."""

    weeks = WeekShape(many=True)
    stays = StayShape(many=True)
    ages = serializers.ListField(child=serializers.CharField())
    backlog = BacklogShape(many=True)
    agreement = AgreementShape()
    second_verdicts = SecondVerdictsShape()
    review_dates = OverdueShape()
    topics = ShareShape(many=True)
    claimants = ShareShape(many=True)


@dataclass(frozen=True)
class Report:
    """The figures, each read when it is asked for."""

    scope: Scope

    @property
    def weeks(self) -> list[figures.Week]:
        """Twelve weeks, this one included."""
        return figures.throughput(self.scope)

    @property
    def stays(self) -> list[figures.Stay]:
        """Median time in each state."""
        return figures.time_in_states(self.scope)

    @property
    def ages(self) -> list[str]:
        """The ages by which the backlog is counted."""
        return [str(label) for label, _ in figures.AGES]

    @property
    def backlog(self) -> list[figures.Backlog]:
        """Open claims by state and age."""
        return figures.backlog(self.scope)

    @property
    def agreement(self) -> figures.Agreement:
        """What second people made of first submissions."""
        return figures.agreement(self.scope)

    @property
    def second_verdicts(self) -> SecondVerdictFigures:
        """What sealed second verdicts came to."""
        return second_verdict_figures(self.scope)

    @property
    def review_dates(self) -> Overdue:
        """Published verdicts past their date, and those that soon will be."""
        return overdue(self.scope.of("claim__"))

    @property
    def topics(self) -> list[figures.Share]:
        """Claims by topic."""
        return figures.by_topic(self.scope)

    @property
    def claimants(self) -> list[figures.Share]:
        """Claims by claimant."""
        return figures.by_claimant(self.scope)


class ReportQuery(Query):
    """Whose claims the figures are about."""

    topic = serializers.SlugField(required=False, max_length=80, default="")
    claimant = serializers.SlugField(required=False, max_length=120, default="", help_text="A slug.")


class ReportsView(DeskViewSet):
    """How the desk does."""

    shape = ReportShape
    queryset = Claim.objects.none()
    queries = {"retrieve": ReportQuery}

    @extend_schema(operation_id="reports", summary="How the desk does", parameters=[ReportQuery])
    def retrieve(self, request: Request) -> Response:
        """Throughput of twelve weeks, time in each state, the backlog by age, and agreement."""
        return self.answer(Report(Scope(**self.query())))


class LoadShape(Shape):
    """How much one reviewer has in hand."""

    person = PersonRef()
    open = serializers.IntegerField()
    late = serializers.IntegerField()
    limit = serializers.IntegerField(help_text="How many the person takes on at once.")
    free = serializers.IntegerField(help_text="How many more; below zero when it is too much already.")


class LoadView(DeskViewSet):
    """Who has how much in hand."""

    shape = LoadShape
    queryset = User.objects.none()
    pagination_class = None

    @extend_schema(operation_id="people_load", summary="Who has how much in hand", responses=LoadShape(many=True))
    def list(self, request: Request) -> Response:
        """Every reviewer with open and late claims, and how many more they take on."""
        return Response(self.represent(load_of_reviewers()))
