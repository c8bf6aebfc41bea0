"""Sign-ins that end: after a time without use, and after a time in any case."""

import contextlib
import time
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import DatabaseError, transaction

BEGAN: Final = "signed_in_at"
USED: Final = "used_at"
NOTED_EVERY_SECONDS: Final = 300
"""Often enough to tell when a sign-in was used last, seldom enough that reading does not become writing."""


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with SESSION_IDLE_SECONDS and SESSION_COOKIE_AGE kept on the server."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, once its time is over."""
        data: dict[str, Any] = super().load()
        if SESSION_KEY not in data:
            return data
        now = int(time.time())
        began, used = data.get(BEGAN, 0), data.get(USED, 0)
        if now - began > settings.SESSION_COOKIE_AGE or now - used > settings.SESSION_IDLE_SECONDS:
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - used > NOTED_EVERY_SECONDS:
            data[USED] = now
            self._note(data)
        return data

    def save(self, must_create: bool = False) -> None:
        """Store it; with a sign-in, from when on its time runs."""
        if SESSION_KEY in self and BEGAN not in self:
            self[BEGAN] = self[USED] = int(time.time())
        super().save(must_create)

    def _note(self, data: dict[str, Any]) -> None:
        """Keep when it was used; a database that cannot write at the moment does not keep anybody from reading."""
        with contextlib.suppress(DatabaseError), transaction.atomic():
            self.model.objects.filter(session_key=self.session_key).update(session_data=self.encode(data))
