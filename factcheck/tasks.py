"""What the workers do: which function does each kind of job and each routine, and how a worker's child begins."""

import os
import threading

from celery.signals import task_postrun, worker_process_init, worker_shutting_down
from django.core.management import call_command

from claims.articles.models import Feed
from claims.delivery import account_letters, mail, seals, webhooks
from claims.delivery.alerts import alert_mail, rounds, subscriptions
from claims.delivery.briefs import morning_mail
from claims.delivery.models import AccountLetter, AlertLetter, AlertRound, Delivery, Email, MorningBrief, SealReceiver
from claims.extraction.spare_memory import give_back
from claims.followed import polling
from claims.followed.models import FollowedNewsroom
from claims.health.shared_files import sign_files
from claims.intake import feeds, imports, run_worker
from claims.jobs import limits, running
from claims.jobs.models import Job
from claims.jobs.shutdown import shutdown_asked
from claims.matching.models import MatchSearch
from claims.people import sign_in
from claims.privacy import retention
from claims.review import evidence_copies
from claims.tracking.models import ExtractionRun, ImportBatch
from claims.triage import find_matches
from claims.verdicts import stamping
from claims.verdicts.models import EvidenceCopy, TimeStampRequest, WatchedSource
from claims.watching import reading
from claims.workflow import clock
from factcheck.parent_death import end_with_parent
from factcheck.worker_pool import end_now

LARGEST_CHILD = 2 * 1024**3
"""Bytes of data; a document that would need more fails rather than the machine."""
LONGEST_SHUTDOWN_SECONDS = 20.0
"""A child lets go of its work well before this; what it had in hand is taken up again when its lease is over."""

JOBS: dict[type[Job], running.Run] = {
    AccountLetter: account_letters.send_letter,
    AlertLetter: alert_mail.send_letter,
    AlertRound: rounds.find_alerts,
    Email: mail.send_email,
    MorningBrief: morning_mail.send_brief,
    Delivery: webhooks.deliver,
    SealReceiver: seals.send_seals,
    EvidenceCopy: evidence_copies.make_copy,
    Feed: feeds.poll_in_round,
    FollowedNewsroom: polling.poll,
    ExtractionRun: run_worker.read,
    MatchSearch: find_matches.look,
    WatchedSource: reading.look,
    TimeStampRequest: stamping.take_stamp,
    ImportBatch: imports.carry_on,
}


def tidy() -> None:
    """Remove what killed processes and forgetful people left behind."""
    evidence_copies.tidy()
    imports.drop_forgotten()
    subscriptions.drop_unconfirmed()
    sign_in.drop_old()
    call_command("clearsessions")


running.register(
    JOBS,
    {
        "do_what_is_due": clock.tick,
        "queue_digests": mail.queue_digests,
        "seal_audit": seals.seal_and_send,
        "sign_files": sign_files,
        "tidy": tidy,
        "erase_old": retention.erase_old,
        "index_for_matching": find_matches.index_due,
    },
)


@worker_process_init.connect
def begin(**kwargs: object) -> None:
    """A child ends with its worker, has limits, and has its models loaded before the first message comes."""
    end_with_parent()
    limits.turn_on(data_bytes=LARGEST_CHILD)
    if os.environ.get("PLUMBLINE_QUEUE") == "heavy":
        run_worker.warm_up()


@task_postrun.connect
def stay_small(**kwargs: object) -> None:
    """What the last message needed goes back to the system, so that a worker is as large as what it keeps."""
    give_back()


@worker_shutting_down.connect
def stop_reading(**kwargs: object) -> None:
    """Let go of the run in hand, so that the worker stops within seconds."""
    shutdown_asked.set()
    # Celery waits without end for the answer of a child that is killed or hangs while its worker shuts down.
    end = threading.Timer(LONGEST_SHUTDOWN_SECONDS, end_now)
    end.daemon = True
    end.start()
