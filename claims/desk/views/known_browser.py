"""The mark of a browser in which somebody has signed in before."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy

from claims.accounts.models import User
from claims.desk.forms.sign_in import KNOWN_BROWSER
from claims.people.sign_in import KNOWN_FOR, browser_of, new_browser


def know_browser(request: HttpRequest, response: HttpResponse, person: User) -> None:
    """Mark the browser as one of this person's, so that nobody who guesses elsewhere can keep them out of it."""
    known = browser_of(request.COOKIES.get(KNOWN_BROWSER, ""))
    if known is not None and known.person_id == person.pk:
        return
    response.set_cookie(
        KNOWN_BROWSER,
        new_browser(person).mark(),
        max_age=int(KNOWN_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        path=str(reverse_lazy("login")),
    )
