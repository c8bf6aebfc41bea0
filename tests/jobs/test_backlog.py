"""A thousand articles wait to be read: letters and set times do not stand behind them, because they wait elsewhere."""

import hashlib
from datetime import timedelta

import pytest
from celery import current_app
from django.core import mail
from django.db.models.functions import Now
from django.utils import timezone

from claims.articles.models import Article, ArticleVersion
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.models import AccountLetter, AlertLetter, Email, MorningBrief
from claims.delivery.services import notify, set_choices
from claims.jobs import running, schedule, services, sweeping
from claims.jobs.models import Queue, Routine
from claims.jobs.sweeping import job_models
from claims.tracking.models import Claim, ExtractionRun
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from factcheck import tasks
from factcheck.management.commands import up, worker
from factcheck.schedule import ROUTINES
from tests.factories import ClaimFactory
from tests.jobs.models import Chore
from tests.public.newsroom import approved
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

ARTICLES = 1000


@pytest.fixture(autouse=True)
def _the_products_own_jobs():
    running.register(tasks.JOBS, {})
    for queue in Queue:
        messages_in(queue)


@pytest.fixture
def _backlog(db):
    """A thousand articles that came in by an import."""
    articles = Article.objects.bulk_create(Article(origin="imported", added_at=timezone.now()) for _ in range(ARTICLES))
    versions = ArticleVersion.objects.bulk_create(
        ArticleVersion(
            article=article,
            number=1,
            title=f"Part {number}",
            text=f"Part {number}",
            text_sha256=hashlib.sha256(f"backlog {number}".encode()).hexdigest(),
            words=2,
            read_at=timezone.now(),
            source_format="text",
        )
        for number, article in enumerate(articles)
    )
    ExtractionRun.objects.bulk_create(
        ExtractionRun(version=version, queued_at=timezone.now(), due_at=Now()) for version in versions
    )


def messages_in(queue: Queue) -> list[tuple[str, list[int]]]:
    """What a worker of this queue would be given, in that order; they are gone from the broker then."""
    with current_app.connection_for_read() as connection, connection.SimpleQueue(queue.value) as waiting:
        taken = []
        while waiting.qsize():
            message = waiting.get(block=False)
            message.ack()
            label, ids = message.payload[0]
            taken.append((label, list(ids)))
    return taken


def work_as(queue: Queue) -> None:
    """Do what a worker of this queue is given."""
    for label, ids in messages_in(queue):
        running.work(label, ids)


@pytest.mark.usefixtures("_backlog")
def test_behind_a_thousand_articles_a_persons_letter_is_next(ana, edo, django_capture_on_commit_callbacks):
    set_choices(person=ana, choices={NotificationKind.ASSIGNED: EmailChoice.AT_ONCE})
    sweeping.sweep()
    with django_capture_on_commit_callbacks(execute=True):
        notify(recipient=ana, kind=NotificationKind.ASSIGNED, claim=ClaimFactory(), actor=edo, text="assigned you it")
    letter = Email.objects.get()
    assert letter.sent_at is not None
    assert messages_in(Queue.NOW) == [("delivery.Email", [letter.pk])]
    assert {label for label, _ in messages_in(Queue.HEAVY)} == {"claims.ExtractionRun"}
    running.work("delivery.Email", [letter.pk])
    assert [sent.to for sent in mail.outbox] == [["ana@desk.example"]]
    assert ExtractionRun.jobs().due().count() == ARTICLES


@pytest.mark.usefixtures("_backlog")
def test_behind_a_thousand_articles_a_set_time_of_publication_is_next():
    people = crew()
    claim = approved(people)
    set_for = Details(publish_at=timezone.now() + timedelta(minutes=1))
    perform(MoveName.SCHEDULE, claim_id=claim.pk, actor=people.second, details=set_for)
    Claim.objects.filter(pk=claim.pk).update(publish_at=timezone.now() - timedelta(seconds=1))
    schedule.prepare(ROUTINES)
    sweeping.sweep()
    assert {label for label, _ in messages_in(Queue.HEAVY)} == {"claims.ExtractionRun", "jobs.Routine"}
    Routine.objects.update(sent_at=None)
    sweeping.send_due(Routine)
    work_as(Queue.NOW)
    claim.refresh_from_db()
    assert claim.state == "published"
    assert ExtractionRun.jobs().due().count() == ARTICLES


@pytest.mark.usefixtures("_backlog")
def test_behind_a_thousand_articles_the_one_that_a_person_waits_for_is_next():
    done: list[int] = []

    def read(run: ExtractionRun) -> None:
        done.append(run.pk)
        services.finish(run, state="done", finished_at=timezone.now())

    running.register({ExtractionRun: read}, {})
    newest = ExtractionRun.objects.latest("pk").pk
    ExtractionRun.objects.filter(pk=newest).update(urgent=True)
    sweeping.sweep()
    label, ids = messages_in(Queue.HEAVY)[-1]
    running.work(label, ids)
    assert done == [newest, *ids]


@pytest.mark.usefixtures("_backlog")
def test_no_more_of_a_backlog_is_with_the_broker_than_is_done_soon():
    sweeping.sweep()
    given = [pk for _, ids in messages_in(Queue.HEAVY) for pk in ids]
    assert len(given) == 200


def test_what_may_take_long_never_waits_where_letters_and_set_times_do():
    in_now = {model for model in set(job_models()) - {Chore} if model.queue == Queue.NOW}
    assert in_now == {Email, AccountLetter, MorningBrief, AlertLetter}
    heavy = {name for name, every in ROUTINES.items() if every.queue == Queue.HEAVY}
    assert heavy == {"index_for_matching"}


def test_each_queue_has_workers_of_its_own_that_take_nothing_else():
    commands = {child.name: list(child.command) for child in up._children()}
    assert commands["now worker"][-2:] == ["worker", "now"]
    assert commands["web worker"][-2:] == ["worker", "web"]
    assert commands["heavy worker"][-2:] == ["worker", "heavy"]
    assert worker.POOLS[Queue.NOW].children == 2


def test_a_set_time_is_looked_for_every_ten_seconds_and_a_lost_message_is_sent_again_within_ten():
    assert ROUTINES["do_what_is_due"].pause == timedelta(seconds=10)
    assert schedule.SWEEP_SECONDS == 5
    assert Email.resend_urgent_after == timedelta(seconds=10)
