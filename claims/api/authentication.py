"""Who asks: the person of a browser's session, or the owner of a personal access token."""

from django.contrib.auth import get_backends
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from claims.accounts.backends import DeskBackend
from claims.accounts.models import PersonalAccessToken, User
from claims.people.tokens import find, note_use

REFUSED = gettext_lazy(
    "This token opens nothing: it is unknown, expired or revoked. Make a new one on your account page."
)


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; a wrong token is an error, not an anonymous request."""

    def authenticate(self, request: Request) -> tuple[User, PersonalAccessToken] | None:
        """The owner and the token, or None where another way of signing in is used."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() not in (b"bearer", b"token"):
            return None
        if len(parts) != 2:
            raise AuthenticationFailed(_("Write the header as: Authorization: Bearer <token>."))
        token = find(parts[1].decode("latin-1"))
        if token is None or not _may_sign_in(token.person):
            raise AuthenticationFailed(REFUSED)
        note_use(token)
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """How to sign in, for the answer 401."""
        return 'Bearer realm="Plumbline"'


class BrowserAuthentication(SessionAuthentication):
    """The session of the desk's own pages, with Django's CSRF check on every write."""


def _may_sign_in(person: User) -> bool:
    """The same rules as at the sign-in page."""
    return any(isinstance(way, DeskBackend) and way.user_can_authenticate(person) for way in get_backends())
