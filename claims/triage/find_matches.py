"""Working off what the matcher has to do: rows to be indexed first, then candidates to be looked up, then the telling.

Runs in workers and commands only, because it loads the encoder and holds the index in memory.
"""

import time
from typing import Final

from django.db import transaction

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify_people
from claims.jobs.models import Queue
from claims.jobs.running import is_person_waiting, run_one
from claims.jobs.shutdown import shutdown_asked
from claims.matching import across, indexing, suggesting
from claims.matching.material import encoder_name
from claims.matching.models import MatchSearch, RepeatAlert
from claims.matching.services import index_missing, look_up, reindex
from claims.matching.waiting import versions_like
from claims.sentences import say
from claims.tracking.models import ExtractionRun
from claims.verdicts.models import Publication

SECONDS: Final = 10.0
"""After this, other work gets its turn; the sweep sends for the rest."""

_checked_for: set[tuple[str, str]] = set()


def process_pending(seconds: float = SECONDS, *, people_first: bool = True) -> int:
    """Index and look up what is due, for so long at most; how many rows were indexed and versions looked up.

    With `people_first` it ends as soon as somebody waits for an article to be read.
    """
    # Loads the encoders once a process, which on a busy machine may take as long as all the rest.
    index_what_is_missing()
    until = time.monotonic() + seconds
    done = 0
    while time.monotonic() < until and not shutdown_asked.is_set():
        if people_first and ExtractionRun.jobs().due().filter(urgent=True).exists():
            break
        looked_at = index_some()
        newest = None if looked_at else MatchSearch.jobs().due().order_by("-pk").values_list("pk", flat=True).first()
        if newest is not None:
            run_one(MatchSearch, newest, run=look)
        elif not looked_at:
            break
        done += looked_at or 1
    return done


def index_due() -> bool:
    """Index what is due, for a while; whether there may be more. Looking up follows, each version by itself."""
    index_what_is_missing()
    until = time.monotonic() + SECONDS
    while not shutdown_asked.is_set() and not is_person_waiting(Queue.HEAVY):
        if not index_some():
            return False
        if time.monotonic() > until:
            break
    return True


def index_what_is_missing() -> None:
    """Once a process: what was never indexed becomes due, and what was indexed without these encoders."""
    encoders = encoder_name(), across.encoder_name()
    if encoders in _checked_for:
        return
    index_missing()
    if encoders[0]:
        reindex(other_than=encoders)
    _checked_for.add(encoders)


def index_some() -> int:
    """Index some rows that are due, and have looked up again what they bear on; how many there were, 0 for none."""
    looked_at, changed = indexing.index_due()
    if changed:
        suggesting.relate(indexing.neighbours_of(changed))
        for version_id in versions_like(changed):
            look_up(version_id, send_now=False)
    return looked_at


def look(search: MatchSearch) -> None:
    """Compare a version's candidates and suggest what they resemble; editors hear of repeated published claims."""
    looked_up = suggesting.find(search)
    with transaction.atomic():
        for repeat in suggesting.store(search, looked_up):
            _tell(repeat)


def _tell(repeat: RepeatAlert) -> None:
    claim = repeat.claim
    publication = Publication.objects.filter(claim=claim, is_current=True).values_list("content__rating__label").first()
    number, article = claim.number, str(repeat.article)
    text = (
        say(
            "A new article seems to repeat %(number)s (%(rating)s): “%(article)s”",
            number=number,
            rating=publication[0],
            article=article,
        )
        if publication and publication[0]
        else say("A new article seems to repeat %(number)s: “%(article)s”", number=number, article=article)
    )
    notify_people(
        User.objects.holding(Right.TRIAGE), kind=NotificationKind.REPEATED, claim=claim, actor=None, text=text
    )
