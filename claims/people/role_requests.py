"""A change of an admin's roles by two: an admin or groups at the sign-in provider ask, another admin decides."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import RoleRequest, SecurityEventKind, User
from claims.accounts.roles import RIGHTS, Right, Role
from claims.audit.services import JSONValue, record
from claims.delivery.account_letters import tell, tell_admins
from claims.delivery.models import LetterKind
from claims.errors import NotAllowed, WrongState
from claims.people.invitations import ask_people, known


def ask(*, person: User, roles: list[Role], actor: User) -> RoleRequest:
    """Have other admins asked whether somebody shall have these roles, in place of what was asked before.

    Which groups ask for the same is kept, so that a no is one to them as well. Inside the caller's transaction, which
    holds the lock on the person.
    """
    values = {"roles": [role.value for role in roles], "asked_by": actor, "asked_at": timezone.now()}
    request, _made = RoleRequest.objects.update_or_create(person=person, decided_at=None, defaults=values)
    record(actor=actor, action="role_change_asked", target=person, data=_told(request))
    tell_admins(SecurityEventKind.ROLES_ASKED, but=actor)
    return request


def groups_ask(*, person: User, groups: list[str]) -> None:
    """Have admins asked whether somebody becomes one, as these groups at the sign-in provider have it.

    Asked once: not again while it waits, nor after a no until the groups are others or were gone meanwhile. What an
    admin asked for by hand stands before it, and a no to that is one to the groups. Inside the caller's transaction,
    which holds the lock on the admin role.
    """
    newest = person.role_requests.order_by("-pk")
    open_one = newest.open().first()
    if open_one is not None and open_one.asked_by_id and Role.ADMIN in open_one.roles:
        newest.open().update(groups=groups)
        return
    last = open_one or newest.filter(decided_by__isnull=False).exclude(groups=[]).first()
    if last is not None and not last.confirmed and last.groups == groups:
        return
    values = {"roles": [Role.ADMIN.value], "groups": groups, "asked_by": None, "asked_at": timezone.now()}
    request, made = RoleRequest.objects.update_or_create(person=person, decided_at=None, defaults=values)
    record(actor=None, action="group_roles_asked", target=person, data=_told(request))
    if made:
        tell_admins(SecurityEventKind.ROLES_ASKED)


def groups_ask_no_longer(*, person: User) -> None:
    """Nothing waits for a second admin that groups asked for, and a no of earlier holds for nothing to come.

    Inside the caller's transaction, which holds the lock on the admin role.
    """
    asked = person.role_requests.open().filter(asked_by__isnull=True)
    for request in asked:
        record(actor=None, action="group_roles_withdrawn", target=person, data=_told(request))
    asked.update(decided_at=timezone.now())
    person.role_requests.exclude(groups=[]).update(groups=[])


def waits(person: User) -> bool:
    """Whether a change of somebody's own roles waits for a second admin: one query."""
    return person.role_requests.open().exists()


def waiting() -> list[RoleRequest]:
    """What waits for a second admin, the newest first: one query."""
    return list(RoleRequest.objects.open().filter(person__removed_at__isnull=True).select_related("person", "asked_by"))


def confirm(*, request_id: int, actor: User) -> User:
    """Give somebody the roles that another admin asked for; nobody confirms what they asked for themselves."""
    ask_people(actor)
    with transaction.atomic():
        request, person = _locked(request_id)
        if request.asked_by_id == actor.pk:
            raise NotAllowed(_("You asked for this yourself. Another admin has to confirm it."))
        before, by_groups = known(person.roles), request.asked_by_id is None
        chosen = known([*(before if by_groups else ()), *request.roles])
        _keep_an_admin(person, chosen)
        person.groups.set(Group.objects.filter(name__in=[role.value for role in chosen]))
        _decide(request, actor, confirmed=True)
        if by_groups:
            record(actor=actor, action="group_roles_confirmed", target=person, data=_told(request))
        else:
            record(actor=actor, action="role_change_confirmed", target=person, data=_told(request))
        if before != chosen:
            tell(person, LetterKind.ROLES_CHANGED)
    return person


def decline(*, request_id: int, actor: User) -> User:
    """Leave somebody's roles as they are; whoever asked takes it back so."""
    ask_people(actor)
    with transaction.atomic():
        request, person = _locked(request_id)
        _decide(request, actor, confirmed=False)
        record(actor=actor, action="role_change_declined", target=person, data=_told(request))
    return person


def _locked(request_id: int) -> tuple[RoleRequest, User]:
    Group.objects.select_for_update().get(name=Role.ADMIN.value)
    request = RoleRequest.objects.open().select_for_update(of=("self",)).filter(pk=request_id).first()
    if request is None:
        raise WrongState(_("Somebody has decided about this already. Reload the page."))
    person: User = User.objects.select_for_update(of=("self",)).get(pk=request.person_id)
    if person.removed_at is not None:
        raise WrongState(_("This person is no longer here. Reload the page."))
    return request, person


def _keep_an_admin(person: User, roles: list[Role]) -> None:
    keeps = any(Right.PEOPLE in RIGHTS[role] for role in roles)
    if person.may(Right.PEOPLE) and not keeps and not User.objects.holding(Right.PEOPLE).exclude(pk=person.pk).exists():
        raise WrongState(_("Nobody else is an admin. Make somebody else one first."))


def _decide(request: RoleRequest, actor: User, *, confirmed: bool) -> None:
    request.decided_by, request.decided_at, request.confirmed = actor, timezone.now(), confirmed
    request.save(update_fields=["decided_by", "decided_at", "confirmed"])


def _told(request: RoleRequest) -> dict[str, JSONValue]:
    told: dict[str, JSONValue] = {"roles": list[JSONValue](request.roles), "asked_by": request.asked_by_id}
    return told if request.asked_by_id else told | {"groups": list[JSONValue](request.groups)}
