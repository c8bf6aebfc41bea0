"""Asking for the password again before an act that gives access to the desk."""

from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest


def is_sure(request: HttpRequest) -> bool:
    """Whether it is minutes since this person signed in or gave their password again."""
    return not is_reauthentication_required(request, app="claims")


def make_sure(request: HttpRequest) -> None:
    """Have the password asked for before what this request wants to change."""
    if request.method not in ("GET", "HEAD") and not is_sure(request):
        raise ReauthenticationRequired
