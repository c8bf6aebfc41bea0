"""Background work in the back office: every kind has a page with the reason why it was given up, and a second try."""

from collections.abc import Callable

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from claims.accounts.roles import Role
from claims.articles.models import Feed
from claims.audit.models import AuditEvent
from claims.delivery.models import (
    AccountLetter,
    Alert,
    AlertLetter,
    AlertRound,
    Delivery,
    Email,
    SealReceiver,
    WebhookEndpoint,
)
from claims.followed.models import FollowedNewsroom
from claims.jobs import services
from claims.jobs.models import Job, Routine
from claims.jobs.sweeping import job_models
from claims.matching.models import MatchSearch
from claims.review import evidence
from claims.tracking.models import ExtractionRun, ImportBatch
from claims.verdicts.models import EvidenceCopy
from tests import review_steps
from tests.factories import ArticleFactory, PersonFactory, RunFactory
from tests.jobs.models import Chore
from tests.public.newsroom import published
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

REASON = "The harbour office burned down."


def an_email() -> Email:
    person = PersonFactory(display_name="Ida Lamb")
    return services.enqueue(Email(recipient=person, created_at=timezone.now()), send_now=False)


def a_letter() -> AccountLetter:
    letter = AccountLetter(kind="roles", person=PersonFactory(), created_at=timezone.now())
    return services.enqueue(letter, send_now=False)


def an_alert() -> AlertLetter:
    alert = Alert.objects.create(address="reader@mail.example", asked_at=timezone.now())
    return services.enqueue(AlertLetter(alert=alert, created_at=timezone.now()), send_now=False)


def a_round() -> AlertRound:
    return services.enqueue(AlertRound(publication=published(crew())), send_now=False)


def a_receiver() -> SealReceiver:
    return services.enqueue(SealReceiver(place="file:/mnt/other/seals"), send_now=False)


def a_look_up() -> MatchSearch:
    return services.enqueue(MatchSearch(version=ArticleFactory().current), send_now=False)


def a_run() -> ExtractionRun:
    run = ExtractionRun(version=ArticleFactory().current, queued_at=timezone.now())
    return services.enqueue(run, send_now=False)


def a_copy() -> EvidenceCopy:
    reviewer = PersonFactory(roles=[Role.REVIEWER])
    source = evidence.Source(url="https://harbour.example/report", kind="primary", stance="refutes")
    evidence.add(claim_id=review_steps.in_review(reviewer).pk, actor=reviewer, source=source)
    return EvidenceCopy.objects.get()


def a_feed() -> Feed:
    return services.enqueue(Feed(url="https://harbour.example/feed", added_at=timezone.now()), send_now=False)


def a_newsroom() -> FollowedNewsroom:
    newsroom = FollowedNewsroom(url="https://harbour.example/checks/", added_at=timezone.now())
    return services.enqueue(newsroom, send_now=False)


def an_import() -> ImportBatch:
    batch = ImportBatch(
        kind="articles", name="harbour.csv", person=PersonFactory(), state="importing", created_at=timezone.now()
    )
    return services.enqueue(batch, send_now=False)


JOBS: dict[type[Job], Callable[[], Job]] = {
    Email: an_email,
    AccountLetter: a_letter,
    AlertLetter: an_alert,
    AlertRound: a_round,
    SealReceiver: a_receiver,
    MatchSearch: a_look_up,
    ExtractionRun: a_run,
    EvidenceCopy: a_copy,
    Feed: a_feed,
    FollowedNewsroom: a_newsroom,
    ImportBatch: an_import,
}


def given_up(job: Job) -> Job:
    """The job after a worker gave it up."""
    taken = services.lease(type(job), job.pk)
    assert taken is not None
    services.park(taken, REASON)
    taken.refresh_from_db()
    return taken


def page_of(model: type[Job], name: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def ask_for_another_try(client, job: Job) -> str:
    chosen = {"action": "try_again", "_selected_action": [job.pk]}
    return client.post(page_of(type(job), "changelist"), chosen, follow=True).content.decode()


def test_every_kind_of_job_has_a_page_with_its_reason_and_another_try():
    pages = {model: admin.site.get_model_admin(model) for model in job_models()}
    assert Chore in pages
    assert set(JOBS) < set(pages)
    for model, page in pages.items():
        assert "error" in page.list_display, model
        # A delivery is sent again by its own service, and a routine is never given up.
        another_try = {Delivery: "send_again", Routine: None}.get(model, "try_again")
        assert another_try is None or another_try in page.actions, model


@pytest.mark.parametrize("model", JOBS, ids=lambda model: model._meta.model_name)
def test_an_admin_reads_why_a_job_was_given_up_and_has_it_tried_again(as_person, ada, model):
    job = given_up(JOBS[model]())
    client = as_person(ada)
    listed = client.get(page_of(model, "changelist"), {"given_up": "yes"}).content.decode()
    assert REASON in listed
    assert REASON in client.get(page_of(model, "change", job.pk)).content.decode()
    assert "is tried again" in ask_for_another_try(client, job)
    again = model.objects.get(pk=job.pk)
    assert (again.error, again.parked_at, again.attempts, again.urgent) == ("", None, 0, True)
    assert services.lease(model, job.pk) is not None
    event = AuditEvent.objects.get(action="job_tried_again")
    assert (event.actor, event.object_id, event.note) == (ada, job.pk, REASON)
    assert REASON not in client.get(page_of(model, "changelist"), {"given_up": "yes"}).content.decode()


def test_what_was_not_given_up_is_left_alone_and_only_an_admin_may_ask(as_person, ada, edo):
    waiting = a_run()
    assert "was not given up" in ask_for_another_try(as_person(ada), waiting)
    job = given_up(waiting)
    ask_for_another_try(as_person(edo), job)
    assert ExtractionRun.objects.get(pk=job.pk).error == REASON


def test_an_article_that_is_being_read_anew_is_not_read_twice(as_person, ada):
    job = given_up(a_run())
    RunFactory(version=job.version, state="queued")
    assert "The same is being done already." in ask_for_another_try(as_person(ada), job)
    assert ExtractionRun.objects.get(pk=job.pk).state == "failed"


def test_a_message_to_another_system_shows_its_reason_and_is_sent_again(as_person, ada):
    endpoint = WebhookEndpoint.objects.create(name="Archive", url="https://archive.example/hook")
    published(crew())
    job = given_up(Delivery.objects.get(endpoint=endpoint))
    client = as_person(ada)
    assert REASON in client.get(page_of(Delivery, "changelist")).content.decode()
    client.post(page_of(Delivery, "changelist"), {"action": "send_again", "_selected_action": [job.pk]})
    again = Delivery.objects.get(pk=job.pk)
    assert (again.state, again.error) == ("waiting", "")
