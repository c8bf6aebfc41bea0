"""The admin site: who may enter, and what it is called."""

from typing import Any, Final

from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy

from claims.accounts.roles import Right
from claims.errors import NotAllowed

NO_ROLE: Final = gettext_lazy("Your roles do not open the back office. Ask an admin.")


class DeskAdminSite(AdminSite):
    """Open to editors, approvers and admins; every page inside asks for its own right."""

    site_header = gettext_lazy("Plumbline back office")
    site_title = "Plumbline"
    index_title = gettext_lazy("Records")
    enable_nav_sidebar = False

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The desk's own sign-in, which counts wrong passwords; somebody who is signed in has no right here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise NotAllowed(NO_ROLE)
        return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person may enter the back office at all."""
        person = request.user
        return person.is_authenticated and (
            person.may(Right.ASSIGN) or person.may(Right.PEOPLE) or person.may(Right.SETTINGS)
        )
