"""Whether the parts of the desk can be on different hosts as they are set."""

from collections.abc import Callable

from django.conf import settings
from django.db import connection


def warn_of_files_as_broker(say: Callable[[str], object]) -> None:
    """Say what follows where messages are files in the data folder, which no other host sees."""
    if not str(settings.CELERY_BROKER_URL).startswith("filesystem"):
        return
    say(
        "Messages are files in the data folder, so web, workers and schedule have to share it on this host. For"
        " several hosts set CELERY_BROKER_URL to redis://... or amqp://..."
    )
    if connection.vendor == "sqlite":
        say("The database is SQLite, which is for one host as well; set DATABASE_URL for several.")
