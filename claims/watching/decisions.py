"""What a person decides about a source whose words changed: they still hold, a correction, or it cannot be watched."""

from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue, record
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.jobs import services as jobs
from claims.tracking.models import Claim
from claims.verdicts.enums import WatchOutcome, WatchState
from claims.verdicts.models import WatchedPassage, WatchedSource
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform

NAME_LIMIT: Final = 120
REASON_LIMIT: Final = 1000


def still_holds(*, source_id: int, actor: User, note: str = "", expected_version: int | None = None) -> WatchedSource:
    """The checks that cite it hold all the same: the address's answer is kept, and its new words count from now."""
    _ask(actor, Right.PUBLISH)
    with transaction.atomic():
        source = _locked(source_id, expected_version)
        _ask_for_alarm(source)
        for passage in source.passages.select_for_update(of=("self",)):
            if passage.is_lost:
                passage.is_lost = False
                if passage.outcome == WatchOutcome.REWORDED:
                    passage.accepted = passage.words_now
                passage.tables, passage.cells_now = _as_they_are_now(passage), []
                passage.save(update_fields=["is_lost", "accepted", "tables", "cells_now"])
        newest = source.answers.first()
        if newest is not None and newest.kept_by_id is None:
            newest.kept_by = actor
            newest.save(update_fields=["kept_by"])
        _settle(source)
        if source.outcome == WatchOutcome.CELLS:
            # The numbers of now count from now on, so that their next change is told again.
            WatchedSource.objects.filter(pk=source.pk).update(settled="")
        for claim in _citing(source):
            record(actor=actor, action="source_holds", target=claim, note=note.strip(), data=_said_of(source))
    return source


def correct(
    *, source_id: int, claim_id: int, kind: str, note: str, actor: User, expected_version: int | None = None
) -> WatchedSource:
    """Open a correction of one check that cites it; the source is settled once every such check is dealt with."""
    with transaction.atomic():
        source = _locked(source_id, expected_version)
        _ask_for_alarm(source)
        lost = source.passages.filter(claim=claim_id, is_lost=True)
        if not lost.exists():
            raise WrongState(_("Nothing this check cites is lost there. Reload the page to see which checks are."))
        perform(MoveName.OPEN_CORRECTION, claim_id=claim_id, actor=actor, note=note, details=Details(reason=kind))
        lost.update(is_lost=False)
        if not source.passages.filter(is_lost=True).exists():
            _settle(source)
        else:
            source.lock_version += 1
            source.save(update_fields=["lock_version"])
    return source


def mark_impossible(*, source_id: int, reason: str, actor: User, expected_version: int | None = None) -> WatchedSource:
    """Read it no longer, and say why."""
    _ask(actor, Right.ASSIGN)
    reason = reason.strip()
    if not reason:
        raise Blocked(_("Say why it cannot be watched, so that nobody tries again in vain."))
    if len(reason) > REASON_LIMIT:
        raise Blocked(_("Keep the reason under %(limit)d characters.") % {"limit": REASON_LIMIT})
    with transaction.atomic():
        source = _locked(source_id, expected_version)
        if source.state != WatchState.WATCHED:
            raise WrongState(_("This source is not watched now. Reload the page to see how it stands."))
        jobs.stop(WatchedSource.jobs().filter(pk=source.pk))
        source.passages.update(is_lost=False)
        source.state, source.reason = WatchState.IMPOSSIBLE, reason
        _settle(source)
        for claim in _citing(source):
            record(actor=actor, action="source_unwatched", target=claim, note=reason, data=_said_of(source))
    return source


def watch_again(*, source_id: int, actor: User, expected_version: int | None = None) -> WatchedSource:
    """Read it again from now on."""
    _ask(actor, Right.ASSIGN)
    with transaction.atomic():
        source = _locked(source_id, expected_version)
        if source.state != WatchState.IMPOSSIBLE:
            raise WrongState(_("This source was not marked as impossible to watch."))
        source.state, source.reason = WatchState.WATCHED, ""
        source.settled, source.outcome, source.sightings = "", "", 0
        source.lock_version += 1
        source.save(update_fields=["state", "reason", "settled", "outcome", "sightings", "lock_version"])
        WatchedSource.jobs().filter(pk=source.pk).update(due_at=Now(), attempts=0, parked_at=None, error="")
        for claim in _citing(source):
            record(actor=actor, action="source_watched_again", target=claim, note="", data=_said_of(source))
    return source


def _settle(source: WatchedSource) -> None:
    source.alarm_since, source.settled = None, source.outcome
    source.lock_version += 1
    source.save(update_fields=["alarm_since", "settled", "state", "reason", "lock_version"])


def _locked(source_id: int, expected_version: int | None) -> WatchedSource:
    source = WatchedSource.objects.select_for_update(of=("self",)).filter(pk=source_id).first()
    if source is None:
        raise WrongState(_("This source is no longer here. Go back to the list and look again."))
    if expected_version is not None and expected_version != source.lock_version:
        raise Stale(_("Somebody decided about this source after you opened it. Reload to see what, then try again."))
    return source


def _ask(actor: User, right: Right) -> None:
    if not actor.may(right):
        raise NotAllowed(_("Your role does not let you decide about watched sources. Ask somebody who publishes."))


def _ask_for_alarm(source: WatchedSource) -> None:
    if source.alarm_since is None:
        raise WrongState(_("Nothing about this source waits for a decision. Reload the page to see how it stands."))


def _as_they_are_now(passage: WatchedPassage) -> list[dict[str, Any]]:
    """The tables of a passage with the numbers that a person took for right; cells that vanished are left out."""
    now = {change["name"]: change["now"] for change in passage.cells_now}
    return [
        {
            **table,
            "cells": [
                {**cell, "texts": now.get(cell["name"], cell["texts"])}
                for cell in table["cells"]
                if now.get(cell["name"], cell["texts"]) is not None
            ],
        }
        for table in passage.tables
    ]


def _citing(source: WatchedSource) -> "QuerySet[Claim]":
    """The claims whose checks cite the source; a decision stands in the history of each."""
    return Claim.objects.filter(pk__in=source.passages.values("claim")).order_by("pk")


def _said_of(source: WatchedSource) -> dict[str, JSONValue]:
    return {"watched": source.pk, "name": source.url[:NAME_LIMIT], "outcome": source.outcome}
