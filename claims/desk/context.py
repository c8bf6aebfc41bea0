"""What the frame around every desk page shows."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.delivery.queries import unread_count

SECTIONS = {"desk": "desk", "queue": "queue", "claim": "queue", "article": "articles", "articles": "articles"}
SECTIONS |= {"feed": "articles", "feeds": "articles", "import": "articles", "imports": "articles"}
SECTIONS |= {"published": "published", "explainer": "published", "explainers": "published"}
SECTIONS |= {"hook": "articles", "hooks": "articles"}
SECTIONS |= {"candidate": "articles", "candidates": "articles", "run": "articles"}


def chrome(request: HttpRequest) -> dict[str, object]:
    """The theme chosen in this browser, the frame to stand in, the part of the desk this page is, and my rights.

    htmx asks for the inside of a page only; it gets the page's main block without the frame.
    """
    match = getattr(request, "resolver_match", None)
    word = (match.url_name or "").partition("-")[0] if match else ""
    htmx = getattr(request, "htmx", False)
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in ("light", "dark") else "",
        "frame": "bare.html" if htmx else "base.html",
        "section": SECTIONS.get(word, ""),
        "may": rights_of(request),
        # Masked once for all the forms of a page rather than for each.
        "csrf_token": SimpleLazyObject(lambda: get_token(request)),
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
        "unread": SimpleLazyObject(lambda: unread_of(request)),
    }


def unread_of(request: HttpRequest) -> int:
    """How many notifications the person has not read; asked only where the frame is drawn."""
    person = getattr(request, "user", None)
    return unread_count(person) if isinstance(person, User) else 0


def rights_of(request: HttpRequest) -> dict[str, bool]:
    """What the person who is signed in may do, by the lower-case names of the rights: `{% if may.triage %}`."""
    person = getattr(request, "user", None)
    if person is None or isinstance(person, AnonymousUser) or not person.is_authenticated:
        return {}
    rights = {right.name.lower(): person.may(right) for right in Right}
    return rights | {"back_office": rights["assign"] or rights["people"] or rights["settings"]}
