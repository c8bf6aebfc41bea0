"""Encrypting what has to be read again: signing secrets, seeds of the second step, answers that are kept for a day.

Fernet (AES-128-CBC with HMAC-SHA256) under a key derived from each of settings.ENCRYPTION_KEYS; the first encrypts, and
all of them decrypt, so that a key can be replaced while the desk runs.
"""

import base64
import hashlib
import hmac
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

MARK: Final = "enc1:"
"""What encrypted text begins with; text without it was stored before there was encryption, and is read as it is."""


class Unreadable(Exception):
    """Text that none of the keys opens."""


def encrypt(text: str) -> str:
    """The text as it is stored."""
    return MARK + _keys(tuple(settings.ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text again; Unreadable where its key is not among ours."""
    if not stored.startswith(MARK):
        return stored
    try:
        return _keys(tuple(settings.ENCRYPTION_KEYS)).decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise Unreadable("A stored secret was encrypted with a key that is not in ENCRYPTION_KEYS.") from error


def encrypted_anew(stored: str) -> str:
    """The same text under the first of the keys."""
    return encrypt(decrypt(stored))


if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class EncryptedTextField(Text):
    """Text that is encrypted in the database and plain on the row; it cannot be searched or compared there."""

    def get_prep_value(self, value: Any) -> Any:
        """For the database; nothing stays nothing, and what comes encrypted out of a backup stays as it is."""
        text = super().get_prep_value(value)
        return encrypt(text) if text and not text.startswith(MARK) else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """From the database."""
        return decrypt(value) if value else value


def digest(text: str) -> str:
    """A keyed digest, by which a row is found whose text is encrypted; nobody without the key can guess it."""
    return digests(text)[0]


def digests(text: str) -> list[str]:
    """The same under each of the keys, the newest first: what to look for while keys are being replaced."""
    return [
        hmac.new(hashlib.sha256(b"plumbline.digest:" + secret.encode()).digest(), text.encode(), "sha256").hexdigest()
        for secret in settings.ENCRYPTION_KEYS
    ]


if TYPE_CHECKING:
    Char = models.CharField[str, str]
else:
    Char = models.CharField


class DigestField(Char):
    """The keyed digest of another, encrypted field of the row, written whenever the row is: `of` names that field.

    What differs in capitals alone has the same digest.
    """

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of

    def deconstruct(self) -> Any:  # as Django has it: name, path, arguments
        """What a migration keeps of it."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The digest of the other field as it is now."""
        value = digest(getattr(model_instance, self.of).casefold())
        setattr(model_instance, self.attname, value)
        return value


@lru_cache(maxsize=8)
def _keys(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


def _derived(secret: str) -> bytes:
    """A key of its own out of a long random text, which may be SECRET_KEY itself."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"plumbline.encryption:" + secret.encode()).digest())
