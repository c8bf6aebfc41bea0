"""Sign-in by user name or e-mail, with the demo people kept to this machine."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from claims.accounts.models import User


class DeskBackend(ModelBackend):
    """Django's own backend that also knows e-mail addresses and refuses demo people on an open server."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The person whose user name or e-mail and password these are, or None."""
        if username and "@" in username:
            found = User.objects.named(username)
            username = found.username if found else username
        person = super().authenticate(request, username=username, password=password, **kwargs)
        return person if isinstance(person, User) else None

    def user_can_authenticate(self, user: Any) -> bool:
        """Removed people and, on an open server, demo people cannot sign in."""
        return super().user_can_authenticate(user) and user.removed_at is None and self._demo_allowed(user)

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, by the same rules as at sign-in."""
        person = super().get_user(user_id)
        return person if isinstance(person, User) else None

    @staticmethod
    def _demo_allowed(user: Any) -> bool:
        return settings.DEMO_SIGN_INS or not user.is_demo
