"""The sign-ins that are open: one row for each browser, known by a hash of its cookie."""

import hashlib
from typing import ClassVar, Final, Self

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.module_loading import import_string

KEY_LENGTH: Final = 40


def stored_key(cookie: str) -> str:
    """What a session is stored under; whoever reads the database or a copy of it cannot turn it into the cookie."""
    return hashlib.sha256(cookie.encode()).hexdigest()[:KEY_LENGTH]


class Session(AbstractBaseSession):
    """A browser's session, and whose sign-in it is."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions", editable=False
    )

    objects: ClassVar[BaseSessionManager[Self]] = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """The store that reads and writes these rows."""
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store
