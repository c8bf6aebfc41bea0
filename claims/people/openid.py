"""People who sign in at the newsroom's own provider: who they are here, and the roles their groups give them."""

import logging
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from claims.accounts.models import SecurityEventKind, User
from claims.accounts.provider import provider
from claims.accounts.roles import RIGHTS, Right, Role
from claims.audit.services import JSONValue, record
from claims.delivery.account_letters import tell
from claims.delivery.models import LetterKind
from claims.people import role_requests
from claims.people.invitations import known, second_is_needed
from claims.people.sign_in import Refused, note

logger = logging.getLogger(__name__)

LONGEST_NAME = 120
LONGEST_USER_NAME = 60


@dataclass(frozen=True)
class Identity:
    """What the provider says of somebody, from a token that was verified."""

    email: str
    email_verified: bool
    name: str
    user_name: str
    groups: frozenset[str]


def arrive(*, person: User | None, identity: Identity, address: str) -> User:
    """Whoever this is, with the roles of their groups; made if the desk does not know them; Refused with a sentence.

    `person` is whom this identity belonged to at the last sign-in. An e-mail address leads to somebody who is here
    already only where the provider has verified it, or anybody could give theirs at the provider and come in as them.
    """
    with transaction.atomic():
        # One lock for everything that could leave a desk without an admin, or make somebody twice.
        Group.objects.select_for_update().get(name=Role.ADMIN.value)
        person = person or _known(identity) or _made(identity)
        _follow(person, identity, address)
    arrived: User = User.objects.get(pk=person.pk)
    return arrived


def roles_of(groups: frozenset[str]) -> list[Role]:
    """The roles that these groups give."""
    return known(role for group in groups for role in provider().roles.get(group, ()))


def _known(identity: Identity) -> User | None:
    if not identity.email:
        return None
    found: User | None = User.objects.filter(email__iexact=identity.email, removed_at__isnull=True).first()
    if found is not None and (found.is_demo or not identity.email_verified):
        raise Refused(
            _(
                "Somebody here has your e-mail address already, and %(provider)s has not verified that it is yours. Ask"
                " an admin."
            )
            % {"provider": provider().name}
        )
    return found


def _made(identity: Identity) -> User:
    """A new person without a password, where a group of theirs has a role here."""
    if not roles_of(identity.groups):
        raise Refused(
            _("%(provider)s knows you, and none of your groups there has a role on this desk. Ask an admin.")
            % {"provider": provider().name}
        )
    user_name = _free_user_name(identity)
    person = User(username=user_name, display_name=(identity.name or user_name)[:LONGEST_NAME], email=identity.email)
    person.set_unusable_password()
    person.save()
    record(actor=person, action="account_made", target=person, data={"roles": list[JSONValue]()})
    return person


def _follow(person: User, identity: Identity, address: str) -> None:
    """Give the roles of the groups and take away those of groups that are gone; what an admin gave besides stays.

    Becoming an admin waits for a yes where a second admin is needed for it; being one no longer waits for nothing.
    """
    before, given = known(person.roles), provider().given_roles
    kept = [role.value for role in before if role.value not in given]
    after = known([*kept, *(role.value for role in roles_of(identity.groups))])
    if _is_last_admin(person, before, after):
        logger.warning("Person %d is the last admin and stays one, whatever their groups say.", person.pk)
        after = known([*(role.value for role in after), Role.ADMIN.value])
    if Role.ADMIN not in before and second_is_needed(before=before, after=after, actor=person):
        after.remove(Role.ADMIN)
        role_requests.groups_ask(person=person, groups=_groups_of_admins(identity.groups))
    else:
        role_requests.groups_ask_no_longer(person=person)
    if before == after:
        return
    person.groups.set(Group.objects.filter(name__in=[role.value for role in after]))
    record(
        actor=None,
        action="roles_followed",
        target=person,
        data={
            "roles_before": list[JSONValue](role.value for role in before),
            "roles_after": list[JSONValue](role.value for role in after),
        },
    )
    note(person, SecurityEventKind.ROLES_FOLLOWED, address)
    if before:
        tell(person, LetterKind.ROLES_CHANGED)


def _groups_of_admins(groups: frozenset[str]) -> list[str]:
    return sorted(group for group in groups if Role.ADMIN in roles_of(frozenset({group})))


def _is_last_admin(person: User, before: list[Role], after: list[Role]) -> bool:
    def looks_after_people(roles: list[Role]) -> bool:
        return any(Right.PEOPLE in RIGHTS[role] for role in roles)

    if not looks_after_people(before) or looks_after_people(after):
        return False
    return not User.objects.holding(Right.PEOPLE).exclude(pk=person.pk).exists()


def _free_user_name(identity: Identity) -> str:
    """What the provider calls them, or what stands before the @, with a number where that is taken."""
    wanted = identity.user_name or identity.email.partition("@")[0]
    letters = "".join(letter for letter in wanted.lower() if letter.isalnum() or letter in "._-")
    base = letters[:LONGEST_USER_NAME] or "person"
    found, count = base, 1
    while User.objects.filter(username__iexact=found).exists():
        count += 1
        found = f"{base}-{count}"
    return found
