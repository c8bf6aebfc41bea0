"""Removing a person from the desk without losing what the person did."""

from django.db import transaction
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.accounts.services import anonymise
from claims.audit.services import record
from claims.delivery.services import forget_notifications
from claims.errors import NotAllowed, WrongState
from claims.tracking.views import forget_views


def remove_person(*, person_id: int, actor: User) -> User:
    """Replace a person's data by a stable name such as “Former colleague 12”; the audit record stays as it is.

    Claims in the person's hands stay there under that name, for an editor to give to somebody else.
    """
    if not actor.may(Right.PEOPLE):
        raise NotAllowed(_("Your role does not let you remove people. Ask an admin."))
    with transaction.atomic():
        person: User | None = User.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
        if person is None or person.removed_at is not None:
            raise WrongState(_("This person has been removed already."))
        if person.pk == actor.pk:
            raise WrongState(_("You cannot remove yourself. Ask another admin."))
        anonymise(person)
        forget_notifications(person)
        forget_views(person)
        record(actor=actor, action="person_removed", target=person)
        return person
