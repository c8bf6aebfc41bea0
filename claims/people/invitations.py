"""The links by which people make their own accounts: the first admin's, and invitations by e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import Invitation, User
from claims.accounts.roles import ROLE_NAMES, Right, Role
from claims.accounts.tokens import digest
from claims.audit.services import JSONValue, record
from claims.delivery import account_letters
from claims.errors import Blocked, NotAllowed, WrongState
from claims.people.first_admin import FIRST_ROLES, has_admin
from claims.verdicts import normalise_input

WORKING_FIRST_ROLES: Final = (Role.APPROVER, *FIRST_ROLES)
"""Those of a first person who also works on checks: an approver may do whatever an editor and a reviewer may."""


@dataclass(frozen=True)
class Invited:
    """An invitation, and the address of its link where somebody has to pass it on; nobody will see that again."""

    invitation: Invitation
    link: str = ""


def find(secret: str) -> Invitation | None:
    """The open invitation of this secret, as long as its link works."""
    found = Invitation.objects.open().filter(token_hash=digest(secret), expires_at__gt=timezone.now()).first()
    return None if found is None or (found.is_first and has_admin()) else found


def accept(
    *, secret: str, display_name: str, username: str, email: str, password: str, also_works: bool = False
) -> User:
    """Make the account of whoever has the link; WrongState where it was used meanwhile, Blocked with every reason.

    `also_works` gives the first admin the approver's role as well; the roles of others are those of their invitation.
    """
    with transaction.atomic():
        Invitation.objects.select_for_update().filter(token_hash=digest(secret)).first()
        invitation = find(secret)
        if invitation is None:
            raise WrongState(_("This link was used already, or its time is over. Ask an admin for a new one."))
        roles = list(WORKING_FIRST_ROLES) if invitation.is_first and also_works else known(invitation.roles)
        person = User(
            username=username.strip(),
            display_name=normalise_input.line(display_name),
            email=(invitation.email or email).strip(),
        )
        person.set_password(password)
        _store(person)
        person.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
        invitation.accepted_at, invitation.person, invitation.token_hash = timezone.now(), person, None
        invitation.save(update_fields=["accepted_at", "person", "token_hash"])
        record(
            actor=person,
            action="account_made",
            target=person,
            data={"invitation": invitation.pk, "roles": list[JSONValue](role.value for role in roles)},
        )
    return person


def user_name_for(invitation: Invitation) -> str:
    """A user name to begin with: what stands before the @, where it is a word of its own and free; else nothing."""
    word = invitation.email.partition("@")[0].lower()
    is_word = len(word) > 1 and word.isascii() and word.isalnum()
    return word if is_word and not User.objects.filter(username__iexact=word).exists() else ""


def invite(*, actor: User, email: str, roles: Iterable[str], display_name: str = "") -> Invited:
    """Invite somebody by e-mail; where no mail server is set the answer has the link, to be passed on."""
    ask_people(actor)
    address, chosen = email.strip(), known(roles)
    reasons = [*_refusals_of(address), *refusals_of_roles(chosen), *_refusals_of_admin([], chosen, actor)]
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    now = timezone.now()
    try:
        with transaction.atomic():
            invitation = Invitation.objects.create(
                email=address,
                display_name=normalise_input.line(display_name),
                roles=[role.value for role in chosen],
                invited_by=actor,
                invited_at=now,
                expires_at=now,
            )
            record(actor=actor, action="person_invited", target=invitation, data={"roles": list(invitation.roles)})
            return _deliver(invitation, by_letter=account_letters.letters_leave())
    except IntegrityError as error:
        raise Blocked(_already_invited(address)) from error


def send_again(*, invitation_id: int, actor: User) -> Invited:
    """Send the letter once more, with a new link for its whole time; the link before it ends."""
    return _renew(invitation_id, actor, by_letter=account_letters.letters_leave())


def show_link(*, invitation_id: int, actor: User) -> Invited:
    """A new link for the admin to pass on, in place of the letter's."""
    return _renew(invitation_id, actor, by_letter=False)


def revoke(*, invitation_id: int, actor: User) -> Invitation:
    """End an invitation at once."""
    ask_people(actor)
    with transaction.atomic():
        invitation = _locked(invitation_id)
        account_letters.take_back(invitation)
        invitation.revoked_at, invitation.token_hash = timezone.now(), None
        invitation.save(update_fields=["revoked_at", "token_hash"])
        record(actor=actor, action="invitation_revoked", target=invitation)
    return invitation


def give_roles(*, invitation_id: int, roles: Iterable[str], actor: User) -> Invitation:
    """Change the roles of an invitation that is open; the link stays the same."""
    ask_people(actor)
    chosen = known(roles)
    with transaction.atomic():
        invitation = _locked(invitation_id)
        reasons = [*refusals_of_roles(chosen), *_refusals_of_admin(known(invitation.roles), chosen, actor)]
        if reasons:
            raise Blocked(" ".join(reasons), tuple(reasons))
        before, after = list(invitation.roles), [role.value for role in chosen]
        if before != after:
            invitation.roles = after
            invitation.save(update_fields=["roles"])
            data: dict[str, JSONValue] = {"before": list[JSONValue](before), "after": list[JSONValue](after)}
            record(actor=actor, action="invitation_changed", target=invitation, data=data)
    return invitation


def known(roles: Iterable[str]) -> list[Role]:
    """The roles among these names, once each and in the order of the enum."""
    chosen = set(roles)
    return [role for role in ROLE_NAMES if role.value in chosen]


def refusals_of_roles(roles: list[Role]) -> list[str]:
    """Somebody without a role could open nothing."""
    return [] if roles else [_("Choose at least one role. Without one, a person can open nothing here.")]


def _refusals_of_admin(before: list[Role], after: list[Role], actor: User) -> list[str]:
    """Where a second admin has to confirm it, nobody comes in as an admin by a link."""
    if Role.ADMIN in before or not second_is_needed(before=before, after=after, actor=actor):
        return []
    return [
        _("A second admin confirms who becomes one. Invite them without that role, and give it to them afterwards.")
    ]


def second_is_needed(*, before: list[Role], after: list[Role], actor: User) -> bool:
    """Whether another admin has to confirm that somebody who is or becomes an admin has other roles.

    Only where the newsroom wants it so, and there is another.
    """
    if not settings.SECOND_ADMIN_FOR_ROLES or before == after or Role.ADMIN not in (*before, *after):
        return False
    return bool(User.objects.holding(Right.PEOPLE).exclude(pk=actor.pk).exists())


def ask_people(actor: User) -> None:
    """Refuse whoever does not look after people."""
    if not actor.may(Right.PEOPLE):
        raise NotAllowed(_("Your role does not let you add or change people. Ask an admin."))


def _refusals_of(address: str) -> list[str]:
    try:
        validate_email(address)
    except ValidationError:
        return [_("This is no e-mail address. Write it such as ines@newsroom.example.")]
    here = User.objects.filter(email__iexact=address).first()
    if here is not None:
        return [_("%(person)s has this address and an account already. Change the roles there.") % {"person": here}]
    if Invitation.objects.open().filter(email__iexact=address).exists():
        return [_already_invited(address)]
    return []


def _already_invited(address: str) -> str:
    return _("%(address)s is invited already. Send that invitation again, or revoke it first.") % {"address": address}


def _renew(invitation_id: int, actor: User, *, by_letter: bool) -> Invited:
    ask_people(actor)
    with transaction.atomic():
        invitation = _locked(invitation_id)
        record(actor=actor, action="invitation_renewed", target=invitation)
        return _deliver(invitation, by_letter=by_letter)


def _deliver(invitation: Invitation, *, by_letter: bool) -> Invited:
    """A letter whose worker makes the link, or a link at once; inside the caller's transaction."""
    if by_letter:
        account_letters.invite(invitation)
        # Until the letter is written the link before it works on; its own time is set then.
        return Invited(invitation)
    account_letters.take_back(invitation)
    secret = invitation.new_secret()
    invitation.save(update_fields=["token_hash", "expires_at"])
    return Invited(invitation, account_letters.invitation_address(secret))


def _locked(invitation_id: int) -> Invitation:
    found = Invitation.objects.open().to_people().select_for_update(of=("self",)).filter(pk=invitation_id).first()
    if found is None:
        raise WrongState(_("This invitation was taken up or revoked meanwhile. Reload the page."))
    return found


def _store(person: User) -> None:
    """Save a new account; Blocked with every reason against its name, user name or address."""
    try:
        person.full_clean(exclude=["password"])
        if not person.display_name:
            raise ValidationError(_("Write your name, as colleagues should see it."))
        with transaction.atomic():
            person.save(force_insert=True)
    except ValidationError as error:
        raise Blocked(" ".join(error.messages), tuple(error.messages)) from error
    except IntegrityError as error:
        raise Blocked(_("Somebody else here uses this user name or address already. Choose another.")) from error
