"""Whether the files that workers keep are those that the web server hands out: workers leave a sign among them."""

from datetime import datetime, timedelta
from typing import Final

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from claims.jobs.models import Routine

ROUTINE: Final = "sign_files"
OLDEST: Final = timedelta(minutes=10)
"""By so much the sign may lag behind the routine that writes it: clocks differ, and file systems are slow to tell."""
_PLACES: Final = ("signs/even", "signs/odd")


def sign_files() -> None:
    """Leave a sign with the time among the files; in two places by turns, so that one is always whole."""
    now = timezone.now()
    place = _PLACES[now.minute % 2]
    default_storage.delete(place)
    default_storage.save(place, ContentFile(now.isoformat().encode()))


def are_shared() -> bool:
    """Whether the workers' last sign is among the files of this process; True where no worker has left one yet."""
    done = Routine.objects.filter(name=ROUTINE).values_list("done_at", flat=True).first()
    return done is None or any(done - at < OLDEST for at in map(_at, _PLACES) if at is not None)


def _at(place: str) -> datetime | None:
    try:
        with default_storage.open(place) as file:
            return datetime.fromisoformat(file.read().decode())
    except (FileNotFoundError, ValueError):
        return None
