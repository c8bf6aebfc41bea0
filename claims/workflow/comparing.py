"""Working off what the matcher has to do: rows to be indexed first, then candidates to be looked up, then the telling.

Runs in workers and commands only, because it loads the encoder and holds the index in memory.
"""

import logging
import time
from typing import Final

from django.db import DatabaseError, transaction

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.delivery.enums import NotificationKind
from claims.matching import indexing, suggesting
from claims.matching.material import encoder_name, words_only_because
from claims.matching.models import Lookup, Repeat
from claims.matching.services import index_missing, look_up, reindex
from claims.matching.waiting import versions_like
from claims.tracking.runs import next_for_person
from claims.verdicts.models import Publication
from claims.workflow.extraction import told_to_stop
from claims.workflow.telling import tell

SECONDS: Final = 10.0
"""After this, other work gets its turn; the sweep sends for the rest."""

logger = logging.getLogger(__name__)
_healed: set[str] = set()


def work_off(seconds: float = SECONDS, *, people_first: bool = True) -> int:
    """Index and look up what is due, for so long at most; how many rows were indexed and versions looked up.

    With `people_first` it ends as soon as somebody waits for an article to be read.
    """
    until = time.monotonic() + seconds
    heal()
    done = 0
    while time.monotonic() < until and not told_to_stop.is_set():
        if people_first and next_for_person() is not None:
            break
        looked_at = index_some()
        lookup = None if looked_at else suggesting.next_lookup()
        if lookup is not None:
            look(lookup)
        elif not looked_at:
            break
        done += looked_at or 1
    return done


def heal() -> None:
    """Once a process: what was never indexed becomes due, and what was indexed without this encoder."""
    encoder = encoder_name()
    if encoder in _healed:
        return
    _healed.add(encoder)
    index_missing()
    if encoder:
        reindex(other_than=encoder)


def index_some() -> int:
    """Index some rows that are due, and have looked up again what they bear on; how many there were, 0 for none."""
    looked_at, changed = indexing.index_due()
    if changed:
        suggesting.relate(indexing.neighbours_of(changed))
        for version_id in versions_like(changed):
            look_up(version_id)
    return looked_at


def look(lookup: Lookup) -> None:
    """Compare a version's candidates and suggest what they resemble; editors hear of repeated published claims."""
    try:
        looked_up = suggesting.find(lookup)
        with transaction.atomic():
            for repeat in suggesting.store(lookup, looked_up, remark=words_only_because()):
                _tell(repeat)
    except DatabaseError:
        # The lease runs out and the sweep tries again.
        logger.exception("The database refused the matches of version %d; they will be tried again.", lookup.version_id)
    except Exception as error:
        logger.exception("Looking up version %d ended with an error.", lookup.version_id)
        suggesting.give_up(
            lookup,
            f"Looking for earlier checks stopped with an error ({type(error).__name__}) in each of "
            f"{suggesting.MAX_ATTEMPTS} attempts. Ask whoever runs the server to look at the worker's log.",
        )


def _tell(repeat: Repeat) -> None:
    claim = repeat.claim
    publication = Publication.objects.filter(claim=claim, is_current=True).values_list("content__rating__label").first()
    rating = f" ({publication[0]})" if publication and publication[0] else ""
    text = f"A new article seems to repeat {claim.number}{rating}: “{repeat.article}”"
    tell(User.objects.holding(Right.TRIAGE), kind=NotificationKind.REPEATED, claim=claim, actor=None, text=text)
