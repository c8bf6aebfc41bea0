"""A full disk, a busy or a silent database: a sentence, not a broken page, and nothing that was typed is lost."""

import errno
import threading

import pytest
from django.db import DataError, InterfaceError, OperationalError, connection, transaction
from django.urls import reverse

from claims.articles.models import Article
from claims.outages import as_outage
from claims.tracking.models import Claim
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
    assert answer.headers["Retry-After"] == "60"
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


def test_what_a_form_said_can_be_sent_again_in_one_click(as_person, edo, request):
    candidate = CandidateFactory()
    request.getfixturevalue("full_disk")

    answer = as_person(edo).post(
        reverse("candidate-accept", args=[candidate.pk]), {"expected_version": 1, "note": "a & b", "password": "secret"}
    )

    page = answer.content.decode()
    assert '<input type="hidden" name="note" value="a &amp; b">' in page
    assert "Send it again" in page
    assert "secret" not in page
    assert answer.headers["Retry-After"] == "60"


def test_a_program_is_told_in_its_own_form(as_person, edo, full_disk):
    answer = as_person(edo).post("/api/v1/articles/", {"text": STORY}, content_type="application/json")

    assert answer.status_code == 507
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Retry-After"] == "60"
    assert answer.json()["code"] == "no_room"
    assert "nothing was stored" in answer.json()["detail"]


def lost_connection(*args, **kwargs):
    raise OperationalError("connection failed: connection to server at 10.0.0.9 failed: Connection refused")


@pytest.mark.parametrize("address", ["/", "/checks/", "/accounts/sign-in/", "/articles/add/"])
def test_a_database_that_is_away_is_said_on_every_page(as_person, edo, address):
    client = as_person(edo, raise_request_exception=False)
    with connection.execute_wrapper(lost_connection):
        answer = client.get(address)

    # The sign-in page asks the database only because this browser has a session.
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "15"
    assert "The database does not answer at the moment" in answer.content.decode()
    assert "10.0.0.9" not in answer.content.decode()


def test_a_database_that_is_away_is_said_to_programs(as_person, edo):
    client = as_person(edo, raise_request_exception=False)
    with connection.execute_wrapper(lost_connection):
        answer = client.get("/api/v1/claims/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "15"


class Driver(Exception):
    """What psycopg raises beneath Django's exception."""

    def __init__(self, sqlstate):
        super().__init__("the driver's words")
        self.sqlstate = sqlstate


def caused_by(error, cause):
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "status", "wait"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), 507, 60),
        (OSError(errno.EROFS, "Read-only file system"), 503, 60),
        (OSError(errno.EACCES, "Permission denied"), None, None),
        (OperationalError("database or disk is full"), 507, 60),
        (OperationalError("disk I/O error"), 507, 60),
        (OperationalError("attempt to write a readonly database"), 503, 60),
        (OperationalError("database is locked"), 503, 5),
        (caused_by(OperationalError("canceling statement due to lock timeout"), Driver("55P03")), 503, 5),
        (caused_by(OperationalError("canceling statement due to statement timeout"), Driver("57014")), 503, 5),
        (caused_by(OperationalError("deadlock detected"), Driver("40P01")), 503, 5),
        (OperationalError("couldn't get a connection after 10.00 sec"), 503, 5),
        (OperationalError("server closed the connection unexpectedly"), 503, 15),
        (InterfaceError("connection is closed"), 503, 15),
        (DataError("value too long"), None, None),
        (ValueError("the disk is full"), None, None),
    ],
)
def test_an_outage_is_told_from_other_errors(error, status, wait):
    outage = as_outage(error)

    assert (getattr(outage, "status", None), getattr(outage, "retry_after", None)) == (status, wait)


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_too_long_for_others_work_is_told_when_to_come_again(as_person, edo):
    """One connection holds what another needs, as a long import or a backup of another program would."""
    client = as_person(edo)
    done, held = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            list(type(edo).objects.select_for_update().all())
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute("LOCK TABLE articles_article IN ACCESS EXCLUSIVE MODE")
            held.set()
            done.wait(30)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    with connection.cursor() as cursor:
        limit = "SET lock_timeout = '100ms'" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 100"
        cursor.execute(limit)
    answer = client.post(reverse("article-add"), {"how": "text", "title": "The bus plan", "text": STORY})
    done.set()
    other.join()
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout" if connection.vendor == "postgresql" else "PRAGMA busy_timeout = 20000")

    assert answer.status_code == 503
    assert "disputed that." in answer.content.decode()
    assert "The database is busy with somebody else’s work" in answer.content.decode()
    assert answer.headers["Retry-After"] == "5"
    again = client.post(reverse("article-add"), {"how": "text", "title": "The bus plan", "text": STORY})
    assert again.status_code == 302
