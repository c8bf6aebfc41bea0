"""Which party or office a claimant belonged to, and when: set by editors, with who set it on record."""

import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue, record
from claims.errors import Blocked, NotAllowed, WrongState
from claims.tracking.enums import GroupKind
from claims.tracking.models import Claimant, ClaimantGroup, GroupMembership
from claims.verdicts import normalise_input

NAME_LIMIT = 120


def add_group(*, name: str, kind: GroupKind, actor: User) -> ClaimantGroup:
    """A new group; Blocked where there is one of that name."""
    _ask(actor)
    name = normalise_input.line(name)
    if not name or len(name) > NAME_LIMIT:
        raise Blocked(_("Write the name of the party or office, in at most %(most)d letters.") % {"most": NAME_LIMIT})
    with transaction.atomic():
        if ClaimantGroup.objects.filter(name__iexact=name).exists():
            raise Blocked(_("There is a group of this name already."))
        group = ClaimantGroup.objects.create(name=name, slug=_free_slug(name), kind=kind)
        record(actor=actor, action="group_added", target=group, data={"name": name})
    return group


def put_in_group(
    *, group_id: int, claimant: str, since: datetime.date, until: datetime.date | None = None, actor: User
) -> GroupMembership:
    """Say that a claimant, by name, belonged to a group from one day to another; Blocked where that is said already."""
    _ask(actor)
    _ask_for_order(since, until)
    who = Claimant.objects.filter(name__iexact=normalise_input.line(claimant)).first()
    if who is None:
        raise Blocked(_("The desk knows no claimant of this name. Write it as it stands on their claims."))
    with transaction.atomic():
        group = _locked_group(group_id)
        _ask_for_room(GroupMembership.objects.filter(group=group, claimant=who), since, until)
        row = GroupMembership.objects.create(
            claimant=who, group=group, since=since, until=until, set_by=actor, set_at=timezone.now()
        )
        record(actor=actor, action="membership_set", target=group, data=_said_of(row))
    return row


def end_membership(*, membership_id: int, until: datetime.date | None, actor: User) -> GroupMembership:
    """Set the last day on which a claimant belonged to a group, or that they still do."""
    _ask(actor)
    with transaction.atomic():
        row = _locked(membership_id)
        _ask_for_order(row.since, until)
        others = GroupMembership.objects.filter(group=row.group_id, claimant=row.claimant_id).exclude(pk=row.pk)
        _ask_for_room(others, row.since, until)
        row.until, row.set_by, row.set_at = until, actor, timezone.now()
        row.save(update_fields=["until", "set_by", "set_at"])
        record(actor=actor, action="membership_set", target=row.group, data=_said_of(row))
    return row


def remove_membership(*, membership_id: int, actor: User) -> None:
    """Take back what was set in error; the record keeps that it was said."""
    _ask(actor)
    with transaction.atomic():
        row = _locked(membership_id)
        record(actor=actor, action="membership_removed", target=row.group, data=_said_of(row))
        row.delete()


def may_keep_groups(person: User) -> bool:
    """Whether a person may say who belonged to which group."""
    return person.may(Right.ASSIGN)


def _ask(actor: User) -> None:
    if not may_keep_groups(actor):
        raise NotAllowed(_("Your role does not let you say who belongs to which group. Ask an editor."))


def _ask_for_order(since: datetime.date, until: datetime.date | None) -> None:
    if until is not None and until < since:
        raise Blocked(_("The last day comes before the first. Give a later one, or leave it empty."))


def _ask_for_room(others: "QuerySet[GroupMembership]", since: datetime.date, until: datetime.date | None) -> None:
    overlapping = others.filter(Q(until__isnull=True) | Q(until__gte=since))
    if until is not None:
        overlapping = overlapping.filter(since__lte=until)
    if overlapping.exists():
        raise Blocked(_("These days overlap with others that are set for the same claimant and group."))


def _said_of(row: GroupMembership) -> dict[str, JSONValue]:
    return {
        "claimant": row.claimant.name,
        "since": row.since.isoformat(),
        "until": row.until.isoformat() if row.until else "",
    }


def _locked_group(group_id: int) -> ClaimantGroup:
    group = ClaimantGroup.objects.select_for_update(of=("self",)).filter(pk=group_id).first()
    if group is None:
        raise WrongState(_("This group is no longer here."))
    return group


def _locked(membership_id: int) -> GroupMembership:
    rows = GroupMembership.objects.select_for_update(of=("self",)).select_related("claimant", "group")
    row = rows.filter(pk=membership_id).first()
    if row is None:
        raise WrongState(_("This entry is no longer here. Reload the page to see those that are."))
    return row


def _free_slug(name: str) -> str:
    stem = slugify(name)[:100] or "group"
    taken = set(ClaimantGroup.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 2, stem
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    return slug
