"""What is done again and again, how often, and by which workers. Nothing here loads what does it."""

from datetime import timedelta

from claims.jobs.models import Queue
from claims.jobs.schedule import Every

ROUTINES = {
    "do_what_is_due": Every(timedelta(seconds=10)),
    "queue_digests": Every(timedelta(minutes=10)),
    "seal_audit": Every(timedelta(minutes=10)),
    "sign_files": Every(timedelta(minutes=1), Queue.WEB),
    "tidy": Every(timedelta(hours=6)),
    "erase_old": Every(timedelta(hours=6), Queue.WEB),
    "index_for_matching": Every(timedelta(seconds=10), Queue.HEAVY),
}
"""The signs of life of the queues come on top: `claims.jobs.schedule` keeps them for every desk."""
