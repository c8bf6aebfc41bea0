"""Personal access tokens: what they may be used for, and how the secret becomes the hash that is stored."""

import hashlib
import secrets
from collections.abc import Iterable
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

PREFIX: Final = "plumb_"
BYTES_OF_CHANCE: Final = 32
HINT_CHARACTERS: Final = 4


class Scope(models.TextChoices):
    """What a token may be used for; it never lets its owner do more than their roles do."""

    READ = "read", _("Read everything the desk shows you")
    WRITE = "write", _("Add articles, triage, assign, gather evidence, draft, comment, submit")
    PUBLISH = "publish", _("Approve, send back, publish, correct and retract")


def new_secret() -> str:
    """A secret of 256 random bits with a prefix by which scanners and people know what it is."""
    return PREFIX + secrets.token_urlsafe(BYTES_OF_CHANCE)


def digest(secret: str) -> str:
    """The SHA-256 that is stored; a slow hash guards guessable passwords, and this secret cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def hint(secret: str) -> str:
    """The last characters, by which a person tells her tokens apart."""
    return secret[-HINT_CHARACTERS:]


def in_order(scopes: Iterable[str]) -> list[str]:
    """The known scopes among these, once each and in the order of the enum."""
    chosen = set(scopes)
    return [scope.value for scope in Scope if scope.value in chosen]
