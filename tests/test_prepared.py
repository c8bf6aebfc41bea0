"""Reads compiled once answer what their queryset would, whatever is asked and whoever asks."""

import datetime
import threading

import pytest
from django.db import connection
from django.db.models import Count, QuerySet, Value
from django.utils import timezone

from claims.prepared import prepared
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Topic
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db


@prepared
def whole(state: str) -> QuerySet[Claim, Claim]:
    """Claims with whoever holds them."""
    return Claim.objects.filter(state=state).select_related("claimant", "reviewer").order_by("pk")


@prepared
def listed(ids: list[int], score: float) -> QuerySet[Claim, tuple[int, str]]:
    """Chosen claims of a score or more, in two columns."""
    return Claim.objects.filter(pk__in=ids, score__gte=score).order_by("pk").values_list("pk", "statement")


@prepared
def due_by(when: datetime.datetime) -> QuerySet[Claim, int]:
    """The ids of what is due by then."""
    return Claim.objects.filter(due_at__lte=when).order_by("pk").values_list("pk", flat=True)


def test_rows_are_those_of_the_queryset_with_what_was_selected_along(edo, django_assert_num_queries):
    held = ClaimFactory(state=ClaimState.ASSIGNED, reviewer=edo)
    ClaimFactory()

    with django_assert_num_queries(1):
        [found] = whole(ClaimState.ASSIGNED)
        assert (found, found.reviewer, found.claimant) == (held, edo, held.claimant)


def test_every_call_is_asked_anew_with_its_own_values(django_assert_num_queries):
    first, second, third = (ClaimFactory(score=score) for score in (0.2, 0.6, 0.9))
    ids = [first.pk, second.pk, third.pk]

    with django_assert_num_queries(4):
        assert listed(ids, 0.5) == [(second.pk, second.statement), (third.pk, third.statement)]
        assert listed(ids=[first.pk], score=0.0) == [(first.pk, first.statement)]
        assert listed([], 0.0) == []
        first.score = 0.7
        first.save(update_fields=["score"])
    assert [key for key, _ in listed(ids, 0.5)] == ids


def test_a_list_is_not_limited_by_the_number_of_parameters():
    claim = ClaimFactory(score=0.5)

    assert listed([claim.pk, *range(10**6, 10**6 + 100_000)], 0.1) == [(claim.pk, claim.statement)]


def test_times_mean_the_same_in_any_zone():
    when = timezone.now()
    claim = ClaimFactory(due_at=when)

    assert due_by(when.astimezone(datetime.timezone(datetime.timedelta(hours=9)))) == [claim.pk]
    assert due_by(when - datetime.timedelta(microseconds=1)) == []


def test_constants_may_hold_per_cent_signs_and_quotes():
    @prepared
    def odd(state: str) -> QuerySet[Claim, tuple[str, str]]:
        rows = Claim.objects.filter(statement__contains="50 %s of 'all'", state=state)
        return rows.annotate(share=Value("100 %")).values_list("statement", "share")

    ClaimFactory(statement="Only 50 %s of 'all'")

    assert odd(ClaimState.QUEUED) == [("Only 50 %s of 'all'", "100 %")]


def test_annotations_and_deferred_columns_are_as_ever(django_assert_num_queries):
    @prepared
    def counted(claim: int) -> QuerySet[Claim, Claim]:
        return Claim.objects.filter(pk=claim).only("statement").annotate(filed=Count("topics"))

    claim = ClaimFactory(said_where="Budget debate")
    claim.topics.set([Topic.objects.create(name=name, slug=name) for name in ("rent", "tax")])

    [found] = counted(claim.pk)
    assert (found.filed, found.statement) == (2, claim.statement)
    with django_assert_num_queries(1):
        assert found.said_where == "Budget debate"


def test_the_queryset_is_built_once():
    built = []

    @prepared
    def one(claim: int) -> QuerySet[Claim, Claim]:
        built.append(claim)
        return Claim.objects.filter(pk=claim)

    claims = [ClaimFactory(), ClaimFactory()]

    assert [one(claim.pk) for claim in claims] == [[claim] for claim in claims]
    assert len(built) == 1


def test_what_cannot_be_prepared_is_refused_by_name():
    @prepared
    def by_pair(pair: tuple[int, int]) -> QuerySet[Claim, Claim]:
        return Claim.objects.filter(pk__in=pair)

    @prepared
    def with_topics() -> QuerySet[Claim, Claim]:
        return Claim.objects.prefetch_related("topics")

    with pytest.raises(TypeError, match="as pair is"):
        by_pair((1, 2))
    with pytest.raises(TypeError, match="does not prefetch"):
        with_topics()


@pytest.mark.django_db(transaction=True)
def test_threads_ask_at_once_each_on_its_own_connection():
    claims = [ClaimFactory(score=0.5) for _ in range(4)]
    start, answers = threading.Barrier(len(claims)), {}

    def ask(claim: Claim) -> None:
        start.wait()
        try:
            answers[claim.pk] = [listed([claim.pk], 0.1) for _ in range(20)]
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=(claim,)) for claim in claims]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {claim.pk: [[(claim.pk, claim.statement)]] * 20 for claim in claims}


def test_postgresql_keeps_the_plan():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans are kept by Python's own driver")
    for _ in range(5):
        due_by(timezone.now())

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%due_at%'")
        assert cursor.fetchone()[0] >= 1
