"""Many rows added by one statement are what `bulk_create` would have made of them."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from claims.inserting import insert_all
from claims.matching.models import MatchIndexEntry
from claims.tracking.models import Claim, Claimant, ExtractionRun, ImportedClaim, Topic
from tests.factories import ArticleFactory, ClaimFactory

pytestmark = pytest.mark.django_db


def test_each_row_gets_the_key_of_what_was_stored_of_it():
    topics = [Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in (3, 1, 2)]

    insert_all(topics)

    assert [Topic.objects.get(pk=topic.pk).name for topic in topics] == ["Topic 3", "Topic 1", "Topic 2"]
    assert topics[0].pk < topics[1].pk < topics[2].pk


def test_a_row_is_stored_with_its_defaults_and_with_what_the_database_reckons():
    holt = Claimant.objects.create(name="Ana Holt", slug="ana-holt")
    began = timezone.now()
    said_on = datetime.date(2026, 3, 18)
    claims = [
        Claim(
            statement="Rents “doubled” — 100%s.", claimant=holt, said_on=said_on, state_since=began, created_at=began
        ),
        Claim(statement="Fares fell.", score=0.5, state_since=began, created_at=began),
    ]

    insert_all(claims)

    first, second = Claim.objects.order_by("pk")
    assert (first.statement, first.claimant, first.said_on, first.score) == (
        "Rents “doubled” — 100%s.",
        holt,
        said_on,
        None,
    )
    assert (second.statement, second.claimant, second.said_on, second.score) == ("Fares fell.", None, None, 0.5)
    assert (first.state, first.lock_version, first.is_open, first.created_at) == ("queued", 1, True, began)
    assert first.updated_at >= began
    assert Claim.objects.filter(search__words__begin="fares").get() == second


def test_a_row_that_was_added_is_saved_as_one_that_is_there():
    topic = Topic(name="Rent", slug="rent")
    insert_all([topic])

    topic.name = "Rents"
    topic.save()

    assert list(Topic.objects.values_list("name", flat=True)) == ["Rents"]


def test_the_clock_of_the_database_may_fill_a_column():
    now = Now()
    versions = [ArticleFactory().current, ArticleFactory().current]
    before = timezone.now() - datetime.timedelta(minutes=1)

    insert_all([ExtractionRun(version=version, due_at=now, queued_at=before) for version in versions])

    times = ExtractionRun.objects.values_list("due_at", flat=True)
    assert len(times) == 2
    assert all(before < due_at < timezone.now() + datetime.timedelta(minutes=1) for due_at in times)


def test_a_column_that_has_its_default_in_the_database_gets_it():
    claims = [ClaimFactory(), ClaimFactory()]
    MatchIndexEntry.objects.all().delete()

    insert_all([MatchIndexEntry(claim=claim) for claim in claims])

    defaults = MatchIndexEntry.objects.order_by("claim").values_list("claim", "language", "across_encoder")
    assert list(defaults) == [(claims[0].pk, "", ""), (claims[1].pk, "", "")]


def test_more_rows_than_one_statement_takes_are_several(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(type(connection.features), "max_query_params", 7)
    monkeypatch.setitem(vars(connection.features), "max_query_params", 7)  # where it was looked up before
    topics = [Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(7)]

    with django_assert_num_queries(3):
        insert_all(topics)

    assert [topic.name for topic in Topic.objects.order_by("pk")] == [f"Topic {n}" for n in range(7)]
    assert len({topic.pk for topic in topics}) == 7


def test_where_the_database_refuses_one_row_none_is_stored():
    claim = ClaimFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        insert_all([ImportedClaim(key=key, claim=claim) for key in ("one", "two", "one")])

    assert not ImportedClaim.objects.exists()


def test_no_row_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_all([])
