"""Choosing the checks that stand beside a check, and finding those that are near."""

from collections.abc import Sequence
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, Stale
from claims.matching.queries import likenesses_of
from claims.tracking.models import Claim
from claims.verdicts.models import Publication, RelatedCheck, RelatedList
from claims.verdicts.related import MOST_CHOSEN, chosen_for
from claims.verdicts.site_settings import touch

SUGGESTED: Final = 6


def may_choose(person: User) -> bool:
    """Whether a person may say what stands beside a check: editors."""
    return person.may(Right.ASSIGN)


def version_of(claim_id: int) -> int:
    """Which version of the list is kept; 0 where there is none yet."""
    return RelatedList.objects.filter(claim=claim_id).values_list("lock_version", flat=True).first() or 0


def choose_related(*, claim_id: int, checks: Sequence[int], expected_version: int, actor: User) -> RelatedList:
    """Put exactly these checks, by the ids of their claims, beside the claim's own, in this order.

    Readers see them at once, each by its own approved words. One that was withdrawn may stay, and says so.
    """
    if not may_choose(actor):
        raise NotAllowed(_("Your role does not let you choose what stands beside a check. Ask an editor."))
    with transaction.atomic():
        claim = Claim.objects.select_for_update(of=("self",)).get(pk=claim_id)
        kept = RelatedList.objects.filter(claim=claim).first()
        if expected_version != (kept.lock_version if kept else 0):
            raise Stale(
                _("Somebody changed what stands beside %(number)s after you opened it. Look again, then choose.")
                % {"number": claim.number}
            )
        before = [check.claim_id for check in chosen_for(claim_id)]
        _refuse_what_does_not_fit(claim, checks, before)
        if kept and before == list(checks):
            return kept
        kept = kept or RelatedList(claim=claim, lock_version=0)
        kept.lock_version += 1
        kept.changed_by, kept.changed_at = actor, timezone.now()
        kept.save()
        kept.checks.all().delete()
        RelatedCheck.objects.bulk_create(
            RelatedCheck(list=kept, claim_id=check, position=position) for position, check in enumerate(checks)
        )
        touch()
        record(actor=actor, action="related_checks_chosen", target=claim, data={"checks": list(checks)})
    return kept


def suggested_for(claim: Claim, chosen: Sequence[int]) -> list[Publication]:
    """Published checks near this one that are not chosen yet: by their words first, then the newest of its topics."""
    near = [shown.match.later_id if shown.match.claim_id == claim.pk else shown.match.claim_id
            for shown in likenesses_of(claim).earlier]  # fmt: skip
    without = {claim.pk, *chosen}
    wanted = [pk for pk in dict.fromkeys(near) if pk and pk not in without]
    listed = Publication.objects.filter(listed=True).only("claim_id", "slug", "card")
    by_claim = {row.claim_id: row for row in listed.filter(claim__in=wanted)}
    found = [by_claim[pk] for pk in wanted if pk in by_claim][:SUGGESTED]
    return [*found, *_of_its_topics(claim, listed, without | set(by_claim))[: SUGGESTED - len(found)]]


def _of_its_topics(claim: Claim, listed: QuerySet[Publication], without: set[int]) -> QuerySet[Publication]:
    sharing = Claim.objects.filter(topics__in=claim.topics.all()).values("pk")
    return listed.filter(claim__in=sharing).exclude(claim__in=without).order_by("-sequence")


def _refuse_what_does_not_fit(claim: Claim, checks: Sequence[int], before: Sequence[int]) -> None:
    if len(checks) > MOST_CHOSEN:
        raise Blocked(_("At most %(most)s checks stand beside one. Take one out first.") % {"most": MOST_CHOSEN})
    if claim.pk in checks:
        raise Blocked(_("A check cannot stand beside itself."))
    if len(set(checks)) < len(checks):
        raise Blocked(_("Each check can stand there only once."))
    added = set(checks) - set(before)
    public = set(Publication.objects.filter(listed=True, claim__in=added).values_list("claim_id", flat=True))
    if hidden := sorted(added - public):
        raise Blocked(
            _("FC-%(number)s is not published, so readers could not open it. Choose a published check.")
            % {"number": f"{hidden[0]:04d}"}
        )
