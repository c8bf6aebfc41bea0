"""The Celery tasks: each takes ids, may run twice, and delegates to one service."""

from celery import shared_task
from celery.signals import worker_process_init, worker_shutting_down

from claims.audit.services import seal
from claims.delivery import mail
from claims.workflow import clock, comparing, copying, extraction, feeds, imports, matches, runs, webhooks


@shared_task
def extract(run_ids: list[int]) -> None:
    """Work through some extraction runs, compare what they found with earlier checks, then send for the next ones."""
    extraction.run_message(run_ids)
    comparing.work_off()
    runs.sweep()


@shared_task
def compare() -> None:
    """Index what is due, and look up the candidates that are."""
    comparing.work_off()


@shared_task
def copy(copy_ids: list[int]) -> None:
    """Make some dated copies of evidence."""
    copying.run_message(copy_ids)


@shared_task
def deliver(delivery_ids: list[int]) -> None:
    """Tell other systems of publications."""
    webhooks.run_message(delivery_ids)


@shared_task
def poll_feeds(feed_ids: list[int]) -> None:
    """Ask some feeds for what is new."""
    feeds.run_message(feed_ids)


@shared_task
def import_rows(batch_ids: list[int]) -> None:
    """Check or import the rows of some files."""
    imports.run_message(batch_ids)


@shared_task
def send_letters() -> None:
    """Send the letters that people want at once."""
    mail.send_letters()


@shared_task
def send_digests() -> None:
    """Send the daily digests that are due; once a day there are any."""
    mail.send_digests()


@shared_task
def tick() -> None:
    """Wake, publish and tell what has become due."""
    clock.tick()


@shared_task
def seal_audit() -> None:
    """Seal the audit record."""
    seal()


@shared_task
def sweep() -> None:
    """Heal what was cut off or never delivered."""
    runs.sweep()
    copying.sweep()
    webhooks.sweep()
    feeds.sweep()
    imports.sweep()
    comparing.heal()
    matches.sweep()


@shared_task
def tidy() -> None:
    """Remove what killed processes left behind."""
    copying.tidy()


@worker_process_init.connect
def load_models(**kwargs: object) -> None:
    """Load the models before the first message rather than with it."""
    extraction.warm_up()


@worker_shutting_down.connect
def stop_reading(**kwargs: object) -> None:
    """Let go of the run in hand, so that the worker stops within seconds."""
    extraction.told_to_stop.set()
