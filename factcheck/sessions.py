"""Sign-ins that end: after a time without use, and after a time in any case."""

import contextlib
import time
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db import DatabaseError, transaction
from django.utils import timezone

from claims.accounts.models import Session
from claims.accounts.session_models import stored_key

BEGAN: Final = "signed_in_at"
USED: Final = "used_at"
NOTED_EVERY_SECONDS: Final = 300
"""Often enough to tell when a sign-in was used last, seldom enough that reading does not become writing."""


class SessionStore(db.SessionStore):
    """Django's sessions in the database, with SESSION_IDLE_SECONDS and SESSION_COOKIE_AGE kept on the server.

    A row says whose it is, so that a person can see and end their sign-ins, and is found by a hash of the cookie.
    """

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The rows."""
        return Session

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, once its time is over."""
        row = self._rows(self.session_key).filter(expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
            return {}
        data: dict[str, Any] = self.decode(row.session_data)
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

    def exists(self, session_key: str) -> bool:
        """Whether a cookie with this text would find a session."""
        return bool(self._rows(session_key).exists())

    def delete(self, session_key: str | None = None) -> None:
        """End it."""
        self._rows(session_key or self.session_key).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to write."""
        row = super().create_model_instance(data)
        if not isinstance(row, Session):
            raise TypeError("The store writes rows of its own model.")
        row.session_key = stored_key(row.session_key)
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def _rows(self, cookie: str | None) -> Any:
        return self.model.objects.filter(session_key=stored_key(cookie or ""))

    def _note(self, data: dict[str, Any]) -> None:
        """Keep when it was used; a database that cannot write at the moment does not keep anybody from reading."""
        with contextlib.suppress(DatabaseError), transaction.atomic():
            self._rows(self.session_key).update(session_data=self.encode(data))
