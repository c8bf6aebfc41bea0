"""Probes, metrics and the status page say the same: what works, what does not, and what waits."""

import shutil
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.models.functions import Now
from django.urls import reverse

from claims.delivery.models import AccountLetter
from claims.health.parts import look_again
from claims.jobs import schedule
from claims.jobs.models import SIGN_OF_LIFE, Queue, Routine
from factcheck.schedule import ROUTINES

pytestmark = pytest.mark.django_db
TOKEN = "a-long-token-for-prometheus"


@pytest.fixture(autouse=True)
def fresh():
    """Each test looks for itself."""
    look_again()
    yield
    look_again()


@pytest.fixture
def workers():
    """A worker for each queue, which gave a sign of life just now."""
    schedule.prepare(ROUTINES)
    Routine.objects.update(due_at=Now() + timedelta(minutes=1))
    Routine.objects.filter(name__startswith=SIGN_OF_LIFE.format("")).update(done_at=Now())


def waiting(seconds):
    """A letter that has waited so long."""
    AccountLetter.objects.create(kind="reset", address="a@desk.example", created_at=Now(), due_at=Now())
    AccountLetter.objects.update(due_at=Now() - timedelta(seconds=seconds))


def away(*args, **kwargs):
    raise OperationalError("connection failed")


def test_a_process_is_alive_whatever_the_rest_does(client):
    with connection.execute_wrapper(away):
        answer = client.get("/health/live", headers={"Host": "10.1.2.3"})

    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


def test_all_is_well(client, workers):
    answer = client.get("/health/ready?strict=1", headers={"Host": "10.1.2.3"})

    assert answer.json() == {
        "status": "ready",
        "parts": {
            "database": "ok",
            "migrations": "ok",
            "queue now": "ok",
            "queue web": "ok",
            "queue heavy": "ok",
            "storage": "ok",
            "broker": "ok",
        },
    }
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_go_on_without_workers_and_whoever_watches_is_told(client):
    ready, strict = client.get("/health/ready"), client.get("/health/ready?strict=1")

    assert ready.status_code == 200
    assert ready.json()["status"] == "degraded"
    assert ready.json()["parts"]["queue heavy"] == "trouble"
    assert strict.status_code == 503


def test_no_page_can_be_made_without_the_database(client):
    with connection.execute_wrapper(away):
        answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["status"] == "not ready"
    assert answer.json()["parts"]["database"] == "trouble"


def test_what_waits_too_long_is_trouble(client, workers):
    waiting(seconds=100)
    assert client.get("/health/ready").json()["status"] == "ready"
    look_again()
    waiting(seconds=200)

    assert client.get("/health/ready").json()["parts"]["queue now"] == "trouble"


def test_files_without_room_are_trouble(client, workers, monkeypatch):
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: usage._replace(free=100_000_000))

    assert client.get("/health/ready").json()["parts"]["storage"] == "trouble"


def test_metrics_are_for_whoever_has_the_token(client, settings):
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
    settings.METRICS_TOKEN = TOKEN
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404

    answer = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_metrics_count_requests_by_route_and_say_what_waits(client, settings, workers, edo):
    settings.METRICS_TOKEN = TOKEN
    waiting(seconds=70)
    client.post("/accounts/sign-in/", {"username": "edo", "password": "wrong"})
    client.get("/checks/tips/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")

    said = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    assert 'plumbline_requests_total{method="POST",route="accounts/sign-in/",status="422"}' in said
    assert 'plumbline_jobs_waiting{queue="now"} 1.0' in said
    assert 'plumbline_part_is_well{part="queue heavy"} 1.0' in said
    assert "plumbline_sign_in_failures_last_hour 1.0" in said
    oldest = next(line for line in said.splitlines() if line.startswith('plumbline_jobs_oldest_seconds{queue="now"}'))
    assert 70 <= float(oldest.split()[1]) < 130
    assert "AAAAAAAA" not in said


def test_admins_read_it_in_sentences(as_person, ada, edo, workers):
    Routine.objects.filter(name=SIGN_OF_LIFE.format(Queue.HEAVY)).update(done_at=Now() - timedelta(minutes=5))

    page = as_person(ada).get(reverse("status")).content.decode()

    assert "1 part needs somebody" in page
    assert "No worker works on “reading”. Start one: manage.py worker heavy." in page
    assert "The broker answers." in page
    assert as_person(edo).get(reverse("status")).status_code == 403
