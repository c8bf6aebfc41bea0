"""What the desk's acts leave for the matcher to do, and what a person says of a match.

Each runs inside the caller's transaction. Nothing here loads a model, so the web process may call it.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from claims.accounts.models import User
from claims.audit.services import record
from claims.inserting import insert_all
from claims.jobs import services as jobs
from claims.matching.enums import MatchState
from claims.matching.models import Match, MatchIndexEntry, MatchSearch, OutsideCheck
from claims.tracking.enums import CandidateState
from claims.tracking.models import Candidate, Claim

DECISION = ["state", "decided_by", "decided_at", "lock_version"]


def index_claim(claim_id: int) -> None:
    """Have a claim indexed that is new, reworded or published."""
    if not MatchIndexEntry.objects.filter(claim_id=claim_id).update(due=True, asked=F("asked") + 1):
        MatchIndexEntry.objects.bulk_create([MatchIndexEntry(claim_id=claim_id)], ignore_conflicts=True)


def index_new_claims(claim_ids: Iterable[int]) -> None:
    """Have claims indexed that were made in this transaction."""
    insert_all([MatchIndexEntry(claim_id=claim_id) for claim_id in claim_ids])


def index_outside(outside_id: int) -> None:
    """Have an outside check indexed that is new or has changed."""
    if not MatchIndexEntry.objects.filter(outside_id=outside_id).update(due=True, asked=F("asked") + 1):
        MatchIndexEntry.objects.bulk_create([MatchIndexEntry(outside_id=outside_id)], ignore_conflicts=True)


def look_up(version_id: int, *, urgent: bool = False, send_now: bool = True) -> None:
    """Have the pending candidates of a version compared with what was checked before, `urgent` where a person waits.

    Where they are being looked up at this moment, that is finished and then done once more.
    """
    with transaction.atomic():
        rows = MatchSearch.jobs().filter(version_id=version_id)
        if not rows.exists():
            MatchSearch.objects.bulk_create([MatchSearch(version_id=version_id)], ignore_conflicts=True)
        if rows.select_for_update(of=("self",)).get().lease_token:
            rows.update(asked=F("asked") + 1)
        else:
            jobs.enqueue_again(rows, urgent=urgent, send_now=send_now, asked=F("asked") + 1, error="")


def forget_claim(claim: Claim) -> None:
    """Take a claim that is about to be deleted out of the index, with what nobody confirmed about it."""
    _unconfirmed(Q(claim=claim) | Q(later=claim)).delete()
    MatchIndexEntry.objects.filter(claim=claim).delete()


def withdraw_outside(check: OutsideCheck) -> None:
    """Let nothing be compared any longer with a check that its newsroom withdrew, nor its rating be shown."""
    _unconfirmed(Q(outside=check)).delete()
    MatchIndexEntry.objects.filter(outside=check).delete()
    check.rating, check.tone, check.updated_at = "", None, timezone.now()
    check.save(update_fields=["rating", "tone", "updated_at"])
    record(actor=None, action="outside_check_withdrawn", target=check, data={"url": check.url})


def forget_candidate(candidate: Candidate) -> None:
    """Remove what nobody confirmed about a candidate that is about to be deleted."""
    _unconfirmed(Q(candidate=candidate)).delete()


def decide(match: Match, state: MatchState, *, actor: User) -> None:
    """Write what a person says of a match whose row the caller has locked, or that it is open again."""
    before, open_again = match.state, state is MatchState.SUGGESTED
    match.state = state
    match.decided_by, match.decided_at = (None, None) if open_again else (actor, timezone.now())
    match.lock_version += 1
    match.save(update_fields=DECISION)
    record(
        actor=actor,
        action={
            MatchState.CONFIRMED: "match_confirmed",
            MatchState.REJECTED: "match_rejected",
            MatchState.SUGGESTED: "match_reopened",
        }[state],
        target=match,
        from_state=before,
        to_state=state,
        data={"claim": match.claim_id, "outside": match.outside_id, "candidate": match.candidate_id},
    )


def confirm_merged(candidate: Candidate, claim: Claim, *, actor: User) -> None:
    """A candidate became an appearance of a claim: a match between the two that stood open is confirmed by that."""
    for match in _locked(candidate).filter(claim=claim).exclude(state=MatchState.CONFIRMED):
        decide(match, MatchState.CONFIRMED, actor=actor)


def reopen_merged(candidate: Candidate, *, actor: User) -> None:
    """A candidate is no longer an appearance of a claim: the match between the two is open again."""
    for match in _locked(candidate).filter(claim__isnull=False, state=MatchState.CONFIRMED):
        decide(match, MatchState.SUGGESTED, actor=actor)


def index_missing() -> int:
    """Have everything indexed that has no row yet, as after an update of the desk; how many that is."""
    claims = Claim.objects.filter(index_row__isnull=True).values_list("pk", flat=True)
    outside = OutsideCheck.objects.filter(index_row__isnull=True).values_list("pk", flat=True)
    rows: list[MatchIndexEntry] = [
        *(MatchIndexEntry(claim_id=key) for key in claims),
        *(MatchIndexEntry(outside_id=key) for key in outside),
    ]
    MatchIndexEntry.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return len(rows)


def reindex(*, other_than: tuple[str, str] | None = None) -> int:
    """Have every row indexed again, or those whose vectors other encoders made; how many those are.

    The encoders are that for pairs of one language and that across languages, by name. What was made by the others is
    compared until its row is worked off.
    """
    rows = MatchIndexEntry.objects.filter(due=False)
    if other_than is not None:
        encoder, across_encoder = other_than
        rows = rows.exclude(encoder=encoder, across_encoder=across_encoder)
    return rows.update(due=True, asked=F("asked") + 1)


def forget_vectors() -> None:
    """Have the vectors of every row made anew when it is next indexed, although its words are the same."""
    MatchIndexEntry.objects.update(content_hash="")


def look_up_all() -> int:
    """Have all articles with pending candidates looked up again at their current version; how many those are."""
    waiting = (
        Candidate.objects.filter(state=CandidateState.PENDING, version__article__current=F("version_id"))
        .order_by("version_id")
        .values_list("version_id", flat=True)
        .distinct()
    )
    versions = list(waiting)
    for version_id in versions:
        look_up(version_id, send_now=False)
    return len(versions)


def _unconfirmed(which: Q) -> QuerySet[Match]:
    return Match.objects.filter(which).exclude(state=MatchState.CONFIRMED)


def _locked(candidate: Candidate) -> QuerySet[Match]:
    return Match.objects.select_for_update(of=("self",)).filter(candidate=candidate)
