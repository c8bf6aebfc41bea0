"""Everything that is stored encrypted, wherever it lies, encrypted anew with the newest key."""

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction

from claims.encryption import MARK, DigestField, EncryptedTextField, encrypted_anew

SEEDS = ("secret", "seed")
"""Where the second step's rows keep theirs."""


def _digests_of(model: type[models.Model], name: str) -> list[DigestField]:
    """What the rows are found by whose field of this name is encrypted."""
    return [each for each in model._meta.concrete_fields if isinstance(each, DigestField) and each.of == name]


def encrypt_anew() -> int:
    """Encrypt all of it with the first key, in one transaction; how many secrets there were.

    Unreadable where one was encrypted with a key that is not among ours; then nothing is changed.
    """
    count = 0
    with transaction.atomic():
        for model in apps.get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, EncryptedTextField):
                    names = [field.name, *(each.name for each in _digests_of(model, field.name))]
                    # Reading opens it with any of the keys, and writing closes it with the first.
                    for row in model._base_manager.exclude(**{field.name: ""}).only(field.name):
                        row.save(update_fields=names)
                        count += 1
        for authenticator in Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN):
            for name in SEEDS:
                stored = authenticator.data.get(name, "")
                if stored.startswith(MARK):
                    authenticator.data[name] = encrypted_anew(stored)
                    count += 1
            authenticator.save(update_fields=["data"])
    return count
