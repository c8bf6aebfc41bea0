"""Who may see a page of the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import NotAllowed
from claims.people import role_requests
from claims.people.confirming import make_sure

ADMINS_NAMED = 3
NOT_YOURS = gettext_noop("Your role does not include this. Ask an editor or an admin.")


def person_of(request: HttpRequest) -> User:
    """The person who is signed in; the sign-in middleware has made sure that there is one."""
    if isinstance(request.user, AnonymousUser):
        raise NotAllowed(_("Sign in first."))
    return request.user


def no_role(person: User) -> str:
    """What somebody without a role is told: who can give one, or what has to be done on the server."""
    admins = [str(admin) for admin in User.objects.holding(Right.PEOPLE).order_by("display_name")[:ADMINS_NAMED]]
    if not admins:
        return _(
            "You have no role on this desk yet, and nobody here can give you one. On the server,"
            " manage.py first_admin_link prints a link for the first admin."
        )
    if role_requests.waits(person):
        return _("You have no role on this desk yet: yours waits until an admin confirms it: %(admins)s.") % {
            "admins": formats.listed(admins)
        }
    return _("You have no role on this desk yet. Ask an admin to give you one: %(admins)s.") % {
        "admins": formats.listed(admins)
    }


def sure[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R]:
    """Let a view change something only within minutes of a sign-in; else the password is asked for again."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        make_sure(request)
        return view(request, *args, **kwargs)

    return guarded


def needs[**P, R: HttpResponseBase](
    right: Right,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Let a view answer only people whose roles give them this right."""

    def guard(view: Callable[Concatenate[HttpRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            person = person_of(request)
            if not person.may(Right.READ):
                raise NotAllowed(no_role(person))
            if not person.may(right):
                raise NotAllowed(_(NOT_YOURS))
            return view(request, *args, **kwargs)

        return guarded

    return guard
