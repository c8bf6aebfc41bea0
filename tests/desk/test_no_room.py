"""A full disk: a sentence instead of a broken page, and nothing that was typed is lost."""

import errno

import pytest
from django.db import DataError, OperationalError, connection
from django.urls import reverse

from claims.articles.models import Article
from claims.tracking.models import Claim
from claims.workflow.room import NoRoom, no_room
from tests.factories import STORY, CandidateFactory

pytestmark = pytest.mark.django_db

FULL = {
    "sqlite": (
        "CREATE TRIGGER no_room_{table} BEFORE INSERT ON {table} BEGIN"
        " SELECT RAISE(ABORT, 'database or disk is full'); END"
    ),
    "postgresql": (
        "CREATE FUNCTION no_room_{table}() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '53100',"
        " MESSAGE = 'could not extend file: No space left on device'; END $$ LANGUAGE plpgsql;"
        " CREATE TRIGGER no_room_{table} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room_{table}()"
    ),
}


@pytest.fixture
def full_disk(db: None) -> None:
    """A database that refuses every new article and claim as one on a full disk does."""
    with connection.cursor() as cursor:
        for table in ("articles_article", "claims_claim"):
            cursor.execute(FULL[connection.vendor].format(table=table))


def test_a_pasted_article_stays_in_the_form(as_person, edo, full_disk):
    answer = as_person(edo).post(
        reverse("article-add"), {"how": "text", "title": "The bus plan", "text": f"{STORY} & <more>"}
    )

    page = answer.content.decode()
    assert answer.status_code == 507
    assert "The server’s disk is full or fails, so nothing was stored." in page
    assert "disputed that." in page
    assert "&amp; &lt;more&gt;" in page
    assert 'value="The bus plan"' in page
    assert not Article.objects.exists()


@pytest.mark.parametrize("htmx", [True, False])
def test_any_other_act_says_so_as_well_and_changes_nothing(as_person, edo, htmx, request):
    candidate = CandidateFactory()
    request.getfixturevalue("full_disk")

    answer = as_person(edo).post(
        reverse("candidate-accept", args=[candidate.pk]),
        {"expected_version": 1},
        headers={"HX-Request": "true"} if htmx else {},
    )

    assert answer.status_code == 507
    assert "nothing was stored" in answer.content.decode()
    assert ("<html" in answer.content.decode()) is not htmx
    candidate.refresh_from_db()
    assert candidate.state == "pending"
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("error", "full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (OperationalError("database or disk is full"), True),
        (OperationalError("disk I/O error"), True),
        (OperationalError("database is locked"), False),
        (DataError("value too long"), False),
        (ValueError("the disk is full"), False),
    ],
)
def test_a_full_disk_is_told_from_other_errors(error, full):
    assert isinstance(no_room(error), NoRoom) is full
