"""Everything that is kept about one person, as lines of JSON for that person; without the secrets that open something.

What is about the person is told whole. Of the newsroom's work, such as claims and verdicts, it is told which rows name
the person and as what; their words stand on the desk.
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.encryption import EncryptedTextField
from claims.errors import NotAllowed, WrongState

SECRETS: Final = frozenset(
    {"password", "token_hash", "session_key", "session_data", "fingerprint", "headers", "data", "hint"}
)
"""Columns that open something, or hold what another system was answered."""
WHOLE: Final = frozenset({"claims.Comment", "claims.SavedView", "claims.Assignment", "verdicts.Waiver"})
"""What the person wrote or was told herself; so is whatever goes with the person's row."""


def lines_about(*, person_id: int, actor: User) -> Iterator[str]:
    """The lines about one person: for the person, or for an admin, whose asking stands on record."""
    if actor.pk != person_id and not actor.may(Right.PEOPLE):
        raise NotAllowed(_("Your role does not let you see or erase what people are kept with. Ask an admin."))
    person = User.objects.filter(pk=person_id, removed_at__isnull=True).first()
    if person is None:
        raise WrongState(_("This person is no longer here. Reload the page."))
    record(actor=actor, action="data_exported", target=person)
    return _lines(person)


def references() -> list[tuple[type[models.Model], "models.ForeignKey[Any, Any]"]]:
    """Every column of the desk that points at a person."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is User
    ]


def _lines(person: User) -> Iterator[str]:
    roles = {"roles": person.roles}
    yield _line({"table": "accounts.User", "as": "person", "row": _row(person) | roles})
    for model, field in references():
        label = model._meta.label
        whole = label in WHOLE or field.remote_field.on_delete is models.CASCADE
        rows = model._default_manager.filter(**{field.name: person}).order_by("pk")
        for row in rows.iterator(chunk_size=500):
            said = {"row": _row(row)} if whole else {"id": row.pk}
            yield _line({"table": label, "as": field.name, **said})


def _row(row: models.Model) -> dict[str, Any]:
    return {
        field.name: field.value_from_object(row)
        for field in row._meta.concrete_fields
        if field.name not in SECRETS and not isinstance(field, EncryptedTextField | models.BinaryField)
    }


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, cls=DjangoJSONEncoder, default=str) + "\n"
