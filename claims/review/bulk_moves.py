"""One act on many claims: first what it would do to each, then each in a transaction of its own, then a report."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext as _

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import Blocked, NotAllowed, Refusal
from claims.review import organise
from claims.tracking.enums import ClaimState, CloseReason
from claims.tracking.models import Claim, Topic
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform, would_refuse

MAX_CLAIMS = 200


class Act(StrEnum):
    """What may be done to many claims at once."""

    ASSIGN = "assign"
    DUE = "due"
    TOPIC = "topic"
    CLOSE = "close"


@dataclass(frozen=True)
class Order:
    """What the act needs to know; each field is empty for acts that do not use it."""

    reviewer_id: int | None = None
    due_at: datetime.datetime | None = None
    topic_id: int | None = None
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Item:
    """A claim at the version the person saw."""

    claim_id: int
    version: int


@dataclass(frozen=True)
class Outlook:
    """What the act would do to one claim, as it stands before and after; a refused one is skipped for the reason."""

    claim: Claim
    before: str = ""
    after: str = ""
    refusal: str = ""


@dataclass(frozen=True)
class Done:
    """A claim that was changed, and how it stands now."""

    claim: Claim
    sentence: str


@dataclass(frozen=True)
class Skipped:
    """A claim that was not changed, and why."""

    number: str
    sentence: str


@dataclass(frozen=True)
class Report:
    """What came of an act on many claims."""

    done: tuple[Done, ...]
    skipped: tuple[Skipped, ...]


def preview(*, act: Act, claim_ids: Sequence[int], actor: User, order: Order) -> list[Outlook]:
    """What the act would do to each of these claims, in the given order; nothing is locked or changed.

    The reasons come from the same rules that decide when it is done. Blocked when the order itself makes no sense.
    """
    ids = list(dict.fromkeys(claim_ids))
    _check(act, actor, order, len(ids))
    claims = Claim.objects.select_related("reviewer", "claimant").prefetch_related("topics").in_bulk(ids)
    goal = _goal(act, order)
    return [_outlook(act, claims[key], actor, order, goal) for key in ids if key in claims]


def carry_out(*, act: Act, items: Sequence[Item], actor: User, order: Order) -> Report:
    """Do it to each claim in a transaction of its own; one that is refused does not hold up the others."""
    _check(act, actor, order, len(items))
    goal = _goal(act, order)
    done, skipped = [], []
    for item in dict.fromkeys(items):
        try:
            done.append(Done(_do(act, item, actor, order), goal))
        except Refusal as refused:
            skipped.append(Skipped(f"FC-{item.claim_id:04d}", refused.message))
    return Report(tuple(done), tuple(skipped))


def _check(act: Act, actor: User, order: Order, count: int) -> None:
    """Refuse what would be refused for every claim alike."""
    if not actor.may(Right.ASSIGN):
        raise NotAllowed(_("Your role does not let you act on many claims at once. Ask an editor."))
    if not count:
        raise Blocked(_("Select at least one claim."))
    if count > MAX_CLAIMS:
        raise Blocked(
            _("Select %(max_claims)s claims at most; %(count)s are selected.")
            % {"max_claims": MAX_CLAIMS, "count": count}
        )
    if order.due_at is not None and order.due_at <= timezone.now():
        raise Blocked(_("The due date is past. Choose a date that is still to come."))
    if act is Act.TOPIC and not Topic.objects.filter(pk=order.topic_id or 0).exists():
        raise Blocked(_("Choose a topic."))
    if act is Act.CLOSE and order.reason not in CloseReason:
        raise Blocked(_("Choose a reason for closing."))
    if act is Act.ASSIGN and not User.objects.holding(Right.REVIEW).filter(pk=order.reviewer_id).exists():
        raise Blocked(_("Choose somebody with the reviewer role."))


def _do(act: Act, item: Item, actor: User, order: Order) -> Claim:
    if act is Act.DUE:
        return organise.set_due(claim_id=item.claim_id, due_at=order.due_at, actor=actor, expected_version=item.version)
    if act is Act.TOPIC:
        return organise.add_topic(
            claim_id=item.claim_id, topic_id=order.topic_id or 0, actor=actor, expected_version=item.version
        )
    state = Claim.objects.filter(pk=item.claim_id).values_list("state", flat=True).first()
    return perform(
        _move(act, state or ""),
        claim_id=item.claim_id,
        actor=actor,
        note=order.note,
        expected_version=item.version,
        details=_details(order),
    ).claim


def _outlook(act: Act, claim: Claim, actor: User, order: Order, goal: str) -> Outlook:
    refusal, before = "", ""
    match act:
        case Act.DUE:
            before = _due(claim.due_at)
            refusal = organise.due_refusal(claim) or (
                _("It is due then already.") if claim.due_at == order.due_at else ""
            )
        case Act.TOPIC:
            topics = list(claim.topics.all())
            before = formats.listed(topic.name for topic in topics) or _("No topic")
            already = any(topic.pk == order.topic_id for topic in topics)
            refusal = organise.topics_refusal(claim) or (_("It is under this topic already.") if already else "")
        case Act.ASSIGN | Act.CLOSE:
            before = formats.listed((claim.get_state_display(), *([str(claim.reviewer)] if claim.reviewer else [])))
            move = _move(act, claim.state)
            refused = would_refuse(move, claim=claim, actor=actor, note=order.note, details=_details(order))
            refusal = refused.message if refused else ""
    return Outlook(claim, before, "" if refusal else goal, refusal)


def _move(act: Act, state: str) -> MoveName:
    """Assigning a claim that somebody has is giving it to somebody else."""
    if act is Act.CLOSE:
        return MoveName.CLOSE
    return MoveName.ASSIGN if state == ClaimState.QUEUED else MoveName.REASSIGN


def _details(order: Order) -> Details:
    return Details(reviewer_id=order.reviewer_id, due_at=order.due_at, reason=order.reason)


def _goal(act: Act, order: Order) -> str:
    """How each claim will stand."""
    match act:
        case Act.DUE:
            return _due(order.due_at)
        case Act.TOPIC:
            return _("Filed under %(get)s") % {"get": Topic.objects.get(pk=order.topic_id or 0)}
        case Act.CLOSE:
            return _("Closed: %(reason)s") % {"reason": CloseReason(order.reason).label}
        case Act.ASSIGN:
            reviewer = User.objects.get(pk=order.reviewer_id)
            if order.due_at is None:
                return _("Assigned to %(person)s") % {"person": reviewer}
            day = formats.day(order.due_at)
            return _("Assigned to %(person)s, due %(day)s") % {"person": reviewer, "day": day}


def _due(at: datetime.datetime | None) -> str:
    return _("Due %(day)s") % {"day": formats.day(at)} if at else _("No due date")
