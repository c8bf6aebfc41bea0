"""Who may see a page of the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import NotAllowed

NO_ROLE = gettext_noop("You have no role on this desk yet. Ask an admin to give you one.")
NOT_YOURS = gettext_noop("Your role does not include this. Ask an editor or an admin.")


def person_of(request: HttpRequest) -> User:
    """The person who is signed in; the sign-in middleware has made sure that there is one."""
    if isinstance(request.user, AnonymousUser):
        raise NotAllowed(_("Sign in first."))
    return request.user


def needs[**P, R: HttpResponseBase](
    right: Right,
) -> Callable[[Callable[Concatenate[HttpRequest, P], R]], Callable[Concatenate[HttpRequest, P], R]]:
    """Let a view answer only people whose roles give them this right."""

    def guard(view: Callable[Concatenate[HttpRequest, P], R]) -> Callable[Concatenate[HttpRequest, P], R]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            person = person_of(request)
            if not person.may(Right.READ):
                raise NotAllowed(_(NO_ROLE))
            if not person.may(right):
                raise NotAllowed(_(NOT_YOURS))
            return view(request, *args, **kwargs)

        return guarded

    return guard
