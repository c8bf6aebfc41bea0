"""The kinds of data that go by themselves once a newsroom says after how many days.

A kind is one row here: which rows are that old, and what becomes of them. What the record or readers rest on has none.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from claims.accounts.models import Invitation, SecurityEvent
from claims.articles.models import HookMessage
from claims.delivery.models import Notification
from claims.matching.models import OutsideCheck
from claims.privacy.senders import erase_tips
from claims.tracking.enums import AnchorOutcome, CandidateState, ClaimState, TipState
from claims.tracking.models import Candidate, ImportRow, Tip
from claims.verdicts.models import ClaimantContact, Publication, SiteFetch, Verdict
from claims.words import Words

ERASED: Final = "–"
"""Stands where a text has to stand."""


@dataclass(frozen=True)
class Kind:
    """One kind of data: what goes, what stays, which rows are older than a moment, and what is done to them."""

    key: str
    name: Words
    says: Words
    older: Callable[[datetime], QuerySet[Any]]
    erase: Callable[[QuerySet[Any]], object]
    usual_days: int | None = None
    fewest_days: int = 1


def _without_publication(claim: str) -> Q:
    return Q(~Exists(Publication.objects.filter(claim=OuterRef(claim))))


def _old_tips(before: datetime) -> QuerySet[Tip]:
    return Tip.objects.exclude(state=TipState.NEW).filter(decided_at__lt=before).exclude(words="")


def _old_candidates(before: datetime) -> QuerySet[Candidate]:
    old = Candidate.objects.filter(state=CandidateState.DISMISSED, decided_at__lt=before)
    return old.exclude(statement=ERASED)


def _empty_candidates(rows: QuerySet[Candidate]) -> object:
    empty = {"prefix": "", "suffix": "", "speaker": "", "cue": "", "signals": []}
    return rows.update(statement=ERASED, exact=ERASED, anchor=AnchorOutcome.LOST, **empty)


def _old_drafts(before: datetime) -> QuerySet[Verdict]:
    closed = Verdict.objects.filter(claim__state=ClaimState.CLOSED, claim__state_since__lt=before)
    return closed.filter(_without_publication("claim")).exclude(summary="", explanation="", rating=None)


def _empty_drafts(rows: QuerySet[Verdict]) -> object:
    return rows.update(summary="", explanation="", rating=None, lock_version=F("lock_version") + 1)


def _old_contacts(before: datetime) -> QuerySet[ClaimantContact]:
    closed = ClaimantContact.objects.filter(claim__state=ClaimState.CLOSED, claim__state_since__lt=before)
    return closed.filter(_without_publication("claim"))


def _old_invitations(before: datetime) -> QuerySet[Invitation]:
    unused = Invitation.objects.to_people().filter(accepted_at__isnull=True)
    return unused.filter(Q(revoked_at__lt=before) | Q(revoked_at__isnull=True, expires_at__lt=before))


def _delete(rows: QuerySet[Any]) -> object:
    return rows.delete()


_ALL: Final = (
    Kind(
        "tips",
        _("What readers sent in"),
        _("Days after an editor decided: words, name of the speaker, address, answer and e-mail go. That there was a"
          " message, what was decided and by whom stays. What waits for an editor stays whole."),
        _old_tips,
        erase_tips,
    ),
    Kind(
        "candidates",
        _("Texts of dismissed candidates"),
        _("Days after they were dismissed: quote, wording, speaker and reasons go. Place, score and decision stay; the"
          " article keeps its text."),
        _old_candidates,
        _empty_candidates,
        fewest_days=7,
    ),
    Kind(
        "drafts",
        _("Drafts of claims that were closed"),
        _("Days after the claim was closed unpublished: rating, short answer and explanation of the draft go. What was"
          " submitted for a second review stays in the record."),
        _old_drafts,
        _empty_drafts,
        fewest_days=7,
    ),
    Kind(
        "contacts",
        _("Questions to claimants"),
        _("Days after the claim was closed unpublished: whom you asked, when, and the answer go. Of published checks"
          " they stay, since readers see them."),
        _old_contacts,
        _delete,
        fewest_days=7,
    ),
    Kind(
        "notifications",
        _("Notifications"),
        _("Days after they came, read or not."),
        lambda before: Notification.objects.filter(at__lt=before),
        _delete,
        fewest_days=7,
    ),
    Kind(
        "sign_ins",
        _("Sign-ins and changes of accounts"),
        _("The security log, with the network address of each."),
        lambda before: SecurityEvent.objects.filter(at__lt=before),
        _delete,
        usual_days=180,
        fewest_days=30,
    ),
    Kind(
        "invitations",
        _("Invitations that nobody took up"),
        _("Days after they were revoked or their link ended: the address and the name."),
        _old_invitations,
        _delete,
    ),
    Kind(
        "hook_messages",
        _("Messages of hooks"),
        _("What came in through each hook and what was made of it; the articles stay."),
        lambda before: HookMessage.objects.filter(at__lt=before),
        _delete,
    ),
    Kind(
        "import_rows",
        _("Rows of imported files"),
        _("Days after the import ended: what became of each row. What was imported stays."),
        lambda before: ImportRow.objects.filter(batch__ended_at__lt=before),
        _delete,
    ),
    Kind(
        "outside_raw",
        _("Raw reports of other newsrooms"),
        _("The report as it was read; claim, rating and address of the check stay."),
        lambda before: OutsideCheck.objects.filter(updated_at__lt=before).exclude(raw={}),
        lambda rows: rows.update(raw={}),
    ),
    Kind(
        "site_fetches",
        _("Sites that fetch checks"),
        _("Days after a site came last: its name and what it had. A correction no longer finds it."),
        lambda before: SiteFetch.objects.filter(last_at__lt=before),
        _delete,
        usual_days=730,
        fewest_days=30,
    ),
    Kind(
        "answers",
        _("Answers kept for programs"),
        _("What a request with an Idempotency-Key was answered. Programs may repeat a request for a day."),
        lambda before: apps.get_model("api", "IdempotencyKey")._default_manager.filter(created_at__lt=before),
        _delete,
        usual_days=1,
    ),
)  # fmt: skip

KINDS: Mapping[str, Kind] = MappingProxyType({kind.key: kind for kind in _ALL})
