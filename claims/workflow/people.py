"""Removing a person from the desk without losing what the person did."""

from django.db import transaction

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.accounts.services import forget
from claims.audit.services import record
from claims.delivery.services import forget_notifications
from claims.tracking.views import forget_views
from claims.workflow.errors import NotAllowed, WrongState


def remove_person(*, person_id: int, actor: User) -> User:
    """Replace a person's data by a stable name such as “Former colleague 12”; the audit record stays as it is.

    Claims in the person's hands stay there under that name, for an editor to give to somebody else.
    """
    if not actor.may(Right.PEOPLE):
        raise NotAllowed("Your role does not let you remove people. Ask an admin.")
    with transaction.atomic():
        person: User | None = User.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
        if person is None or person.removed_at is not None:
            raise WrongState("This person has been removed already.")
        if person.pk == actor.pk:
            raise WrongState("You cannot remove yourself. Ask another admin.")
        forget(person)
        forget_notifications(person)
        forget_views(person)
        record(actor=actor, action="person_removed", target=person)
        return person
