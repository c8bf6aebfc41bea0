"""The desk's first page: what needs me now."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_cookie

from claims.accounts.roles import Right
from claims.desk.access import needs, person_of
from claims.desk.desk_page import DeskPage
from claims.desk.left_at import left_at
from claims.desk.setup.steps import unfinished
from claims.verdicts.models import Publication
from claims.viewing import look_as


@login_not_required
@require_GET
@vary_on_cookie
def front(request: HttpRequest) -> HttpResponseBase:
    """The address without a path: the desk for its people, the published checks for everybody else.

    Whoever has been at the sign-in before has a cookie from there, and is led to it again. So is everybody while
    nothing is published.
    """
    if request.user.is_authenticated:
        look_as(person_of(request).pk)
        response = desk(request)
        # Anybody may ask for this address, but this answer is for one person.
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        return response
    was_here = {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME} & set(request.COOKIES)
    if not was_here and Publication.objects.filter(listed=True).exists():
        return redirect("public-home")
    return redirect_to_login(request.get_full_path())


@needs(Right.READ)
def desk(request: HttpRequest) -> HttpResponse:
    """Late, sent back, to judge, to check; and what happened since this person left."""
    person = person_of(request)
    page = DeskPage(person, left_at(request, person))
    context = {"page": page, "now": timezone.now(), "steps": unfinished(person)}
    return render(request, "desk/home.html", context)
