"""The steps by which a second person stands behind words as a whole, the same for translations and explainers.

Each is called inside the transaction of the act, with the row of the words locked.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.errors import Blocked, NotAllowed
from claims.verdicts import normalise_input
from claims.verdicts.content import content_hash
from claims.verdicts.models.approved_words import FrozenWords, WordsInWork
from claims.verdicts.snapshots import page_hash

NOTE_LIMIT: Final = 1_000
"""Characters of a note, to colleagues or to readers."""


def refuse(sentence: str) -> None:
    """Raise NotAllowed with the sentence, where there is one."""
    if sentence:
        raise NotAllowed(sentence)


def ask_lengths(limits: Iterable[tuple[str, str, int]]) -> None:
    """Raise Blocked with a sentence for each text that is longer than its limit: name, text, limit in characters."""
    reasons = [
        _("%(field)s: %(count)s characters; keep it under %(limit)s.")
        % {"field": field, "count": f"{len(text):,}", "limit": f"{limit:,}"}
        for field, text, limit in limits
        if len(text) > limit
    ]
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))


def note_to_colleagues(note: str) -> str:
    """The note that goes with an act, tidied; Blocked where there is none or it is too long."""
    note = normalise_input.lines(note)
    if not note:
        raise Blocked(_("Write a note, so that the others know why."))
    if len(note) > NOTE_LIMIT:
        raise Blocked(
            _("The note is %(count)s characters long; keep it under %(note_limit)s.")
            % {"count": len(note), "note_limit": NOTE_LIMIT}
        )
    return note


def keep(row: WordsInWork, actor: User) -> None:
    """Save the row as this person's, one version on."""
    row.lock_version += 1
    row.updated_by, row.updated_at = actor, timezone.now()
    row.save()


def ask_same_words(revision: FrozenWords, seen_hash: str) -> None:
    """Raise Blocked where these are not the words that somebody read, or not those that were frozen."""
    if revision.content_hash != seen_hash or content_hash(revision.content) != seen_hash:
        raise Blocked(_("These are not the words you were shown. Reload the page and read them again."))


def show_to_readers(
    revision: FrozenWords,
    *,
    earlier: FrozenWords | None,
    page: Mapping[str, Any],
    card: Mapping[str, Any],
    approver: User,
    now: datetime.datetime,
) -> None:
    """Let readers see this revision, and no longer the `earlier` one, by the page and the card that are kept for it."""
    if earlier:
        type(revision)._default_manager.filter(pk=earlier.pk).update(is_current=False)
    revision.approved_by, revision.published_at, revision.is_current = approver, now, True
    revision.page, revision.card, revision.page_hash = dict(page), dict(card), page_hash(page)
    revision.save(update_fields=["approved_by", "published_at", "is_current", "page", "card", "page_hash"])
